"""Runs the program under test as a user would, with limits, and says what it cost."""
import dataclasses
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))
import processes  # noqa: E402  pylint: disable=wrong-import-position

MEGABYTE = 1 << 20


@dataclasses.dataclass
class Done:
    code: int  # negative: ended by that signal
    out: str
    err: str
    wall: float  # seconds
    cpu: float  # user and system, with its children
    peak: float  # MB resident; not below what this Python had at its start
    stopped: bool = False  # it did not end in the time given

    def json(self):
        return json.loads(self.out)


def has_option(program, word):
    done = subprocess.run([program, "probe", "--help"], capture_output=True, text=True, check=False, timeout=20)
    return done.returncode == 0 and word in done.stdout


def has_probe(program):
    return has_option(program, "--replay")


def limits(address_space, files):
    def apply():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if address_space:
            resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
        if files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    return apply


def run(argv, seconds=60.0, interrupt_after=None, address_space=0, files=0, stdin=None, environment=None):
    """Ends it where it is still there after `seconds`. Sends SIGINT after `interrupt_after`; `wall` counts from there."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = processes.start(argv, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err,
                                  preexec_fn=limits(address_space, files), env=environment)
        if interrupt_after is not None:
            time.sleep(interrupt_after)
            began = time.monotonic()
            os.kill(process.pid, signal.SIGINT)  # not by Popen, which would reap one that has ended
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        stopped = not timer.is_alive()
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        processes.end(process)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
    return Done(process.returncode, *said, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, stopped)
