"""Scores tlswhy against cells of which it is known what happened (labels.tsv).

A cell is one client against one server with one chain. Cells whose alert is encrypted (`enc:*`) say
nothing offline about who refused and why: they count for wrong certainties only, and their outcome
is printed apart."""
import collections
import csv
import json
import pathlib
import tomllib

from scoring import bound, tool
from scoring.clients import profile_of
from scoring.figures import Count, Share

# As the project's issue has them: at least for shares (per cent), at most for counts.
THRESHOLDS = {"outcome": 99.5, "refuser": 98.0, "cause": 90.0, "candidates": 97.0, "wrong": 0, "healthy": 0}
CERTAIN = ("shown", "consistent")
KINDS = ("outcome", "refuser", "cause", "candidates")


class Cell:
    """A row of labels.tsv beside what tlswhy said of its capture."""

    def __init__(self, label, conversations, result):
        self.label = label
        self.result = result
        self.causes = set(filter(None, label["causes"].split("|")))
        self.encrypted = label["alert_visible"].startswith("enc")
        self.silent = label["outcome"] == "fail" and not label["alert_visible"]
        # Sockets of other cells that closed late left strays in some files: the cell is the first hello.
        with_hello = [c for c in conversations if (c.get("frames") or {}).get("client_hello")]
        self.got = (with_hello or conversations or [None])[0]
        self.diagnosis = (self.got or {}).get("diagnosis") or {}

    @property
    def outcome(self):
        return self.got["outcome"] if self.got else "not found"

    @property
    def cause(self):
        return self.diagnosis.get("cause")

    @property
    def candidates(self):
        named = [candidate.get("cause") for candidate in self.diagnosis.get("candidates") or []]
        return [cause for cause in [self.cause, *named] if cause]

    @property
    def tls13(self):
        return (self.wire.get("version") or (self.got or {}).get("version")) == "TLSv1.3"

    @property
    def wire(self):
        return self.result.get("wire") or {}

    def outcome_right(self):
        allowed = {"ok": ("established",), "fail": ("failed",), "accepted": ("established", "undetermined")}
        return self.outcome in allowed[self.label["outcome"]]

    def refuser_right(self):
        return self.diagnosis.get("refuser") == self.label["refuser"]

    def cause_right(self):
        return self.cause in self.causes

    def candidates_right(self):
        return bool(self.causes.intersection(self.candidates))

    def wrongly_certain(self):
        return (self.diagnosis.get("confidence") in CERTAIN and self.causes and not self.cause_right())

    def healthy_called_failed(self):
        return self.label["outcome"] in ("ok", "accepted") and self.outcome == "failed"

    def judged(self):
        """{kind: right?} for the kinds that this cell is scored on."""
        if self.encrypted:
            return {}
        kinds = {"outcome": self.outcome_right()}
        if self.label["outcome"] == "fail" and self.label["refuser"]:
            kinds["refuser"] = self.refuser_right()
        if self.causes:
            kinds["cause"] = self.cause_right()
            kinds["candidates"] = self.candidates_right()
        return kinds

    def group(self, by):
        """What the cell is grouped by in a breakdown."""
        if by == "picture":
            alerts = [f"{a['from']}:{a['name'] or 'encrypted'}" for a in self.wire.get("alerts", [])]
            parts = [self.wire.get("version") or "-", *self.wire.get("hs", []), *alerts, *self.wire.get("end", [])]
            return " ".join(parts)
        return self.label["causes" if by == "cause" else by] or "-"

    def describe(self):
        expected = f"{self.label['outcome']} {self.label['refuser'] or '-'} {self.label['causes'] or '-'}"
        got = f"{self.outcome} {self.diagnosis.get('refuser') or '-'} {self.cause or '-'}"
        also = " ".join(cause for cause in self.candidates if cause != self.cause)
        return (f"{self.label['cell']}\n      expected {expected}\n      got      {got}"
                f" ({self.diagnosis.get('confidence') or '-'})" + (f" also {also}" if also else ""))


def by_knowledge(folder, labels, known):
    """{options: captures}: what is told of each cell beside its capture (`known`: client, store, server)."""
    groups = collections.defaultdict(set)
    for label in labels:
        more = []
        profile = profile_of(label["client"])
        if "client" in known and profile:
            more += ["--as", profile]
        chain = folder / "chains" / label["chain"]
        if "store" in known:
            more += ["--trust", str(chain / "trust.pem"), "--host", "server.test"]
        if "server" in known:
            more += ["--server", str(chain / "server.pem")]
        groups[tuple(more)].add(str(folder / label["capture"]))
    return groups


def read_cells(folder, binary, options, known=()):
    folder = pathlib.Path(folder)
    with open(folder / "labels.tsv", encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file, delimiter="\t"))
    results = {}
    if (folder / "results.jsonl").exists():
        with open(folder / "results.jsonl", encoding="utf-8") as file:
            results = {row["cell"]: row for row in map(json.loads, file)}
    found = {}
    for more, files in by_knowledge(folder, labels, known).items():
        found |= tool.explain(binary, sorted(files), [*options, *more])
    return [Cell(label, found.get(str(folder / label["capture"]), []), results.get(label["cell"], {}))
            for label in labels]


def read_notes(path):
    """{cell: reason} of labels that the wire contradicts ([[label]] cell, reason)."""
    entries = tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8")) if path else {}
    return {entry["cell"]: entry["reason"] for entry in entries.get("label", [])}


def measure(cells):
    """The figures, in the order in which they print."""
    shares = {kind: Share(kind) for kind in KINDS}
    for cell in cells:
        for kind, right in cell.judged().items():
            shares[kind].add(right)
    wrong = Count("wrong", sum(bool(cell.wrongly_certain()) and not cell.note for cell in cells))
    healthy = Count("healthy", sum(cell.healthy_called_failed() for cell in cells))
    return [*shares.values(), wrong, healthy]


def print_hidden(cells):
    """Cells whose answer the wire does not show: what tlswhy says of them, without a threshold."""
    hidden = {
        "encrypted alert": [c for c in cells if c.encrypted],
        "encrypted alert, TLS 1.3": [c for c in cells if c.encrypted and c.tls13],
        "silent failure, TLS 1.3 (counted above too)": [c for c in cells if c.silent and c.tls13],
    }
    print("\nNot on the wire: outcome right, cause among the candidates")
    for name, members in hidden.items():
        outcome = sum(c.outcome_right() for c in members)
        scored = [c for c in members if c.causes]
        causes = sum(c.candidates_right() for c in scored)
        print(f"  {name:<45} {outcome} of {len(members)}, {causes} of {len(scored)}")


def print_breakdown(cells, by):
    groups = collections.defaultdict(list)
    for cell in cells:
        groups[cell.group(by)].append(cell)
    rows = []
    for name, members in groups.items():
        judged = [cell.judged() for cell in members]
        misses = [sum(kinds.get(kind) is False for kinds in judged) for kind in KINDS]
        misses.append(sum(bool(cell.wrongly_certain()) for cell in members))
        rows.append((misses, len(members), name))
    bad = sorted((row for row in rows if any(row[0])), key=lambda row: (-sum(row[0]), row[2]))
    print(f"\nMisses by {by} ({len(rows) - len(bad)} of {len(rows)} without any)")
    print(f"  {'cells':>6} {'outcome':>8} {'refuser':>8} {'cause':>8} {'cands':>8} {'wrong':>8}")
    for misses, size, name in bad:
        print(f"  {size:>6} " + " ".join(f"{miss or '.':>8}" for miss in misses) + f"  {name}")


def print_list(title, cells):
    if cells:
        print(f"\n{title} ({len(cells)})")
        for cell in cells:
            print("  " + cell.describe())


def score(folder, arguments):
    """Prints the score; gives the figures."""
    cells = read_cells(folder, arguments.binary, arguments.option, arguments.known)
    notes = read_notes(arguments.explain)
    for cell in cells:
        cell.note = notes.get(cell.label["cell"])
    figures = measure(cells)
    print(f"{len(cells)} cells, {sum(c.encrypted for c in cells)} with an encrypted alert")
    for figure in figures:
        print(f"  {figure}")
    print_hidden(cells)
    for cell in cells:
        if cell.note and cell.wrongly_certain():
            print(f"label contradicted by the wire: {cell.label['cell']}: {cell.note}")
    if arguments.bound:
        bound.print_bound(cells, pathlib.Path(folder))
    for by in arguments.by:
        print_breakdown(cells, by)
    print_list("Wrong certainties", [c for c in cells if c.wrongly_certain()])
    print_list("Healthy called failed", [c for c in cells if c.healthy_called_failed()])
    if arguments.misses:
        for kind in KINDS:
            print_list(f"Missed: {kind}", [c for c in cells if c.judged().get(kind) is False])
    return figures
