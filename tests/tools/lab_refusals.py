"""More of the lab in memory (lab.py): chains of three with a fault in one certificate, client certificates that
a server refuses, hellos that OpenSSL's server refuses. Real software on the side that refuses."""
import ssl
import time

import lab
import packets as p
from lab import CLIENT, HOST, SERVER, TLS12
from lab_more import answer

CA = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"]


def certificate(folder, name, subject, issuer, extensions, days=825):
    """NAME.pem and NAME.key, issued by ISSUER.pem."""
    folder.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={subject}")
    (folder.folder / f"{name}.ext").write_text("\n".join(extensions) + "\n")
    folder.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial",
                   "-out", f"{name}.pem", "-days", str(days), "-extfile", f"{name}.ext")


def chain(*authorities, host=HOST, names=f"DNS:{HOST}", check=True):
    """OpenSSL meets root, `authorities` (extensions of each, from the top) and a leaf for `names`, all sent but the root."""
    root = lab.Authority()
    above = "root"
    for number, extensions in enumerate(authorities, 1):
        certificate(root, f"ca{number}", f"Example Issuing CA {number}", above, extensions)
        above = f"ca{number}"
    certificate(root, "leaf", host, above, [*SERVER, f"subjectAltName={names}"])
    order = ["leaf", *(f"ca{number}" for number in range(len(authorities), 0, -1))]
    both = root.folder / "chain.pem"
    both.write_text("".join((root.folder / f"{name}.pem").read_text() for name in order) + (root.folder / "leaf.key").read_text())
    client, server = lab.contexts(root, both, TLS12)
    client.check_hostname = check
    return lab.talk(client, server, host)


def other_generation(sent_old):
    """Two issuing CAs of one name; the leaf is of the newer one, and the older one is sent."""
    root = lab.Authority()
    for name in ("old", "new"):
        certificate(root, name, "Example Issuing CA", "root", CA)
    certificate(root, "leaf", HOST, "new", [*SERVER, f"subjectAltName=DNS:{HOST}"])
    both = root.folder / "chain.pem"
    order = ("leaf", "old" if sent_old else "new")
    both.write_text("".join((root.folder / f"{name}.pem").read_text() for name in order) + (root.folder / "leaf.key").read_text())
    return lab.talk(*lab.contexts(root, both, TLS12), HOST)


def client_certificate(extensions, days=825, starts=None):
    """A server of OpenSSL meets a client's certificate with these extensions."""
    authority = lab.Authority()
    client, server = lab.contexts(authority, authority.issue(HOST), TLS12)
    client.load_cert_chain(authority.issue("user.example.test", extensions, days, starts))
    server.load_verify_locations(str(authority.root))
    server.verify_mode = ssl.CERT_REQUIRED
    return lab.talk(client, server, HOST)


def client_certificate_expired():
    """As a server sees it three years later: the capture's clock is ahead of the machine's."""
    segments = client_certificate(CLIENT)
    last = [i for i, s in enumerate(segments) if s.side == p.CLIENT and s.data][1]  # Certificate to Finished
    years = 3 * 365 * 86400 * 1_000_000
    later = [p.Segment(s.time + years, s.side, s.flags, s.data) for s in segments[:last + 1]]
    now = later[-1].time
    return later + [p.Segment(now + 1000, p.SERVER, p.PSH | p.ACK, p.alert(45)), p.Segment(now + 2000, p.SERVER, p.FIN | p.ACK)]


def refused_hello(hello, curve=None, ciphers=None, newest=None):
    """OpenSSL's server meets `hello`; with one curve, some suites or an older version alone."""
    authority = lab.Authority()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.issue(HOST))
    if curve:
        context.set_ecdh_curve(curve)
    if ciphers:
        context.set_ciphers(ciphers)
    if newest:
        context.maximum_version = newest
    said = answer(context, hello)
    ends = (p.SERVER, p.CLIENT) if said[:1] == b"\x15" else ()  # an alert
    return p.exchange([(p.CLIENT, hello), (p.SERVER, said)], ends, start=int(time.time()) * 1_000_000)
