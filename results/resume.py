"""Kills a run with SIGKILL in mid-training, several times, resumes it each time, and compares its
policies, front and evaluations with those of an undisturbed run, byte for byte: of a search its
front, of a `single` run its policies best and last. Each process is killed after it has written a
checkpoint of its own. With --worker it kills the run's Python workers
instead, which must end the run with one clear error. Standard library only.

    python3 results/resume.py configs/runs/cmorl-deep-sea-treasure.json [--kills 2] [--worker]
        [--set path=value ...]
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MORL4J = str(ROOT / "morl4j")


def digests(run):
    """Of each policy and of the tables of results, by name."""
    files = sorted(run.glob("policies/*/policy.safetensors"))
    files += [run / "front.csv", run / "evaluations.csv"]
    return {str(f.relative_to(run)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def children(pid):
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(line) for line in out.stdout.split()]


def saved(run, began):
    """Whether a process that began then has written a checkpoint."""
    states = (run / "checkpoints").glob("*.safetensors")
    try:
        return any(state.stat().st_mtime > began for state in states)
    except FileNotFoundError:  # replaced in between
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("--set", action="append", default=[])
    args = parser.parse_args()
    whole, cut = ROOT / "out" / "resume-whole", ROOT / "out" / "resume-cut"
    for folder in (whole, cut):
        shutil.rmtree(folder, ignore_errors=True)
    command = [MORL4J, "train", args.config, "--quiet", "--checkpoint-seconds", "0.5"]
    for item in args.set:
        command += ["--set", item]
    subprocess.run([MORL4J, "--version"], check=True, stdout=subprocess.DEVNULL)  # builds if need be
    start = time.time()
    subprocess.run(command + ["--out", str(whole)], check=True, stdout=subprocess.DEVNULL)
    seconds = time.time() - start
    print(f"undisturbed: {seconds:.1f} s, {len(digests(whole)) - 2} policies")
    whole_step = step = command + ["--out", str(cut)]
    kill, scale = 0, 1.0
    while kill < args.kills:
        began = time.time()
        process = subprocess.Popen(step, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        least = seconds * scale * (0.35 if kill == 0 else 0.25)
        while process.poll() is None and (time.time() - began < least or not saved(cut, began)):
            time.sleep(0.02)
        if process.returncode is not None:
            if process.returncode != 0 or scale < 0.1:
                sys.exit(f"kill {kill + 1}: it ended by itself, exit code {process.returncode}:\n"
                         + process.stderr.read())
            print(f"kill {kill + 1}: it had ended already; from the start, killed sooner")
            shutil.rmtree(cut)
            step, kill, scale = whole_step, 0, scale / 2
            continue
        if args.worker:
            victims = children(process.pid)
            killed = time.time()
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
            error = process.communicate()[1]
            print(f"kill {kill + 1}: workers {victims}, exit code {process.returncode} after "
                  f"{time.time() - killed:.2f} s, stderr:\n{error.rstrip()}")
        else:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            states = sorted(p.name for p in (cut / "checkpoints").glob("*.safetensors"))
            print(f"kill {kill + 1}: exit code {process.returncode}, checkpoints {states}")
        step = [MORL4J, "resume", str(cut), "--quiet", "--checkpoint-seconds", "0.5"]
        kill += 1
    subprocess.run(step, check=True, stdout=subprocess.DEVNULL)
    whole, cut = digests(whole), digests(cut)
    different = [name for name in sorted(whole.keys() | cut) if whole.get(name) != cut.get(name)]
    print("resumed: policies, front and evaluations are "
          + ("DIFFERENT: " + ", ".join(different) if different else "equal, byte for byte"))
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
