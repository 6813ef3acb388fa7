"""Compares tlswhy with what another program saw in the same captures (facts/*.json, by tshark).

Every TLS conversation over TCP of the facts has to be found, with the same server name, version, suite,
clear alerts and certificates. A difference in which tlswhy is right stands in a notes file with its
reason (TOML, [[difference]] file, stream, field, reason) and counts as right."""
import collections
import ipaddress
import json
import pathlib
import re
import tomllib

from scoring import tool
from scoring.figures import Share

THRESHOLDS = {"found": 99.5, "sni": 100.0, "version": 100.0, "cipher": 100.0, "alerts": 100.0,
              "leaf": 100.0, "chain": 100.0}
FIELDS = ("sni", "version", "cipher", "alerts", "leaf", "chain")
ALERTS = {  # IANA TLS Alerts: tshark prints names of its own, the number is what both mean
    0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 21: "decryption_failed",
    22: "record_overflow", 30: "decompression_failure", 40: "handshake_failure", 41: "no_certificate",
    42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked",
    45: "certificate_expired", 46: "certificate_unknown", 47: "illegal_parameter", 48: "unknown_ca",
    49: "access_denied", 50: "decode_error", 51: "decrypt_error", 60: "export_restriction",
    70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
    86: "inappropriate_fallback", 90: "user_canceled", 100: "no_renegotiation",
    109: "missing_extension", 110: "unsupported_extension", 111: "certificate_unobtainable",
    112: "unrecognized_name", 113: "bad_certificate_status_response", 114: "bad_certificate_hash_value",
    115: "unknown_psk_identity", 116: "certificate_required", 120: "no_application_protocol",
}
NO_CIPHER = (None, "", "Unknown")


def endpoint(text):
    """(address, port) of tshark's ADDRESS:PORT."""
    address, _, port = text.rpartition(":")
    return ipaddress.ip_address(address), int(port)


def endpoint_of(party):
    return ipaddress.ip_address(party["ip"]), int(party["port"])


def version_code(text):
    """A version as one number where it is one, so that names and hexadecimal compare equal."""
    if text is None:
        return None
    names = {"SSLv2": 0x0002, "SSLv3": 0x0300, "TLSv1": 0x0301, "TLSv1.0": 0x0301, "TLSv1.1": 0x0302,
             "TLSv1.2": 0x0303, "TLSv1.3": 0x0304}
    draft = re.search(r"draft[^0-9]*(\d+)", text)
    if draft:
        return 0x7F00 + int(draft.group(1))
    return int(text, 16) if text.startswith("0x") else names.get(text, text)


def certificates(conversation):
    """{sender: [sha256, ...]}, the first Certificate message of each side."""
    chains = {}
    for message in conversation.get("certificates") or []:
        hashes = [certificate["sha256"].lower().replace(":", "") for certificate in message["chain"]]
        if hashes:
            chains.setdefault(message["from"], hashes)
    return chains


class Fact:
    """One conversation of the facts and the conversation of tlswhy that it was matched with."""

    def __init__(self, file, facts):
        self.file = file
        self.facts = facts
        self.stream = facts["stream"]
        self.got = None

    @property
    def ends(self):
        both = self.facts.get("ends") or [self.facts["client"], self.facts["server"]]
        return tuple(endpoint(end) for end in both)

    @property
    def has_hello(self):
        return self.facts["role_from"] is not None

    def expected(self):
        facts = self.facts
        chains = certificates(facts)
        clear = [(a["from"], ALERTS.get(a["desc"], a["desc"])) for a in facts["alerts"] if a["level"] is not None]
        cipher = facts["cipher"] if facts.get("cipher_name") in NO_CIPHER else facts["cipher_name"]
        return {"sni": facts["sni"] or None, "version": version_code(facts["version"]), "cipher": cipher,
                "alerts": sorted(clear), "leaf": {side: chain[0] for side, chain in chains.items()},
                "chain": chains}

    def seen(self):
        got = self.got
        chains = certificates(got)
        clear = [(a["from"], a["description"]) for a in got.get("alerts") or [] if not a.get("encrypted")]
        cipher = got.get("cipher_suite")
        return {"sni": got.get("server_name") or None, "version": version_code(got.get("version")),
                "cipher": cipher.lower() if cipher and cipher.startswith("0x") else cipher,
                "alerts": sorted(clear), "leaf": {side: chain[0] for side, chain in chains.items()},
                "chain": chains}

    def differences(self, decrypted):
        """{field: (expected, got)}. Where the facts were decrypted with keys inside the file
        (`decrypted`), alerts and certificates that tlswhy did not see are no difference."""
        expected, seen = self.expected(), self.seen()
        found = {field: (expected[field], seen[field]) for field in FIELDS if expected[field] != seen[field]}
        if decrypted:
            for field in ("alerts", "leaf", "chain"):
                if field in found and not seen[field]:
                    del found[field]
        return found


def match(facts, conversations):
    """Gives each fact its conversation: same two ends, in order of appearance where ports were reused."""
    waiting = collections.defaultdict(list)
    for conversation in conversations:
        if conversation.get("transport") == "tcp":
            ends = endpoint_of(conversation["client"]), endpoint_of(conversation["server"])
            waiting[frozenset(ends)].append(conversation)
    for fact in facts:
        queue = waiting[frozenset(fact.ends)]
        fact.got = queue.pop(0) if queue else None
    return sum(len(queue) for queue in waiting.values())


class Notes:
    """Differences in which tlswhy is right, each with its reason."""

    def __init__(self, path):
        entries = tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8")) if path else {}
        self.reasons = {(e["file"], e["stream"], e["field"]): e["reason"] for e in entries.get("difference", [])}
        self.used = set()

    def reason(self, fact, field):
        key = (fact.file, fact.stream, field)
        if key in self.reasons:
            self.used.add(key)
        return self.reasons.get(key)


def read_facts(folder):
    """[(file, facts of its TCP conversations, decrypted?)]"""
    read = []
    for path in sorted((pathlib.Path(folder) / "facts").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        tcp = [Fact(content["file"], c) for c in content["conversations"] if c["transport"] == "tls"]
        read.append((content["file"], tcp, content.get("embedded_secrets", False)))
    return read


def compare(fact, decrypted, notes, shares):
    """Counts one conversation; yields (field, expected, got, reason) for each difference."""
    if fact.got is None:
        reason = notes.reason(fact, "found")
        shares["found"].add(reason)
        yield "found", "a TLS conversation" if fact.has_hello else "a TLS conversation without hello", None, reason
        return
    shares["found"].add(True)
    found = fact.differences(decrypted)
    for field in FIELDS:
        reason = notes.reason(fact, field) if field in found else None
        shares[field].add(field not in found or reason)
        if field in found:
            yield field, *found[field], reason


def score(folder, arguments):
    """Prints the comparison; gives the figures."""
    notes = Notes(arguments.explain)
    read = read_facts(folder)
    files = [str(pathlib.Path(folder) / file) for file, _, _ in read]
    found = tool.explain(arguments.binary, files, arguments.option)
    shares = {name: Share(name) for name in ("found", *FIELDS)}
    lines = {"differs": [], "explained": []}
    more = 0
    for file, facts, decrypted in read:
        more += match(facts, found.get(str(pathlib.Path(folder) / file), []))
        for fact in facts:
            for field, expected, got, reason in compare(fact, decrypted, notes, shares):
                line = f"{file} {fact.stream} {field}: expected {show(field, expected)}, got {show(field, got)}"
                lines["explained" if reason else "differs"].append(f"{line}; {reason}" if reason else line)
    everyone = [fact for _, facts, _ in read for fact in facts]
    hello = [fact for fact in everyone if fact.has_hello]
    print(f"{len(read)} files, {len(everyone)} TLS conversations over TCP, {len(hello)} with a hello"
          f" ({sum(fact.got is not None for fact in hello)} of these found),"
          f" {more} found by tlswhy alone")
    for share in shares.values():
        print(f"  {share}")
    for title, listed in lines.items():
        if listed:
            print(f"\n{title} ({len(listed)})\n  " + "\n  ".join(listed))
    for key in sorted(set(notes.reasons) - notes.used):
        print(f"note without a difference: {' '.join(key)}")
    return list(shares.values())


def show(field, value):
    if field == "version" and isinstance(value, int):
        return f"0x{value:04x}"
    return str(value)
