#!/usr/bin/env python3
"""make_cases.py TRUTH_FOLDER [CASE...]: makes the inputs of tests/cases/ that are no samples.

Most are lab captures with something done to them; what, is written here and in one sentence in the
case.toml. An input that is there already is made again only when it is named: what the lab in memory makes
(keys, dates) is new each time."""
import dataclasses
import pathlib
import ssl
import struct
import sys

import lab
import lab_causes
import lab_changed
import lab_more
import lab_paths
import lab_refusals
import packets as p
from packets import CLIENT, SERVER

CASES = pathlib.Path(__file__).resolve().parents[1] / "cases"
TRUTH = pathlib.Path(sys.argv[1])


def cell(name):
    return p.cut_to(p.conversation(TRUTH / "pcaps" / f"{name}.pcap"))


WEAK_DH = "dhe512-aes256cbc__plain__jsse8u242"
HEALTHY12 = "modern12__plain__java17"
MD5_REFUSED = "chain12__md5-leaf__java8"  # by the server, before Certificate
MISSING, WHOLE = "chain12__missing-int__java17", "chain12__san-right-cn-wrong__java17"  # of the same CA
MD5_SHOWN = "chain12__md5-leaf__openssl30"  # by the client, after it
HEALTHY13 = "modern__plain__java17"
TCP_PIECES = 40

LAB = {  # case: lab capture, as SERVER__CHAIN__CLIENT
    "dh-1024-accepted": "dhe1024-gcm__plain__java17",
    "dh-2048-accepted-by-java8": "dhe2048-gcm__plain__java8",
    "dh-1024-fits-java7": "dhe1024-tls10__plain__jsse7u80",
    "dh-refused-by-policy": "dhe1024-aes256cbc__plain__java8-dh2048",
    "dh-1024-openssl": "dhe1024-aes256cbc__plain__openssl30",
    "weak-dh-gnutls": "raw-dhe512__plain__gnutls37",
    "weak-dh-node-silent": "raw-dhe512__plain__node20",
    "pss-all": "chain12__pss-all__jsse8u152",
    "pss-leaf": "chain12__pss-leaf__jsse8u242",
    "pss-chain-accepted": "chain12__pss-all__java17",
    "pss-key-leaf": "chain12__psskey-leaf-restricted__gnutls37",
    "missing-intermediate-known": "chain12__missing-int-trusted__java17",
    "missing-intermediate-gnutls": "chain12__missing-int__gnutls37",
    "missing-intermediate-hc4": "chain12__missing-int__java17-hc4",
    "expired-gnutls": "chain12__expired-leaf__gnutls37",
    "expired-node-decode-error": "chain12__expired-leaf__node20",
    "expired-nss-encrypted-alert": "chain12__expired-leaf__nss",
    "common-name-wrong-san-right": "chain12__san-right-cn-wrong__gnutls37",
    "name-only-in-common-name": "chain12__ipsan__gnutls37",
    "name-only-in-common-name-java": "chain12__ipsan__java17",
    "wildcard-top-level": "chain12__wildcard__gnutls37",
    "wildcard-accepted": "chain12__wildcard__java17",
    "wrong-name-unchecked": "chain13__wronghost__java17-raw",
    "critical-extension": "chain12__crit-leaf__openssl30",
    "eku-intermediate": "chain12__eku-int__gnutls37",
    "eku-intermediate-accepted": "chain12__eku-int__nss",
    "issuer-not-ca": "chain12__int-no-bc__openssl30",
    "key-usage": "chain12__ku-nosig__gnutls37",
    "key-usage-accepted": "chain12__ku-nosig__openssl30",
    "md5-leaf": "chain12__md5-leaf__gnutls37",
    "md5-root-accepted": "chain13__md5-root__openssl30",
    "sha1-leaf": "chain12__pss-leaf-sha1__curl788-ossl30",
    "rsa-512": "chain12__rsa512-leaf__java17",
    "rsa-1024-accepted": "chain12__rsa1024-leaf__java17",
    "rsa-1024-mbedtls": "chain12__rsa1024-leaf__mbedtls36",
    "eddsa-issuer": "chain12__ed25519-ca-rsa-leaf__jsse7u131",
    "eddsa-store": "chain12__ed25519-ca-rsa-leaf__java8",
    "eddsa-store-hidden-chain": "chain13__ed25519-ca-rsa-leaf__mbedtls36",
    "eddsa-issuer-accepted": "chain12__ed25519-ca-rsa-leaf__openssl30",
    "self-signed-trusted": "chain12__selfsigned__java17",
    "broken-signature": "corrupt-ske__plain__openssl30",
    "no-common-version-go": "tls10__plain__go127",
    "sha1-handshake-signature": "tls10__plain__openssl30",
    "no-signature-scheme": "chain12__pss-all__java8-nopss",
    "unoffered-suite": "raw-dhe512__plain__go127",
    "server-internal-error": "alert80__plain__java17",
    "unknown-name-fatal": "sni-fatal12__plain__openssl30",
    "garbage-answer": "garbage__plain__java17",
    "silent-server": "hang__plain__openssl30",
    "silent-server-hc4": "hang__plain__java17-hc4",
    "closed-in-certificate": "close-mid-cert__plain__openssl30",
    "closed-in-certificate-jsse": "close-mid-cert__plain__jsse8u242",
    "client-certificate-missing-13": "clientauth13__plain__openssl30",
    "client-certificate-sent": "clientauth12__plain__java17+cert",
    "client-certificate-optional": "clientask12__plain__java17",
    "client-certificate-optional-13": "clientask13__plain__java17",
    "tls13-clear-alert": "chain13__expired-leaf__openssl30",
    "tls13-node-silent": "chain13__expired-leaf__node20",
    "hello-retry": "g13-p384-hrr__plain__java17",
}


def of_client_hello(segments):
    return next(s for s in segments if s.side == CLIENT and s.data)


def hello_of(name):
    return of_client_hello(cell(name)).data


def with_alert(segments, old, new):
    """The client's fatal alert says something else."""
    before, after = p.alert(old), p.alert(new)
    out = [dataclasses.replace(s, data=s.data.replace(before, after)) if s.side == CLIENT else s for s in segments]
    assert out != segments
    return out


def after_hello(name, reply, close=(SERVER, CLIENT)):
    return p.exchange([(CLIENT, hello_of(name)), (SERVER, reply)], close)


def client_hello(server_name=None, versions=(0x0303,), suites=(0xC02F, 0xC030, 0x009C), renegotiation=True, more=None):
    """A ClientHello of nobody in particular."""
    def extension(kind, body):
        return struct.pack(">HH", kind, len(body)) + body
    extensions = b""
    if server_name is not None:
        extensions += extension(0, struct.pack(">HBH", len(server_name) + 3, 0, len(server_name)) + server_name)
    if renegotiation:
        extensions += extension(0xFF01, b"\0")
    extensions += extension(10, struct.pack(">HHH", 4, 23, 24)) + extension(11, b"\1\0")
    extensions += extension(13, struct.pack(">HHHH", 6, 0x0804, 0x0401, 0x0403))
    if max(versions) >= 0x0304:
        extensions += extension(43, struct.pack(f">B{len(versions)}H", 2 * len(versions), *versions))
        extensions += extension(51, struct.pack(">HHH", 69, 23, 65) + b"\4" + bytes(64))
    if more:
        extensions += extension(*more)
    body = b"\3\3" + bytes(range(32)) + b"\0" + struct.pack(f">H{len(suites)}H", 2 * len(suites), *suites) + b"\1\0"
    return p.handshake(1, body + struct.pack(">H", len(extensions)) + extensions)


def server_hello(suite=0xC02F, random=bytes(32), extensions=b"\xff\x01\x00\x01\x00"):
    body = b"\3\3" + random + b"\0" + struct.pack(">HB", suite, 0)
    return p.handshake(2, body + struct.pack(">H", len(extensions)) + extensions)


def cut_in_second_flight_segment(segments):
    """The capture stops after the first packet of the server's flight."""
    return p.until(segments, lambda s: s.side == SERVER and s.data)


def failed_then_reset(segments):
    """The healthy connection, closed by a reset of the client after its data."""
    data = [s for s in segments if not s.flags & p.FIN]
    last = max(i for i, s in enumerate(data) if s.data)
    return data[:last + 1] + [p.Segment(data[last].time + 50, CLIENT, p.RST | p.ACK)]


def warning_before_server_hello(segments):
    """A server that says unrecognized_name (112) as a warning and goes on."""
    at = next(i for i, s in enumerate(segments) if s.side == SERVER and s.data)
    warned = dataclasses.replace(segments[at], data=p.alert(112, level=1) + segments[at].data)
    return segments[:at] + [warned] + segments[at + 1:]


SMTP = [(SERVER, b"220 mail.example.test ESMTP\r\n"), (CLIENT, b"EHLO client.example.test\r\n"),
        (SERVER, b"250-mail.example.test\r\n250 STARTTLS\r\n"), (CLIENT, b"STARTTLS\r\n"),
        (SERVER, b"220 2.0.0 Ready to start TLS\r\n")]
CONNECT = [(CLIENT, b"CONNECT portal.example.test:443 HTTP/1.1\r\nHost: portal.example.test:443\r\n\r\n"),
           (SERVER, b"HTTP/1.1 200 Connection established\r\n\r\n")]
PROXY = [(CLIENT, b"PROXY TCP4 192.0.2.7 192.0.2.8 51000 443\r\n")]
DOWNGRADED = bytes(24) + b"DOWNGRD\x01"

MADE = {  # case: conversation, where its ends are other than usual the ends too
    "weak-dh-but-46": lambda: with_alert(cell(WEAK_DH), 40, 46),
    "weak-dh-starttls": lambda: (p.talk_before(cell(WEAK_DH), SMTP), p.Ends(server_port=25)),
    "weak-dh-connect": lambda: (p.talk_before(cell(WEAK_DH), CONNECT), p.Ends(server_port=3128)),
    "weak-dh-proxy-header": lambda: p.talk_before(cell(WEAK_DH), PROXY),
    "weak-dh-vlan-ip6": lambda: (cell(WEAK_DH), p.Ends("2001:db8::5", "2001:db8::8", vlan=30)),
    "weak-dh-40-bytes": lambda: p.cut_to(cell(WEAK_DH), TCP_PIECES),
    "weak-dh-no-syn": lambda: p.from_data(cell(WEAK_DH)),
    "weak-dh-port-8443": lambda: (cell(WEAK_DH), p.Ends(server_port=8443)),
    "cut-after-server-hello": lambda: cut_in_second_flight_segment(cell(WEAK_DH)),
    "only-client": lambda: p.only(cell(WEAK_DH), CLIENT),
    "only-server": lambda: p.only(cell(WEAK_DH), SERVER),
    "healthy-starttls": lambda: (p.talk_before(cell(HEALTHY12), SMTP), p.Ends(server_port=25)),
    "healthy-port-80": lambda: (cell(HEALTHY12), p.Ends(server_port=80)),
    "healthy-reset": lambda: failed_then_reset(cell(HEALTHY12)),
    "healthy-name-warning": lambda: warning_before_server_hello(cell("modern12__plain__openssl30")),
    "healthy-only-client": lambda: p.only(cell(HEALTHY12), CLIENT),
    "healthy-mid-stream": lambda: cell(HEALTHY12)[-8:],
    "healthy-user-canceled": lambda: lab_user_canceled(),
    "expired-but-accepted": lambda: lab.expired_but_unchecked(),
    "client-certificate-untrusted": lambda: lab.client_certificate_untrusted(),
    "not-yet-valid": lambda: lab.not_yet_valid(),
    "self-signed": lambda: lab.self_signed(),
    "alpn": lambda: lab.no_alpn_in_common(),
    "stopped-after-client-hello": lambda: p.exchange([(CLIENT, hello_of(HEALTHY12))], ()),
    "reset-after-client-hello": lambda: p.exchange([(CLIENT, hello_of(HEALTHY12))], ())
                                + [p.Segment(1_760_000_000_009_000, SERVER, p.RST | p.ACK)],
    "closed-after-client-hello": lambda: p.exchange([(CLIENT, hello_of(HEALTHY12))], (SERVER, CLIENT)),
    "http-to-tls": lambda: p.exchange([(CLIENT, b"GET / HTTP/1.1\r\nHost: portal.example.test\r\n\r\n"),
                                       (SERVER, p.alert(10))], (SERVER, CLIENT)),
    "connect-denied": lambda: (p.exchange([CONNECT[0], (SERVER, b"HTTP/1.1 403 Forbidden\r\n\r\n")], (SERVER, CLIENT)),
                               p.Ends(server_port=3128)),
    "starttls-refused": lambda: (p.exchange([*SMTP[:4], (SERVER, b"454 4.7.0 TLS not available\r\n")]),
                                 p.Ends(server_port=25)),
    "smtp-without-starttls": lambda: (after_hello(HEALTHY12, b"220 mail.example.test ESMTP\r\n"), p.Ends(server_port=25)),
    "ssh-server": lambda: (after_hello(HEALTHY12, b"SSH-2.0-OpenSSH_9.2\r\n"), p.Ends(server_port=22)),
    "server-name-needed": lambda: p.exchange([(CLIENT, client_hello()), (SERVER, p.alert(112))], (SERVER, CLIENT)),
    "hostile-server-name": lambda: p.exchange([(CLIENT, client_hello(b"\x1b[2J\x07evil.test")), (SERVER, p.alert(112))],
                                              (SERVER, CLIENT)),
    "downgrade-marker": lambda: p.exchange([
        (CLIENT, client_hello(b"portal.example.test", (0x0304, 0x0303), (0x1301, 0xC02F))),
        (SERVER, server_hello(random=DOWNGRADED)), (CLIENT, p.alert(47))]),
    "unoffered-version": lambda: p.exchange([
        (CLIENT, client_hello(b"portal.example.test")),
        (SERVER, server_hello().replace(b"\x16\x03\x03", b"\x16\x03\x01", 1).replace(b"\3\3" + bytes(8), b"\3\1" + bytes(8))),
        (CLIENT, p.alert(70))]),
    "old-renegotiation": lambda: p.exchange([
        (CLIENT, hello_of("modern12__plain__openssl30")), (SERVER, server_hello(extensions=b"")), (CLIENT, p.alert(40))]),
    "unoffered-extension": lambda: p.exchange([
        (CLIENT, client_hello(b"portal.example.test")),
        (SERVER, server_hello(extensions=b"\x00\x10\x00\x05\x00\x03\x02h2")), (CLIENT, p.alert(110))]),
    "tcp-refused": lambda: [p.Segment(1_760_000_000_000_000, CLIENT, p.SYN),
                            p.Segment(1_760_000_000_000_300, SERVER, p.RST | p.ACK)],
    "tcp-unanswered": lambda: [p.Segment(1_760_000_000_000_000 + s * 1_000_000, CLIENT, p.SYN) for s in (0, 1, 3, 7)],
    "tcp-just-begun": lambda: [p.Segment(1_760_000_000_000_000, CLIENT, p.SYN)],
}

PACKETS = {  # case: packets, for what no honest TCP would show
    "weak-dh-doubled": lambda: p.doubled(p.write_conversation(cell(WEAK_DH))),
    "weak-dh-disordered": lambda: p.swapped(p.write_conversation(p.cut_to(cell(WEAK_DH), TCP_PIECES))),
    "weak-dh-gap-in-certificate": lambda: p.without(p.write_conversation(p.cut_to(cell(WEAK_DH), 400)), [3]),
    "weak-dh-snapped": lambda: p.snapped(p.write_conversation(cell(WEAK_DH)), 128),
    "healthy-gap": lambda: p.without(p.write_conversation(cell(HEALTHY12)), [2]),
    "two-servers": lambda: p.merged([
        p.write_conversation(cell(WEAK_DH)),
        p.write_conversation(p.exchange([(CLIENT, hello_of(HEALTHY12)), (SERVER, p.alert(40))], (SERVER, CLIENT)),
                             p.Ends(server="10.10.30.9", client_port=52000))]),
    "chain-seen-elsewhere": lambda: p.merged([
        p.write_conversation(cell(MD5_REFUSED)), p.write_conversation(cell(MD5_SHOWN), p.Ends(client_port=52000))]),
    "intermediate-seen-elsewhere": lambda: p.merged([
        p.write_conversation(cell(MISSING)), p.write_conversation(cell(WHOLE), p.Ends(server="10.10.30.9", client_port=52000))]),
    "chain-seen-of-another-server": lambda: p.merged([
        p.write_conversation(cell(MD5_REFUSED)),
        p.write_conversation(cell(MD5_SHOWN), p.Ends(server="10.10.30.9", client_port=52000))]),
}


PROXY = b"PROXY TCP4 10.10.20.5 10.10.30.8 51034 443\r\n"
NEXT_LEG = p.Ends(client="10.10.30.8", server="10.10.30.9", client_port=52000, server_port=8443)


def mute(seconds, answer=b""):
    """Nobody says a word until the client closes; the server may complain of that."""
    start = 1_760_000_000_000_000
    now = start + seconds * 1_000_000 + 2000
    said = [p.Segment(now + 500, SERVER, p.PSH | p.ACK, answer)] if answer else []
    return p.opening(start) + [p.Segment(now, CLIENT, p.FIN | p.ACK)] + said + [p.Segment(now + 1000, SERVER, p.FIN | p.ACK)]


def both_connections(second):
    """A connection that works; then `second`, given the hello that offers its session, a second later."""
    first, hello = lab.session_offered()
    start = first[-1].time + 1_000_000
    return p.merged([p.write_conversation(first), p.write_conversation(
        p.exchange([(CLIENT, hello), *second], (SERVER, CLIENT), start=start), p.Ends(client_port=52000))])


PACKETS |= {
    "proxy-header-next-leg": lambda: p.merged([
        p.write_conversation(after_hello(HEALTHY12, b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        p.write_conversation(p.exchange([(CLIENT, PROXY + hello_of(HEALTHY12)),
                                         (SERVER, b"HTTP/1.1 400 Bad Request\r\n\r\n")], (SERVER, CLIENT)), NEXT_LEG)]),
    "session-id-context": lambda: both_connections([(SERVER, p.alert(80))]),
    "session-refused-otherwise": lambda: both_connections([(SERVER, p.alert(51))]),
}
MADE |= {
    "proxy-header-refused": lambda: p.exchange([(CLIENT, PROXY + hello_of(HEALTHY12)),
                                                (SERVER, b"HTTP/1.1 400 Bad Request\r\n\r\n")], (SERVER, CLIENT)),
    "mute-on-465": lambda: (mute(5, p.alert(50, version=0x0303)), p.Ends(server_port=465)),
    "mute-on-465-at-once": lambda: (mute(0), p.Ends(server_port=465)),
    "mute-on-443": lambda: mute(5),
    "client-key-mismatch": lambda: lab.client_key_mismatch(),
    "client-revocation-list-missing": lambda: lab.revocation_list_missing(),
    "h2-not-selected": lambda: lab.h2_not_selected(["h2"]),
    "h2-not-selected-http1-offered": lambda: lab.h2_not_selected(["h2", "http/1.1"]),
}


EHLO = [(SERVER, b"220 mail.example.test ESMTP\r\n"), (CLIENT, b"EHLO portal.example.test\r\n"),
        (SERVER, b"250-mail.example.test\r\n250-SIZE 10240000\r\n250 8BITMIME\r\n")]
QUIT = [(CLIENT, b"QUIT\r\n"), (SERVER, b"221 2.0.0 Bye\r\n")]


def mail(answer):
    """Without STARTTLS, and what the server says of it."""
    return p.exchange([*EHLO, (CLIENT, b"MAIL FROM:<a@example.test>\r\n"), (SERVER, answer), *QUIT]), p.Ends(server_port=25)


MADE |= {
    "starttls-demanded": lambda: mail(b"530 5.7.0 Must issue a STARTTLS command first\r\n"),
    "starttls-not-demanded": lambda: mail(b"530 5.7.0 Authentication required\r\n"),
    "starttls-not-offered": lambda: (p.exchange([*EHLO, *QUIT]), p.Ends(server_port=25)),
    "address-refused-as-name": lambda: p.exchange([(CLIENT, client_hello(b"10.10.30.8")), (SERVER, p.alert(112))], (SERVER, CLIENT)),
    "no-common-suite-of-tls13": lambda: p.exchange([
        (CLIENT, client_hello(b"portal.example.test", (0x0304,), (0x1301,))), (SERVER, p.alert(40))], (SERVER, CLIENT)),
}

FORTIGATE = "/C=US/O=Fortinet/OU=Certificate Authority/CN=FG100E4Q17000000"
SERVER_ONLY = ["basicConstraints=CA:FALSE", "extendedKeyUsage=serverAuth", "keyUsage=digitalSignature"]
NOBODY = client_hello(b"portal.example.test")
ENCRYPTED_HELLO = client_hello(b"public.example.test", (0x0304, 0x0303), (0x1301, 0xC02F), more=(0xFE0D, b"\0" + bytes(40)))
SERVER_HELLO_13 = server_hello(0x1301, bytes(range(32)), b"\x00\x2b\x00\x02\x03\x04")


def closed_by_server(after_us, then):
    """The server closes so long after it accepted; `then` the client says something all the same."""
    start = 1_760_000_000_000_000
    now = start + 2000 + after_us
    return p.opening(start) + [p.Segment(now, SERVER, p.FIN | p.ACK), p.Segment(now + 300, CLIENT, p.PSH | p.ACK, then),
                               p.Segment(now + 700, SERVER, p.RST | p.ACK)]


def reset_at_the_end(segments):
    """Whoever closed resets instead."""
    last = max(i for i, s in enumerate(segments) if s.data)
    return segments[:last + 1] + [p.Segment(segments[last].time + 500, SERVER, p.RST | p.ACK)]


def beside(conversations, **ends):
    return p.merged([p.write_conversation(segments, p.Ends(client_port=51034 + 100 * number, **{
        key: value[number] for key, value in ends.items()})) for number, segments in enumerate(conversations)])


MADE |= {
    "inspected-by-name": lambda: lab_more.inspected(FORTIGATE),
    "inspector-shows-itself": lambda: lab_more.inspected(FORTIGATE, "firewall.example.test"),
    "chain-out-of-order": lambda: lab_more.chain_sent(NOBODY, ["leaf", "root", "issuing"], 48),
    "chain-in-order": lambda: lab_more.chain_sent(NOBODY, ["leaf", "issuing", "root"], 48),
    "early-data-old-version": lambda: lab_more.early_data(["-tls1_2"]),
    "early-data-not-taken": lambda: lab_more.early_data(["-tls1_3"]),
    "encrypted-hello-refused": lambda: p.exchange([(CLIENT, ENCRYPTED_HELLO), (SERVER, SERVER_HELLO_13), (CLIENT, p.alert(121))]),
    "encrypted-hello-beside": lambda: p.exchange([(CLIENT, ENCRYPTED_HELLO), (SERVER, SERVER_HELLO_13), (CLIENT, p.alert(40))]),
    "reset-in-certificate": lambda: reset_at_the_end(cell("close-mid-cert__plain__openssl30")),
    "refused-in-http": lambda: lab_more.nginx("on"),
    "served-without-certificate": lambda: lab_more.nginx("optional", ("-H", "Connection: close")),
    "closed-as-soon-as-accepted": lambda: closed_by_server(1500, hello_of(HEALTHY12)),
    "closed-when-nothing-came": lambda: closed_by_server(30_000_000, hello_of(HEALTHY12)),
}
PACKETS |= {
    "inspected-several-servers": lambda: beside(lab_more.one_issuer(["shop.example.com", "portal.example.test"]),
                                                server=["10.10.30.9", "10.10.30.8"]),
    "one-issuer-in-one-domain": lambda: beside(lab_more.one_issuer(["mail.example.test", "portal.example.test"]),
                                               server=["10.10.30.9", "10.10.30.8"]),
    "static-rsa-not-offered": lambda: beside(lab_more.static_rsa_server("AES256-GCM-SHA384")),
    "no-suite-but-no-static-rsa": lambda: beside(lab_more.static_rsa_server("ECDHE-RSA-CHACHA20-POLY1305:AES256-GCM-SHA384")),
    "long-hello-unanswered": lambda: lab_more.answered_short_and_not_long(False),
    "long-hello-of-others-answered": lambda: lab_more.answered_short_and_not_long(True),
}

# RFC 7507: the hello of a client that tries again with an older version.
FALLBACK = client_hello(b"portal.example.test", suites=(0xC02F, 0x5600)).replace(b"\x01\x00\x00\x73\x03\x03", b"\x01\x00\x00\x73\x03\x02")
TLS13_ALONE = client_hello(b"portal.example.test", (0x0304,), (0x1305,))
ADDRESS_AS_NAME = client_hello(b"192.0.2.7")

MADE |= {
    "name-outside-constraints": lambda: lab_refusals.chain([*lab_refusals.CA, "nameConstraints=critical,permitted;DNS:corp.example"]),
    "name-within-constraints": lambda: lab_refusals.chain([*lab_refusals.CA, "nameConstraints=critical,permitted;DNS:example.test"]),
    "path-too-long": lambda: lab_refusals.chain(
        ["basicConstraints=critical,CA:TRUE,pathlen:0", lab_refusals.CA[1]], lab_refusals.CA),
    "path-long-enough": lambda: lab_refusals.chain(
        ["basicConstraints=critical,CA:TRUE,pathlen:1", lab_refusals.CA[1]], lab_refusals.CA),
    "issuer-of-another-generation": lambda: lab_refusals.other_generation(True),
    "issuer-of-the-right-generation": lambda: lab_refusals.other_generation(False),
    "address-not-certified": lambda: lab_refusals.chain(lab_refusals.CA, host="192.0.2.7"),
    "address-certified": lambda: lab_refusals.chain(lab_refusals.CA, host="192.0.2.7", names="IP:192.0.2.7"),
    "client-certificate-for-servers": lambda: lab_refusals.client_certificate(SERVER_ONLY),
    "client-certificate-for-anything": lambda: lab_refusals.client_certificate(["basicConstraints=CA:FALSE"]),
    "client-certificate-expired": lambda: lab_refusals.client_certificate_expired(),
    "group-not-shared": lambda: lab_refusals.refused_hello(
        client_hello(b"portal.example.test", suites=(0xC02F, 0xC030)), curve="secp521r1"),
    "group-not-needed": lambda: lab_refusals.refused_hello(
        client_hello(b"portal.example.test", suites=(0xC02F, 0x009C)), curve="secp521r1"),
    "fallback-refused": lambda: lab_refusals.refused_hello(FALLBACK),
    "fallback-to-the-newest": lambda: lab_refusals.refused_hello(FALLBACK, newest=ssl.TLSVersion.TLSv1_1),
    "address-as-server-name": lambda: p.exchange([(CLIENT, ADDRESS_AS_NAME), (SERVER, p.alert(47))], (SERVER, CLIENT)),
    "psk-not-known": lambda: p.exchange([(CLIENT, NOBODY), (SERVER, p.alert(115))], (SERVER, CLIENT)),
    "extension-missing": lambda: p.exchange([(CLIENT, TLS13_ALONE), (SERVER, p.alert(109))], (SERVER, CLIENT)),
    "record-too-long": lambda: p.exchange([(CLIENT, NOBODY), (SERVER, server_hello()), (CLIENT, p.alert(22))]),
}


def answered_before_flight(name, description, ends=(CLIENT, SERVER)):
    """The lab's connection up to the server's whole flight; then the client says this."""
    flight = p.until(cell(name), lambda s: s.side == SERVER and b"\x0e\x00\x00\x00" in s.data)
    now = flight[-1].time + 500
    said = [p.Segment(now, CLIENT, p.PSH | p.ACK, p.alert(description))] if description is not None else []
    return flight + said + [p.Segment(now + 100 * i, who, p.FIN | p.ACK) for i, who in enumerate(ends, 1)]


def with_broken_certificate(name, description):
    """The first certificate is no DER."""
    segments = answered_before_flight(name, description)
    out = []
    for s in segments:
        for at in range(len(s.data) - 64 if s.side == SERVER else 0):
            length, listed = (int.from_bytes(s.data[at + i:at + i + 3], "big") for i in (1, 4))
            if s.data[at] != 11 or length != listed + 3 or not 64 < length < 65536:
                continue
            start = at + 10  # behind type, length, length of the list and of the certificate
            s = dataclasses.replace(s, data=s.data[:start] + bytes(64) + s.data[start + 64:])
        out.append(s)
    assert out != segments
    return out


OFFERS_SESSION = (41, b"\0\x26\0\x20" + bytes(range(32)) + bytes(4) + b"\0\x21\x20" + bytes(32))
MODERN = ((0x0304, 0x0303), (0x1301, 0xC02F))
SSLV2 = b"\x80\x2e\x01\x03\x01\0\x15\0\0\0\x10" + bytes.fromhex("000039000038000035000016000013000a0700c0") + b"\0" + bytes(range(16))
RETRY = server_hello(0x1301, bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"),
                     b"\x00\x2b\x00\x02\x03\x04\x00\x33\x00\x02\x00\x18")


def refused(hello, description):
    return p.exchange([(CLIENT, hello), (SERVER, p.alert(description))], (SERVER, CLIENT))


MADE |= {
    "binder-refused": lambda: refused(client_hello(b"portal.example.test", *MODERN, more=OFFERS_SESSION), 51),
    "no-binder-refused": lambda: refused(client_hello(b"portal.example.test", *MODERN), 51),
    "retry-unanswered": lambda: p.silence(p.exchange([
        (CLIENT, client_hello(b"portal.example.test", *MODERN)), (SERVER, RETRY)], ()), 20),
    "retry-just-sent": lambda: p.exchange([
        (CLIENT, client_hello(b"portal.example.test", *MODERN)), (SERVER, RETRY)], ()),
    "malformed-certificate": lambda: with_broken_certificate(HEALTHY12, 42),
    "malformed-certificate-not-minded": lambda: with_broken_certificate(HEALTHY12, 10),
    "record-not-decrypted": lambda: answered_before_flight(HEALTHY12, 20),
    "message-unexpected": lambda: answered_before_flight(HEALTHY12, 10),
    "program-leaves": lambda: answered_before_flight(HEALTHY12, 0),
    "name-warning-refused": lambda: warning_refused("chain12__crit-leaf__jsse7u80", 112),
    "name-warning-of-a-current-client": lambda: warning_refused(HEALTHY12, 80),
    "extension-not-read": lambda: refused(client_hello(b"portal.example.test", *MODERN), 50),
    "revoked-said": lambda: answered_before_flight(HEALTHY12, 44),
}


def warning_refused(name, description):
    """A server warns about the name in front of its ServerHello, and the client leaves over that."""
    segments = cell(name)
    hello = of_client_hello(segments).data
    first = next(s for s in segments if s.side == SERVER and s.data)
    return p.exchange([(CLIENT, hello), (SERVER, p.alert(112, level=1) + first.data), (CLIENT, p.alert(description))],
                      (CLIENT, SERVER), start=segments[0].time)


def closed_over_new_version(version):
    """A client gets through in `version`, another one's hello with TLS 1.3 and 1.2 is answered with a close."""
    works = lab.talk(*lab.contexts(*lab_pair(), version), lab.HOST)
    closed = p.exchange([(CLIENT, client_hello(b"portal.example.test", *MODERN))], (SERVER, CLIENT),
                        start=works[-1].time + 1_000_000)
    return p.merged([p.write_conversation(works), p.write_conversation(closed, p.Ends(client_port=52000))])


def lab_pair():
    authority = lab.Authority()
    return authority, authority.issue(lab.HOST)


def access_denied():
    """The server takes the client's certificate and says access_denied."""
    client, server = lab.with_client_certificate(lab.Authority())
    segments = p.until(lab.talk(client, server, lab.HOST), lambda s: s.side == CLIENT and b"\x14\x03\x03\x00\x01\x01" in s.data)
    now = segments[-1].time
    return segments + [p.Segment(now + 1000, SERVER, p.PSH | p.ACK, p.alert(49)), p.Segment(now + 2000, SERVER, p.FIN | p.ACK)]


PACKETS |= {
    "older-version-works": lambda: closed_over_new_version(lab.TLS12),
    "same-version-works": lambda: closed_over_new_version(lab.ssl.TLSVersion.TLSv1_3),
}
MADE |= {"access-denied": access_denied}


def lab_user_canceled():
    """A Java server closes TLS 1.3 with user_canceled and close_notify, each an encrypted alert padded by
    16 bytes as JSSE does."""
    segments = cell(HEALTHY13)
    last = max(i for i, s in enumerate(segments) if s.data)
    noise = p.record(23, bytes(35)) + p.record(23, bytes(35))
    data = [s for s in segments[:last + 1] if not s.flags & p.FIN]
    now = data[-1].time
    return data + [p.Segment(now + 100, SERVER, p.PSH | p.ACK, noise), p.Segment(now + 200, SERVER, p.FIN | p.ACK),
                   p.Segment(now + 300, CLIENT, p.FIN | p.ACK)]


PACKETS |= lab_paths.PACKETS
MADE |= lab_changed.CASES


def make(name):
    if name in PACKETS:
        return PACKETS[name]()
    made = cell(LAB[name]) if name in LAB else MADE[name]()
    segments, ends = made if isinstance(made, tuple) else (made, p.Ends())
    return p.write_conversation(segments, ends)


def main():
    named = sys.argv[2:]
    for name in named or lab_causes.CHAINS:
        if name in lab_causes.CHAINS and (named or not (CASES / name / "server.pem").exists()):
            lab_causes.make(name, CASES / name)
    for name in [n for n in named if n not in lab_causes.CHAINS] if named else [*LAB, *MADE, *PACKETS]:
        path = CASES / name / "input.pcap"
        if path.exists() and not named:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(p.pcap(make(name)))


if __name__ == "__main__":
    main()
