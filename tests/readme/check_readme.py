#!/usr/bin/env python3
"""check_readme.py PROGRAM [--fix]: the README and the pages of docs/ show what the program prints today.

Each block that begins with `$ ./run ARGUMENTS` is run and compared; --fix writes the new output in. The options that
--help names are those of docs/options.md. The README says how many causes are recognised. Files of this project that the pages name have to exist."""
import difflib
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = ROOT / "README.md"
OPTIONS = ROOT / "docs/options.md"
BLOCK = re.compile(r"^```\n\$ \./run (?P<arguments>[^\n]*)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`((?:docs|samples|scripts|tests|bench)/[\w./-]+|[A-Z]+\.md)[` ]")
COMMON = {"--help"}


def output(program, arguments):
    done = subprocess.run([program, *shlex.split(arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
                          check=False, timeout=60, encoding="utf-8")
    return done.stdout.rstrip("\n") + "\n"


def options(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - COMMON


def check_page(program, page, fix):
    """The number of examples on the page, and a line for each thing that is wrong there."""
    text, name = page.read_text(encoding="utf-8"), str(page.relative_to(ROOT))
    fixed = BLOCK.sub(lambda b: f"```\n$ ./run {b['arguments']}\n{output(program, b['arguments'])}```", text)
    bad = list(difflib.unified_diff(text.splitlines(), fixed.splitlines(), name, "the program", lineterm=""))
    if fix and bad:
        page.write_text(fixed, encoding="utf-8")
        bad = []
    bad += [f"{name} names {file}, which is not there" for file in NAMED.findall(text) if not (ROOT / file).exists()]
    return len(BLOCK.findall(text)), bad


def causes_said(readme):
    found = re.search(r"recognises (\d+) of (\d+)\s+causes", readme)
    return found and (found[1], found[2])


def causes_known(listed):
    found = re.search(r"these (\d+) causes the program recognises (\d+)", listed)
    return found and (found[2], found[1])


def main():
    program, examples, bad = str(pathlib.Path(sys.argv[1]).resolve()), 0, []
    for page in PAGES:
        count, complaints = check_page(program, page, "--fix" in sys.argv[2:])
        examples, bad = examples + count, bad + complaints
    table = "\n".join(re.findall(r"^\| `--.*$", OPTIONS.read_text(encoding="utf-8"), re.MULTILINE))
    bad += [f"options that only one of docs/options.md and --help has: {name}"
            for name in sorted(options(output(program, "--help")) ^ options(table))]
    bad += [] if causes_said(README.read_text(encoding="utf-8")) == causes_known(output(program, "causes")) else \
        ["README.md says another number of recognised causes than `causes`"]
    bad += [] if examples else ["the pages show no output"]
    print("\n".join([*bad, f"{examples} examples, {len(options(table))} options, {len(bad)} lines differ"]))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
