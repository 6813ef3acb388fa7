#!/usr/bin/env python3
"""check_languages.py PROGRAM: what tlswhy prints in Korean and Traditional Chinese.

Runs it over every sample, every case, every cause, the lists, the help and mistakes of usage, and
looks for English sentences, for placeholders without a value, and for lines wider than 80 columns
that could have been broken.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "zh-Hant")
COLUMNS = 80
# Words that hold English sentences together; three words in a row with one of them are a sentence.
BINDING = frozenset(
    "the a an is are was were be been must may can cannot should would will has have had does did do not no of "
    "to in on at by for from with without into than that this these which who whose it its they their there and "
    "or but if then else when where while because only also other another every each all any some one".split())
# What is quoted stands as a program prints it, and what stands in commands is no sentence.
QUOTED = re.compile(r'"[^"\n]*"|「[^」\n]*」|“[^”\n]*”')
# What programs print, and what a source is called, is cited: `PRINTS`, "seen in" and "source" of each language.
CITED = re.compile(r"^(?:출력|輸出)  .*|^\S+(?:의 메시지: | 的訊息：).*|^(?:출처: |來源：).*", re.MULTILINE)
# The English name of a menu stands in brackets behind the translated one.
NAMED = re.compile(r"[(（][A-Z][^()（）]*[)）]")
COMMANDS = (
    re.compile(r"tcpdump .*?port \S+"),
    re.compile(r"pktmon|netsh .*?(?=[,，;；]|$)"),
    re.compile(r"host \S+ and port \S+"),
    re.compile(r"utils \S+ [^,，]*"),
    re.compile(r"tcp-request [a-z]+ [a-z]+ if \S+"),
)
WORDS = re.compile(r"(?<![\w./\\=:-])[a-zA-Z][a-z']*(?: [a-z][a-z']*){2,}(?![\w/\\=:-])")
PLACEHOLDER = re.compile(r"\{[a-z_]+(\|[^{}]*)?\}")


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def english(text):
    for pattern in (CITED, QUOTED, NAMED, *COMMANDS):
        text = pattern.sub(" \n ", text)
    for found in WORDS.finditer(text):
        words = found.group().lower().split()
        if BINDING & set(words):
            yield found.group()


def could_be_broken(line):
    """Whether a line has a place behind its indentation where it could have ended before column 80."""
    body = line[:COLUMNS].rstrip()
    inner = body.lstrip(" -")
    return " " in inner or any(unicodedata.east_asian_width(c) in "WF" for c in inner)


def runs(program):
    """Each command line to be looked at, as a list of arguments behind the program."""
    samples = pathlib.Path("samples")
    for path in [*sorted(ROOT.glob("samples/*.pcap")), *sorted(ROOT.glob("tests/cases/*/input.*"))]:
        path = path.relative_to(ROOT)
        yield [str(path), "--all", "--full"]
        yield [str(path)]
    for path in sorted(ROOT.glob("samples/*.pcap")):
        yield ["JSON", str(path.relative_to(ROOT))]
    chain = samples / "pss-chain"
    for client in ("finesse-11", "java-8u152", "openssl-3.0", "chrome-130", "schannel-2019"):
        yield [str(chain / "server.pem"), "--as", client, "--trust", str(chain), "--full"]
    yield [str(chain / "server.pem")]
    yield ["causes"]
    yield ["clients"]
    listed = subprocess.run([program, "causes", "--lang", "en"], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        identifier = line.split(" ")[0]
        if (ROOT / "knowledge" / "causes" / identifier).is_dir():
            yield ["causes", identifier]
    yield ["--help"]
    yield []
    yield ["no-such-file"]
    yield ["--no-such-option"]
    yield ["--product", "nonsense", str(samples / "weak-dh.pcap")]
    yield ["--as", "java-9", str(samples / "weak-dh.pcap")]
    yield ["--at", "yesterday", str(samples / "weak-dh.pcap")]
    yield ["--trust", "no-such-file", str(samples / "weak-dh.pcap")]
    for store in ("windows", "mozilla", "nobody", "windows@2001-01-01", "windows@today"):
        for case in ("root-of-a-listed-name", "root-of-a-listed-name-sent"):
            yield [f"tests/cases/{case}/server.pem", "--as", "java-17", "--trust", f"system:{store}", "--full"]
    yield ["tests/cases/root-of-a-listed-name/server.pem", "--trust", "system:windows"]
    yield ["--html", "samples/weak-dh.pcap", "samples/weak-dh.pcap"]
    # What is no capture, and says nothing of TLS.
    for name in ("LICENSE", "web/package.json", "tests/layout/layout_test.py"):
        yield [name]
    yield ["-"]
    yield ["--redact", "--annotate", "out.pcapng", str(samples / "weak-dh.pcap")]
    yield ["--redact-key", "LICENSE", str(samples / "weak-dh.pcap")]
    yield ["completions"]
    yield ["probe"]
    yield ["changes"]


def report_texts(node, inside=False):
    """The texts of each `report` and the notes in a JSON document."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from report_texts(value, inside or key in ("report", "notes"))
    elif isinstance(node, list):
        for value in node:
            yield from report_texts(value, inside)
    elif inside and isinstance(node, str):
        yield node


def json_faults(program, path, language):
    def run(tag):
        return subprocess.run([program, path, "--json", "--lang", tag], capture_output=True, text=True, cwd=ROOT,
                              check=False).stdout
    out = [f"{path} --json --lang {language}: English: {found}" for text in report_texts(json.loads(run(language)))
           for found in english(text)]
    # Ids, code points and numbers are those of the English document: all that is no sentence.
    same = [skeleton(json.loads(run(tag))) for tag in ("en", language)]
    return out if same[0] == same[1] else [*out, f"{path} --json --lang {language}: more than sentences differ"]


def skeleton(node):
    """A document without what is said in words."""
    words = {"report", "notes", "text", "title", "by", "for", "against", "next_observation"}
    if isinstance(node, dict):
        return {key: skeleton(value) for key, value in node.items() if key not in words}
    if isinstance(node, list):
        return [skeleton(value) for value in node]
    return node


def faults(program, arguments, language):
    if arguments[0:1] == ["JSON"]:
        return json_faults(program, arguments[1], language)
    done = subprocess.run([program, *arguments, "--lang", language], capture_output=True, text=True,
                          errors="replace", cwd=ROOT, check=False, input="Dear reader,\nnothing of interest.\n")
    out = []
    text = done.stdout + done.stderr
    for line in text.splitlines():
        if PLACEHOLDER.search(line):
            out.append(f"placeholder: {line}")
        # The name of the input stands whole before what is said of it.
        own = max((line[len(name) + 2:] for name in arguments if line.startswith(f"{name}: ")), key=len, default=line)
        if columns(own) > COLUMNS and could_be_broken(own):
            out.append(f"{columns(line)} columns: {line}")
    # A sentence may go over several lines.
    flowing = re.sub(r"\n +(?=\S)", " ", text)
    out.extend(f"English: {found}" for found in english(flowing))
    return [f"{' '.join(arguments)} --lang {language}: {fault}" for fault in out]


def locale_faults(program):
    """The first of the three variables that is set decides, and --lang before them."""
    def verdict(arguments, **variables):
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("LC_ALL", "LC_MESSAGES", "LANG")} | variables
        return subprocess.run([program, "samples/weak-dh.pcap", *arguments], capture_output=True, text=True, cwd=ROOT,
                              env=environment, check=False).stdout
    said = {tag: verdict(["--lang", tag]) for tag in ("en", *LANGUAGES)}
    cases = (
        ("en", [], {}),
        ("en", [], {"LANG": "C.UTF-8"}),
        ("en", [], {"LANG": "zh_CN.UTF-8"}),
        ("ko", [], {"LANG": "ko_KR.UTF-8"}),
        ("zh-Hant", [], {"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}),
        ("zh-Hant", [], {"LC_ALL": "zh_HK", "LC_MESSAGES": "ko_KR"}),
        ("en", [], {"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}),
        ("ko", ["--lang=ko"], {"LC_ALL": "zh_TW.UTF-8"}),
        ("en", ["--lang", "en"], {"LC_ALL": "ko_KR.UTF-8"}),
    )
    return [f"{variables} {arguments}: not as --lang {tag}" for tag, arguments, variables in cases
            if verdict(arguments, **variables) != said[tag]] + (
                [] if len(set(said.values())) == len(said) else ["two languages say the same"])


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    work = [(program, arguments, language) for arguments in runs(program) for language in LANGUAGES]
    with ThreadPoolExecutor(2) as pool:
        found = [fault for some in pool.map(lambda job: faults(*job), work) for fault in some]
    found += locale_faults(program)
    for fault in found:
        print(fault)
    print(f"{len(work)} runs, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
