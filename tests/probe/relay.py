"""A relay in front of servers that counts connections, and may add a delay: what is really opened, whatever a tool
says of itself.

One thread. What an end does is done to the other: data, FIN, RST."""
import heapq
import itertools
import selectors
import socket
import struct
import threading
import time

RESET = struct.pack("ii", 1, 0)


class Counted:
    """A port before one server."""

    def __init__(self, target):
        self.target = target
        self.connections = self.open = self.most_open = 0
        self.hellos = 0  # connections whose client began with a handshake record, or as SSLv2 does
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self.listener.getsockname()[1]


class Pair:
    """One connection and its twin to the server: [client, server]."""

    def __init__(self, counted, client, server):
        self.counted, self.ends = counted, [client, server]
        self.ended = [False, False]
        self.closed = self.spoken = False


class Relay:
    """In front of any number of servers. `delay` seconds: once for a new connection, half of it for each direction
    of what is said. A context manager."""

    def __init__(self, delay=0.0):
        self.delay = delay
        self.selector = selectors.DefaultSelector()
        self.later, self.order = [], itertools.count()  # heap of (when, order, function, arguments)
        self.wake_read, self.wake_write = socket.socketpair()
        self.selector.register(self.wake_read, selectors.EVENT_READ, None)
        self.listeners, self.stopping = [], False
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        self.wake_write.send(b"x")
        self.thread.join(5)
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()
        self.wake_write.close()

    def before(self, target):
        """A Counted in front of 127.0.0.1:target."""
        counted = Counted(target)
        self.listeners.append(counted)
        self.wake_write.send(b"x")
        return counted

    def run(self):
        while not self.stopping:
            patience = max(0.0, self.later[0][0] - time.monotonic()) if self.later else None
            for key, _ in self.selector.select(patience):
                if key.data is None:
                    self.wake_read.recv(64)
                    while self.listeners:
                        counted = self.listeners.pop()
                        self.selector.register(counted.listener, selectors.EVENT_READ, counted)
                elif isinstance(key.data, Counted):
                    self.accept(key.data)
                else:
                    self.heard(*key.data)
            while self.later and self.later[0][0] <= time.monotonic():
                _, _, function, arguments = heapq.heappop(self.later)
                function(*arguments)

    def soon(self, delay, function, *arguments):
        heapq.heappush(self.later, (time.monotonic() + delay, next(self.order), function, arguments))

    def accept(self, counted):
        client, _ = counted.listener.accept()
        counted.connections += 1
        counted.open += 1
        counted.most_open = max(counted.most_open, counted.open)
        self.soon(self.delay, self.connect, counted, client)

    def connect(self, counted, client):
        try:
            server = socket.create_connection(("127.0.0.1", counted.target), timeout=5)
        except OSError:
            counted.open -= 1
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            client.close()
            return
        pair = Pair(counted, client, server)
        for side, end in enumerate(pair.ends):
            end.settimeout(5)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(end, selectors.EVENT_READ, (pair, side))

    def heard(self, pair, side):
        if pair.closed:
            return
        try:
            data = pair.ends[side].recv(65536)
        except OSError:
            data = None
        if side == 0 and data and not pair.spoken:
            pair.spoken = True
            pair.counted.hellos += data[0] in (0x16, 0x80)
        if not data:
            self.selector.unregister(pair.ends[side])
        self.soon(self.delay / 2, self.say, pair, 1 - side, data)

    def say(self, pair, side, data):
        """data: empty where the other end has ended, None where it reset."""
        if pair.closed:
            return
        end = pair.ends[side]
        try:
            if data:
                end.sendall(data)
                return
            if data is None:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            else:
                end.shutdown(socket.SHUT_WR)
        except OSError:
            data = None
        pair.ended[1 - side] = True
        if data is None or all(pair.ended):
            self.close(pair)

    def close(self, pair):
        pair.closed = True
        pair.counted.open -= 1
        for end in pair.ends:
            try:
                self.selector.unregister(end)
            except (KeyError, ValueError):
                pass
            end.close()
