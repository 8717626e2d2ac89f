"""Damages files, kills processes and counts what goes wrong; the target is 0 everywhere.

    python3 benchmarks/trust/trust.py [--work DIR] [CHECK ...]

Checks, all of them if none is named: policies, checkpoints, cuts, kills, races, workers, interrupt;
README.md says what each does. The runs are made by ./morl4j in DIR, a temporary folder if none is
given. Prints a line for each case and ends with exit code 1 if there was a miss. Seeded, but for
the moments at which processes are killed.
"""

import argparse
import atexit
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MORL4J = str(ROOT / "morl4j")
CLASSES = ROOT / "benchmarks" / "target" / "classes"
KILLS = 14
GONE_WITHIN = 1.0
PATIENCE = 60.0

misses = 0


def say(line, missed=False):
    global misses
    misses += missed
    print(("MISS " if missed else "") + line, flush=True)


def morl4j(*args, cwd=None, check=True):
    done = subprocess.run([MORL4J, *map(str, args)], cwd=cwd, capture_output=True, text=True)
    if check and done.returncode != 0:
        sys.exit(f"morl4j {' '.join(map(str, args))} ended with {done.returncode}:\n{done.stderr}")
    return done


def start(*args, cwd=None):
    """In a session of its own, as from another terminal; standard error is kept in .lines."""
    process = subprocess.Popen(
        [MORL4J, *map(str, args)],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(end, process)
    process.lines = []

    def read():
        for line in process.stderr:
            process.lines.append((time.monotonic(), line.rstrip()))

    process.reader = threading.Thread(target=read, daemon=True)
    process.reader.start()
    return process


def end(process):
    if process.poll() is None:
        process.kill()
        process.wait()


def java(check, *args):
    """One run of TrustChecks: its lines."""
    jars = (ROOT / "cli" / "target" / "classpath").read_text().strip()
    jar = ROOT / "cli" / "target" / "morl4j-cli.jar"
    command = ["java", "-cp", f"{CLASSES}:{jar}:{jars}", "org.morl4j.benchmarks.TrustChecks", check]
    done = subprocess.run([*command, *map(str, args)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout.splitlines()


def count(lines, name):
    """The counts of TrustChecks as one line; misses are printed."""
    counts = [line for line in lines if not line.startswith("MISS")]
    for line in lines:
        if line.startswith("MISS"):
            say(f"{name}: {line[5:]}", True)
    say(f"{name}: " + ", ".join(counts))


def wait(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"waited {PATIENCE:.0f} s for {what}")
        time.sleep(0.005)


def front(run):
    return [line.split(",")[0] for line in (run / "front.csv").read_text().splitlines()[1:]]


class Runs:
    """Finished and stopped runs, each made once."""

    def __init__(self, work):
        self.work = work
        self.made = {}

    def finished(self, name):
        return self.once(name, lambda run: morl4j("train", config(name), "--out", run))

    def stopped(self, name, transitions, begun):
        """Longer than the finished one; stopped by SIGTERM once such a checkpoint is there."""

        def make(run):
            length = f"search.transitions={transitions}"
            args = ("--out", run, "--set", length, "--checkpoint-seconds", "0.2", "--threads", "2")
            process = start("train", config(name), *args)
            wait(lambda: list(run.glob(f"checkpoints/{begun}.safetensors")), "a checkpoint")
            process.terminate()
            process.wait()
            if json.loads((run / "run.json").read_text())["status"] == "done":
                sys.exit(f"{run} was done before it could be stopped")

        return self.once(f"{name}-stopped", make)

    def once(self, name, make):
        if name not in self.made:
            run = self.work / name
            make(run)
            self.made[name] = run
        return self.made[name]


def config(name):
    return HERE / "configs" / f"{name}.json"


def policies(runs):
    for name in ("dst", "sac", "dqn"):
        run = runs.finished(name)
        policy = run / "policies" / front(run)[-1]
        scratch = runs.work / f"flips-{name}"
        scratch.mkdir()
        count(java("policies", policy, scratch, 300), f"policies, 300 flips of {name}")


def checkpoints(runs):
    for name, transitions, begun in (("dst", 600_000, "s2*"), ("sac", 20_000, "*")):
        run = runs.stopped(name, transitions, begun)
        scratch = runs.work / f"flips-{name}-stopped"
        scratch.mkdir()
        count(java("checkpoints", run, scratch, 150), f"checkpoints, 150 flips of {name}")


def cuts(runs):
    """In a copy of the run's folder."""
    run = runs.finished("dst")
    text = (run / "front.csv").read_bytes()
    places = sorted(random.sample(range(len(text)), min(200, len(text))))
    whole = {command: morl4j(command, run / file, *more).stdout for command, file, *more in READERS}
    counts = {}

    def cut(place):
        with tempfile.TemporaryDirectory(dir=runs.work) as folder:
            copy = pathlib.Path(folder) / "run"
            copy.mkdir()
            for file in ("config.json", "run.json", "archive.json"):
                shutil.copy(run / file, copy)
            (copy / "front.csv").write_bytes(text[:place])
            for command, file, *more in READERS:
                done = morl4j(command, copy / file, *more, check=False)
                if done.returncode == 0:
                    fate = "whole" if done.stdout == whole[command] else "TAKEN AS WHOLE"
                else:
                    named = "front.csv" in done.stderr and "Unexpected" not in done.stderr
                    fate = f"refused, exit {done.returncode}" if named else "UNCLEAR"
                key = (command, fate)
                counts[key] = counts.get(key, 0) + 1
                if fate.isupper():
                    say(f"cuts: {command} of {place} bytes: {fate} {done.stderr.strip()}", True)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(cut, places))
    for (command, fate), n in sorted(counts.items()):
        say(f"cuts, {len(places)} of front.csv ({len(text)} bytes): {command}: {fate} {n}")


READERS = (("front", ""), ("indicators", "front.csv", "--reference=0,-50"))


def kills(runs):
    """Every second time all policies were damaged before, so that the resume writes them again."""
    run = runs.work / "killed"
    shutil.copytree(runs.finished("dst"), run)
    expected = front(run)
    begin = time.monotonic()
    morl4j("resume", run)
    whole = time.monotonic() - begin
    killed = 0
    while killed < KILLS:
        damaged = killed % 2 == 1
        for policy in expected if damaged else ():
            weights = run / "policies" / policy / "policy.safetensors"
            data = bytearray(weights.read_bytes())
            data[-1] ^= 1
            weights.write_bytes(data)
        after = random.uniform(0.4, 1.0) * whole
        process = start("resume", run)
        time.sleep(after)
        ended = process.poll() is not None
        whole = min(whole, after) if ended else whole
        killed += not ended
        end(process)
        missing = [
            f"{policy}/{file}"
            for policy in front(run)
            for file in ("policy.json", "policy.safetensors")
            if not (run / "policies" / policy / file).is_file()
        ]
        status = json.loads((run / "run.json").read_text())["status"]
        loaded = java("load", run)[0]
        if loaded.startswith("MISS") and damaged and not ended:
            loaded = "those still damaged are refused"
        fine = front(run) == expected and not missing and status == "done"
        fine = fine and not loaded.startswith("MISS")
        morl4j("resume", run)
        left = [str(p.relative_to(run)) for p in run.rglob("*.partial*")]
        again = java("load", run)[0]
        fine = fine and again == f"loaded {len(expected)}" and not left
        say(
            f"kills: {'damaged, ' if damaged else ''}kill -9 after {after:.2f} s of {whole:.2f}"
            f"{' (had ended, not counted)' if ended else ''}: status {status},"
            f" missing {len(missing)}, {loaded}; next resume: {again}, left over {left or 0}",
            not fine,
        )
    say(f"kills: {killed}")


def races(runs):
    folder = runs.work / "races"
    folder.mkdir()
    processes = [start("train", config("dst"), "--seed", "1", cwd=folder) for _ in range(6)]
    codes = [process.wait() for process in processes]
    made = sorted((folder / "out").iterdir())
    fronts = {(run / "front.csv").read_text() for run in made if (run / "front.csv").exists()}
    whole = sum(is_whole(run, 1) for run in made)
    say(
        f"races: six trains at once: exit codes {codes}, {len(made)} runs, whole {whole},"
        f" different fronts {len(fronts)}: {', '.join(run.name for run in made)}",
        codes != [0] * 6 or whole != 6 or len(made) != 6 or len(fronts) != 1,
    )
    for i in range(5):
        out = folder / f"same-{i}"
        apart = random.uniform(0.1, 0.4)
        first = start("train", config("dst"), "--seed", "1", "--out", out)
        time.sleep(apart)
        second = start("train", config("dst"), "--seed", "2", "--out", out)
        codes = [first.wait(), second.wait()]
        for process in (first, second):
            process.reader.join()
        fine = sorted(codes) == [0, 2] and is_whole(out, 1 if codes[0] == 0 else 2)
        loser = second if codes[0] == 0 else first
        told = loser.lines[-1][1] if loser.lines else "nothing"
        told = told.replace(str(runs.work), "DIR")
        say(f"races: same --out, {apart:.2f} s apart: exit codes {codes}: {told}", not fine)


def is_whole(run, seed):
    """Done, of that seed by its config, and its policies load."""
    record = json.loads((run / "run.json").read_text())
    written = json.loads((run / "config.json").read_text())["execution"]["seed"]
    alone = run.parent / f"alone-{seed}"
    if not alone.exists():
        morl4j("train", config("dst"), "--seed", seed, "--out", alone)
    same = (alone / "front.csv").read_text() == (run / "front.csv").read_text()
    loaded = java("load", run)[0] == f"loaded {len(front(run))}"
    return record["status"] == "done" and written == seed and same and loaded


def stubborn(runs, kind, name):
    """A run whose workers are all stuck: its process, and the ids of all below it."""
    marks = runs.work / f"marks-{name}"
    marks.mkdir()
    settings = {
        "format": 2,
        "name": "stubborn",
        "environment": {
            "id": "python:stubborn:Stubborn",
            "pythonPath": [str(HERE)],
            "kwargs": {"kind": kind, "marks": str(marks)},
            "rows": 2,
            "workers": 2,
        },
        "agent": {"type": "ppo", "rolloutLength": 64, "minibatch": 32, "hidden": [8]},
        "search": {"type": "single", "transitions": 100_000_000, "evaluateEvery": 50_000_000},
        "reference": [0],
    }
    file = runs.work / f"{name}.json"
    file.write_text(json.dumps(settings))
    process = start("train", file, "--out", runs.work / name)
    process.out = runs.work / name

    def stuck():
        if process.poll() is not None:
            sys.exit("\n".join(line for _, line in process.lines))
        return len(list(marks.iterdir())) >= 2

    wait(stuck, "the workers")
    time.sleep(0.3)
    return process, below(process.pid)


def below(pid):
    """Ids of all processes below one."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            state = status(int(entry.name))
            if state:
                parents.setdefault(state[1], []).append(int(entry.name))
    found = []
    todo = [pid]
    while todo:
        for child in parents.get(todo.pop(), []):
            found.append(child)
            todo.append(child)
    return found


def status(pid):
    """State letter, parent and start of a process, None once it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return fields[0], int(fields[1]), fields[19]


def alive(pid, begun):
    now = status(pid)
    return now is not None and now[2] == begun and now[0] not in "ZX"


def workers(runs):
    for kind in ("gil", "stop", "fork", "ignore"):
        times = []
        for i in range(3):
            process, pids = stubborn(runs, kind, f"{kind}-{i}")
            begun = {pid: status(pid)[2] for pid in pids}
            process.kill()
            killed = time.monotonic()
            while any(alive(pid, began) for pid, began in begun.items()):
                if time.monotonic() - killed > PATIENCE:
                    break
                time.sleep(0.002)
            times.append(time.monotonic() - killed)
            left = [pid for pid, began in begun.items() if alive(pid, began)]
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            process.wait()
        listed = ", ".join(f"{seconds:.3f}" for seconds in times)
        say(
            f"workers: {kind}: {len(pids)} processes gone after {listed} s",
            max(times) > GONE_WITHIN,
        )


def interrupt(runs):
    process, pids = stubborn(runs, "loop", "interrupted")
    begun = {pid: status(pid)[2] for pid in pids}
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    wait(lambda: process.lines and process.lines[-1][0] > begin, "a word after Ctrl-C")
    time.sleep(1)
    for at, line in process.lines:
        if at > begin:
            say(f"interrupt: {at - begin:.2f} s after Ctrl-C: {line}")
    going = process.poll() is None
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    code = process.wait()
    ended = time.monotonic() - begin
    while any(alive(pid, began) for pid, began in begun.items()):
        if time.monotonic() - begin > PATIENCE:
            break
        time.sleep(0.002)
    workers_gone = time.monotonic() - begin
    process.reader.join()
    for at, line in process.lines:
        if at > begin:
            say(f"interrupt: {at - begin:.2f} s after the second: {line}")
    say(
        f"interrupt: ended {ended:.2f} s after the second with exit code {code}, its workers after"
        f" {workers_gone:.2f} s",
        not going or max(ended, workers_gone) > GONE_WITHIN,
    )


CHECKS = {
    check.__name__: check
    for check in (policies, checkpoints, cuts, kills, races, workers, interrupt)
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checks", nargs="*", metavar="CHECK")
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="new or empty")
    args = parser.parse_args()
    for name in args.checks:
        if name not in CHECKS:
            parser.error(f"there is no check {name}, only {', '.join(CHECKS)}")
    random.seed(1)
    morl4j("algos")  # builds the project
    maven = ["mvn", "-B", "-q", "-pl", "benchmarks", "-am", "compile"]
    subprocess.run(maven, cwd=ROOT, check=True)
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    say(f"{cpu.group(1) if cpu else 'unknown processor'}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as temporary:
        work = args.work or pathlib.Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        runs = Runs(work.resolve())
        for name in args.checks or CHECKS:
            begin = time.monotonic()
            CHECKS[name](runs)
            say(f"{name}: {time.monotonic() - begin:.0f} s")
    say(f"misses: {misses}")
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
