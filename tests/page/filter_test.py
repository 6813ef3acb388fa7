#!/usr/bin/env python3
"""filter_test.py PROGRAM: the Wireshark filter of each connection in samples/ selects exactly the packets that its report
names, asked of tshark. Exits 77 (skipped) where tshark is not there."""
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def output(*command):
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)


def quoted(conversation):
    """The packets that the lines of the report name."""
    return {line["frame"] for part in conversation["report"] for line in part["lines"] if "frame" in line}


def filter_of(frames):
    return "frame.number in {" + ", ".join(map(str, frames)) + "}"


def selected(capture, text):
    shown = output("tshark", "-n", "-r", capture, "-Y", text, "-T", "fields", "-e", "frame.number")
    if shown.returncode:
        return shown.stderr
    return {int(number) for number in shown.stdout.split()}


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    if not shutil.which("tshark"):
        print("tshark is not there (scripts/install-packages bench)")
        sys.exit(SKIPPED)
    failures, filters = [], 0
    for capture in sorted((ROOT / "samples").glob("*.pcap*")):
        name = str(capture.relative_to(ROOT))
        conversations = json.loads(output(program, "--json", "--all", name).stdout)["conversations"]
        for conversation in conversations:
            wanted, text = quoted(conversation), conversation["display_filter"]
            if text is None:
                if wanted:
                    failures.append(f"{name} {conversation['id']}: no filter, though packets are quoted")
                continue
            filters += 1
            # One filter of a file is enough for tshark; the others are held against the report alone.
            got = selected(name, text) if conversation is conversations[0] else wanted
            if got != wanted or text != filter_of(sorted(wanted)):
                failures.append(f"{name} {conversation['id']}: {text} selects {got}, quoted are {wanted}")
            if conversation is conversations[0]:
                if text not in output(program, "--full", name).stdout:
                    failures.append(f"{name}: --full does not show {text}")
                # The ticket says less, and its filter selects what it says.
                ticket = output(program, "--markdown", name).stdout
                named = sorted({int(number) for number in re.findall(r"\(frame (\d+)\)", ticket)})
                if filter_of(named) not in ticket:
                    failures.append(f"{name}: --markdown does not show {filter_of(named)}")
    if not filters:
        failures.append("no sample has a filter")
    print("\n".join(failures) or f"{filters} filters")
    sys.exit(bool(failures))


main()
