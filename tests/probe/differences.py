"""What a probe's JSON says, held against what is true of the server. Each difference is a line that says both."""
import pathlib
import re
import tomllib

COMMON_PROTOCOLS = {"h2", "http/1.1"}
STANDARD_DH = {1024: "2", 1536: "5", 2048: "2048|14", 3072: "3072|15", 4096: "4096|16"}


def named(values):
    return ", ".join(sorted(map(str, values))) or "none"


def of_sets(what, said, true):
    said, true = set(said), set(true)
    if said - true:
        yield f"{what}: not true: {named(said - true)}"
    if true - said:
        yield f"{what}: not found: {named(true - said)}"


def versions(said, truth):
    agree = said["versions"] == truth.versions
    return [] if agree else [f"versions: {named(said['versions'])}, and are {named(truth.versions)}"]


def suites(said, truth):
    for version, true in truth.cipher_suites.items():
        found = said["cipher_suites"].get(version, [])
        yield from of_sets(f"{version} cipher_suites", found, true)
        order = said["order"].get(version)
        if len(found) != len(set(found)):
            yield f"{version} cipher_suites: one is there twice: {found}"
        if len(true) > 1 and order != truth.order[version]:
            yield f"{version} order: {order}, and is {truth.order[version]}"
        if truth.order.get(version) == "server" and set(found) == set(true) and found != true:
            at = next(i for i, (a, b) in enumerate(zip(found, true)) if a != b)
            yield f"{version} cipher_suites: {found[at]} is at place {at}, where the server has {true[at]}"


def groups_and_schemes(said, truth):
    in_clear = [v for v in truth.versions if v != "TLSv1.3"]
    for version in truth.versions:
        here, true = said["groups"].get(version, []), truth.groups[version]
        if version in in_clear[:-1]:  # asked of the highest version alone: what is seen of others has to be true
            true = true & set(here)
        yield from of_sets(f"{version} groups", here, true)
    found = said["signature_schemes"]
    for version in set(truth.versions) & {"TLSv1.2", "TLSv1.3"}:
        yield from of_sets(f"{version} signature_schemes", found.get(version, []), truth.signature_schemes[version])


def dh(said, truth):
    yield from of_sets("dh", {group["bits"] for group in said["dh"]}, truth.dh)
    for group in said["dh"]:
        if group["bits"] in truth.standard_dh and not any(n in (group["known"] or "") for n in
                                                    STANDARD_DH[group["bits"]].split("|")):
            yield f"dh: {group['bits']} bits of a standard group are called {group['known']}"


def certificates(said, truth):
    found = {}
    for entry in said["certificates"]:
        chain = tuple(c["sha256"] for c in entry["chain"])
        found.setdefault((entry["server_name"], entry["authentication"]), set()).add(chain)
    # JSSE shows an EdDSA key in TLS 1.0 too, where nobody can ask for it: the same chain has two words there.
    shown, true = ({name: set().union(*(c for key, c in which.items() if key[0] == name))
                    for name in ("asked", "none", "foreign")} for which in (found, truth.certificates))
    for key, chains in found.items():
        if not chains <= true[key[0]]:
            yield f"certificates: {key}: {chains}, and are {truth.certificates.get(key)}"
    for (name, kind), chains in truth.certificates.items():
        usual = truth.certificates.get(("asked", kind))
        if not chains <= shown[name] and (name == "asked" or (chains != usual and not shown[name])):
            yield f"certificates: not found: {(name, kind)}: {chains}"


def rest(said, truth):
    yield from of_sets("alpn", said["alpn"], set(truth.alpn) & (COMMON_PROTOCOLS | set(said["alpn"])))
    known = truth.client_certificate is not None
    if known and said["client_certificate"] != truth.client_certificate:
        yield f"client_certificate: {said['client_certificate']}, and is {truth.client_certificate}"
    if known and len(said["client_certificate_authorities"]) != truth.authorities:
        yield f"client_certificate_authorities: {said['client_certificate_authorities']}, and are {truth.authorities}"
    if said["contradictions"]:
        yield f"contradictions of an honest server: {said['contradictions']}"
    for key, value in {**said["behaviour"], "alpn_refused": said["alpn_refused"]}.items():
        if value is not None and key in truth.behaviour and value != truth.behaviour[key]:
            yield f"behaviour {key}: {value}, and is {truth.behaviour[key]}"


def differences(said, truth):
    """`said` is the contract's `server` object, `truth` an oracle.Truth: a list of lines, empty where they agree."""
    if said["versions"] != truth.versions:
        return versions(said, truth)
    parts = (suites, groups_and_schemes, dh, certificates, rest)
    return [line for part in parts for line in part(said, truth)]


class Known:
    """known_differences.toml: which lines are expected, and which of them did not come."""

    def __init__(self):
        with open(pathlib.Path(__file__).with_name("known_differences.toml"), "rb") as file:
            self.entries = tomllib.load(file).get("difference", [])
        self.seen, self.servers = set(), set()

    def unknown(self, server, lines):
        """Those of `lines` that nobody expects."""
        self.servers.add(server)
        out = []
        for line in lines:
            matching = {n for n, e in enumerate(self.entries) if self.about(e, server) and re.search(e["says"], line)}
            self.seen |= matching
            out += [] if matching else [line]
        return out

    @staticmethod
    def about(entry, server):
        return entry["server"] == "." or re.fullmatch(entry["server"], server)

    def gone(self, kind):
        """Entries about `kind` lines, and servers that were asked, that no line came for."""
        return [f"{e['server']}: {e['says']}" for n, e in enumerate(self.entries)
                if n not in self.seen and e["says"].startswith("^verdict") == (kind == "verdict")
                and any(self.about(e, server) for server in self.servers)]


def as_said(truth):
    """The `server` object that a probe without a mistake would print, as far as this is compared."""
    return {"versions": list(truth.versions), "order": dict(truth.order),
            "cipher_suites": {v: list(s) for v, s in truth.cipher_suites.items()},
            "groups": {v: sorted(g) for v, g in truth.groups.items()},
            "signature_schemes": {v: sorted(s) for v, s in truth.signature_schemes.items()},
            "dh": [{"bits": bits, "known": STANDARD_DH.get(bits, "").split("|")[0]} for bits in truth.dh],
            "certificates": [{"server_name": n, "authentication": kind, "chain": [{"sha256": s} for s in chain]}
                             for (n, kind), chains in truth.certificates.items() for chain in chains],
            "alpn": list(truth.alpn), "client_certificate": truth.client_certificate, "contradictions": [],
            "behaviour": {k: v for k, v in truth.behaviour.items() if k != "alpn_refused"},
            "client_certificate_authorities": ["CN=one"] * truth.authorities,
            "alpn_refused": truth.behaviour["alpn_refused"]}
