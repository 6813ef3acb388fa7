#!/usr/bin/env python3
"""bad_input_test.py PROGRAM: whatever the input, tlswhy says in one line what is wrong with it, with the
exit code of the contract, and writes nothing anywhere."""
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/weak-dh.pcap"
CHAIN, ROOTS = ROOT / "samples/pss-chain/server.pem", ROOT / "samples/pss-chain/trust.pem"
BUNDLES = ROOT / "tests/fixtures/bundles"
USAGE, UNREADABLE, CLIENT_REFUSED, WOULD_FAIL, UNDECIDED = 2, 3, 10, 20, 30
NOBODY = 65534

NO_CAPTURES = {  # what people hand in by mistake
    "empty": b"",
    "one-byte": b"\xd4",
    "text.txt": b"Dear colleague,\nattached is the capture.\n",
    "page.html": b"<!DOCTYPE html><html><body>404</body></html>",
    "chain.pem": b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "leaf.der": bytes.fromhex("308203a53082028da003020102"),
    "hello.bin": bytes.fromhex("16030100c8010000c40303"),
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "report.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "program": b"\x7fELF\x02\x01\x01" + bytes(64),
    "zeros": bytes(4096),
    "noise": bytes((i * 89 + 41) % 256 for i in range(4096)),
    "text.gz": gzip.compress(b"no capture either\n"),
    "cut.gz": gzip.compress(b"no capture either\n" * 1000)[:20],
}


class BadInput(unittest.TestCase):
    program = ""

    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.folder = pathlib.Path(keep.name)
        self.folder.chmod(0o755)

    def put(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def run_on(self, *arguments, **options):
        return subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, capture_output=True,
                              check=False, timeout=30, stdin=options.pop("stdin", subprocess.DEVNULL), **options)

    def assert_refused(self, done, code, *mentioned):
        """Nothing on stdout, one line on stderr that names what it is about."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, b"")
        lines = done.stderr.decode().splitlines()
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith("tlswhy: "), lines[0])
        for word in mentioned:
            self.assertIn(str(word), lines[0])

    def test_no_capture(self):
        for name, data in NO_CAPTURES.items():
            with self.subTest(name):
                path = self.put(name, data)
                self.assert_refused(self.run_on(path), UNREADABLE, path)

    def test_archive(self):
        path = self.folder / "nothing.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "Collected on node 1.\n")
        self.assert_refused(self.run_on(path), UNREADABLE, path)

    def test_missing(self):
        self.assert_refused(self.run_on("no-such-file.pcap"), UNREADABLE, "no-such-file.pcap")

    def test_folder(self):
        self.assert_refused(self.run_on(self.folder), UNREADABLE, self.folder)

    def test_hostile_name(self):
        done = self.run_on("no\x1b[2Jsuch\nfile.pcap")
        self.assert_refused(done, UNREADABLE, "no?[2Jsuch?file.pcap")
        self.assert_refused(self.run_on(self.put("no\x1b\nsuch.pcap", b"x" * 99)), UNREADABLE, "no??such.pcap")
        words = self.run_on("curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to a.test:443")
        self.assertEqual(words.returncode, UNDECIDED, words.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can become a user who may not read the file")
    def test_unreadable(self):
        path = self.put("secret.pcap", SAMPLE.read_bytes())
        path.chmod(0o600)
        program = self.folder / "tlswhy"
        program.write_bytes(pathlib.Path(self.program).read_bytes())
        program.chmod(0o755)
        done = subprocess.run([program, path], cwd="/", capture_output=True, check=False, timeout=30,
                              stdin=subprocess.DEVNULL, user=NOBODY, group=NOBODY, extra_groups=[])
        self.assert_refused(done, UNREADABLE, path)

    def test_usage(self):
        self.assert_refused(self.run_on(), USAGE)
        self.assert_refused(self.run_on("--no-such-option", SAMPLE), USAGE, "--no-such-option")
        self.assert_refused(self.run_on("--color", "purple", SAMPLE), USAGE)
        self.assert_refused(self.run_on("--lang", "xx", SAMPLE), USAGE, "xx")
        self.assert_refused(self.run_on("--product", "no-such-product", SAMPLE), USAGE, "no-such-product")
        self.assert_refused(self.run_on("--json", "--ndjson", SAMPLE), USAGE)

    def test_unknown_client(self):
        for path in (CHAIN, SAMPLE):
            self.assert_refused(self.run_on(path, "--as", "java-8u15"), USAGE, '"java-8u15"', "java-8u152")
        self.assert_refused(self.run_on(CHAIN, "--as", "a client of my own making"), USAGE, "tlswhy clients")
        self.assert_refused(self.run_on(CHAIN, "--as", "java-17", "--as", "opnssl-3.0"), USAGE, "openssl-3.0")
        self.assert_refused(self.run_on(CHAIN, "--as", ""), USAGE)

    def test_profile(self):
        def refused(text, *mentioned):
            path = self.put("own.toml", text.encode() if isinstance(text, str) else text)
            self.assert_refused(self.run_on(SAMPLE, "--as", path), UNREADABLE, *mentioned)
        head = 'inherits = "java-8u152"\nbasis = "know"\nsource = ["a test"]\n'
        refused(head + "[hello]\nservername = true\n", "own.toml:5:1:", "server_name")
        refused(head + '[hello]\ncipher_suites = ["TLS_RSA_WITH_AES_128_CBC_SHAX"]\n', "own.toml:5:18:",
                "TLS_RSA_WITH_AES_128_CBC_SHA)")
        for wrong in ("0", "xx", "01000000", "0100000203", "02000001ff", "0100000103ff"):
            refused(f'{head}[hello]\nclient_hello = "{wrong}"\n', "own.toml:5:16:", "hexadecimal digits")
        refused(head.replace("8u152", "8u15"), "own.toml:1:12:", "java-8u152")
        refused('inherits = "java-8u152"\nbasis = "know"\n', "own.toml:1:1:", 'source = ["learnt from ..."]')
        refused(b"", "own.toml:1:1:", "source")
        refused(b"\xff\xfe", "own.toml:1:1:")
        refused(b"[" * 100_000, "own.toml")
        refused(b"#" * 2_000_000, "own.toml", "is larger than 1 MB")
        self.put("java-17", b"no profile")  # a known id wins over a file
        self.assertEqual(self.run_on(SAMPLE, "--as", "java-17").returncode, CLIENT_REFUSED)
        self.assert_refused(self.run_on(SAMPLE, "--as", self.folder), USAGE, "no client is called")

    def test_settings_of_an_installation(self):
        for option, client in (("--java-security", "java-17"), ("--openssl-cnf", "openssl-3.0")):
            with self.subTest(option):
                nothing = self.folder / "no.file"
                self.assert_refused(self.run_on(SAMPLE, "--as", client, option, nothing), UNREADABLE, nothing)
                empty = self.put("empty", b"")
                self.assert_refused(self.run_on(SAMPLE, option, empty), USAGE, "--as ID")
                self.assert_refused(self.run_on(SAMPLE, "--as", "go-1.27", option, empty), USAGE, option, "go-1.27")
                for content in (b"", b"\x00\xff = \\", b"=\n[\n\\u00"):
                    done = self.run_on(SAMPLE, "--as", client, option, self.put("odd", content))
                    self.assertEqual(done.returncode, CLIENT_REFUSED, done.stderr)
        self.assert_refused(self.run_on(SAMPLE, "--java-version", self.put("odd", b"12")), UNREADABLE, "odd")
        nobody = self.put("odd", b"jdk.tls.disabledAlgorithms=TLS_*, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3\n")
        for path in (SAMPLE, CHAIN):
            done = self.run_on(path, "--as", "java-17", "--java-security", nobody)
            self.assertIn(done.returncode, (0, CLIENT_REFUSED), done.stderr)

    def test_nothing_to_learn(self):
        self.assert_refused(self.run_on("learn", "no.pcap"), UNREADABLE, "no.pcap")
        self.assert_refused(self.run_on("learn", f"{SAMPLE}:1"), UNREADABLE, "frame 1")
        self.assert_refused(self.run_on("learn", f"{SAMPLE}:99999999999"), UNREADABLE, "99999999999")
        self.assert_refused(self.run_on("learn", SAMPLE, "--as", "java-8u15"), USAGE, "java-8u152")
        learnt = self.run_on("learn", SAMPLE)
        self.assertEqual(learnt.returncode, 0, learnt.stderr)
        again = self.run_on("clients", self.put("learnt.toml", learnt.stdout))
        self.assertEqual(again.stdout.splitlines()[1:], learnt.stdout.splitlines()[1:])

    def test_moment_that_is_none(self):
        for moment in ("yesterday", "2027-13-01", "2027-02-30", "2027-01-01T25:00:00Z", "01.02.2027", "1798761600", ""):
            with self.subTest(moment):
                self.assert_refused(self.run_on(CHAIN, "--as", "java-17", f"--at={moment}"), USAGE)

    def test_no_trust_store(self):
        """Nothing that could be read: no verdict is made up from an empty store."""
        store = BUNDLES / "modern.p12"
        empty, text = self.put("empty.pem", b""), self.put("roots.txt", b"the roots are in the safe\n")
        folder = self.folder / "anchors"
        folder.mkdir()
        for path, word in ((self.folder / "no.pem", "No such file"), (empty, "empty"), (text, "no certificate file"),
                           (BUNDLES / "one.key", "private key"), (folder, "no certificate")):
            with self.subTest(word):
                self.assert_refused(self.run_on(CHAIN, "--as", "java-17", "--trust", path), UNREADABLE, path, word)
        wrong = self.run_on(CHAIN, "--as", "java-17", "--trust", store, "--trust-password", "guess")
        self.assert_refused(wrong, UNREADABLE, store, "password")
        self.assertNotIn(b"guess", wrong.stderr)

    def trusted(self, store, *arguments):
        """The document of a chain that is judged with this store."""
        done = self.run_on(CHAIN, "--json", "--as", "java-17", "--at", "2027-01-01", "--trust", store, *arguments)
        self.assertIn(done.returncode, (0, WOULD_FAIL), done.stderr)
        return json.loads(done.stdout), done

    def test_right_password(self):
        document, _ = self.trusted(BUNDLES / "modern.p12", "--trust-password", "secret")
        self.assertEqual(len(document["trust"]), 3)
        note, = document["input"]["notes"]
        self.assertIn("a private key is in this file; it was not read", note)

    def test_damaged_among_good_roots(self):
        """The certificates around a damaged one are used, and the damaged one is named with its line."""
        blocks = (BUNDLES / "all.pem").read_text().split("-----BEGIN CERTIFICATE-----")
        lines = blocks[2].split("\n")
        for damage in ("!" * 64, "A" * 64):
            lines[3] = damage
            damaged = "-----BEGIN CERTIFICATE-----".join([*blocks[:2], "\n".join(lines), *blocks[3:]])
            path = self.put("roots.pem", (damaged + ROOTS.read_text()).encode())
            document, _ = self.trusted(path)
            self.assertEqual([c["subject"].partition(",")[0] for c in document["trust"]],
                             ["CN=one", "CN=three", "CN=Corp Root CA"])
            note, = document["input"]["notes"]
            first = damaged[:damaged.index(lines[1])].count("\n")
            self.assertIn(f"{path}: certificate 2 (line {first})", note)
            self.assertTrue(document["verdicts"][0]["accepted"])

    def test_notes_of_the_store_stand_beside_a_capture_too(self):
        path = self.put("roots.pem", ROOTS.read_bytes() + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        for how in ((), ("--json",)):
            self.assertIn(b"certificate 2 (line ", self.run_on(str(SAMPLE), "--trust", path, *how).stdout)

    def test_key_by_mistake(self):
        """A private key among the certificates is left alone, and nothing of it is printed."""
        key = (BUNDLES / "one.key").read_text()
        path = self.put("roots.pem", (key + ROOTS.read_text()).encode())
        document, done = self.trusted(path)
        self.assertTrue(document["verdicts"][0]["accepted"])
        self.assertEqual(len(document["input"]["notes"]), 1)
        chain = self.put("server.pem", (CHAIN.read_text() + key).encode())
        said = [done, *(self.run_on(chain, "--trust", path, *how) for how in ((), ("--full",), ("--json",), ("--ndjson",)))]
        self.assertIn(b"private key", said[1].stdout)
        for output in (d.stdout + d.stderr for d in said):
            for line in key.splitlines()[1:-1]:
                self.assertNotIn(line.encode(), output)

    def test_server_description(self):
        def described(text):
            return self.run_on(self.put("server.toml", text.encode()))
        self.assert_refused(described('[server]\nbehaviour = "gnutsl"\n'), UNREADABLE, "server.toml:2:13:", "gnutls")
        self.assert_refused(described('[server]\ncipher_suites = ["TLS_AES_128_GCM_SHA25"]\n'), UNREADABLE,
                            "server.toml:2:18:", "TLS_AES_128_GCM_SHA256")
        self.assert_refused(described('[server]\n[[certificate]]\nchain = "no.pem"\n'), UNREADABLE, "server.toml:3:9:",
                            "no.pem")
        self.assert_refused(described("[server\n"), UNREADABLE, "server.toml")
        both = described('[server]\norder = "mine"\nversions = ["TLSv2"]\n')
        self.assertEqual((both.returncode, both.stdout), (UNREADABLE, b""))
        self.assertIn(b":2:9:", both.stderr)
        self.assertIn(b":3:13:", both.stderr)
        wrong = self.put("server.toml", b'[server]\norder = "mine"\n')
        for path in (wrong, self.folder / "no.toml", self.put("empty.toml", b"")):
            self.assert_refused(self.run_on(SAMPLE, "--server", path), UNREADABLE, path)

    def test_chain_that_is_none(self):
        cut = CHAIN.read_bytes()[:600]
        for name, data in (("empty.pem", b""), ("cut.pem", cut), ("begin.pem", b"-----BEGIN CERTIFICATE-----\n"),
                           ("key.pem", (BUNDLES / "one.key").read_bytes()), ("cut.p12", b"\x30\x82\x0a\x00" + bytes(40))):
            with self.subTest(name):
                path = self.put(name, data)
                self.assert_refused(self.run_on(path, "--as", "java-17"), UNREADABLE, path)

    def test_exit_codes_of_verdicts(self):
        told = ("--trust", ROOTS, "--host", "gadgets.corp.test", "--at", "2027-01-01")
        for clients, code in ((["java-17"], 0), (["java-8u152"], WOULD_FAIL), (["java-17", "java-8u152"], WOULD_FAIL)):
            done = self.run_on(CHAIN, *told, *(word for client in clients for word in ("--as", client)))
            self.assertEqual((done.returncode, done.stderr), (code, b""), clients)
        bad = self.put("text.txt", NO_CAPTURES["text.txt"])
        self.assertEqual(self.run_on(bad, CHAIN, *told, "--as", "java-8u152").returncode, WOULD_FAIL)
        self.assertEqual(self.run_on(bad, CHAIN, *told, "--as", "java-17").returncode, UNREADABLE)
        # The chain is that of the capture's server: one verdict, and the capture shows that it failed.
        self.assertEqual(self.run_on(SAMPLE, CHAIN, *told, "--as", "java-8u152").returncode, CLIENT_REFUSED)

    def test_truncated(self):
        """Cut inside a packet: what is whole is explained, and the cut is told."""
        path = self.put("cut.pcap", SAMPLE.read_bytes()[:-20])
        done = self.run_on(path)
        self.assertEqual(done.returncode, CLIENT_REFUSED, done.stderr)
        self.assertIn(b'"truncated":true', self.run_on("--json", path).stdout)

    def test_damaged(self):
        """A packet header that is nonsense: as if the capture ended there."""
        data = bytearray(SAMPLE.read_bytes())
        data[-3000:-2000] = b"\xff" * 1000
        done = self.run_on("--json", self.put("damaged.pcap", bytes(data)))
        self.assertNotIn(done.returncode, (USAGE, UNREADABLE))
        self.assertIn(b'"truncated":true', done.stdout)

    def test_header_only(self):
        done = self.run_on(self.put("header.pcap", SAMPLE.read_bytes()[:24]))
        self.assertNotIn(done.returncode, (USAGE, UNREADABLE, CLIENT_REFUSED))
        self.assertNotEqual(done.stdout, b"")

    def test_one_bad_of_two(self):
        """The good one is explained all the same, in whatever order they come."""
        bad = self.put("text.txt", NO_CAPTURES["text.txt"])
        for order in ((SAMPLE, bad), (bad, SAMPLE)):
            done = self.run_on(*order)
            self.assertEqual(done.returncode, CLIENT_REFUSED)
            self.assertIn(b"VERDICT", done.stdout)
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertIn(str(bad).encode(), done.stderr)

    def test_pipe(self):
        for data in (SAMPLE.read_bytes(), gzip.compress(SAMPLE.read_bytes())):
            reader, writer = os.pipe()
            with os.fdopen(writer, "wb") as file:
                file.write(data)  # less than a pipe holds
            with os.fdopen(reader, "rb") as file:
                done = self.run_on("-", stdin=file)
            self.assertEqual(done.returncode, CLIENT_REFUSED, done.stderr)
            self.assertIn(b"weak-dh-group", self.run_on("--json", SAMPLE).stdout)
            self.assertIn(b"VERDICT", done.stdout)

    def test_empty_pipe(self):
        self.assert_refused(self.run_on("-"), UNREADABLE)

    def test_closed_output(self):
        """A reader that goes away (head) is no crash."""
        command = f"'{self.program}' --ndjson --all '{SAMPLE}' | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, check=True, timeout=30)
        self.assertIn(done.stdout.strip(), (b"10", b"141"), done.stderr)

    def test_page(self):
        page, copy = self.folder / "page.html", self.put("copy.pcap", SAMPLE.read_bytes())
        done = self.run_on("--html", page, copy)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (CLIENT_REFUSED, b"", b""))
        first = page.read_bytes()
        self.run_on("--html", page, copy)
        self.assertEqual(page.read_bytes(), first)
        self.assert_refused(self.run_on("--html", copy, copy), USAGE, "copy.pcap")
        self.assertEqual(copy.read_bytes(), SAMPLE.read_bytes())
        self.assert_refused(self.run_on("--html", self.folder, copy), UNREADABLE)
        self.assert_refused(self.run_on("--html", page, "--json", copy), USAGE)
        self.assert_refused(self.run_on("--markdown", "--json", copy), USAGE)
        none = self.folder / "none.html"
        self.assert_refused(self.run_on("--html", none, self.put("noise", b"\x01\x02")), UNREADABLE, "noise")
        self.assertFalse(none.exists())
        self.assert_refused(self.run_on("changes", "--store", "x", "--markdown"), USAGE, "changes")

    def test_writes_nothing(self):
        self.put("weak-dh.pcap", SAMPLE.read_bytes())
        self.put("text.txt", NO_CAPTURES["text.txt"])
        before = {path: path.stat().st_mtime_ns for path in self.folder.rglob("*")}
        for options in ((), ("--json",), ("--ndjson", "--all")):
            self.run_on(*options, "weak-dh.pcap", "text.txt", "no-such-file.pcap")
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.folder.rglob("*")}, before)


if __name__ == "__main__":
    BadInput.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
