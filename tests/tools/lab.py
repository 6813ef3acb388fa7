"""A small lab in memory: Python's own TLS (OpenSSL) as client and server, their bytes as a conversation.

For what the lab captures do not hold. Certificates are made by the openssl program for the occasion."""
import pathlib
import ssl
import subprocess
import tempfile
import time

import packets as p


class Authority:
    """A root that issues certificates into a folder of its own."""

    def __init__(self, name="Example Root CA"):
        self.keep = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.keep.name)
        self.root = self.folder / "root.pem"
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem",
                     "-subj", f"/CN={name}", "-days", "3650", "-addext", "basicConstraints=critical,CA:TRUE",
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def issue(self, name, extensions):
        """Path of a PEM file with key and certificate."""
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", f"/CN={name}")
        (self.folder / "leaf.ext").write_text("\n".join(extensions) + "\n")
        self.openssl("x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                     "-out", "leaf.pem", "-days", "825", "-extfile", "leaf.ext")
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


def talk(client_context, server_context, host):
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
    """A certificate for another name, from a root that the client trusts, over TLS 1.2."""
    authority = Authority()
    leaf = authority.issue("intranet.example.test", [
        "basicConstraints=CA:FALSE", "extendedKeyUsage=serverAuth", "keyUsage=digitalSignature,keyEncipherment",
        "subjectAltName=DNS:intranet.example.test,DNS:www.example.test"])
    return talk(*contexts(authority, leaf, ssl.TLSVersion.TLSv1_2), "portal.example.test")
