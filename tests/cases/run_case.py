#!/usr/bin/env python3
"""run_case.py PROGRAM CASE_FOLDER: what tlswhy says of one case against case.toml (by hand) and against
expected.txt and expected.json (made by scripts/bless).

Exits 77 (skipped) where case.toml has `open = "..."` and that mistake is still there."""
import difflib
import json
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNFILLED = re.compile(rb"\{[a-z_][a-z_0-9]*[}|]")
REPORT = re.compile(r"^tlswhy ", re.MULTILINE)
LABEL = 10  # columns of "VERDICT"
SKIPPED = 77
INPUTS = ("input.txt", "server.toml", "server.pem")  # else input.pcap
KNOWN = {"exit", "outcome", "conversations", "failed", "established", "cause", "refuser", "confidence", "at",
         "alert", "remedy", "candidates", "not_causes", "tunnels", "frames"}


class Case:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        with open(self.folder / "case.toml", "rb") as file:
            self.toml = tomllib.load(file)
        self.expect = self.toml["expect"]
        self.open = self.toml.get("open")
        # As a user in the project's folder would name it.
        name = next((name for name in INPUTS if (self.folder / name).exists()), "input.pcap")
        own = (self.folder / name).relative_to(ROOT)
        self.input = self.toml.get("input", str(own))

    def run(self, program, *options):
        command = [program, *options, *self.toml.get("arguments", []), self.input]
        return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=60)


def document(output):
    """The JSON document without what changes with the version or with the wording of steps; of the report its parts,
    since expected.txt has its words."""
    value = json.loads(output)
    del value["tool"]
    for verdict in value.get("verdicts", []):
        verdict.pop("client_offer", None)  # long, and not a verdict
    for conversation in value.get("conversations", []):
        for of_the_page in ("messages", "client_offer", "display_filter"):  # long, and not a verdict
            del conversation[of_the_page]
    for told in value.get("verdicts", []) + value.get("conversations", []):
        told["report"] = [part["part"] for part in told["report"]]
        for remedy in told["remedies"]:
            remedy["steps"] = [step["product"] for step in remedy["steps"]]
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def conversations_of(value):
    """The conversations of a capture or a log; of a chain or a described server, what each client made of it."""
    if "conversations" in value:
        return value["conversations"]
    return [{"outcome": "established" if v["accepted"] else "failed", "alerts": [], "frames": {}, "tunnels": []} | v
            for v in value["verdicts"]]


def counts(value):
    if "conversations" in value:
        return {key: value["summary"][key] for key in ("conversations", "failed", "established")}
    summary = value["summary"]
    return {"conversations": summary["clients"], "failed": summary["refused"], "established": summary["accepted"]}


def telling(conversations):
    """The one conversation that the expectation is about: the first failed one, else the first."""
    failed = [c for c in conversations if c["outcome"] == "failed"]
    return (failed or conversations or [None])[0]


def seen_frames(conversation):
    frames = dict(conversation["frames"])
    for alert in conversation["alerts"]:
        if not alert["encrypted"]:
            frames.setdefault("alert", alert.get("frame", alert.get("line")))
    return frames


def facts(code, value):
    """What expectations can speak about."""
    c = telling(conversations_of(value))
    out = {"exit": code, **counts(value)}
    if c is None:
        return out
    diagnosis = c["diagnosis"] or {}
    alert = next((f"{a['from']}:{a['description']}" for a in c["alerts"] if not a["encrypted"]), "")
    return out | {
        "outcome": c["outcome"],
        "cause": diagnosis.get("cause") or "",
        "refuser": diagnosis.get("refuser"),
        "confidence": diagnosis.get("confidence"),
        "at": diagnosis.get("at"),
        "alert": alert,
        "remedy": next((r["changes"][0] for r in c["remedies"]), ""),
        "tunnels": c["tunnels"],
    }


def differences(expect, code, value):
    unknown = set(expect) - KNOWN
    if unknown:
        yield f"case.toml: no such key: {', '.join(sorted(unknown))}"
    got = facts(code, value)
    c = telling(conversations_of(value))
    for key, wanted in expect.items():
        if key in got and got[key] != wanted:
            yield f"{key}: expected {wanted!r}, got {got[key]!r}"
    if c is None:
        return
    diagnosis = c["diagnosis"] or {}
    named = [candidate["cause"] for candidate in diagnosis.get("candidates", [])]
    for cause in expect.get("candidates", []):
        if cause not in named:
            yield f"candidates: {cause} is missing among {named}"
    for cause in expect.get("not_causes", []):
        if cause == got["cause"]:
            yield f"cause: must not be {cause}"
    frames = seen_frames(c)
    for message, frame in expect.get("frames", {}).items():
        if frames.get(message) != frame:
            yield f"frame of {message}: expected {frame}, got {frames.get(message)}"


def said_twice(text):
    """Sentences, behind their labels, that one report has more than once."""
    for report in REPORT.split(text):
        lines = [line[LABEL:].strip() for line in report.splitlines() if len(line) > LABEL]
        yield from sorted({line for line in lines if len(line) > 12 and lines.count(line) > 1})


def compare(path, now):
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    return list(difflib.unified_diff(before.splitlines(), now.splitlines(), str(path.relative_to(ROOT)), "now",
                                     lineterm="", n=1))


def judge(case, program):
    """Differences from the hand-written expectation, and those from what was blessed."""
    text, js = case.run(program), case.run(program, "--json", "--all")
    errors = [f"stderr: {r.stderr.decode(errors='replace')}" for r in (text, js) if r.stderr]
    errors += [f"control character in the text: {line!r}" for line in text.stdout.split(b"\n")
               if any(byte < 0x20 or byte == 0x7F for byte in line)]
    errors += [f"a placeholder that nobody filled: {found.decode()}" for r in (text, js)
               for found in UNFILLED.findall(r.stdout)]
    errors += [f"said twice in one report: {line!r}" for line in said_twice(text.stdout.decode())]
    if text.returncode != js.returncode:
        errors.append(f"exit code {text.returncode} as text, {js.returncode} as JSON")
    errors += differences(case.expect, text.returncode, json.loads(js.stdout))
    changed = compare(case.folder / "expected.txt", text.stdout.decode())
    changed += compare(case.folder / "expected.json", document(js.stdout))
    return errors, changed


def main():
    case = Case(sys.argv[2])
    errors, changed = judge(case, sys.argv[1])
    print("\n".join(errors))
    if case.open:
        if not errors:
            sys.exit('case.toml says that this is open, but it is right now: remove "open"')
        print(f"open: {case.open}")
        sys.exit(SKIPPED)
    if changed:
        print("\n".join(changed), "\n(scripts/bless, where this is what it should say)", sep="")
    sys.exit(bool(errors or changed))


if __name__ == "__main__":
    main()
