#!/usr/bin/env python3
"""store_test.py PROGRAM: lists, stores, JUnit files and `tlswhy changes`, with TLS servers on loopback started here.

Exits 77 (skipped) without openssl, which makes the throw-away keys."""
import json
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/layout"), str(ROOT / "tests/schema")]
import layout_test as servers  # noqa: E402

AT = ("--ip", servers.ADDRESS)  # where the servers listen, whatever addresses localhost has on this machine


class StoreTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tlswhy-store-"))
        servers.make_certificate(self.folder, "localhost")
        self.server = servers.serve(self.folder, "localhost")
        self.accepted = 0
        take = self.server.get_request

        def counted():
            self.accepted += 1
            return take()
        self.server.get_request = counted
        self.port = self.server.server_address[1]
        self.silent = socket.create_server((servers.ADDRESS, 0))  # accepts, and never says a word
        self.store = self.folder / "probes.db"

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.silent.close()
        shutil.rmtree(self.folder)

    def command(self, *options):
        return [PROGRAM, *map(str, options)]

    def run_program(self, *options, stdin=""):
        return subprocess.run(self.command(*options), input=stdin, capture_output=True, text=True, timeout=120, check=False)

    def probe(self, *options, stdin=""):
        return self.run_program("probe", *AT, "--as", "openssl-3.0", "--trust", self.folder / "localhost.crt", "--store",
                                self.store, *options, stdin=stdin)

    def list_of(self, *lines):
        path = self.folder / "hosts.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def test_an_interrupted_run_goes_on(self):
        hosts = self.list_of(f"localhost:{self.port}  # answers", f"{servers.ADDRESS}:{self.silent.getsockname()[1]}")
        first = subprocess.Popen(self.command("probe", *AT, "--as", "openssl-3.0", "--store", self.store, "--list", hosts,
                                              "--timeout", 600), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(300):
                if self.store.exists() and self.stored() == [f"localhost:{self.port}"]:
                    break
                time.sleep(0.1)
            else:
                self.fail("the server that answers is not in the store")
        finally:
            first.terminate()
            first.wait(30)
        before = self.accepted
        self.assertGreater(before, 0)
        done = self.probe("--list", hosts, "--timeout", 0.3)
        self.assertEqual(self.accepted, before, "what was done is asked again")
        self.assertEqual(len(self.stored()), 2)
        self.assertEqual(done.returncode, 3)  # the silent one
        self.assertIn("there is no earlier run", self.run_program("changes", "--store", self.store).stdout)

    def stored(self):
        try:
            with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
                return [row[0] for row in store.execute("SELECT target FROM result ORDER BY target DESC")]
        except sqlite3.OperationalError:
            return []

    def test_what_is_new(self):
        name = f"localhost:{self.port}"
        self.assertEqual(self.probe("--list", "-", stdin=f"{name}\n").returncode, 0)
        self.server.socket.context.maximum_version = servers.ssl.TLSVersion.TLSv1_2
        self.assertEqual(self.probe("--list", "-", stdin=f"# again\n{name}\n").returncode, 0)
        done = self.run_program("changes", "--store", self.store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("the server no longer takes TLSv1.3\n", done.stdout)
        self.assertIn("one server, 1 with something new\n", done.stdout)
        self.server.shutdown()
        self.server.server_close()
        self.assertEqual(self.probe("--list", "-", stdin=name).returncode, 3)
        done = self.run_program("changes", "--store", self.store, "--json")
        self.assertEqual(done.returncode, 20)
        document = json.loads(done.stdout)
        self.assertEqual([c["change"] for c in document["runs"][0]["changes"]], ["now_unreached"])
        try:
            import check_schema as checks
        except SystemExit:
            return
        schema = checks.closed(json.loads(checks.SCHEMA.read_text(encoding="utf-8")))
        self.assertEqual(list(checks.complaints(checks.validator(schema, "changes_document"), document)), [])

    def test_junit(self):
        path = self.folder / "verdicts.xml"
        done = self.run_program("probe", f"localhost:{self.port}", *AT, "--as", "openssl-3.0", "--as", "java-7u80", "--trust",
                                self.folder / "localhost.crt", "--junit", path)
        self.assertEqual(done.returncode, 20, done.stderr)
        suite, = xml.etree.ElementTree.parse(path).getroot()
        self.assertEqual((suite.get("name"), suite.get("tests"), suite.get("failures")), (f"localhost:{self.port}", "2", "1"))
        self.assertEqual([case.find("failure") is None for case in suite], [True, False])

    def test_what_is_not_in_order(self):
        foreign = self.folder / "notes.txt"
        foreign.write_text("nothing to do with it\n", encoding="utf-8")
        hosts = self.list_of("a.example", "b.example:99999")
        for options, code, said in (
                (["probe", "localhost:1", "--store", foreign], 3, r"notes\.txt: is no store of tlswhy"),
                (["changes", "--store", foreign], 3, r"notes\.txt: is no store of tlswhy"),
                (["changes", "--store", self.folder / "none.db"], 3, r"none\.db: there is no such store"),
                (["changes"], 2, r"changes: of which store\? --store FILE .*"),
                (["probe", "--list", hosts], 3, r'hosts\.txt:2: "b\.example:99999": .* no port .*'),
                (["probe", "--list", self.folder / "none.txt"], 3, r"none\.txt: cannot be opened: No such file or directory"),
                (["probe", "localhost:1", "--junit", self.folder / "no/x.xml"], 3, r"x\.xml: cannot be written: No such file or directory")):
            with self.subTest(options):
                done = self.run_program(*options)
                self.assertEqual((done.returncode, done.stdout), (code, ""))
                self.assertRegex(done.stderr, rf"^tlswhy: (.*/)?{said}\n$")
        self.assertEqual(foreign.read_text(encoding="utf-8"), "nothing to do with it\n")
        self.assertFalse((self.folder / "none.db").exists())


if __name__ == "__main__":
    if not shutil.which("openssl"):
        print("openssl is not there")
        sys.exit(77)
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=0)
