"""A small lab in memory: Python's own TLS (OpenSSL) as client and server, their bytes as a conversation.

For what the lab captures do not hold. Certificates are made by the openssl program for the occasion."""
import pathlib
import socket
import ssl
import subprocess
import tempfile
import time

import packets as p

HOST = "portal.example.test"
SERVER = ["basicConstraints=CA:FALSE", "extendedKeyUsage=serverAuth", "keyUsage=digitalSignature,keyEncipherment"]
CLIENT = ["basicConstraints=CA:FALSE", "extendedKeyUsage=clientAuth", "keyUsage=digitalSignature"]
TLS12 = ssl.TLSVersion.TLSv1_2


class Authority:
    """A root that issues certificates into a folder of its own."""

    def __init__(self, name="Example Root CA", subject=None):
        self.keep = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.keep.name)
        self.root = self.folder / "root.pem"
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem",
                     "-subj", subject or f"/CN={name}", "-days", "3650", "-addext", "basicConstraints=critical,CA:TRUE",
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def issue(self, name, extensions=None, days=825, starts=None):
        """Path of a PEM file with key and certificate for a server `name`; `starts`: days from now."""
        if starts is not None:
            return self.issue_later(name, starts)
        extensions = extensions or [*SERVER, f"subjectAltName=DNS:{name}"]
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", f"/CN={name}")
        (self.folder / "leaf.ext").write_text("\n".join(extensions) + "\n")
        self.openssl("x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                     "-out", "leaf.pem", "-days", str(days), "-extfile", "leaf.ext")
        both = self.folder / f"{name}.pem"
        both.write_text((self.folder / "leaf.key").read_text() + (self.folder / "leaf.pem").read_text())
        return both

    def issue_later(self, name, starts):
        """Only `openssl ca` of OpenSSL 3.0 sets the day on which a certificate begins to be valid."""
        (self.folder / "index.txt").write_text("")
        (self.folder / "serial").write_text("1000\n")
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\n"
            "policy=p\nx509_extensions=x\n[p]\ncommonName=supplied\n[x]\n"
            + "\n".join([*SERVER, f"subjectAltName=DNS:{name}"]) + "\n")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", f"/CN={name}")
        first, last = (time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + 86400 * d)) for d in (starts, starts + 90))
        self.openssl("ca", "-batch", "-config", "ca.cnf", "-in", "leaf.csr", "-out", "leaf.pem", "-cert", "root.pem",
                     "-keyfile", "root.key", "-startdate", first, "-enddate", last, "-notext")
        both = self.folder / f"{name}.pem"
        both.write_text((self.folder / "leaf.key").read_text() + (self.folder / "leaf.pem").read_text())
        return both


def contexts(authority, server_pem, version):
    client = ssl.create_default_context(cafile=str(authority.root))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(server_pem)
    for context in (client, server):
        context.minimum_version = context.maximum_version = version
    return client, server


def talk(client_context, server_context, host, keep_session=None):
    """The conversation of one handshake, a request and an answer, or of as much as both would do."""
    inbox = ssl.MemoryBIO(), ssl.MemoryBIO()  # of client and server
    outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = (client_context.wrap_bio(inbox[0], outbox[0], server_hostname=host),
            server_context.wrap_bio(inbox[1], outbox[1], server_side=True))
    start = int(time.time()) * 1_000_000  # the certificates begin to be valid now
    segments = p.opening(start)
    now = start + 2000
    done, failed = [False, False], None
    for _ in range(8):
        for side in (p.CLIENT, p.SERVER):
            try:
                if not done[side]:
                    ends[side].do_handshake()
                    done[side] = True
                    if side == p.CLIENT and keep_session:
                        keep_session(ends[side].session)
                    if side == p.CLIENT:
                        ends[side].write(b"GET / HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n")
                elif side == p.SERVER and all(done) and ends[side].read(1):
                    ends[side].write(b"HTTP/1.1 204 No Content\r\n\r\n")
            except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
                pass
            except ssl.SSLError:
                failed = side
            sent = outbox[side].read()
            if sent:
                segments.append(p.Segment(now, side, p.PSH | p.ACK, sent))
                segments.append(p.Segment(now + 100, 1 - side, p.ACK))
                inbox[1 - side].write(sent)
                now += 1000
            if failed is not None:
                order = (failed, 1 - failed)
                return segments + [p.Segment(now + 1000 * i, who, p.FIN | p.ACK) for i, who in enumerate(order)]
    return segments + [p.Segment(now + 1000 * i, who, p.FIN | p.ACK) for i, who in enumerate((p.CLIENT, p.SERVER))]


def wrong_name():
    """A certificate for other names, from a root that the client trusts, over TLS 1.2."""
    authority = Authority()
    leaf = authority.issue("intranet.example.test",
                           [*SERVER, "subjectAltName=DNS:intranet.example.test,DNS:www.example.test"])
    return talk(*contexts(authority, leaf, TLS12), HOST)


def not_yet_valid():
    authority = Authority()
    return talk(*contexts(authority, authority.issue(HOST, starts=2), TLS12), HOST)


def expired_but_unchecked():
    """The certificate expired yesterday; the client was told not to check."""
    authority = Authority()
    client, server = contexts(authority, authority.issue(HOST, starts=-91), TLS12)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    return talk(client, server, HOST)


def self_signed():
    """The server's certificate is its own issuer, and the client does not know it."""
    own = Authority(HOST)
    both = own.folder / "both.pem"
    both.write_text((own.folder / "root.key").read_text() + own.root.read_text())
    return talk(*contexts(Authority(), both, TLS12), HOST)


def client_certificate_untrusted():
    """The client has a certificate, but from a CA that the server does not know."""
    authority, other = Authority(), Authority("Other Root CA")
    client, server = contexts(authority, authority.issue(HOST), TLS12)
    client.load_cert_chain(other.issue("user.example.test"))
    server.load_verify_locations(str(authority.root))
    server.verify_mode = ssl.CERT_REQUIRED
    return talk(client, server, HOST)


def no_alpn_in_common():
    authority = Authority()
    client, server = contexts(authority, authority.issue(HOST), TLS12)
    client.set_alpn_protocols(["h2"])
    server.set_alpn_protocols(["http/1.1"])
    return talk(client, server, HOST)


def with_client_certificate(authority, issuer=None):
    """Contexts of a server that asks for a certificate and a client that has one."""
    client, server = contexts(authority, authority.issue(HOST), TLS12)
    client.load_cert_chain((issuer or authority).issue("user.example.test", CLIENT))
    server.load_verify_locations(str(authority.root))
    server.verify_mode = ssl.CERT_REQUIRED
    return client, server


def first_flight(client_context, session=None):
    """A ClientHello, with a session of before or without."""
    inbox, outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
    end = client_context.wrap_bio(inbox, outbox, server_hostname=HOST, session=session)
    try:
        end.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outbox.read()


def session_offered():
    """(conversation, hello): a connection with a client certificate that works, and the hello that offers its session."""
    client, server = with_client_certificate(Authority())
    sessions = []
    segments = talk(client, server, HOST, sessions.append)
    return segments, first_flight(client, sessions[0])


def client_key_mismatch():
    """The client's certificate, once it was signed for, is exchanged for another one of the same length."""
    authority = Authority()
    client, server = with_client_certificate(authority)
    own = ssl.PEM_cert_to_DER_cert((authority.folder / "leaf.pem").read_text())
    authority.issue("user.example.test", CLIENT)  # another key, the same name
    other = ssl.PEM_cert_to_DER_cert((authority.folder / "leaf.pem").read_text())
    segments = talk(client, server, HOST)
    whole = next(i for i, s in enumerate(segments) if s.side == p.CLIENT and own in s.data)
    assert len(own) == len(other)
    segments[whole] = p.Segment(segments[whole].time, p.CLIENT, p.PSH | p.ACK, segments[whole].data.replace(own, other))
    now = segments[whole].time
    return segments[:whole + 1] + [p.Segment(now + 1000, p.SERVER, p.PSH | p.ACK, p.alert(51)),
                                   p.Segment(now + 2000, p.SERVER, p.FIN | p.ACK)]


def revocation_list_missing():
    """openssl s_server checks revocation, names the CA in its request, and has no list of it."""
    authority = Authority()
    both = authority.issue(HOST)
    client = ssl.create_default_context(cafile=str(authority.root))
    client.maximum_version = TLS12
    client.load_cert_chain(authority.issue("user.example.test", CLIENT))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", both, "-key", both, "-CAfile",
               authority.root, "-Verify", "1", "-verify_return_error", "-crl_check", "-quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            return talk_over(client, port)
        finally:
            server.terminate()


def talk_over(client_context, port):
    """The conversation of one handshake with a server on loopback, until somebody ends it."""
    for _ in range(50):
        try:
            peer = socket.create_connection(("127.0.0.1", port), timeout=5)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    inbox, outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
    end = client_context.wrap_bio(inbox, outbox, server_hostname=HOST)
    start = int(time.time()) * 1_000_000
    segments, now = p.opening(start), start + 2000
    with peer:
        while True:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError:
                break
            if sent := outbox.read():
                segments.append(p.Segment(now, p.CLIENT, p.PSH | p.ACK, sent))
                peer.sendall(sent)
            if not (answer := peer.recv(65536)):
                break
            segments.append(p.Segment(now + 500, p.SERVER, p.PSH | p.ACK, answer))
            inbox.write(answer)
            now += 1000
    return segments + [p.Segment(now + 1000 * i, who, p.FIN | p.ACK) for i, who in enumerate((p.SERVER, p.CLIENT))]


def h2_not_selected(protocols):
    """The client offers `protocols`, the server selects none; the client leaves before it says anything."""
    authority = Authority()
    client, server = contexts(authority, authority.issue(HOST), TLS12)
    client.set_alpn_protocols(protocols)
    segments = talk(client, server, HOST)
    request = max(i for i, s in enumerate(segments) if s.side == p.CLIENT and s.data)
    server_finished = next(i for i, s in enumerate(segments) if s.side == p.SERVER and b"\x14\x03\x03\x00\x01\x01" in s.data)
    kept = [s for i, s in enumerate(segments[:server_finished + 1]) if i != request or i < server_finished]
    now = kept[-1].time
    return kept + [p.Segment(now + 1000, p.CLIENT, p.FIN | p.ACK), p.Segment(now + 2000, p.SERVER, p.FIN | p.ACK)]
