#!/usr/bin/env python3
"""check_readme.py PROGRAM [--fix]: the README shows what the program prints today.

Each block of the README that begins with `$ ./run ARGUMENTS` is run and compared; --fix writes the new output in.
Options that --help names must stand in the README, and those of the README in --help."""
import difflib
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```\n\$ \./run (?P<arguments>[^\n]*)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMON = {"--help"}


def output(program, arguments):
    done = subprocess.run([program, *shlex.split(arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
                          check=False, timeout=60, encoding="utf-8")
    return done.stdout.rstrip("\n") + "\n"


def options(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - COMMON


def main():
    program, readme = str(pathlib.Path(sys.argv[1]).resolve()), README.read_text(encoding="utf-8")
    fixed = BLOCK.sub(lambda b: f"```\n$ ./run {b['arguments']}\n{output(program, b['arguments'])}```", readme)
    blocks = len(BLOCK.findall(readme))
    bad = list(difflib.unified_diff(readme.splitlines(), fixed.splitlines(), "README.md", "the program", lineterm=""))
    if "--fix" in sys.argv[2:] and bad:
        README.write_text(fixed, encoding="utf-8")
        bad = []
    table = "\n".join(re.findall(r"^\| `--.*$", readme, re.MULTILINE))
    bad += [f"options that only one of README and --help has: {name}"
            for name in sorted(options(output(program, "--help")) ^ options(table))]
    bad += [] if blocks else ["the README shows no output"]
    print("\n".join([*bad, f"{blocks} examples, {len(options(table))} options, {len(bad)} lines differ"]))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
