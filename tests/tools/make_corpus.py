#!/usr/bin/env python3
"""make_corpus.py: makes the seeds of tests/fuzz/corpus/ (named seed-*) from the captures of samples/.

Inputs that a fuzzer found carry other names and are left alone. The forms are those that the heads of
tests/fuzz/*_fuzz.cpp describe."""
import pathlib
import struct

import evtx
import packets as p

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/fuzz/corpus"
SERVER_MESSAGES = {2: 0, 12: None, 11: 4, 13: 5}  # handshake type: choice; ServerKeyExchange: by its shape


def save(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name}").write_bytes(data)


def clear_messages(segments, side):
    """(type, body) of the handshake messages that one side sent in clear."""
    stream = b"".join(s.data for s in segments if s.side == side)
    content, at = b"", 0
    while at + 5 <= len(stream):
        kind, _, length = struct.unpack_from(">BHH", stream, at)
        if kind != 22:
            break
        content += stream[at + 5:at + 5 + length]
        at += 5 + length
    at = 0
    while at + 4 <= len(content):
        length = int.from_bytes(content[at + 1:at + 4], "big")
        yield content[at], content[at + 4:at + 4 + length]
        at += 4 + length


def certificates(body):
    at = 3
    while at + 3 <= len(body):
        length = int.from_bytes(body[at:at + 3], "big")
        yield body[at + 3:at + 3 + length]
        at += 3 + length


def from_capture(path):
    name, segments = path.stem, p.conversation(path)
    for kind, body in clear_messages(segments, p.CLIENT):
        if kind == 1:
            save("client_hello", name, b"\0" + body)
            save("client_session", f"hello-{name}", bytes(5) + b"\1" + len(body).to_bytes(3, "big") + body)
    for kind, body in clear_messages(segments, p.SERVER):
        if kind == 12:
            choice = 2 if body[:1] == b"\3" else 1
            save("server_messages", f"{name}-12", bytes([choice, 3, 3]) + body)
        elif kind in SERVER_MESSAGES:
            save("server_messages", f"{name}-{kind}", bytes([SERVER_MESSAGES[kind], 3, 3]) + body)
        if kind == 11:
            save("certificate", name, b"".join(struct.pack(">H", len(c)) + c for c in certificates(body)))
    stream = b"".join(struct.pack(">BH", s.side | (4 if s.flags & p.FIN else 0), len(s.data)) + s.data
                      for s in segments if s.data or s.flags & p.FIN)
    save("record_stream", name, stream)
    save("analysis", name, path.read_bytes())


def other_forms():
    """File formats and link types for the two targets below TLS."""
    few = p.read_pcap(ROOT / "samples/no-common-version.pcap")
    save("capfile", "pcap", p.pcap(few))
    save("capfile", "pcapng", p.pcapng(few))
    save("capfile", "pcap-gz", p.compressed(p.pcap(few)))
    save("capfile", "pcapng-gz", p.compressed(p.pcapng(few)))
    save("capfile", "cut", p.pcap(few)[:-7])
    save("packets", "ethernet", struct.pack(">H", 1) + b"".join(struct.pack(">H", len(f.frame)) + f.frame for f in few))
    save("packets", "raw", struct.pack(">H", 101) + b"".join(struct.pack(">H", len(f.frame) - 14) + f.frame[14:] for f in few))
    vlan = p.write_conversation(p.conversation(ROOT / "samples/no-common-version.pcap"),
                                p.Ends("2001:db8::5", "2001:db8::8", vlan=7))
    save("packets", "vlan-ip6", struct.pack(">H", 1) + b"".join(struct.pack(">H", len(f.frame)) + f.frame for f in vlan))
    sslv2 = bytes.fromhex("010002000900000010" "010080020080030080") + bytes(range(16))
    save("client_hello", "sslv2", b"\1" + sslv2)


def vector(width, body):
    return len(body).to_bytes(width, "big") + body


def extension(kind, body):
    return struct.pack(">H", kind) + vector(2, body)


def encrypted_messages():
    """What no capture shows: the messages of TLS 1.3 under encryption, the ticket and the staple before it."""
    staple = extension(5, b"\1" + vector(3, b"response"))
    forms = {
        "encrypted-extensions": (6, vector(2, extension(0, b"") + extension(16, vector(2, vector(1, b"h2"))))),
        "request-tls13": (7, vector(1, b"") + vector(2, extension(13, vector(2, b"\x08\x04\x04\x03"))
                                                    + extension(47, vector(2, vector(2, b"name"))))),
        "certificate-tls13": (8, vector(1, b"") + vector(3, vector(3, b"leaf") + vector(2, staple))),
        "certificate-verify": (9, b"\x08\x04" + vector(2, b"signature")),
        "ticket": (10, struct.pack(">II", 7200, 99) + vector(1, b"n") + vector(2, b"ticket")
                   + vector(2, extension(42, b"\0\0\x40\0"))),
        "status": (11, b"\1" + vector(3, b"response")),
    }
    for name, (choice, body) in forms.items():
        save("server_messages", name, bytes([choice, 3, 4]) + body)


# In the order of src/starttls/protocol.cpp: what a willing server says, and an unwilling one.
LDAP = b"\x30\x0c\2\1\1\x78\7\x0a\1%c\4\0\4\0"
RDP = b"\3\0\0\x13\x0e\xd0\0\0\x12\x34\0%c\0\x08\0\1\0\0\0"
TDS = b"\4\1\0\x0f\0\0\1\0\1\0\6\0\1\xff%c"
MYSQL = (b"\x4a\0\0\0\x0a" + b"5.5.5-10.11\0" + b"\1\0\0\0saltsalt\0\xfe%c\x2d\2\0\xff\x81\x15" + bytes(10)
         + b"moresaltmore\0" + bytes(13))
FEATURES = b"<stream:stream><stream:features><starttls/></stream:features>"
BEFORE_TLS = [
    ("postgres", b"S", b"E\0\0\0\x14SFATAL\0Mtoo many\0\0"),
    ("tds", TDS % 1, TDS % 2),
    ("mysql", MYSQL % 0xff, b"\x11\0\0\0\xff\x13\4#08S01Bad hand"),
    ("rdp", RDP % 2, RDP % 3),
    ("ldap", LDAP % 0, LDAP % 2),
    ("xmpp-server", FEATURES + b"<proceed/>", FEATURES + b"<failure/></stream:stream>"),
    ("xmpp", FEATURES + b"<proceed/>", b"<stream:stream><stream:error><x/></stream:error>"),
    ("ftp", b"220-a\r\n b\r\n220 c\r\n234 go\r\n", b"220 a\r\n530 Please login\r\n"),
    ("pop3", b"+OK\r\n+OK\r\n", b"+OK\r\n-ERR no\r\n"),
    ("imap", b"* OK\r\na1 OK\r\n", b"* OK\r\na1 BAD no\r\n"),
    ("lmtp", b"220 a\r\n250-b\r\n250 STARTTLS\r\n220 go\r\n", b"421 no\r\n"),
    ("nntp", b"200 a\r\n382 go\r\n", b"200 a\r\n580 no\r\n"),
    ("sieve", b'"STARTTLS"\r\nOK\r\nOK\r\n', b'"SIEVE" "x"\r\nOK\r\nNO {3}\r\noff\r\n'),
    ("irc", b":a NOTICE * :b\r\nPING :1\r\n:a 670 * :go\r\n", b":a 691 * :no\r\n"),
    ("smtp", b"220 a\r\n250-b\r\n250 STARTTLS\r\n220 go\r\nEVIL\r\n", b"220 a\r\n250 b\r\n454 4.7.0 no\r\n"),
    ("http-connect", b"HTTP/1.1 100 a\r\n\r\nHTTP/1.1 200 b\r\nVia: c\r\n\r\n", b"HTTP/1.1 407 d\r\n"),
    ("socks5", b"\5\2\1\0\5\0\0\3\2ab\1\2", b"\5\0\5\2"),
]


def before_tls():
    """Words of servers before TLS, whole and byte by byte."""
    for number, (name, willing, unwilling) in enumerate(BEFORE_TLS):
        save("starttls", f"{name}-ready", bytes([number, 31]) + willing)
        save("starttls", f"{name}-refused", bytes([number, 0]) + unwilling)


def sessions_in_clear():
    """The clear messages of the recorded sessions in the other form of the target client_session."""
    for path in sorted((CORPUS / "client_session").glob("seed-recorded-*-tls12-*")):
        form, stream = path.read_bytes()[:5], path.read_bytes()[5:]
        content, at = b"", 0
        while at + 5 <= len(stream) and stream[at] == 22:
            length = int.from_bytes(stream[at + 3:at + 5], "big")
            content += stream[at + 5:at + 5 + length]
            at += 5 + length
        data, at = form[:4] + bytes([form[4] | 32]), 0
        while at + 4 <= len(content):
            length = int.from_bytes(content[at + 1:at + 4], "big")
            data += (b"" if content[at] == 2 else content[at:at + 1]) + vector(2, content[at + 4:at + 4 + length])
            at += 4 + length
            if content[at - length - 4] == 14:
                break
        save("client_session", f"in-clear-{path.name.removeprefix('seed-recorded-')}", data)
    share = extension(51, b"\0\x1d" + vector(2, b"\x09" + bytes(31)))
    hello = b"\3\3" + bytes(range(32)) + b"\0\x13\1\0" + vector(2, extension(43, b"\3\4") + share)
    messages = [(8, vector(2, extension(16, vector(2, vector(1, b"http/1.1"))))),
                (13, vector(1, b"") + vector(2, extension(13, vector(2, b"\x08\x04\x08\x07")))),
                (11, vector(1, b"") + vector(3, vector(3, b"leaf") + vector(2, b""))),
                (15, b"\x08\x04" + vector(2, b"signature")), (20, bytes(32))]
    save("client_session", "in-clear-tls13", b"\3\4\x13\1\x24" + vector(2, hello)
         + b"".join(bytes([kind]) + vector(2, body) for kind, body in messages))


def event_logs():
    """Windows event logs that end with their last event."""
    alerts = [evtx.schannel(36887, [("AlertDesc", evtx.UINT32, 46)], 1767323045 + i) for i in range(3)]
    for name, events in (("sample", evtx.SAMPLE), ("templates", [*alerts, evtx.untrusted_chain(dependency=False)])):
        log = evtx.log_of(events)
        save("evtx", name, log[:4096 + int.from_bytes(log[4096 + 48:4096 + 52], "little")])


def main():
    for path in sorted((ROOT / "samples").glob("*.pcap")):
        if path.stem != "many-failures":
            from_capture(path)
    other_forms()
    encrypted_messages()
    before_tls()
    sessions_in_clear()
    event_logs()


if __name__ == "__main__":
    main()
