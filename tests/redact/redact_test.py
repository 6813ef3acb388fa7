#!/usr/bin/env python3
"""redact_test.py PROGRAM: --redact over all samples and cases.

What is looked for is read from the report without --redact: addresses, names that were asked for, subjects, issuers,
names, serial numbers and hashes of certificates. None of them may stand in any output with --redact. What the key says
puts every one back: then it is the first report again, so that a stand-in stands for one thing."""
import ipaddress
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DN_PART = re.compile(r"(?:^|(?<!\\)[,+]\s*)[A-Za-z0-9.]+=((?:\\.|[^,+\\])*)")
# Nobody's: loopback, and what the reader gave no file for.
NOBODYS = {"localhost", "0.0.0.0", "::", "client"}  # the last is a common name, and a word of every report


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def parts(name):
    return [part.strip() for part in DN_PART.findall(name)]


def is_loopback(text):
    try:
        return ipaddress.ip_address(text.strip("[]")).is_loopback
    except ValueError:
        return False


def identities(document):
    """All that tells whose network a report is about."""
    for c in document.get("conversations", []):
        yield from (end["ip"] for end in (c["client"], c["server"]) if end["ip"])
        yield c["server_name"]
        for message in c["certificates"]:
            yield from of_chain(message["chain"])
    for chain in document.get("certificates", []):
        yield from of_chain(chain)


def of_chain(chain):
    for certificate in chain:
        yield certificate["sha256"]
        if "subject" not in certificate:
            continue
        yield certificate["serial"]
        yield from certificate["dns_names"]
        yield from parts(certificate["subject"])
        yield from parts(certificate["issuer"])


def wanted(document):
    """A word that is shorter than a name can stand in any sentence."""
    found = {text for text in identities(document) if text} - NOBODYS
    return {text for text in found if len(text) > 3 and not is_loopback(text)}


def read_key(text):
    return [line.split("\t", 2) for line in text.splitlines()]


def undone(value, key):
    """A JSON value with the originals again. Longest stand-in first: one may be a part of another."""
    if isinstance(value, dict):
        return {name: undone(entry, key) for name, entry in value.items()}
    if isinstance(value, list):
        return [undone(entry, key) for entry in value]
    if not isinstance(value, str):
        return value
    pattern, originals = key
    return pattern.sub(lambda match: originals[match[0]], value) if pattern else value


def undoing(key):
    originals = {stand_in: original for _, stand_in, original in key}
    longest = sorted(originals, key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    return (re.compile(rf"(?<![0-9A-Za-z]){'(?:' + words + ')'}(?![0-9A-Za-z]|\.[0-9A-Za-z])") if words else None), originals


def plain(value):
    """Without what --redact leaves out or says in another way: countries, and capitals of names."""
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items() if name not in ("der", "prime")}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return re.sub(r"\bC=[^,+]*", "C=", re.sub(r"[\x00-\x1f]", "?", value)).lower() if isinstance(value, str) else value


def stands_in(text, output):
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(text)}(?![0-9A-Za-z])", output)


def first_difference(a, b, path=""):
    if type(a) is not type(b):
        return f"{path}: {a!r} and {b!r}"
    if isinstance(a, dict):
        for name in {**a, **b}:
            if a.get(name) != b.get(name):
                return first_difference(a.get(name), b.get(name), f"{path}.{name}")
    if isinstance(a, list) and len(a) == len(b):
        for i, (one, other) in enumerate(zip(a, b)):
            if one != other:
                return first_difference(one, other, f"{path}[{i}]")
    return f"{path}: {a!r} and {b!r}"


def outputs(program, path, folder, thorough):
    """Every form of the report, with its name."""
    yield "text", run(program, "--redact", "--full", "--all", path).stdout
    if not thorough:
        return
    for options in (["--ndjson", "--all"], ["--markdown"], ["--lang", "ko"], ["--lang", "zh-Hant"]):
        yield " ".join(options), run(program, "--redact", *options, path).stdout
    page = folder / "page.html"
    run(program, "--redact", "--html", page, path)
    yield "--html", page.read_text(encoding="utf-8")


def faults_of(program, path, folder, thorough):
    original = run(program, "--json", "--all", path).stdout
    if not original:
        return
    key_file = folder / "key"
    key_file.unlink(missing_ok=True)
    redacted = run(program, "--redact-key", key_file, "--json", "--all", path).stdout
    before, after = json.loads(original), json.loads(redacted)
    key = read_key(key_file.read_text(encoding="utf-8"))
    stand_ins = {stand_in for _, stand_in, _ in key}
    for kind, stand_in, _ in key:
        if sum(other == stand_in and of == kind for of, other, _ in key) > 1:
            yield f"{stand_in} stands for two things"
    looked_for = [text for text in wanted(before) if text not in stand_ins and text.lower() not in stand_ins]
    for name, output in [("--json", redacted), *outputs(program, path, folder, thorough)]:
        yield from (f"{name}: {text!r} is said" for text in looked_for if stands_in(text, output))
        for number in set(re.findall(r"\b10\.\d+\.\d+\.\d+\b|\b192\.168\.\d+\.\d+\b", output)):
            yield f"{name}: {number} is said"
    again = plain(undone(after, undoing(key)))
    # Of a name with control characters nobody makes a command; its stand-in has none.
    if again != plain(before) and "hostile-server-name" not in str(path):
        yield f"undone: {first_difference(plain(before), again)}"


def check_key(program, folder):
    """A key is gone on from, and stays what it is; what cannot be said so is refused."""
    key = folder / "kept"
    sample = "samples/weak-dh.pcap"
    first = run(program, "--redact-key", key, sample).stdout
    kept = key.read_text(encoding="utf-8")
    if run(program, "--redact-key", key, sample).stdout != first or key.read_text(encoding="utf-8") != kept:
        yield "the same capture with its key gives other stand-ins"
    both = run(program, "--redact-key", key, "--json", "samples/expired.pcap").stdout
    if not key.read_text(encoding="utf-8").startswith(kept) or not both:
        yield "a key is not gone on from"
    (folder / "no-key").write_text("Dear reader,\n", encoding="utf-8")
    refused = [("--redact-key", folder / "no-key", sample), ("--redact-key", sample, sample),
               ("--redact", "--annotate", folder / "out.pcapng", sample), ("--redact", "learn", sample),
               ("--redact", "changes", "--store", folder / "none"), ("--redact", "--junit", folder / "x", sample)]
    for arguments in refused:
        done = run(program, *arguments)
        if done.returncode not in (2, 3) or done.stdout or "redact" not in done.stderr:
            yield f"{' '.join(map(str, arguments))}: {done.returncode} {done.stderr.strip()}"
    if (folder / "no-key").read_text(encoding="utf-8") != "Dear reader,\n" or (folder / "out.pcapng").exists():
        yield "something was written over"


def check_chain(program, folder):
    """A chain that is judged, with a store whose path is nobody's business."""
    chain = "samples/pss-chain/server.pem"
    arguments = (chain, "--as", "finesse-11", "--host", "finesse01.corp.internal", "--trust", "samples/pss-chain")
    key = folder / "chain-key"
    for options in ((), ("--json",), ("--full", "--markdown")):
        output = run(program, *options, "--redact-key", key, *arguments).stdout
        for text in ("finesse01", "corp.internal", "samples/", "pss-chain", "Lab Issuing"):
            if text in output:
                yield f"{chain} {options}: {text!r} is said"


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    samples = [*sorted(ROOT.glob("samples/*.pcap")), *sorted(ROOT.glob("samples/*.pcapng.gz"))]
    cases = [path for path in sorted(ROOT.glob("tests/cases/*/input.*")) if path.suffix in (".pcap", ".pcapng", ".txt", ".pem")]
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path in [*samples, *cases]:
            shown = path.relative_to(ROOT)
            faults += [f"{shown}: {fault}" for fault in faults_of(program, shown, folder, path in samples)]
        faults += [*check_key(program, folder), *check_chain(program, folder)]
    for fault in faults:
        print(fault)
    print(f"{len(samples)} samples, {len(cases)} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
