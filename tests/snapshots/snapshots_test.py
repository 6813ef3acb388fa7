#!/usr/bin/env python3
"""snapshots_test.py PROGRAM: every client profile in full, as `tlswhy clients ID` prints it, is what lies in
clients/ID.txt. A change of a stack or of a parent shows there in all its heirs; scripts/bless-clients writes
the files anew, for you to read with `git diff`."""
import difflib
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(__file__).resolve().parent / "clients"


def known_clients():
    return sorted(path.stem for path in (ROOT / "knowledge/clients").glob("*.toml") if not path.stem.startswith("clients."))


def printed(program, client):
    done = subprocess.run([program, "clients", client], capture_output=True, check=False, timeout=60)
    if done.returncode:
        raise RuntimeError(f"tlswhy clients {client}: exit code {done.returncode}, {done.stderr.decode().strip()}")
    return done.stdout.decode()


class Snapshots(unittest.TestCase):
    program = ""

    def test_every_profile_prints_what_its_snapshot_holds(self):
        for client in known_clients():
            with self.subTest(client=client):
                path = FOLDER / f"{client}.txt"
                self.assertTrue(path.exists(), "no snapshot: scripts/bless-clients")
                self.assert_same(path.read_text(encoding="utf-8"), printed(self.program, client))

    def test_every_snapshot_has_a_profile(self):
        self.assertEqual([], sorted({p.stem for p in FOLDER.glob("*.txt")} - set(known_clients())))

    def test_the_list_names_every_profile(self):
        done = subprocess.run([self.program, "clients"], capture_output=True, check=True, timeout=60)
        words = done.stdout.decode().split()
        self.assertEqual([], [client for client in known_clients() if client not in words])

    def assert_same(self, expected, found):
        lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), "snapshot", "tlswhy", lineterm="", n=1)
        self.assertEqual("", "\n".join(lines))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: snapshots_test.py PROGRAM")
    Snapshots.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
