"""One worker process of the MORL4J Gymnasium bridge: usage worker.py ID PORT.

It holds several environments. Py4J carries the control calls (hello, prepare, describe, attach,
render); steps and resets go through one memory-mapped file, signalled by one byte each way through
a Unix-domain socket. The main thread makes every call into an environment. The token of the Py4J
connection comes through MORL4J_BRIDGE_TOKEN; standard input is held open by the parent and its end
ends this process.
"""

import faulthandler
import gc
import json
import os
import queue
import signal
import socket
import sys
import threading
import traceback

import numpy as np
from worker_environments import versions
from worker_rows import PROTOCOL, Rows, last_error
from worker_spaces import Refused


def watch_parent(life):
    """Ends the process when the parent's end of the pipe closes, however the parent ended."""
    while os.read(life, 4096):
        pass
    os._exit(0)


class Control:
    """What Java may call. Each call is carried out by the main thread and answers with JSON."""

    class Java:
        implements = ["org.morl4j.envs.gym.WorkerControl"]

    def __init__(self):
        self.tasks = queue.Queue()
        self.rows = None
        self.link = None
        self.prepared = None

    def hello(self):
        return json.dumps({"ok": {"protocol": PROTOCOL, "versions": versions()}})

    def prepare(self, options):
        """Starts to build the environments; describe waits for them."""
        self.prepared = self.post(lambda: self.build(json.loads(options)))

    def describe(self):
        return self.prepared.get()

    def attach(self, plan):
        return self.post(lambda: self.connect(json.loads(plan))).get()

    def render(self, row, path):
        """Writes one frame as raw bytes; answers with its shape."""
        return self.post(lambda: self.draw(row, path)).get()

    def post(self, task):
        answer = queue.Queue()
        self.tasks.put((task, answer))
        return answer

    def run_task(self):
        task, answer = self.tasks.get()
        try:
            answer.put(json.dumps({"ok": task()}))
        except Refused as refused:
            answer.put(json.dumps({"error": str(refused)}))
        except BaseException as error:
            summary = "".join(traceback.format_exception_only(type(error), error)).strip()
            answer.put(json.dumps({"error": summary, "traceback": last_error()}))

    def build(self, options):
        sys.path[:0] = options["pythonPath"]
        self.rows = Rows(options)
        # What exists now stays: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        return self.rows.describe()

    def connect(self, plan):
        self.rows.attach(plan)
        link = socket.socket(socket.AF_UNIX)
        link.connect(plan["socket"])
        self.link = link

    def draw(self, row, path):
        frame = self.rows.envs[row].render()
        if frame is None:
            raise Refused("render gave no frame. Maybe set render_mode to rgb_array in kwargs.")
        frame = np.ascontiguousarray(frame, dtype=np.uint8)
        with open(path, "wb") as file:
            file.write(frame.tobytes())
        return list(frame.shape)

    def serve(self):
        while self.link is None:
            self.run_task()
        rows, receive, send = self.rows, self.link.recv, self.link.send
        while True:
            command = receive(1)
            if command == b"s":
                failed = rows.step()
            elif command == b"r":
                failed = rows.reset()
            elif command == b"p":
                failed = rows.replay()
            elif command == b"c":
                self.run_task()
                continue
            else:
                rows.close()
                return
            send(b"\0" if failed < 0 else b"\1")


def main():
    # The parent's end of this pipe is the sign of life; environments that read stdin get nothing.
    life = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=watch_parent, args=(life,), daemon=True).start()
    # Ctrl-C reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()

    from py4j.java_gateway import CallbackServerParameters, GatewayParameters, JavaGateway

    worker, port, token = int(sys.argv[1]), int(sys.argv[2]), os.environ.pop("MORL4J_BRIDGE_TOKEN")
    control = Control()
    gateway = JavaGateway(
        gateway_parameters=GatewayParameters(address="127.0.0.1", port=port, auth_token=token),
        callback_server_parameters=CallbackServerParameters(
            address="127.0.0.1",
            port=0,
            daemonize=True,
            daemonize_connections=True,
            auth_token=token,
        ),
        python_server_entry_point=control,
    )
    gateway.entry_point.register(worker, gateway.get_callback_server().get_listening_port())
    control.serve()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
