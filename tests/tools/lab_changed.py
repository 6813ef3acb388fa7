"""More of the lab in memory (lab.py): what the server said is changed on its way, and OpenSSL's client answers that.

A change is a function from the bytes of one flight of the server to other bytes."""
import struct
import tempfile
import time

import lab
import packets as p
from lab import HOST, TLS12


def messages(flight):
    """[(content type, handshake type or None, body)] of records that hold whole messages; several in one record are
    told apart."""
    out, at = [], 0
    while at < len(flight):
        content, _, length = struct.unpack_from(">BHH", flight, at)
        body = flight[at + 5:at + 5 + length]
        at += 5 + length
        plain = content == 22 and len(body) >= 4 and body[0] in (2, 11, 12, 13, 14)
        while plain and body:
            size = struct.unpack(">I", b"\0" + body[1:4])[0]
            out.append((content, body[0], body[4:4 + size]))
            body = body[4 + size:]
        if body:
            out.append((content, None, body))
    return out


def changed(flight, kind, change):
    """The flight with the body of its messages of one kind changed."""
    out = b""
    for content, which, body in messages(flight):
        if which is None:
            out += p.record(content, body)
        else:
            out += p.handshake(which, change(body) if which == kind else body)
    return out


def talk(client_context, server_context, change, session=None, heard=None):
    """A handshake until one side gives up; what the server sends goes through `change`, and `heard` is told the
    client's hello. OpenSSL is on both sides."""
    inbox, outbox = (ssl_bio(), ssl_bio()), (ssl_bio(), ssl_bio())
    ends = (client_context.wrap_bio(inbox[0], outbox[0], server_hostname=HOST, session=session),
            server_context.wrap_bio(inbox[1], outbox[1], server_side=True))
    start = int(time.time()) * 1_000_000
    segments, now = p.opening(start), start + 2000
    for _ in range(6):
        for side in (p.CLIENT, p.SERVER):
            failed = False
            try:
                ends[side].do_handshake()
                if side == p.CLIENT:
                    ends[side].write(b"GET / HTTP/1.1\r\n\r\n")
            except lab.ssl.SSLWantReadError:
                pass
            except lab.ssl.SSLError:
                failed = True
            if sent := outbox[side].read():
                if side == p.SERVER and sent[0] == 22:
                    sent = change(sent)
                elif heard and sent[:1] == b"\x16":
                    heard(sent)
                    heard = None
                segments.append(p.Segment(now, side, p.PSH | p.ACK, sent))
                inbox[1 - side].write(sent)
                now += 1000
            if failed:
                return segments + [p.Segment(now + 1000 * i, who, p.FIN | p.ACK)
                                   for i, who in enumerate((side, 1 - side))]
    return segments + [p.Segment(now + 1000 * i, who, p.FIN | p.ACK) for i, who in enumerate((p.CLIENT, p.SERVER))]


def ssl_bio():
    return lab.ssl.MemoryBIO()


def pair(suites=None, groups=None):
    authority = lab.Authority()
    client, server = lab.contexts(authority, authority.issue(HOST), TLS12)
    if suites:
        client.set_ciphers(suites)
        server.set_ciphers(suites)
    return client, server


def key_exchange_cut():
    """The last byte of ServerKeyExchange is missing, its length is right: what is left cannot be read."""
    return talk(*pair(), lambda flight: changed(flight, 12, lambda body: body[:-1]))


def key_exchange_altered():
    """One bit of the signature in ServerKeyExchange is another one."""
    return talk(*pair(), lambda flight: changed(flight, 12, lambda body: body[:-1] + bytes([body[-1] ^ 1])))


def dh_value(value):
    """A server that sends `value` as its Diffie-Hellman value and signs it as it signs every other (RFC 5246 section
    7.4.3)."""
    authority = lab.Authority()
    client, server = lab.contexts(authority, authority.issue(HOST), TLS12)
    for context in (client, server):
        context.set_ciphers("DHE-RSA-AES128-GCM-SHA256")
    group = authority.folder / "dh.pem"
    authority.openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:modp_2048", "-out", group)
    server.load_dh_params(group)
    randoms = []

    def signed(body):
        at = 0
        for _ in range(2):  # the prime and the generator
            at += 2 + struct.unpack_from(">H", body, at)[0]
        size, = struct.unpack_from(">H", body, at)
        scheme = body[at + 2 + size:at + 4 + size]
        parameters = body[:at + 2] + value.to_bytes(size, "big")
        (authority.folder / "signed").write_bytes(b"".join(randoms) + parameters)
        assert scheme == b"\x08\x04", scheme.hex()  # rsa_pss_rsae_sha256
        authority.openssl("dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sign",
                          "leaf.key", "-out", "signature", "signed")
        signature = (authority.folder / "signature").read_bytes()
        return parameters + scheme + struct.pack(">H", len(signature)) + signature

    def change(flight):
        randoms.append(next(body for _, kind, body in messages(flight) if kind == 2)[2:34])
        return changed(flight, 12, signed)
    return talk(client, server, change, heard=lambda hello: randoms.append(hello[11:43]))


def resumed(change):
    """A session of before is offered and resumed; ServerHello goes through `change`."""
    client, server = pair()
    kept = []
    lab.talk(client, server, HOST, kept.append)
    return talk(client, server, lambda flight: changed(flight, 2, change), kept[0])


def without_extension(body, kind):
    """A ServerHello without one extension."""
    at = 35 + body[34] + 3
    out, rest = b"", body[at + 2:]
    while rest:
        which, size = struct.unpack_from(">HH", rest)
        if which != kind:
            out += rest[:4 + size]
        rest = rest[4 + size:]
    return body[:at] + struct.pack(">H", len(out)) + out


def certificates_turned():
    """Leaf and issuing CA are sent in the wrong order, by a server that uses the key for encryption alone."""
    import lab_refusals
    root = lab.Authority()
    lab_refusals.certificate(root, "ca1", "Example Issuing CA", "root", lab_refusals.CA)
    lab_refusals.certificate(root, "leaf", HOST, "ca1", [*lab.SERVER, f"subjectAltName=DNS:{HOST}"])
    both = root.folder / "chain.pem"
    both.write_text("".join((root.folder / f"{name}").read_text() for name in ("leaf.pem", "ca1.pem", "leaf.key")))
    client, server = lab.contexts(root, both, TLS12)
    for context in (client, server):
        context.set_ciphers("AES128-GCM-SHA256")

    def turn(body):
        first = 3 + struct.unpack(">I", b"\0" + body[3:6])[0]
        leaf, rest = body[3:3 + first], body[3 + first:]
        return body[:3] + rest + leaf
    return talk(client, server, lambda flight: changed(flight, 11, turn))


def cross_certificate(root, old):
    """A certificate of root's key and name, issued by `old`, that expired a month ago."""
    folder = root.folder
    for kind in ("pem", "key"):
        (folder / f"old.{kind}").write_text((old.folder / f"root.{kind}").read_text())
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("1000\n")
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n"
        "x509_extensions=x\n[p]\ncommonName=supplied\n[x]\nbasicConstraints=critical,CA:TRUE\n"
        "keyUsage=critical,keyCertSign,cRLSign\n")
    first, last = (time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + 86400 * day)) for day in (-900, -30))
    root.openssl("req", "-new", "-key", "root.key", "-out", "cross.csr", "-subj", "/CN=Example Root CA")
    root.openssl("ca", "-batch", "-config", "ca.cnf", "-in", "cross.csr", "-out", "cross.pem", "-cert", "old.pem",
                 "-keyfile", "old.key", "-startdate", first, "-enddate", last, "-notext")


def cross_signed(order):
    """OpenSSL's server sends leaf, issuing CA and root, each with its cross-certificate where `order` says so; the client
    says certificate_expired, as OpenSSL 1.0.2 is known to; that alert is written by hand."""
    import lab_more
    import lab_refusals
    root = lab.Authority()
    lab_refusals.certificate(root, "ca1", "Example Issuing CA", "root", lab_refusals.CA)
    lab_refusals.certificate(root, "leaf", HOST, "ca1", [*lab.SERVER, f"subjectAltName=DNS:{HOST}"])
    cross_certificate(root, lab.Authority("Example Old Root CA"))
    both = root.folder / "chain.pem"
    both.write_text("".join((root.folder / f"{name}").read_text() for name in (*order, "leaf.key")))
    client, server = lab.contexts(root, both, TLS12)
    hello = lab.first_flight(client)
    flight = lab_more.answer(server, hello)
    return p.cut_to(p.exchange([(p.CLIENT, hello), (p.SERVER, flight), (p.CLIENT, p.alert(45))],
                               start=int(time.time()) * 1_000_000))


def security_level(level):
    """OpenSSL's client at this security level meets an RSA key of 2048 bits, of 112 bits of security."""
    client, server = pair()
    client.set_ciphers(f"DEFAULT@SECLEVEL={level}")
    return lab.talk(client, server, HOST)


EXTENDED_MASTER_SECRET = 23
CASES = {
    "key-exchange-cut": key_exchange_cut,
    "key-exchange-altered": key_exchange_altered,
    "dh-value-of-one": lambda: dh_value(1),
    "dh-value-in-range": lambda: dh_value(1 << 2000),
    "resumed-without-extended-master-secret":
        lambda: resumed(lambda body: without_extension(body, EXTENDED_MASTER_SECRET)),
    "resumed-with-extended-master-secret": lambda: resumed(lambda body: body),
    "certificates-turned": certificates_turned,
    "cross-certificate-expired": lambda: cross_signed(("leaf.pem", "ca1.pem", "root.pem", "cross.pem")),
    "cross-certificate-in-the-path": lambda: cross_signed(("leaf.pem", "ca1.pem", "cross.pem")),
    "security-level-three": lambda: security_level(3),
    "security-level-two": lambda: security_level(2),
}
