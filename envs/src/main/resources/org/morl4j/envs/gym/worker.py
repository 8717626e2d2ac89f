"""One worker process of the MORL4J Gymnasium bridge: usage worker.py ID PORT.

It holds several environments. Py4J carries the control calls (hello, prepare, describe, attach,
render); steps and resets go through one memory-mapped file, signalled by one byte each way through
a Unix-domain socket. The main thread makes every call into an environment. The token of the Py4J
connection comes through MORL4J_BRIDGE_TOKEN; standard input is held open by the parent and its end
ends this process and all that it started.
"""

import faulthandler
import fcntl
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


# Longest line that the control channel takes; requests are far shorter.
LONGEST_LINE = 1 << 20


def end_with_parent(life):
    """Ends this process and all that it started when the parent's end of the pipe closes.

    A thread sees it, and on Linux the kernel kills the process group by itself. That needs neither
    Python's lock, which native code may hold for long, nor a process that runs: stopped ones end
    too. Children are in the group, and those that are forked hold the pipe, so that they end even
    if this process went before. A parent-death signal would reach none of them, and would end this
    process together with the thread that started it.
    """
    if os.getpgrp() != os.getpid():
        os.setsid()
    threading.Thread(target=watch_parent, args=(life,), daemon=True).start()
    if sys.platform == "linux":
        fcntl.fcntl(life, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(life, fcntl.F_SETOWN, -os.getpid())
        fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)


def watch_parent(life):
    while os.read(life, 4096):
        pass
    end_group()


def end_group():
    """Ends this process and what environments started and left running."""
    os.killpg(os.getpid(), signal.SIGKILL)


class BoundedLines:
    """Lines of a connection, which is dropped where one is too long: anybody here may send them."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def readline(self):
        line = self.stream.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise ValueError("a line of the control channel is too long")
        return line


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
        """Answered by the main thread: then Java knows that this worker needs its port no more."""
        return self.post(lambda: {"protocol": PROTOCOL, "versions": versions()}).get()

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
        frame = self.rows.picture(row)
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
    end_with_parent(life)
    # Whoever sends it: the parent decides what Ctrl-C means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()

    from py4j.java_gateway import (
        CallbackServer,
        CallbackServerParameters,
        GatewayParameters,
        JavaGateway,
    )

    class Server(CallbackServer):
        def _create_connection(self, socket_instance, stream):
            return super()._create_connection(socket_instance, BoundedLines(stream))

    class Gateway(JavaGateway):
        def _create_callback_server(self, parameters):
            return Server(
                self.gateway_property.pool,
                self._gateway_client,
                callback_server_parameters=parameters,
            )

    worker, port, token = int(sys.argv[1]), int(sys.argv[2]), os.environ.pop("MORL4J_BRIDGE_TOKEN")
    control = Control()
    gateway = Gateway(
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
    end_group()


if __name__ == "__main__":
    main()
