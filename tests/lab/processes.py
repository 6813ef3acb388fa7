"""Starts programs, knows every one that still runs, and ends them by process id, whatever happens."""
import ctypes
import signal
import socket
import struct
import subprocess
import threading
import time

PR_SET_PDEATHSIG = 1
NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, TCP_LISTEN = 4, 20, 10
NLM_F_REQUEST, NLM_F_DUMP = 0x001, 0x300
RUNNING = {}
LOCK = threading.Lock()
TAKEN = set()


def die_with_parent():
    """For what runs long: also ended where the lab itself was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(argv, stays=False, **options):
    options.setdefault("preexec_fn", die_with_parent if stays else None)
    process = subprocess.Popen([str(a) for a in argv], **options)
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


def listening_ports():
    """Asked of the kernel (sock_diag(7)), not by connecting: a server that serves one client at a time would notice.
    /proc/net/tcp would say the same, in 50 ms where this takes 0.1."""
    ports = set()
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_SOCK_DIAG) as s:
        for family in (socket.AF_INET, socket.AF_INET6):
            body = struct.pack("=BBBBI", family, socket.IPPROTO_TCP, 0, 0, 1 << TCP_LISTEN) + bytes(40) + b"\xff" * 8
            s.send(struct.pack("=IHHII", 16 + len(body), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 1, 0) + body)
            while ports_of(s.recv(1 << 18), ports):
                pass
    return ports


def ports_of(data, ports):
    """Adds the ports of one answer; True while more answers follow."""
    while len(data) >= 16:
        size, kind = struct.unpack_from("=IH", data)
        if kind != SOCK_DIAG_BY_FAMILY:  # done, or an error
            return False
        ports.add(struct.unpack_from(">H", data, 20)[0])
        data = data[(size + 3) & ~3:]
    return True


def wait_until_listening(process, port, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if port in listening_ports():
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.01)
    return False
