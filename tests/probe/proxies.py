"""Proxies on loopback that TLS is asked through: HTTP CONNECT (RFC 9110 section 9.3.6) and SOCKS5 (RFC 1928, 1929)."""
import base64
import socket
import threading


class Proxy:
    """Connects to wherever it is asked to; with a password (user, word) only whom it knows. A context manager."""

    def __init__(self, password=None):
        self.password = password
        self.asked = []  # "host:port", in order
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client:
            client.settimeout(20)
            try:
                target = self.wanted(client)
                if target is None:
                    return
                self.asked.append(f"{target[0]}:{target[1]}")
                with socket.create_connection(target, 10) as server:
                    self.granted(client)
                    back = threading.Thread(target=copy, args=(server, client), daemon=True)
                    back.start()
                    copy(client, server)
                    back.join(20)
            except OSError:
                return

    def wanted(self, client):
        """(host, port), or None where the client was refused."""
        raise NotImplementedError

    def granted(self, client):
        raise NotImplementedError


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class HttpProxy(Proxy):
    def wanted(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            more = client.recv(4096)
            if not more:
                return None
            head += more
        lines = head.decode("latin-1").split("\r\n")
        if self.password:
            word = base64.b64encode(":".join(self.password).encode()).decode()
            if f"Proxy-Authorization: Basic {word}" not in lines:
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                               b"Proxy-Authenticate: Basic realm=\"lab\"\r\nContent-Length: 0\r\n\r\n")
                return None
        host, _, port = lines[0].split()[1].rpartition(":")
        return host.strip("[]"), int(port)

    def granted(self, client):
        client.sendall(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 lab\r\n\r\n")


class SocksProxy(Proxy):
    def wanted(self, client):
        _, count = exactly(client, 2)
        methods = exactly(client, count)
        method = 2 if self.password else 0
        if method not in methods:
            client.sendall(b"\x05\xff")
            return None
        client.sendall(bytes((5, method)))
        if self.password and not self.knows(client):
            return None
        _, _, _, kind = exactly(client, 4)
        if kind == 3:
            host = exactly(client, exactly(client, 1)[0]).decode("ascii")
        else:
            host = socket.inet_ntop(socket.AF_INET6 if kind == 4 else socket.AF_INET,
                                    exactly(client, 16 if kind == 4 else 4))
        port = int.from_bytes(exactly(client, 2), "big")
        if port == 1:
            client.sendall(b"\x05\x02\x00\x01" + bytes(6))  # "connection not allowed by ruleset"
            return None
        return host, port

    def knows(self, client):
        exactly(client, 1)
        said = tuple(exactly(client, exactly(client, 1)[0]).decode() for _ in range(2))
        client.sendall(b"\x01\x00" if said == self.password else b"\x01\x01")
        return said == self.password

    def granted(self, client):
        client.sendall(b"\x05\x00\x00\x01" + bytes(6))


def exactly(sock, count):
    data = b""
    while len(data) < count:
        more = sock.recv(count - len(data))
        if not more:
            raise OSError("the client left")
        data += more
    return data
