"""Servers that do harm, or are none: each answers every connection in one bad way. All on loopback, in threads."""
import pathlib
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))
import misbehave  # noqa: E402  pylint: disable=wrong-import-position
from misbehave import message, record, server_hello, vector  # noqa: E402  pylint: disable=wrong-import-position

RESET = struct.pack("ii", 1, 0)
ECDHE = 0xC02F  # TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
BANNERS = {  # said at once: what it is to be called, and the bytes
    "ssh": ("SSH", b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"),
    "smtp": ("SMTP", b"220 mx.lab.test ESMTP Postfix (Debian/GNU)\r\n"),
    "ftp": ("FTP", b"220 (vsFTPd 3.0.3)\r\n"),
    "pop3": ("POP3", b"+OK Dovecot (Debian) ready.\r\n"),
    "imap": ("IMAP", b"* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\r\n"),
    "mysql": ("MySQL|MariaDB", b"\x5a\0\0\0\x0a5.5.5-10.11.6-MariaDB-0+deb12u1\0" + bytes(range(1, 56))),
}
HTTP = (b"HTTP/1.1 400 Bad Request\r\nServer: lab\r\nContent-Type: text/html\r\nContent-Length: 11\r\n"
        b"Connection: close\r\n\r\nbad request")


class Hostile:
    """One port that behaves as `answer(connection, number)` says; `number` counts connections from 1."""

    def __init__(self, answer, address="127.0.0.1"):
        self.answer = answer
        self.connections = 0
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.listener = socket.create_server((address, 0), family=family, backlog=256)
        self.port = self.listener.getsockname()[1]
        self.stopped = False
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while not self.stopped:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client, self.connections), daemon=True).start()

    def serve(self, client, number):
        try:
            client.settimeout(60)
            self.answer(client, number)
        except (OSError, IndexError):
            pass
        finally:
            client.close()

    def stop(self):
        self.stopped = True
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def read_hello(client):
    """The ClientHello record; raises where the client left."""
    hello = misbehave.read_hello(client)
    if hello is None:
        raise ConnectionError("the client left")
    return hello


def wait_for_end(client):
    while client.recv(65536):
        pass


def one_byte_a_second(client, _):
    read_hello(client)
    for byte in record(22, server_hello(ECDHE)):
        client.sendall(bytes([byte]))
        time.sleep(1)


def reset_at_once(client, _):
    reset(client)


def close_at_once(_client, _):
    pass


def reset_after_hello(client, _):
    read_hello(client)
    reset(client)


def close_after_hello(client, _):
    read_hello(client)


def reset_in_flight(client, _):
    read_hello(client)
    client.sendall(record(22, server_hello(ECDHE))[:40])
    time.sleep(0.05)
    reset(client)


def flood(piece):
    def answer(client, _):
        read_hello(client)
        while True:
            client.sendall(piece)
    return answer


def garbage(client, _):
    read_hello(client)
    client.sendall(bytes((i * 89 + 41) % 256 for i in range(4096)))


def banner(data):
    def answer(client, _):
        client.sendall(data)
        wait_for_end(client)
    return answer


def http(client, _):
    read_hello(client)
    client.sendall(HTTP)


def silent(client, _):
    wait_for_end(client)


def oversize_record(client, _):
    read_hello(client)
    client.sendall(struct.pack(">BHH", 22, 0x0303, 0xFFFF) + bytes(0xFFFF))
    wait_for_end(client)


def endless_fragments(client, _):
    """A Certificate that says it is 16 MB long, in records that are in order, for ever."""
    read_hello(client)
    client.sendall(record(22, server_hello(ECDHE)))
    client.sendall(record(22, bytes([11]) + b"\xff\xff\xff" + b"\xff\xff\xfc" + bytes(1000)))
    while True:
        client.sendall(record(22, bytes(16000)))


def endless_messages(client, _):
    """Empty HelloRequests, which a client ignores, for ever."""
    read_hello(client)
    while True:
        client.sendall(record(22, message(0, b"") * 4000))


def huge_chain(client, _):
    """10,000 certificates of one byte each."""
    read_hello(client)
    chain = message(11, vector(3, vector(3, b"\x30") * 10000))
    client.sendall(record(22, server_hello(ECDHE)) +
                   b"".join(record(22, chain[i:i + 16000]) for i in range(0, len(chain), 16000)) +
                   record(22, message(14, b"")))
    wait_for_end(client)


def unoffered_suite(client, _):
    read_hello(client)
    client.sendall(record(22, server_hello(misbehave.IDEA ^ 0x7A00)))  # 0x7A07: of no registry
    wait_for_end(client)


def cut_in_message(client, _):
    read_hello(client)
    client.sendall(record(22, server_hello(ECDHE)[:30]))


FLOOD_RECORD = record(23, bytes(16000))
BEHAVIOURS = {
    "one byte a second": one_byte_a_second, "reset at once": reset_at_once, "closed at once": close_at_once,
    "reset after the hello": reset_after_hello, "closed after the hello": close_after_hello,
    "reset in flight": reset_in_flight, "flood of noise": flood(bytes(range(255, -1, -1)) * 256),
    "flood of data records": flood(FLOOD_RECORD * 4), "flood of warnings": flood(record(21, b"\x01\x5a") * 5000),
    "flood of hellos": flood(record(22, b"\x02\0\0\x26\x03\x03" + bytes(36)) * 1000),
    "garbage": garbage, "http": http, "silent": silent, "oversize record": oversize_record,
    "endless fragments": endless_fragments, "endless messages": endless_messages, "huge chain": huge_chain,
    "suite that was not offered": unoffered_suite, "cut in a message": cut_in_message,
    **{name: banner(data) for name, (_, data) in BANNERS.items()},
}


class Filtered:
    """A port whose connections never come to be: its queue is full, so the kernel drops every further SYN."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.fillers.append(filler)
        time.sleep(0.05)

    def stop(self):
        for s in (*self.fillers, self.listener):
            s.close()


class Gate:
    """In front of a real server: passes on a connection, or resets it, as `admits(gate)` says; or sends it elsewhere.

    `choose(gate)` gives the port to connect to, or None for a reset."""

    def __init__(self, choose, address="127.0.0.1"):
        self.choose = choose
        self.open = self.most_open = self.refused = 0
        self.times = []
        self.lock = threading.Lock()
        self.hostile = Hostile(self.serve, address)
        self.port = self.hostile.port

    def serve(self, client, _):
        with self.lock:
            self.times.append(time.monotonic())
            target = self.choose(self)
            self.refused += target is None
            self.open += target is not None
            self.most_open = max(self.most_open, self.open)
        if target is None:
            reset(client)
            return
        try:
            with socket.create_connection(("127.0.0.1", target), 5) as server:
                server.settimeout(60)
                back = threading.Thread(target=self.copy, args=(server, client), daemon=True)
                back.start()
                try:
                    self.copy(client, server)
                finally:
                    with self.lock:
                        self.open -= 1  # what is open is what the client has open
                back.join()
        except ConnectionError:
            reset(client)

    @staticmethod
    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def stop(self):
        self.hostile.stop()


def at_most_open(limit, target):
    return Gate(lambda gate: target if gate.open < limit else None)


def at_most_in_a_second(limit, target):
    def choose(gate):
        recent = [t for t in gate.times if t > gate.times[-1] - 1]
        return target if len(recent) <= limit else None
    return Gate(choose)


def in_turn(*targets, address="127.0.0.1"):
    """Behind one address stand several servers."""
    return Gate(lambda gate: targets[len(gate.times) % len(targets)], address)
