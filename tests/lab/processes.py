"""Starts programs, knows every one that still runs, and ends them by process id, whatever happens."""
import ctypes
import signal
import socket
import subprocess
import threading
import time

PR_SET_PDEATHSIG = 1
RUNNING = {}
LOCK = threading.Lock()
TAKEN = set()


def die_with_parent():
    """For what runs long: also ended where the lab itself was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(argv, stays=False, **options):
    process = subprocess.Popen([str(a) for a in argv], preexec_fn=die_with_parent if stays else None, **options)
    with LOCK:
        RUNNING[process.pid] = process
    return process


def end(process, patience=2.0):
    """Ends one process: asked first, then made to."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with LOCK:
        RUNNING.pop(process.pid, None)


def end_all():
    for process in list(RUNNING.values()):
        end(process, patience=0.5)


def free_port():
    """A port of loopback that nobody listens on, and that was not given out before."""
    while True:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        with LOCK:
            if port not in TAKEN:
                TAKEN.add(port)
                return port


def listens(port):
    """Asked of the kernel, not by connecting: a server that serves one client at a time would notice."""
    wanted = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(table, encoding="ascii") as file:
                rows = [line.split() for line in file.readlines()[1:]]
        except FileNotFoundError:
            continue
        if any(row[3] == "0A" and row[1].endswith(wanted) for row in rows):
            return True
    return False


def wait_until_listening(process, port, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if listens(port):
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.01)
    return False
