"""Reads a recorded conversation without keys and without tlswhy: what was agreed, which alerts, who closed.

With the words of client and server beside it this decides who refused."""
import dataclasses
import re
import struct
import sys

import capture
import names

sys.path.insert(0, str(capture.pathlib.Path(capture.__file__).resolve().parents[2] / "scripts"))
from scoring.captures import ALERTS  # noqa: E402  pylint: disable=wrong-import-position

SIDES = ("client", "server")
HARMLESS = (0, 90)
WARNINGS = (100, 112)  # harmless where the level says warning
VERSIONS = {0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
# How the peers say that the other side sent an alert; the group names it, or numbers it.
HEARD = (r"[Rr]eceived fatal alert: (\w+)", r"[Rr]eceived alert \[(\d+)\]", r"SSL alert number (\d+)",
         r"(?:sslv3|tlsv1|tlsv13) (?:alert )?([a-z][a-z ]+[a-z])", r"\bSSL_ERROR_(?:RX_)?([A-Z_]+)_ALERT\b")
NSS_HEARD = {"NO_CYPHER_OVERLAP": "handshake_failure", "BAD_CERT": "bad_certificate", "UNKNOWN_CA": "unknown_ca",
             "UNRECOGNIZED_NAME": "unrecognized_name", "PROTOCOL_VERSION": "protocol_version"}
PEER_LEFT = re.compile(r"unexpected eof|EOF occurred|Remote host terminated|Connection reset|ECONNRESET|closed without|"
                       r"socket hang up|non-properly terminated|END_OF_FILE|PR_CONNECT_RESET|socket disconnected|"
                       r"Remote end closed|errno=104|SSL_ERROR_SYSCALL|Empty reply|closed connection|pull function|"
                       r"getpeername\(\) failed", re.I)
HEARD_SOME = "A TLS fatal alert has been received"  # GnuTLS, without its name
# How a server says that it was the one who refused.
SERVER_REFUSED = re.compile(r"did not return a certificate|certificate verify failed|Empty client certificate chain|"
                            r"PKIX path|certificate was not|no certificate was found|not verified", re.I)
PROTECTED_ALERT = 2 + 1 + 16  # level and description, content type, tag (RFC 8446, 5.2 and 6)
GIVEN_UP = 1_500_000  # microseconds without a word, before a client leaves
WAITED = re.compile(r"timed? ?out|TIMEOUT|no answer in time", re.I)


@dataclasses.dataclass
class Facts:
    version: str | None = None
    suite: str | None = None
    alerts: list = dataclasses.field(default_factory=list)  # (event, side, level, number or None)
    closes: list = dataclasses.field(default_factory=list)  # (event, side, "fin" or "rst")
    messages: list = dataclasses.field(default_factory=list)  # handshake types in clear, as "s2"
    protected: bool = False
    dh_bits: int | None = None
    silence: int = 0  # microseconds between the last data and the first who closed
    text: str = ""  # first bytes of the server where they are no TLS
    alerted: str = ""  # TLS 1.3: the side whose protected record has the size of an alert, where nothing came after it


def server_hello(body):
    version, = struct.unpack_from(">H", body)
    at = 35 + body[34]
    suite, = struct.unpack_from(">H", body, at)
    at += 3
    end = at + 2 + struct.unpack_from(">H", body, at)[0] if len(body) >= at + 2 else at
    at += 2
    while at + 4 <= end:
        kind, size = struct.unpack_from(">HH", body, at)
        if kind == 43:
            version, = struct.unpack_from(">H", body, at + 4)
        at += 4 + size
    return VERSIONS.get(version, hex(version)), names.registry().get(suite, hex(suite))


class Reader:
    """Records of one conversation, event by event."""

    def __init__(self):
        self.facts = Facts()
        self.waiting = [b"", b""]
        self.handshake = [b"", b""]
        self.changed = [False, False]

    def read(self, events):
        spoken = events[0].time
        for number, event in enumerate(events):
            if event.flags & capture.p.RST:
                self.facts.closes.append((number, SIDES[event.side], "rst"))
            elif event.flags & capture.p.FIN:
                self.facts.closes.append((number, SIDES[event.side], "fin"))
            if len(self.facts.closes) == 1:
                self.facts.silence = event.time - spoken
            if event.data:
                spoken = event.time
                self.waiting[event.side] += event.data
                self.records(number, event.side)
        return self.facts

    def records(self, number, side):
        while len(self.waiting[side]) >= 5:
            data = self.waiting[side]
            kind, major, size = data[0], data[1], int.from_bytes(data[3:5], "big")
            if kind not in (20, 21, 22, 23) or major != 3:
                if side == capture.SERVER and not self.facts.text:
                    self.facts.text = data[:40].decode(errors="replace")
                return
            if len(data) < 5 + size:
                return
            self.waiting[side] = data[5 + size:]
            self.record(number, side, kind, data[5:5 + size])

    def record(self, number, side, kind, body):
        facts = self.facts
        if kind == 20:
            self.changed[side] = facts.version != "TLSv1.3" or self.changed[side]
        elif kind == 21:
            clear = len(body) == 2 and body[0] in (1, 2)
            facts.alerts.append((number, SIDES[side], body[0] if clear else 2, body[1] if clear else None))
        elif kind == 23:
            facts.protected = True
            facts.alerted = (facts.alerted or SIDES[side]) if len(body) == PROTECTED_ALERT else ""
        elif kind == 22 and not self.changed[side]:
            self.handshake[side] += body
            while len(self.handshake[side]) >= 4:
                message = self.handshake[side]
                size = int.from_bytes(message[1:4], "big")
                if len(message) < 4 + size:
                    return
                self.handshake[side] = message[4 + size:]
                facts.messages.append(SIDES[side][0] + str(message[0]))
                if message[0] == 12 and "_DHE_" in (facts.suite or ""):
                    facts.dh_bits = int.from_bytes(message[6:6 + int.from_bytes(message[4:6], "big")], "big").bit_length()
                if message[0] == 2:
                    facts.version, facts.suite = server_hello(message[4:4 + size])


def heard_alert(text):
    """The name of the alert that a program says it received."""
    for pattern in HEARD:
        for found in re.findall(pattern, text):
            if found.isdigit():
                name = ALERTS.get(int(found))
            else:
                name = NSS_HEARD.get(found, found.lower().replace(" ", "_"))
            if name in ALERTS.values():
                return name
    if "SSL_ERROR_NO_CYPHER_OVERLAP" in text:
        return "handshake_failure"
    return None


@dataclasses.dataclass
class Verdict:
    refuser: str
    alert: str | None = None
    visible: str = ""  # clear, log or nothing


def judge(facts, client_says, server_says):
    """Who refused a connection that failed, and with which alert."""
    fatal = [a for a in facts.alerts if a[3] not in HARMLESS and not (a[2] == 1 and a[3] in WARNINGS)]
    first_close = facts.closes[0] if facts.closes else None
    told = {"server": heard_alert(client_says), "client": heard_alert(server_says)}
    if WAITED.search(client_says) and not fatal:
        return Verdict("nobody")
    if not fatal and first_close and first_close[1] == "client" and facts.silence > GIVEN_UP:
        return Verdict("nobody")
    if facts.text:
        return Verdict("client", *(alert_of(fatal[0], told) if fatal and fatal[0][1] == "client" else ()))
    if fatal and not (first_close and first_close[0] < fatal[0][0]):
        return Verdict(fatal[0][1], *alert_of(fatal[0], told))
    for side in ("server", "client"):
        if facts.protected and told[side] not in (None, "close_notify", "user_canceled"):
            return Verdict(side, told[side], "log")
    for side, says in (("server", client_says), ("client", server_says)):
        if facts.protected and HEARD_SOME in says:
            return Verdict(side)
    if PEER_LEFT.search(client_says) or (facts.protected and SERVER_REFUSED.search(server_says)):
        return Verdict("server")
    if facts.protected and not client_says and first_close and "server" in (first_close[1], facts.alerted):
        return Verdict("server")  # both may close at once, so the alert before counts as well
    if facts.protected or "c20" in facts.messages or "c16" in facts.messages:
        return Verdict("client")
    return Verdict(first_close[1] if first_close else "nobody")


def alert_of(alert, told):
    if alert[3] is not None:
        return ALERTS.get(alert[3], str(alert[3])), "clear"
    return told[alert[1]], "log" if told[alert[1]] else ""
