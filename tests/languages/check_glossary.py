#!/usr/bin/env python3
"""check_glossary.py [FOLDER]: one word for one thing, in every language.

Where an English sentence of knowledge/, or a word of the page (web/src), uses a term of glossary.toml, each translation of it has to use the glossary's
word; and each term names who uses that word, or the reason for an own one.
"""

import itertools
import json
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "zh-Hant")
AS_IN_ENGLISH = "="
# What is quoted is what a program prints, and commands hold the terms as names.
QUOTED = re.compile(r'"[^"\n]*"|`[^`\n]*`')
VALUE = re.compile(r"\{[a-z_]+\}")
COMMAND = re.compile(
    r"\b(?:openssl|certutil|keytool|curl|dig|nmap|reg|haproxy|systemctl|utils|file|grep|tcpdump|netsh|certreq|"
    r"update-crypto-policies|pktmon|nc|ps|tlswhy|w32tm|apachectl|nginx|SSLConfCmd|acl|bind|server s1)\b [^,;()]*")


def leaves(node, path=()):
    """Each text with its path; a list's texts by their place."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if isinstance(value, str):
            yield (*path, key), value
        elif isinstance(value, (dict, list)):
            yield from leaves(value, (*path, key))


def pattern(term):
    plural = "" if term.endswith("s") else "(?:s|es)?"
    return re.compile(rf"(?<![\w./:=<@,-]){re.escape(term)}{plural}(?![\w/:=-]|\.\w)")


def read(path):
    return dict(leaves(tomllib.loads(path.read_text(encoding="utf-8"))))


def sentences(folder):
    """(file, key, English, language, translation) of everything that is translated."""
    for english_file in sorted(folder.rglob("*.en.toml")):
        english = read(english_file)
        for language in LANGUAGES:
            file = english_file.with_name(english_file.name.replace(".en.toml", f".{language}.toml"))
            if not file.exists():
                continue
            for key, text in read(file).items():
                if key in english and text != AS_IN_ENGLISH:
                    yield file.relative_to(folder), ".".join(map(str, key)), english[key], language, text


def words_of_the_page():
    """The same of what the page says by itself."""
    for file in (ROOT / "web/src/words.json", ROOT / "web/src/inside/words.json"):
        for key, said in json.loads(file.read_text(encoding="utf-8")).items():
            for language in LANGUAGES:
                yield file.relative_to(ROOT), key, said["en"], language, said[language]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "knowledge"
    terms = tomllib.loads((folder / "glossary.toml").read_text(encoding="utf-8"))["term"]
    found = []
    for term in terms:
        if not term.get("source") and not term.get("reason"):
            found.append(f"glossary.toml: {term['en']}: neither a source nor a reason")
    patterns = [(pattern(term["en"]), term) for term in terms]
    checked = 0
    for file, key, english, language, text in itertools.chain(sentences(folder), words_of_the_page()):
        prose = VALUE.sub(" ", COMMAND.sub(" ", QUOTED.sub(" ", english)))
        for term_pattern, term in patterns:
            looks_like_it = any(name in english for name in term.get("unless", []))
            if looks_like_it or not term_pattern.search(prose):
                continue
            checked += 1
            if not any(word in text for word in term[language]):
                found.append(f"{file}: {key}: \"{term['en']}\" is not {' or '.join(term[language])}: {english} | {text}")
    for line in found:
        print(line)
    print(f"{len(terms)} terms, {checked} uses, {len(found)} faults")
    return 1 if found or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
