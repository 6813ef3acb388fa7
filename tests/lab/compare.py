"""What tlswhy says of the cells, held against what happened."""
import collections
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import re
import subprocess
import tomllib
import xml.etree.ElementTree as ElementTree

import clients
import servers

FEW = 5  # refusals; with fewer, that none has a message says nothing
OUTCOMES = {True: "established", False: "failed"}


class Report:
    """Counts by part, prints differences, knows which are explained."""

    def __init__(self, path, complete, verbose=False):
        known = tomllib.loads(path.read_text(encoding="utf-8")).get("difference", [])
        self.known = [{**entry, "part": part} for entry in known for part in entry["part"].split()]
        self.used = collections.Counter()
        self.offers = {}  # cell: the remedies that tlswhy offers for it
        self.complete = complete  # all cells were run
        self.verbose = verbose
        self.firsts = collections.Counter()  # (part, whether the first cause is right)
        self.cases = []  # (part, name, word, text)
        self.silent = []  # what was not compared at all, to be said last

    def right(self, part, name):
        self.cases.append((part, name, "right", ""))

    def not_yet(self, part, why):
        print(f"{part}: not yet: {why}")
        self.cases.append((part, "not-yet", "skipped", why))

    def nothing_of(self, part, kind, why):
        """A kind of client of which this part compares nothing."""
        self.silent.append(f"{part}: nothing of {kind}: {why}")
        self.cases.append((part, f"nothing-of-{kind}", "skipped", why))

    def differ(self, part, name, field, text):
        """`text` says what was expected and what came."""
        for entry in self.known:
            fits = [c for c in entry["cells"] if fnmatch.fnmatch(name, c)] if (entry["part"], entry["field"]) == (part, field) else []
            if fits:
                self.used.update((part, field, c) for c in fits)
                self.cases.append((part, f"{name}/{field}", "known", f"{text} [{entry['reason']}]"))
                return
        self.cases.append((part, f"{name}/{field}", "wrong", text))

    def check(self, part, name, fields):
        """fields: {field: None where it is right, else the text of the difference}"""
        wrong = {field: text for field, text in fields.items() if text}
        for field, text in wrong.items():
            self.differ(part, name, field, text)
        if not wrong:
            self.right(part, name)

    def wrong(self):
        """The names of what differs without a reason."""
        return {name.split("/")[0] for _, name, word, _ in self.cases if word == "wrong"}

    def take_again(self, other, names):
        """What `other` says of these, in the parts that it has."""
        parts = {part for part, *_ in other.cases}
        self.cases = [case for case in self.cases if case[0] not in parts or case[1].split("/")[0] not in names]
        self.cases += [case for case in other.cases if case[1].split("/")[0] in names]

    def close(self):
        """Prints all; the number of differences without a reason."""
        counts = collections.Counter((part, word) for part, _, word, _ in self.cases)
        for part, name, word, text in self.cases:
            if word == "wrong" or (word == "known" and self.verbose):
                print(f"{'DIFFERS' if word == 'wrong' else 'known'} {part} {name}: {text}")
        for part in dict.fromkeys(part for part, *_ in self.cases):
            print(f"{part}: {counts[part, 'right']} right, {counts[part, 'known']} known differences, {counts[part, 'wrong']} differ")
        for part in sorted({part for part, _ in self.firsts}):
            right = self.firsts[part, True]
            print(f"{part}: the first cause is right in {right} of {right + self.firsts[part, False]}")
        for entry in self.known if self.complete else []:
            unused = [c for c in entry["cells"] if not self.used[entry["part"], entry["field"], c]]
            if unused:
                print(f"note: known differences that did not show: {entry['part']} {entry['field']} {' '.join(unused)}")
        for text in self.silent:
            print(f"NOT COMPARED: {text}")
        self.write_junit()
        return sum(word == "wrong" for *_, word, _ in self.cases)

    def write_junit(self):
        """Where ctest-counted looks for single cases. A known mistake counts as skipped, as in tests/cases."""
        kind, _, folder = os.environ.get("GTEST_OUTPUT", "").partition(":")
        if kind != "xml" or not folder.endswith("/"):
            return
        suite = ElementTree.Element("testsuite", name="lab")
        for part, name, word, text in self.cases:
            passed_over = word == "skipped" or (word == "known" and "[open: " in text)
            case = ElementTree.SubElement(suite, "testcase", name=f"{part}/{name}", status="notrun" if passed_over else "run")
            if word == "wrong":
                ElementTree.SubElement(case, "failure", message=text)
        ElementTree.ElementTree(suite).write(pathlib.Path(folder) / "lab.py.xml")


def run_json(program, *arguments):
    """The JSON that tlswhy prints, or None with what it says instead."""
    done = subprocess.run([program, *map(str, arguments), "--json"], capture_output=True, text=True, check=False, timeout=60)
    try:
        return json.loads(done.stdout), ""
    except ValueError:
        return None, (done.stderr.strip() or f"exit code {done.returncode}, no JSON")[:300]


def cells(rows, report):
    """The lab itself: a cell that hangs, or a healthy one that fails, says that the lab is wrong."""
    for row in rows:
        if row.hung:
            report.differ("lab", row.name, "hangs", row.message[:400])
        elif row.dh_bits and row.group.config.dh_bits not in (row.dh_bits, None):
            report.differ("lab", row.name, "dh", f"the server has {row.dh_bits} bits, not {row.group.config.dh_bits}")
        elif not row.ok and not row.causes:
            report.differ("lab", row.name, "outcome", f"should connect, but: {row.message[-300:]} | server: {row.server_log[-300:]}")
        else:
            report.right("lab", row.name)


def diagnosis(program, rows, report, jobs):
    rows = [row for row in rows if row.capture and not row.hung]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for row, (said, error) in zip(rows, pool.map(lambda r: run_json(program, r.capture, "--all"), rows)):
            report.check("diagnosis", row.name, {"run": error} if said is None else differences(row, said, report))
            report.offers[row.name] = [r for c in (said or {}).get("conversations", []) for r in c.get("remedies") or []]


def told(program, rows, lab, report, jobs):
    """The same of failures, with what a user can say beside it: which client it was, and what it trusts."""
    known = known_profiles(program, lab)
    rows = [row for row in rows if row.capture and not row.hung and not row.ok and not row.cell.identity
            and row.cell.client.program in known and (not row.cell.client.options or row.cell.client.tag in clients.WRONG_CLOCK)]

    def ask(row):
        return run_json(program, row.capture, "--as", known[row.cell.client.program], "--host", row.host,
                        "--trust", lab.folder / "out" / row.group.name / "chain0/trust.pem")

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for row, (said, error) in zip(rows, pool.map(ask, rows)):
            report.check("told", row.name, {"run": error} if said is None else differences(row, said))
            report.offers.setdefault(row.name, []).extend(
                r for c in (said or {}).get("conversations", []) for r in c.get("remedies") or [])


def differences(row, said, report=None):
    found = [c for c in said["conversations"] if (c.get("frames") or {}).get("client_hello")] or said["conversations"]
    if not found:
        return {"outcome": "no conversation listed"}
    diagnosed = found[0].get("diagnosis") or {}
    fields = {}
    if found[0]["outcome"] != OUTCOMES[row.ok]:
        fields["outcome"] = f"{OUTCOMES[row.ok]} is right, not {found[0]['outcome']} ({diagnosed.get('cause')}); {words(row)}"
        return fields
    if row.ok:
        return fields
    if diagnosed.get("refuser") != row.refuser:
        fields["refuser"] = f"{row.refuser} is right, not {diagnosed.get('refuser')}; {words(row)}"
    candidates = [diagnosed.get("cause"), *(c["cause"] for c in diagnosed.get("candidates") or [])]
    certain = diagnosed.get("confidence") in ("shown", "consistent")
    if row.causes and row.readable and report:
        report.firsts["diagnosis", candidates[0] in row.causes] += 1
    if row.causes and row.readable and (candidates[0] not in row.causes if certain else not set(candidates) & set(row.causes)):
        fields["cause"] = f"{'|'.join(row.causes)} is right, not {'|'.join(map(str, candidates))} ({diagnosed.get('confidence')}); {words(row)}"
    return fields


def meetings(program, met, report, jobs):
    """Of meetings.py: outcome, refuser, first cause, and no certainty that is wrong."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for one, (said, error) in zip(met, pool.map(lambda m: run_json(program, m.capture, "--all"), met)):
            report.check("meetings", one.name, {"run": error} if said is None else of_meeting(one, said, report))


def of_meeting(one, said, report):
    right = one.right
    if not re.search(right.shown, one.said):
        return {"lab": f"neither side said {right.shown}: {one.said[-300:]}"}
    found = said["conversations"] or [{"outcome": "not-listed", "diagnosis": None}]
    meant = found[min(right.number, len(found) - 1)]
    outcome, diagnosed = meant["outcome"], meant.get("diagnosis") or {}
    fits = {"works": outcome != "failed", "open": outcome != "established", "unused": meant.get("unused", False)}.get(right.outcome, outcome == right.outcome)
    cause = diagnosed.get("cause")
    if not fits:
        return {"outcome": f"{right.outcome} is right, not {outcome} ({cause}); {one.said[-160:]}"}
    if outcome != "failed":
        return {} if cause in right.causes or not right.named else {"cause": f"{'|'.join(right.causes)} is to be named, not {cause}"}
    report.firsts["meetings", cause in right.causes] += 1
    fields = {"cause": None if cause in right.causes else f"{'|'.join(right.causes)} is right, not {cause} ({diagnosed.get('confidence')})"}
    if right.refuser not in (None, diagnosed.get("refuser")):
        fields["refuser"] = f"{right.refuser} is right, not {diagnosed.get('refuser')}"
    return fields


def words(row):
    return f"alert {row.alert} {row.visible}, {row.version}, client: {row.message[-160:]}"


def prediction(program, rows, lab, report, jobs):
    """One run of tlswhy for each server, host and trust store, with all clients that met it."""
    asked, known = collections.defaultdict(list), known_profiles(program, lab)
    met = collections.defaultdict(collections.Counter)  # by program: its cells, and what was compared of them
    for row in rows:
        client = row.cell.client
        if not client.options and not row.hung and not row.cell.identity and row.group.config.kind in servers.BEHAVIOURS:
            met[client.program]["cells"] += 1
            if client.program in known:
                asked[row.group.name, row.host].append((known[client.program], row))
    keys = list(asked)

    def ask(key):
        folder = lab.folder / "out" / key[0]
        profiles = [word for profile, _ in asked[key] for word in ("--as", profile)]
        return run_json(program, folder / "server.toml", *profiles, "--trust", folder / "chain0/trust.pem", "--host", key[1])

    said, error = ask(keys[0]) if keys else (None, "no cells")
    if said is None or "verdicts" not in said:
        report.not_yet("prediction", error or "no verdicts")
        return
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for key, (said, error) in zip(keys, pool.map(ask, keys)):
            verdicts = {v["client"]: v for v in (said or {}).get("verdicts") or []}
            for profile, row in asked[key]:
                met[row.cell.client.program].update(
                    compare_verdict(report, row, verdicts.get(profile), error or f"no verdict for {profile}"))
    not_compared(met, lab, report)


def known_profiles(program, lab):
    """{program: profile}, where tlswhy has it."""
    listed = subprocess.run([program, "clients"], capture_output=True, text=True, check=False, timeout=60).stdout
    built_in = {line.split()[0] for line in listed.splitlines() if line.strip()}
    return {name: profile for name, profile in clients.profiles(lab).items() if profile in built_in or profile.endswith(".toml")}


def not_compared(met, lab, report):
    """A kind of client of which nothing is compared is said aloud: figures that shrink without a word look like the same."""
    for program, counts in met.items():
        version = getattr(getattr(lab, program.partition("-")[0], None), "version", "")
        client = " ".join(filter(None, (program, version)))
        if not counts["compared"] and program not in clients.WITHOUT_PROFILE:
            report.nothing_of("prediction", client, f"{counts['cells']} cells, but tlswhy has no profile of it")
        elif counts["refused"] >= FEW and not counts["message"]:
            report.nothing_of("message", client, f"{counts['refused']} refusals were predicted, none with the client's words")


def compare_verdict(report, row, verdict, error):
    """What was compared: some of "compared", "refused", "message"."""
    if verdict is None:
        report.differ("prediction", row.name, "run", error)
        return []
    report.offers[row.name] = (verdict.get("remedies") or []) + report.offers.get(row.name, [])
    fields = {}
    if verdict["accepted"] != row.ok:
        cause = (verdict.get("diagnosis") or {}).get("cause")
        fields["accepted"] = f"{row.ok} is right; predicted {verdict['accepted']} ({cause}, {verdict.get('alert')}); {words(row)}"
        report.check("prediction", row.name, fields)
        return ["compared"]
    for field, real in (("protocol", row.version), ("cipher_suite", row.suite)):
        if real and (verdict.get(field) or "").replace("TLSv1.0", "TLSv1") != real and (row.ok or verdict.get(field)):
            fields[field] = f"{real} is right, not {verdict.get(field)}"
    if not row.ok:
        fields.update(refusal(row, verdict))
    report.check("prediction", row.name, fields)
    if row.ok:
        return ["compared"]
    message = verdict.get("message")
    if not message or not row.message:
        return ["compared", "refused"]
    said = None if message in row.message else f"client said: {row.message[-240:]}; predicted: {message}"
    report.check("message", row.name, {"message": said})
    return ["compared", "refused", "message"]


def refusal(row, verdict):
    """Differences of a refusal that was predicted as one."""
    cause = (verdict.get("diagnosis") or {}).get("cause")
    if verdict.get("refuser") != row.refuser:
        yield "refuser", f"{row.refuser} is right, not {verdict.get('refuser')}; {words(row)}"
    if row.alert and verdict.get("alert") != row.alert:
        yield "alert", f"{row.alert} is right, not {verdict.get('alert')}; {words(row)}"
    if row.causes and cause not in row.causes:
        yield "cause", f"{'|'.join(row.causes)} is right, not {cause}"
