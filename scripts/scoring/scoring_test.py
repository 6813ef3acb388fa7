"""The scores themselves, with a stand-in for tlswhy that answers from a table."""
import argparse
import contextlib
import io
import json
import pathlib
import tempfile
import unittest

from scoring import bound, captures, figures, truth

HEADER = "cell client server chain outcome refuser alert alert_visible causes capture".split()


class Stage(unittest.TestCase):
    """A folder with data, and an executable that prints a prepared line per file."""

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)

    def stand_in(self, answers):
        """An executable that knows {file name: [conversation, ...]} and exits 3 for other files."""
        (self.folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        program = self.folder / "tlswhy"
        program.write_text(f"""#!/usr/bin/env python3
import json, os, sys
answers = json.load(open({str(self.folder / 'answers.json')!r}))
files = [a for a in sys.argv[1:] if not a.startswith('--')]
if any(os.path.basename(f) not in answers for f in files):
    sys.exit('cannot read')
for f in files:
    for c in answers[os.path.basename(f)]:
        print(json.dumps({{**c, 'input': f}}))
sys.exit(10)
""", encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    def arguments(self, binary, **more):
        return argparse.Namespace(**{"binary": binary, "option": [], "by": [], "misses": True, "explain": None, "known": [], "bound": False, **more})

    def quietly(self, function, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            result = function(*arguments)
        return {figure.name: figure for figure in result}, said.getvalue()


def conversation(outcome, refuser=None, cause=None, confidence="one_of", also=(), **more):
    diagnosis = None
    if cause:
        diagnosis = {"cause": cause, "refuser": refuser, "confidence": confidence,
                     "candidates": [{"cause": other} for other in also]}
    return {"outcome": outcome, "diagnosis": diagnosis, "frames": {"client_hello": 4}, **more}


class TruthTest(Stage):
    ROWS = [
        ("right", "fail", "client", "clear", "weak-dh-group|pss-chain", conversation("failed", "client", "weak-dh-group")),
        ("second", "fail", "client", "clear", "pss-chain", conversation("failed", "client", "expired", also=["pss-chain"])),
        ("refuser", "fail", "server", "clear", "", conversation("failed", "client", "expired", "shown")),
        ("certain", "fail", "client", "enc:server", "pss-chain", conversation("failed", "client", "expired", "consistent")),
        ("healthy", "ok", "", "", "", conversation("established")),
        ("slandered", "ok", "", "", "", conversation("failed", "client", "expired", "shown")),
        ("accepted", "accepted", "", "", "", conversation("undetermined")),
    ]

    def score(self, rows, **more):
        lines = ["\t".join(HEADER)]
        for name, outcome, refuser, visible, causes, _ in rows:
            lines.append("\t".join([name, "c", "s", "k", outcome, refuser, "", visible, causes, f"pcaps/{name}.pcap"]))
        (self.folder / "labels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        stray = {**conversation("undetermined"), "frames": {"client_hello": None}}
        binary = self.stand_in({f"{row[0]}.pcap": [stray, row[5]] for row in rows if row[5]})
        return self.quietly(truth.score, self.folder, self.arguments(binary, **more))

    def test_counts_what_the_wire_shows(self):
        got, said = self.score(self.ROWS, by=["cause", "picture"])
        self.assertEqual((got["outcome"].right, got["outcome"].of), (5, 6))
        self.assertEqual((got["refuser"].right, got["refuser"].of), (2, 3))
        self.assertEqual((got["cause"].right, got["cause"].of), (1, 2))
        self.assertEqual((got["candidates"].right, got["candidates"].of), (2, 2))
        self.assertEqual((got["wrong"].value, got["healthy"].value), (1, 1))
        self.assertIn("slandered", said)

    def test_a_file_that_cannot_be_read_is_a_miss_and_spoils_no_other(self):
        got, said = self.score([*self.ROWS, ("unreadable", "fail", "client", "clear", "pss-chain", None)])
        self.assertEqual((got["outcome"].right, got["outcome"].of), (5, 7))
        self.assertIn("unreadable.pcap: exit code 1: cannot read", said)

    def test_requirements(self):
        got, _ = self.score(self.ROWS)
        met = figures.parse_requirements(["candidates", "wrong=1"], truth.THRESHOLDS)
        self.assertEqual(figures.unmet(got.values(), met), [])
        every = figures.parse_requirements(["all"], truth.THRESHOLDS)
        self.assertEqual(len(figures.unmet(got.values(), every)), 5)

    def test_of_cells_that_look_the_same_only_one_answer_can_be_right(self):
        def cell(name, client, causes, server_said=("c1",), alert="handshake_failure"):
            wire = {"hs": list(server_said), "alerts": [{"from": "server", "name": alert, "enc": False}]}
            label = dict(zip(HEADER, [name, client, "s", "k", "fail", "server", "", "clear", causes, f"{name}.pcap"]))
            return truth.Cell(label, [], {"wire": wire})

        cells = [cell("suite", "c", "no-shared-cipher"), cell("group", "c", "no-common-group|no-shared-cipher"),
                 cell("scheme", "c", "sigalg-no-common"), cell("other-client", "d", "sigalg-no-common"),
                 cell("other-alert", "c", "no-common-version", alert="protocol_version"),
                 cell("more-was-said", "c", "pss-chain", server_said=("c1", "s2"))]
        groups = bound.groups_of(cells, self.folder)
        self.assertEqual(sorted(map(len, groups)), [1, 1, 1, 3])
        best, wrong = bound.best_of(max(groups, key=len))
        self.assertEqual((best, [c.label["cell"] for c in wrong]), ("no-shared-cipher", ["scheme"]))


class CapturesTest(Stage):
    FACT = {"stream": "tcp0", "transport": "tls", "client": "::1:5000", "server": "::1:443", "role_from": "client_hello",
            "sni": "a.test", "version": "0x7f12", "cipher": "0x1301", "cipher_name": "TLS_AES_128_GCM_SHA256",
            "alerts": [{"from": "client", "level": 2, "desc": 48, "name": "Unknown CA"},
                       {"from": "client", "level": None, "desc": "encrypted", "name": "encrypted"}],
            "certificates": [{"from": "server", "chain": [{"sha256": "aa"}, {"sha256": "bb"}]}]}
    SEEN = {"transport": "tcp", "client": {"ip": "0:0::1", "port": 5000}, "server": {"ip": "::1", "port": 443},
            "server_name": "a.test", "version": "TLSv1.3-draft18", "cipher_suite": "TLS_AES_128_GCM_SHA256",
            "alerts": [{"from": "client", "description": "unknown_ca", "encrypted": False},
                       {"from": "server", "description": None, "encrypted": True}],
            "certificates": [{"from": "server", "chain": [{"sha256": "AA"}, {"sha256": "BB"}]}]}

    def score(self, facts, seen, notes=""):
        (self.folder / "facts").mkdir(exist_ok=True)
        content = {"file": "x.pcap", "conversations": facts, "embedded_secrets": False}
        (self.folder / "facts/x.pcap.json").write_text(json.dumps(content), encoding="utf-8")
        (self.folder / "notes.toml").write_text(notes, encoding="utf-8")
        binary = self.stand_in({"x.pcap": seen})
        return self.quietly(captures.score, self.folder, self.arguments(binary, explain=self.folder / "notes.toml"))

    def test_equal_in_every_field(self):
        got, said = self.score([self.FACT], [self.SEEN])
        self.assertEqual([figure.name for figure in got.values() if figure.value < 100], [], said)

    def test_each_difference_counts_once(self):
        for field, change in {"sni": {"server_name": None}, "version": {"version": "TLSv1.2"},
                              "cipher": {"cipher_suite": "0x1302"}, "alerts": {"alerts": []},
                              "chain": {"certificates": [{"from": "server", "chain": [{"sha256": "aa"}]}]}}.items():
            got, said = self.score([self.FACT], [{**self.SEEN, **change}])
            self.assertEqual([figure.name for figure in got.values() if figure.value < 100], [field], said)

    def test_missing_conversation_and_a_note_that_explains(self):
        got, said = self.score([self.FACT, {**self.FACT, "stream": "tcp1"}], [self.SEEN])
        self.assertEqual((got["found"].right, got["found"].of), (1, 2))
        note = '[[difference]]\nfile = "x.pcap"\nstream = "tcp1"\nfield = "found"\nreason = "twice the same"\n'
        got, said = self.score([self.FACT, {**self.FACT, "stream": "tcp1"}], [self.SEEN], note)
        self.assertEqual((got["found"].right, got["found"].of), (2, 2))
        self.assertIn("twice the same", said)


if __name__ == "__main__":
    unittest.main()
