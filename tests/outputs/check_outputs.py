#!/usr/bin/env python3
"""check_outputs.py PROGRAM: what holds of every report, whatever it is about: of every sample, case and cause.

No placeholder stands unfilled, in text or in JSON. No line of a report stands twice. Where the server's address is
known, nobody is told to type HOST:443: what to look at next and the steps have its address."""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"\{[a-z_][a-z_0-9]*[}|]")
OPEN_PLACE = re.compile(r"(?:^|[ (])HOST(?::\d|:PORT|[ ,;)]|$)")
LABEL = re.compile(r"^[A-Z?' ]{2,10}  ")


def run(program, *arguments):
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False).stdout


def sections(text):
    """The lines of each section of each report, with the place that stands at their end taken off."""
    out = []
    for line in text.splitlines():
        if line.startswith("tlswhy ") or LABEL.match(line) or not line.strip():
            out.append([])
        out[-1:] = [[*(out[-1] if out else []), line]] if out else [[line]]
    return out


def repeated(lines):
    """Whole items of a list that stand twice in one section."""
    items = [line.strip() for line in lines if line.strip().startswith("- ")]
    return [item for item in set(items) if items.count(item) > 1]


def typed(conversation):
    """What somebody is told to type or to look at."""
    diagnosis = conversation["diagnosis"] or {}
    yield diagnosis.get("next_observation") or ""
    for remedy in conversation["remedies"]:
        for step in remedy["steps"]:
            yield from step["text"]


def facts(conversation):
    return [fact["text"] for fact in (conversation["diagnosis"] or {}).get("evidence", [])]


def faults_of(program, path):
    for options in ((), ("--full", "--all")):
        text = run(program, *options, path)
        yield from (f"placeholder {found}" for found in PLACEHOLDER.findall(text))
        for lines in sections(text):
            yield from (f"twice: {item}" for item in repeated(lines))
    output = run(program, "--json", "--all", path)
    yield from (f"JSON: placeholder {found}" for found in PLACEHOLDER.findall(output.replace('\\"', "")))
    for c in json.loads(output)["conversations"] if output else []:
        twice = {fact for fact in facts(c) if facts(c).count(fact) > 1}
        yield from (f"JSON: evidence twice: {fact}" for fact in twice)
        if any(tunnel.startswith(("http-connect", "socks")) for tunnel in c["tunnels"]):
            continue  # the address is the proxy's, which nobody has to be told of
        # Of a server that was asked for by no name none can be told.
        yield from (f"JSON: {line}" for line in typed(c) if OPEN_PLACE.search(line.replace("-servername HOST", "")))


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    faults, looked = [], 0
    inputs = [*sorted(ROOT.glob("samples/*.pcap")), *sorted(ROOT.glob("tests/cases/*/input.pcap"))]
    for path in inputs:
        name = str(path.relative_to(ROOT))
        found = list(faults_of(program, name))
        faults += [f"{name}: {fault}" for fault in found]
        looked += 1
    for folder in sorted((ROOT / "knowledge/causes").iterdir()):
        for options in ((), ("--lang", "ko"), ("--lang", "zh-Hant")):
            text = run(program, "causes", folder.name, *options)
            faults += [f"causes {folder.name}: placeholder {found}" for found in PLACEHOLDER.findall(text)]
        looked += 1
    for fault in faults:
        print(fault)
    print(f"{looked} inputs and causes, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
