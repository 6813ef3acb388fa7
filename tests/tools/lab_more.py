"""More of the lab in memory (lab.py): servers that others stand in for, chains in disorder, connections beside each
other, early data. Real software but for the hellos of nobody in particular."""
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time

import lab
import packets as p
from lab import HOST, TLS12


def inspected(issuer, name=HOST, days=2):
    """A client that knows other roots meets a certificate for `name` of `issuer` (an openssl -subj)."""
    middle = lab.Authority(subject=issuer)
    client, server = lab.contexts(lab.Authority(), middle.issue(name, days=days), TLS12)
    client.check_hostname = name == HOST
    return lab.talk(client, server, HOST)


def one_issuer(names):
    """Conversations with servers of `names`, all with certificates of one issuer that the client does not know."""
    issuer, other = lab.Authority("Gateway CA 1"), lab.Authority()
    return [lab.talk(*lab.contexts(other, issuer.issue(name, days=30), TLS12), name) for name in names]


def chain_sent(hello, order, alert):
    """What OpenSSL's server answers to `hello`, its chain of three in this order, and the client's alert."""
    root = lab.Authority()
    root.issue("Example Issuing CA", ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"])
    for what in ("key", "pem"):
        (root.folder / f"leaf.{what}").rename(root.folder / f"issuing.{what}")
    root.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", f"/CN={HOST}")
    (root.folder / "leaf.ext").write_text("\n".join([*lab.SERVER, f"subjectAltName=DNS:{HOST}"]) + "\n")
    root.openssl("x509", "-req", "-in", "leaf.csr", "-CA", "issuing.pem", "-CAkey", "issuing.key", "-CAcreateserial",
                 "-out", "leaf.pem", "-days", "825", "-extfile", "leaf.ext")
    both = root.folder / "chain.pem"
    both.write_text("".join((root.folder / f"{name}.pem").read_text() for name in order)
                    + (root.folder / "leaf.key").read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    context.maximum_version = TLS12
    flight = answer(context, hello)
    return p.exchange([(p.CLIENT, hello), (p.SERVER, flight), (p.CLIENT, p.alert(alert))],
                      start=int(time.time()) * 1_000_000)


def answer(context, hello):
    """What a server of this context sends to a first flight."""
    inbox, outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
    end = context.wrap_bio(inbox, outbox, server_side=True)
    inbox.write(hello)
    try:
        end.do_handshake()
    except ssl.SSLError:
        pass
    return outbox.read()


def static_rsa_server(suites):
    """Two conversations with a server of these suites: a client with all suites, then one with ECDHE alone."""
    authority = lab.Authority()
    leaf = authority.issue(HOST)
    out = []
    for offered in ("ALL", "ECDHE+AESGCM:!ECDSA"):
        client, server = lab.contexts(authority, leaf, TLS12)
        client.set_ciphers(offered)
        server.set_ciphers(suites)
        out.append(lab.talk(client, server, HOST))
    return out


def long_hello(size=1216):
    """A ClientHello with a key share of X25519MLKEM768, which takes two segments."""
    def extension(kind, body):
        return struct.pack(">HH", kind, len(body)) + body
    name = HOST.encode()
    extensions = extension(0, struct.pack(">HBH", len(name) + 3, 0, len(name)) + name)
    extensions += extension(10, struct.pack(">HHH", 4, 0x11EC, 29)) + extension(43, b"\4\3\4\3\3")
    extensions += extension(13, struct.pack(">HHHH", 6, 0x0804, 0x0401, 0x0403))
    share = struct.pack(">HH", 0x11EC, size) + bytes(size) + struct.pack(">HH", 29, 32) + bytes(32)
    extensions += extension(51, struct.pack(">H", len(share)) + share) + extension(0xFF01, b"\0")
    extensions += extension(21, bytes(120))
    body = b"\3\3" + bytes(range(32)) + b"\x20" + bytes(32) + struct.pack(">HHHH", 6, 0x1301, 0xC02F, 0xC030) + b"\1\0"
    return p.handshake(1, body + struct.pack(">H", len(extensions)) + extensions)


def answered_short_and_not_long(long_is_answered):
    """A client whose short hello works; another one whose hello of two segments meets silence."""
    authority = lab.Authority()
    leaf = authority.issue(HOST)
    short = lab.talk(*lab.contexts(authority, leaf, TLS12), HOST)
    start = short[-1].time + 1_000_000
    silent = p.silence(p.cut_to(p.exchange([(p.CLIENT, long_hello())], (), start=start)), 20)
    out = [p.write_conversation(short), p.write_conversation(silent, p.Ends(client_port=52000))]
    if long_is_answered:
        client, server = lab.contexts(authority, leaf, TLS12)
        client.set_alpn_protocols([f"x-{number}" * 20 for number in range(20)])  # as long as it takes
        works = p.cut_to(lab.talk(client, server, HOST))
        out.append(p.write_conversation(works, p.Ends(client_port=53000)))
    return p.merged(out)


def early_data(second_server):
    """openssl s_client sends early data to a server that had given it a session and was set up anew since, with
    `second_server` as its options."""
    authority = lab.Authority()
    both = authority.issue(HOST)
    common = ["-cert", both, "-key", both, "-quiet"]
    (authority.folder / "early.txt").write_text("GET / HTTP/1.0\r\n\r\n")
    client = ["openssl", "s_client", "-servername", HOST, "-CAfile", authority.root, "-quiet"]
    with tempfile.TemporaryDirectory():
        with serving(common + ["-tls1_3", "-early_data", "-max_early_data", "16384"]) as port:
            run_client([*client, "-sess_out", authority.folder / "session.pem", "-connect", f"127.0.0.1:{port}"])
        with serving(common + second_server) as port:
            relay = Relay(port)
            run_client([*client, "-sess_in", authority.folder / "session.pem", "-early_data",
                        authority.folder / "early.txt", "-connect", f"127.0.0.1:{relay.port}"])
            return relay.conversation()


class serving:
    """An openssl s_server on a free port, ended by its process id."""

    def __init__(self, options):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", *options]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        for _ in range(50):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return self.port
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise RuntimeError("the server does not start")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def run_client(command):
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as client:
        time.sleep(1.5)
        client.stdin.close()
        try:
            client.wait(3)
        except subprocess.TimeoutExpired:
            client.kill()


class Relay:
    """Passes one connection on to a port of this machine and keeps what was said."""

    def __init__(self, port):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.said, self.lock, self.target = [], threading.Lock(), port
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        near, _ = self.listener.accept()
        far = socket.create_connection(("127.0.0.1", self.target))
        pumps = [threading.Thread(target=self.pump, args=ends, daemon=True)
                 for ends in ((near, far, p.CLIENT), (far, near, p.SERVER))]
        for pump in pumps:
            pump.start()
        for pump in pumps:
            pump.join(5)

    def pump(self, source, target, side):
        while True:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            with self.lock:
                flags = p.PSH | p.ACK if data else p.FIN | p.ACK
                self.said.append(p.Segment(int(time.time() * 1_000_000), side, flags, data))
            if not data:
                break
            target.sendall(data)
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def conversation(self):
        self.thread.join(5)
        return p.opening(self.said[0].time - 2000) + self.said


def nginx(verify, headers=()):
    """curl without a certificate at an nginx that asks for one (`verify`: on, optional)."""
    authority = lab.Authority()
    both = authority.issue(HOST)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = authority.folder
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; {paths} "
        f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {both}; ssl_certificate_key {both}; "
        f"ssl_client_certificate {authority.root}; ssl_verify_client {verify}; location / {{ return 200 ok; }} }} }}")
    server = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        relay = Relay(port)
        at = f"{HOST}:{relay.port}"
        subprocess.run(["curl", "-s", "-o", folder / "answer", "--cacert", authority.root, "--resolve", f"{at}:127.0.0.1",
                        f"https://{at}/", *headers], check=False, timeout=20)
        return p.cut_to(relay.conversation())
    finally:
        server.terminate()
        server.wait()
