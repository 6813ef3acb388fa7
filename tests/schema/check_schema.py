#!/usr/bin/env python3
"""check_schema.py PROGRAM [CAPTURE...]: what tlswhy prints as JSON against docs/schema/tlswhy-1.schema.json.

Runs PROGRAM over samples/ and the captures of tests/cases (or those that are named) with --json, --json --all and
--ndjson --all; over chains and a described server; and over a capture with a client that is given. Fails where a document is not valid, where it has a field that the schema does not name, where
docs/json.md does not name a field of the schema, and where a damaged document is taken for valid.
Exits 77 (skipped) without Debian's python3-jsonschema."""
import copy
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

try:
    from jsonschema import Draft202012Validator
except ImportError:
    # A Python of somebody's own, in front of Debian's, does not see Debian's packages.
    debian = "/usr/bin/python3"
    if os.path.exists(debian) and not os.path.samefile(sys.executable, debian):
        os.execv(debian, [debian, *sys.argv])
    print("python3-jsonschema is not there (scripts/install-packages test)")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "docs/schema/tlswhy-1.schema.json"
WORDS = ROOT / "docs/json.md"
ANSWERS = {0, 10, 11, 12, 20, 30}
SERVER = ROOT / "tests/schema/server.json"
PSS = ROOT / "samples/pss-chain"
TOLD = ["--trust", PSS / "trust.pem", "--host", "gadgets.corp.test", "--at", "2027-01-01"]
JUDGED = [  # input and options: refused and accepted, with a store and without, all clients and one
    (PSS / "server.pem", TOLD),
    (PSS / "server.pem", ["--as", "java-17", "--at", "2027-01-01"]),
    (PSS / "server.pem", ["--trust", "system:apple", "--trust", "system:openjdk", "--at", "2027-01-01"]),
    (PSS / "server.toml", TOLD),
    (PSS / "server.toml", ["--at", "2060-01-01", "--as", "openssl-3.0", "--as", "go-1.27"]),
    (ROOT / "tests/fixtures/bundles/all.pem", ["--at", "2027-01-01", "--host", "other.test"]),
    (ROOT / "tests/fixtures/certificates", []),
]
# Each makes a document of samples/weak-dh.pcap wrong in one way: the schema must notice.
DAMAGE = {
    "another schema name": lambda d: d.update(schema="tlswhy/2"),
    "a count that is text": lambda d: d["summary"].update(failed="1"),
    "no outcome": lambda d: d["conversations"][0].pop("outcome"),
    "an outcome of no such name": lambda d: d["conversations"][0].update(outcome="broken"),
    "a failure without diagnosis": lambda d: d["conversations"][0].update(diagnosis=None),
    "established with a diagnosis": lambda d: d["conversations"][0].update(outcome="established"),
    "a time without microseconds": lambda d: d["conversations"][0].update(start="2026-11-22T02:33:10Z"),
    "a frame numbered 0": lambda d: d["conversations"][0]["frames"].update(server_hello=0),
    "an encrypted alert that is known": lambda d: d["conversations"][0]["alerts"][0].update(encrypted=True),
    "certainty of no such name": lambda d: d["conversations"][0]["diagnosis"].update(confidence="sure"),
    "proven, and yet something to look for":
        lambda d: d["conversations"][0]["diagnosis"].update(next_observation="look"),
    "a rule without what it needs": lambda d: d["conversations"][0]["diagnosis"]["evidence"][1].pop("need"),
    "a line that says nothing": lambda d: d["conversations"][0]["report"][0]["lines"][0].update(text=""),
    "a part without a name": lambda d: d["conversations"][0]["report"][0].pop("part"),
    "a remedy without place": lambda d: d["conversations"][0]["remedies"][0].pop("where"),
}

DAMAGED_VERDICTS = {  # the same of samples/pss-chain as Java 8u152, which refuses it, and OpenSSL 3.0
    "verdicts of a capture": lambda d: d["input"].update(kind="capture"),
    "a refusal without diagnosis": lambda d: d["verdicts"][0].update(diagnosis=None),
    "a refusal by nobody": lambda d: d["verdicts"][0].update(refuser="nobody"),
    "no word on acceptance": lambda d: d["verdicts"][0].pop("accepted"),
    "an empty message": lambda d: d["verdicts"][0].update(message=""),
    "accepted with an alert": lambda d: d["verdicts"][1].update(alert="unknown_ca"),
    "accepted without protocol": lambda d: d["verdicts"][1].update(protocol=None),
    "a rejection of nothing": lambda d: d["verdicts"][0]["rejections"].append({"kind": "version", "why": "offered",
                                                                              "candidates": []}),
    "a store that is no list": lambda d: d.update(trust="trust.pem"),
    "a chain that is no list": lambda d: d.update(certificates=d["certificates"][0]),
}

DAMAGED_SERVERS = {  # the same of tests/schema/server.json, which a unit test holds the program to
    "an order of no such name": lambda s: s["order"].update({"TLSv1.2": "random"}),
    "a version of no such name": lambda s: s["versions"].append("TLS 1.2"),
    "an empty list of suites": lambda s: s["cipher_suites"].update({"TLSv1.3": []}),
    "a certificate without its bytes": lambda s: s["certificates"][0]["chain"][0].pop("der"),
    "a name that was not asked for": lambda s: s["certificates"][0].update(server_name="other"),
    "behaviour that is a word": lambda s: s["behaviour"].update(sslv2="no"),
    "no word on client certificates": lambda s: s.pop("client_certificate"),
}


def closed(schema):
    """The same schema, refusing fields that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: ({name: closed(part) for name, part in value.items()} if key in ("properties", "$defs")
                 # Conditions look at fields that others describe.
                 else value if key in ("if", "then", "else", "allOf", "not") else closed(value))
           for key, value in schema.items()}
    if "properties" in out:
        out.setdefault("additionalProperties", False)
    return out


def validator(schema, name):
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def properties(schema):
    """Every field that the schema names."""
    if isinstance(schema, list):
        return set().union(*map(properties, schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {}))
    return own.union(*(properties(part) for part in schema.values()))


def printed(program, capture, *options):
    done = subprocess.run([program, *options, capture], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          timeout=120)
    if done.returncode not in ANSWERS:
        raise ValueError(f"exit code {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def complaints(check, document):
    for error in sorted(check.iter_errors(document), key=lambda error: list(map(str, error.path))):
        place = "/".join(map(str, error.absolute_path)) or "the document"
        yield f"{place}: {error.message[:200]}"


def counts_agree(document):
    """What no schema can say: the summary counts what stands below it (with --all)."""
    summary, conversations = document["summary"], document["conversations"]
    seen = {outcome: sum(c["outcome"] == outcome for c in conversations)
            for outcome in ("established", "failed", "undetermined", "unused")}
    if summary["conversations"] != len(conversations) or any(summary[k] != n for k, n in seen.items()):
        yield f"summary: {summary} but {len(conversations)} conversations, {seen}"


def without_input(line):
    return {key: value for key, value in line.items() if key != "input"}


def check_capture(program, capture, schema):
    strict = closed(schema)  # not its `line`, which is two objects at once
    documents, lines = [validator(s, "capture_document") for s in (schema, strict)], validator(schema, "line")
    conversation = validator(strict, "conversation")
    try:
        for options in (["--json"], ["--json", "--all"]):
            found = printed(program, capture, *options)
            if len(found) != 1:
                yield f"{len(found)} documents of one input"
            for document in found:
                for check in documents:
                    yield from complaints(check, document)
                if "--all" in options:
                    yield from counts_agree(document)
        for line in printed(program, capture, "--ndjson", "--all"):
            yield from complaints(lines, line)
            yield from complaints(conversation, without_input(line))
    except ValueError as error:  # also JSON and UTF-8 that are none
        yield str(error)


def counts_of_verdicts(document):
    summary, accepted = document["summary"], sum(v["accepted"] for v in document["verdicts"])
    counts = {key: value for key, value in summary.items() if key != "text"}
    if counts != {"clients": len(document["verdicts"]), "accepted": accepted,
                  "refused": len(document["verdicts"]) - accepted}:
        yield f"summary: {summary} but {len(document['verdicts'])} verdicts, {accepted} accepted"


def check_judged(program, path, told, schema):
    strict = closed(schema)
    documents = [validator(s, "verdict_document") for s in (schema, strict)] + [validator(schema, "document")]
    try:
        document, = printed(program, path, "--json", *told)
        for check in documents:
            yield from complaints(check, document)
        yield from counts_of_verdicts(document)
        lines = printed(program, path, "--ndjson", *told)
        if [without_input(line) for line in lines] != document["verdicts"]:
            yield "--ndjson gives other verdicts than --json"
        for line in lines:
            yield from complaints(validator(schema, "verdict_line"), line)
    except ValueError as error:
        yield str(error)


def check_asked(program, schema):
    """A server that is asked, replayed and verified, unchanged and with a change made to what was known of it."""
    strict = closed(schema)
    documents = [validator(s, "verdict_document") for s in (schema, strict)] + [validator(schema, "document")]
    with tempfile.TemporaryDirectory(prefix="tlswhy-schema-") as name:
        folder = pathlib.Path(name)
        key, chain, old = folder / "key.pem", folder / "chain.pem", folder / "old.json"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", chain,
                        "-subj", "/CN=localhost", "-days", "2"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=serve, args=(listener, context), daemon=True).start()
            target = f"127.0.0.1:{listener.getsockname()[1]}"
            clients = ["--as", "java-17", "--as", "openssl-3.0", "--as", "java-7u80"]
            try:
                asked, = printed(program, target, "--json", "--replay", *clients)
                changed = json.loads(json.dumps(asked))
                changed["server"]["cipher_suites"]["TLSv1.2"].append("TLS_RSA_WITH_RC4_128_SHA")
                found = [asked]
                for known, changes in ((asked, False), (changed, True)):
                    old.write_text(json.dumps(known))
                    verified, = printed(program, target, "verify", "--json", "--was", old, *clients)
                    if bool(verified["changes"]) != changes:
                        yield f"verify names the changes {verified['changes']}"
                    found.append(verified)
            except (ValueError, KeyError) as error:
                yield str(error)
                return
        for document in found:
            for check in documents:
                yield from complaints(check, document)
            yield from counts_of_verdicts(document)
        if not all(v["replay"]["agrees"] for v in asked["verdicts"]):
            yield "a replay is not as foretold"


def serve(listener, context):
    """Handshakes, as many as are asked for."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=handshake, args=(connection, context), daemon=True).start()


def handshake(connection, context):
    try:
        with context.wrap_socket(connection, server_side=True) as peer:
            peer.recv(1)
    except OSError:
        pass


def check_given_client(program, schema):
    """A capture judged as a client that is given says so."""
    document, = printed(program, ROOT / "samples/pss-intermediate.pcap", "--json", "--as", "java-8u152")
    yield from complaints(validator(closed(schema), "capture_document"), document)
    profile = document["conversations"][0]["client_profile"]
    if profile != {"id": "java-8u152", "how": "given", "text": "client: java-8u152 (given)", "others": []}:
        yield f"the client that was given became {profile}"


def check_damaged_verdicts(program, schema):
    check = validator(schema, "document")
    good, = printed(program, PSS / "server.pem", "--json", "--as", "java-8u152", "--as", "openssl-3.0", *TOLD)
    if not check.is_valid(good):
        yield "the document to damage is not valid itself"
    for what, damage in DAMAGED_VERDICTS.items():
        document = copy.deepcopy(good)
        damage(document)
        if check.is_valid(document):
            yield f"the schema takes {what} for valid"
    document = copy.deepcopy(good)
    document["verdicts"][0]["new_field"] = 1
    if not check.is_valid(document):
        yield "the schema refuses an addition to a verdict, which the contract allows"
    if validator(closed(schema), "document").is_valid(document):
        yield "this test does not notice a field of a verdict that the schema does not name"


def check_damage(program, schema):
    check = validator(schema, "document")
    good, = printed(program, ROOT / "samples/weak-dh.pcap", "--json")
    for what, damage in DAMAGE.items():
        document = copy.deepcopy(good)
        damage(document)
        if check.is_valid(document):
            yield f"the schema takes {what} for valid"
    for place in ("diagnosis", "frames", "closing"):
        document = copy.deepcopy(good)
        document["conversations"][0][place]["new_field"] = 1
        if not check.is_valid(document):
            yield f"the schema refuses an addition to {place}, which the contract allows"
        if place != "frames" and validator(closed(schema), "document").is_valid(document):
            yield f"this test does not notice a field of {place} that the schema does not name"


def check_server(program, schema):
    """What was learnt of a server, as tests/schema/server.json and beside verdicts."""
    good = json.loads(SERVER.read_text(encoding="utf-8"))
    yield from complaints(validator(closed(schema), "learned_server"), good)
    document, = printed(program, PSS / "server.pem", "--json", "--as", "openssl-3.0", *TOLD)
    document["input"]["kind"] = "probe"
    check = validator(schema, "verdict_document")
    if check.is_valid(document):
        yield "the schema takes a probe without a server for valid"
    for what, damage in {"a good one": lambda s: s, **DAMAGED_SERVERS}.items():
        document["server"] = copy.deepcopy(good)
        damage(document["server"])
        if check.is_valid(document) != (what == "a good one"):
            yield f"the schema mistakes a server: {what}"


def check_list(program, schema):
    """A list of chains, from a file and from standard input, with a line that cannot be read."""
    chain, roots = ((PSS / name).read_text() for name in ("server.pem", "trust.pem"))
    told = {"chain": chain, "roots": [roots], "host": "gadgets.corp.test", "at": "2027-01-01T00:00:00Z"}
    lines = [{"id": "first", **told}, {"id": "second"}, {"chain": chain, "at": told["at"]}]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    clients = ["--as", "java-8u152", "--as", "openssl-3.0"]
    with tempfile.TemporaryDirectory(prefix="tlswhy-schema-") as name:
        file = pathlib.Path(name) / "chains.ndjson"
        file.write_text(text)
        found = printed(program, file, *clients)
    piped = subprocess.run([program, "--chains", "-", *clients], input=text.encode(), capture_output=True, check=False,
                           timeout=120)
    if [json.loads(line) for line in piped.stdout.splitlines()] != found or piped.returncode != 20:
        yield f"standard input gives another answer, exit code {piped.returncode}"
    if [line["id"] for line in found] != ["first", "first", "second", "", ""]:
        yield f"lines in a wrong order: {found}"
        return
    if [line.get("accepted") for line in found] != [False, True, None, False, True] or found[2]["line"] != 2:
        yield f"wrong verdicts: {found}"
    for line in found:
        check = validator(closed(schema), "unreadable_line" if "error" in line else "listed_verdict")
        yield from complaints(check, line)


def check_words(schema):
    named = set(re.findall(r"`([a-z0-9_]+)`", WORDS.read_text(encoding="utf-8")))
    for field in sorted(properties(schema) - named):
        yield f"docs/json.md does not name the field `{field}`"


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    program = str(pathlib.Path(sys.argv[1]).resolve())
    captures = sys.argv[2:] or sorted([*ROOT.glob("samples/*.pcap*"), *ROOT.glob("tests/cases/*/input.pcap*")])
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    bad = [*check_words(schema), *check_damage(program, schema)]
    bad += [*check_damaged_verdicts(program, schema), *check_given_client(program, schema)]
    bad += check_server(program, schema)
    bad += [f"a list of chains: {what}" for what in check_list(program, schema)]
    if shutil.which("openssl"):
        bad += [f"a server that is asked: {what}" for what in check_asked(program, schema)]
    for path, told in JUDGED:
        bad += [f"{path}: {what}" for what in check_judged(program, path, told, schema)]
    for capture in captures:
        bad += [f"{capture}: {what}" for what in check_capture(program, capture, schema)]
    damaged = len(DAMAGE) + len(DAMAGED_VERDICTS) + len(DAMAGED_SERVERS)
    print("\n".join([*bad, f"{len(captures)} captures, {len(JUDGED)} chains and servers, {damaged} damaged documents, "
                           f"{len(bad)} complaints"]))
    return bool(bad) or not captures


if __name__ == "__main__":
    sys.exit(main())
