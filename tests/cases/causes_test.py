#!/usr/bin/env python3
"""causes_test.py PROGRAM [--list]: every cause that `tlswhy causes` calls recognised has a case that gives it first and
a near miss, which is almost the same and must not give it.

Both are read from the case.toml files, which run_case.py holds against the program: `cause` in [expect] is what comes
first, `not_causes` what must not. exceptions.toml has the causes that no case gives first, each with a reason, and those whose near miss is still to be
written; it may name no cause that has what it is excused from."""
import pathlib
import re
import subprocess
import sys
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]


def recognised(program):
    """The ids that `tlswhy causes` prints, without those that are not yet recognised. A title may go on, indented,
    on further lines; what is printed behind an empty line is about the list."""
    done = subprocess.run([program, "causes", "--lang", "en"], capture_output=True, check=True, timeout=60)
    table = done.stdout.decode().split("\n\n")[0]
    titles = {}
    for line in table.splitlines():
        name = re.match(r"[a-z0-9-]+(?= |$)", line)
        if name:
            last = name.group()
        titles[last] = titles.get(last, "") + " " + line
    return {cause for cause, title in titles.items() if "(not yet recognised)" not in " ".join(title.split())}


def expectations():
    """(cause -> cases that give it first, cause -> near misses, cause -> cases where it is one of several)."""
    first, near, named = {}, {}, {}
    for path in sorted(FOLDER.glob("*/case.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        expect = case["expect"]
        if "open" in case:  # what it expects is not so
            continue
        for kind, causes in ((first, [expect.get("cause")]), (near, expect.get("not_causes", [])),
                             (named, expect.get("candidates", []))):
            for cause in filter(None, causes):
                kind.setdefault(cause, []).append(path.parent.name)
    return first, near, named


def complaints(causes, first, near, named, exceptions):
    for cause in sorted(causes - set(first)):
        excuse = exceptions["never_first"].get(cause)
        if excuse is None:
            yield f"{cause}: no case gives it first"
        elif "test" in excuse:
            if cause not in (ROOT / excuse["test"]).read_text(encoding="utf-8"):
                yield f"{cause}: {excuse['test']} does not name it"
        elif cause not in named:
            yield f"{cause}: never first, and no case has it among its candidates"
    for cause in sorted(causes - set(near) - set(exceptions["no_near_miss"])):
        yield f"{cause}: no near miss (a case with it in not_causes)"
    for kind, has in (("never_first", first), ("no_near_miss", near)):
        for cause in exceptions[kind]:
            if cause not in causes or cause in has:
                yield f"exceptions.toml: {kind}: {cause} needs no exception"
    for cause, excuse in exceptions["never_first"].items():
        if not excuse.get("reason"):
            yield f"exceptions.toml: {cause} has no reason"


def main():
    causes = recognised(sys.argv[1])
    exceptions = {"never_first": {}, "no_near_miss": []}
    exceptions |= tomllib.loads((FOLDER / "exceptions.toml").read_text(encoding="utf-8"))
    first, near, named = expectations()
    if "--list" in sys.argv:
        for cause in sorted(causes):
            print(f"{cause}\n  first      {' '.join(first.get(cause, ['-']))}\n  near miss  {' '.join(near.get(cause, ['-']))}")
    found = list(complaints(causes, first, near, named, exceptions))
    print("\n".join(found), end="\n" if found else "")
    print(f"{len(causes)} causes are recognised; {len(causes & set(first))} are first in a case, "
          f"{len(causes & set(near))} have a near miss")
    sys.exit(bool(found) or not causes)


if __name__ == "__main__":
    main()
