"""A relay between client and server that writes down who said what when, and gives it out as a capture.

Needs no rights and loses nothing. What an end does is done to the other as it came: data, FIN and RST. The
packets are made afterwards by tests/tools/packets.py, with the server on port 443."""
import dataclasses
import pathlib
import selectors
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import packets as p  # noqa: E402  pylint: disable=wrong-import-position

CLIENT, SERVER = p.CLIENT, p.SERVER
RESET = struct.pack("ii", 1, 0)


def microseconds():
    return time.time_ns() // 1000


class Connection:
    """One client's connection and its twin to the server."""

    def __init__(self, client, server):
        self.sockets = [client, server]
        self.heard_end = [False, False]
        self.events = [p.Segment(microseconds(), CLIENT, p.SYN),
                       p.Segment(microseconds(), SERVER, p.SYN | p.ACK),
                       p.Segment(microseconds(), CLIENT, p.ACK)]
        self.done = threading.Event()

    @property
    def has_hello(self):
        return any(e.side == CLIENT and e.data for e in self.events)

    def note(self, side, flags, data=b""):
        self.events.append(p.Segment(microseconds(), side, flags, data))

    def pass_on(self, side):
        """Something came from `side`; True while more may come from there."""
        here, there = self.sockets[side], self.sockets[1 - side]
        try:
            data = here.recv(65536)
        except OSError:
            self.note(side, p.RST | p.ACK)
            self.close(reset=1 - side)
            return False
        if not data:
            self.note(side, p.FIN | p.ACK)
            self.heard_end[side] = True
            try:
                there.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            if all(self.heard_end):
                self.close()
            return False
        self.note(side, p.PSH | p.ACK, data)
        try:
            there.sendall(data)
        except OSError:
            pass  # its RST is waiting to be read
        return True

    def close(self, reset=None):
        if reset is not None:
            try:
                self.sockets[reset].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            except OSError:
                pass
        for s in self.sockets:
            s.close()
        self.done.set()


class Tap:
    """A port before a server. `connections` in order of their beginning."""

    def __init__(self, relay, target, tunnel):
        self.relay = relay
        self.target = target
        self.tunnel = tunnel  # speaks HTTP CONNECT first, for programs that find a host only by its name
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        relay.add(self)

    def connect(self, client):
        """The connection to the server for a client that has come; None where that fails."""
        try:
            if self.tunnel:
                client.settimeout(5)
                asked = b""
                while b"\r\n\r\n" not in asked:
                    piece = client.recv(4096)
                    if not piece:
                        raise ConnectionError("closed before CONNECT")
                    asked += piece
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                client.settimeout(None)
            server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            server.settimeout(None)
        except OSError:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            client.close()
            return
        for s in (client, server):
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(client, server)
        self.connections.append(connection)
        self.relay.ask(lambda: self.relay.watch(connection))

    def finish(self, patience=1.0):
        """Waits until both ends are gone, as long as `patience`; the conversation that began with a hello."""
        until = time.monotonic() + patience
        for connection in list(self.connections):
            connection.done.wait(max(0.0, until - time.monotonic()))
        self.relay.remove(self)
        with_data = [c for c in self.connections if any(e.data for e in c.events)]
        return (with_data or self.connections or [None])[0]


class Relay:
    """One thread that serves all taps."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.wake_read, self.wake_write = socket.socketpair()
        self.selector.register(self.wake_read, selectors.EVENT_READ, None)
        self.requests = []
        self.stopping = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def tap(self, target, tunnel=False):
        return Tap(self, target, tunnel)

    def ask(self, request):
        done = threading.Event()
        self.requests.append((request, done))
        self.wake_write.send(b"x")
        done.wait(5)

    def add(self, tap):
        self.ask(lambda: self.selector.register(tap.listener, selectors.EVENT_READ, tap))

    def remove(self, tap):
        self.ask(lambda: self.forget(tap))

    def forget(self, tap):
        self.selector.unregister(tap.listener)
        tap.listener.close()
        for connection in tap.connections:
            for s in connection.sockets:
                if s.fileno() >= 0 and s in self.selector.get_map():
                    self.selector.unregister(s)
            if not connection.done.is_set():
                connection.close(reset=SERVER)

    def stop(self):
        self.ask(lambda: setattr(self, "stopping", True))
        self.thread.join(2)

    def run(self):
        while not self.stopping:
            for key, _ in self.selector.select():
                if key.fileobj is self.wake_read:
                    self.wake_read.recv(4096)
                    self.serve_requests()
                elif isinstance(key.data, Tap):
                    self.begin(key.data)
                elif key.fileobj.fileno() >= 0:
                    self.move(*key.data)

    def serve_requests(self):
        while self.requests:
            request, done = self.requests.pop(0)
            request()
            done.set()

    def begin(self, tap):
        """In a thread of its own: a client may take its time before it says where to."""
        if tap.listener.fileno() >= 0:
            client, _ = tap.listener.accept()
            threading.Thread(target=tap.connect, args=(client,), daemon=True).start()

    def watch(self, connection):
        if any(s.fileno() < 0 for s in connection.sockets):
            return  # it ended before it was watched
        for side in (CLIENT, SERVER):
            self.selector.register(connection.sockets[side], selectors.EVENT_READ, (connection, side))

    def move(self, connection, side):
        sockets = list(connection.sockets)
        numbers = [s.fileno() for s in sockets]
        more = connection.pass_on(side)
        for i, s in enumerate(sockets):
            if s.fileno() < 0 or (i == side and not more):
                self.unregister(s, numbers[i])

    def unregister(self, s, number):
        try:
            self.selector.unregister(s if s.fileno() >= 0 else number)
        except (KeyError, ValueError):
            pass


def acknowledged(segments):
    """The kernel of the other end took all data at once: bare acknowledgements, as a real capture has them."""
    for s in segments:
        yield s
        if s.data:
            yield p.Segment(s.time + len(s.data) // 1460 + 1, 1 - s.side, p.ACK)


def packets(connection, **ends):
    return p.write_conversation(p.cut_to(list(acknowledged(connection.events))), dataclasses.replace(p.Ends(), **ends))


def write(connection, path, server="10.10.30.8"):
    path.write_bytes(p.pcap(packets(connection, server=server)))


def write_farm(connections, path):
    """Conversations with one server after another, in one file."""
    parts = [packets(c, server=f"10.10.30.{8 + i}", client_port=51034 + i) for i, c in enumerate(connections)]
    path.write_bytes(p.pcap(p.merged(parts)))
