#!/usr/bin/env python3
"""lines_test.py PROGRAM: each line of lines.tsv, given alone, leads to the refuser, the certainty and the cause beside it."""
import concurrent.futures
import json
import pathlib
import subprocess
import sys

PROGRAM = sys.argv[1]
LINES = pathlib.Path(__file__).with_name("lines.tsv").read_text(encoding="utf-8").splitlines()


def answer(line):
    """Refuser, certainty and cause; dashes where nothing failed, or where the text says nothing of TLS."""
    done = subprocess.run([PROGRAM, "--json", "-"], input=line.encode(), capture_output=True, check=False)
    if done.returncode == 3:
        return ("-", "-", "-")
    failed = [c["diagnosis"] for c in json.loads(done.stdout)["conversations"] if c["outcome"] == "failed"]
    return tuple(failed[0][key] for key in ("refuser", "confidence", "cause")) if failed else ("-", "-", "-")


def main():
    rows = [line.split("\t", 3) for line in LINES if not line.startswith("#")]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answer, [row[3] for row in rows]))
    wrong = [(row, found) for row, found in zip(rows, answers) if tuple(row[:3]) != found]
    for row, found in wrong:
        print(f"expected {' '.join(row[:3])}, found {' '.join(found)}: {row[3]}")
    print(f"{len(rows) - len(wrong)} of {len(rows)} lines right")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
