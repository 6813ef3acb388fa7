#!/usr/bin/env python3
"""windows_test.py PROGRAM EXE: the Windows program under wine says byte for byte what the native one says: of samples,
cases and bad inputs, with names in any script, from standard input, of a server on loopback; and it reads the
certificate stores of Windows. wine is not Windows: consoles, code pages and old versions are not tried here.

Exits 77 (skipped) where wine or the exe is missing. TLSWHY_WINE_PREFIX names a folder to keep wine's files in."""
import concurrent.futures
import hashlib
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/windows"), str(ROOT / "tests/layout"), str(ROOT / "tests/schema")]
import wine  # noqa: E402

AT = ("--at", "2027-01-01")
CHAIN, SERVER, TRUST = (f"samples/pss-chain/{name}" for name in ("server.pem", "server.toml", "trust.pem"))
TRUSTED = ("--trust", TRUST, *AT)
STORES = r"HKCU\Software\Microsoft\SystemCertificates"
CERT_CERT_PROP_ID = 32  # wincrypt.h


def samples():
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "samples").glob("*.pcap*"))


def cases():
    for folder in sorted((ROOT / "tests/cases").iterdir()):
        if (folder / "case.toml").exists():
            told = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
            name = "input.txt" if (folder / "input.txt").exists() else "input.pcap"
            yield [*told.get("arguments", []), told.get("input", str((folder / name).relative_to(ROOT)))]


def questions():
    chain = [[path, "--as", client, *TRUSTED] for client in ("finesse-11", "java-8u152") for path in (CHAIN, SERVER, "samples/pss-chain")]
    bad = [["samples/nothing.pcap"], ["samples"], ["samples/README.md"], [CHAIN, "--as", "netscape-4"], [], ["--nothing"],
           [CHAIN, "--trust", "samples/nothing.pem"], [CHAIN, "--at", "tomorrow"], ["samples/no/such.pcap:3"],
           ["samples/weak-dh.pcap", "--html", "samples"], ["samples/weak-dh.pcap", "--html", "no/such/page.html"]]
    return [
        *([path, "--full"] for path in samples()),
        *([path, "--json", "--all", "--lang", language] for path in samples() for language in ("ko", "zh-Hant")),
        samples(), ["samples/weak-dh.pcap", "--markdown"], *chain, *bad, ["causes"], ["clients"], ["clients", "java-8u152"],
        ["--version"], ["--help"], *([*case, "--lang", "zh-Hant"] for case in cases()), *cases(),
    ]


class Same(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tlswhy-windows-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def native(self, *arguments, cwd=ROOT, stdin=b""):
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, input=stdin, capture_output=True, check=False,
                              timeout=120, env=dict(os.environ, LC_ALL="C.UTF-8"))

    def exe(self, *arguments, cwd=ROOT, stdin=b""):
        return WINE.run(EXE, *arguments, cwd=cwd, stdin=stdin)

    def assert_same(self, one, other, arguments):
        self.assertEqual((one.stdout.decode(), one.stderr.decode(), one.returncode),
                         (other.stdout.decode(), other.stderr.decode(), other.returncode), arguments)

    def test_whatever_is_asked(self):
        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            asked = [(each, workers.submit(self.exe, *each)) for each in questions()]
        for arguments, done in asked:
            with self.subTest(arguments=arguments):
                self.assert_same(done.result(), self.native(*arguments), arguments)

    def test_names_in_any_script(self):
        name = "müller 電話 녹음.pcap"
        (self.folder / "인증서").mkdir()
        shutil.copy(ROOT / "samples/weak-dh.pcap", self.folder / "인증서" / name)
        for arguments in ([f"인증서/{name}", "--json"], [f"인증서/{name}"], ["인증서/沒有.pcap"]):
            self.assert_same(self.exe(*arguments, cwd=self.folder), self.native(*arguments, cwd=self.folder), arguments)

    def test_paths_as_they_were_written(self):
        for with_slash in ("samples/weak-dh.pcap", "samples/pss-chain/server.toml", "samples/pss-chain/"):
            options = ("--as", "finesse-11", *AT)
            mine = self.exe(with_slash.replace("/", "\\"), *options)
            self.assertIn(with_slash.replace("/", "\\").encode(), mine.stdout)
            self.assertEqual(mine.stdout.decode().replace("\\", "/"), self.native(with_slash, *options).stdout.decode())

    def test_patterns_are_names(self):
        self.assert_same(self.exe("samples/w*.pcap"), self.native("samples/weak-dh.pcap", "samples/wrong-name.pcap"), "w*.pcap")

    def test_standard_input(self):
        capture = (ROOT / "samples/many-failures.pcap").read_bytes()
        self.assertIn(b"\x1a", capture)  # where a text would end
        self.assertIn(b"\r\n", capture)
        self.assert_same(self.exe("-", "--json", stdin=capture), self.native("-", "--json", stdin=capture), "-")

    def test_files_that_are_written(self):
        for run, name in ((self.exe, "exe.html"), (self.native, "native.html")):
            run("samples/weak-dh.pcap", "--html", self.folder / name)
        pages = [(self.folder / name).read_bytes() for name in ("exe.html", "native.html")]
        self.assertEqual(pages[0], pages[1])
        self.assertIn(b"</html>", pages[0])

    def test_probe_with_replay(self):
        if shutil.which("openssl") is None:
            self.skipTest("not installed: openssl")
        import layout_test as servers  # pylint: disable=import-outside-toplevel
        servers.make_certificate(self.folder, "localhost")
        server = servers.serve(self.folder, "localhost")
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        options = ("probe", f"localhost:{server.server_address[1]}", "--ip", servers.ADDRESS, "--as", "finesse-11", "--as",
                   "openssl-3.0", "--trust", "localhost.crt", "--replay")
        found = [run(*options, "--store", name, cwd=self.folder) for run, name in ((self.exe, "exe.db"), (self.native, "native.db"))]
        said = [re.sub(r"\d+(\.\d+)? (s|ms|seconds?)\b|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", "TIME", done.stdout.decode()) for done in found]
        self.assertEqual(said[0], said[1], found[0].stderr)
        self.assertEqual(found[0].returncode, found[1].returncode)
        self.assertIn("finesse-11", said[0])
        self.exe(*options, "--store", "exe.db", cwd=self.folder)
        self.assert_same(self.exe("changes", "--store", "exe.db", cwd=self.folder),
                         self.native("changes", "--store", "exe.db", cwd=self.folder), "changes")

    # What a store has is written as Windows writes it: a row of properties, the certificate one of them.
    def put_in_store(self, store, der):
        key = f"{STORES}\\{store}\\Certificates\\{hashlib.sha1(der).hexdigest().upper()}"
        blob = b"".join(number.to_bytes(4, "little") for number in (CERT_CERT_PROP_ID, 1, len(der))) + der
        WINE.add_registry(key, "Blob", blob)
        self.addCleanup(WINE.delete_registry, key)

    def judge(self, trust):
        done = self.exe(CHAIN, "--as", "openssl-3.0", "--trust", trust, *AT)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def test_stores_of_windows(self):
        root = ssl.PEM_cert_to_DER_cert((ROOT / TRUST).read_text(encoding="ascii"))
        other = (ROOT / "tests/fixtures/bundles/all.der").read_bytes()
        accepts = self.native(CHAIN, "--as", "openssl-3.0", *TRUSTED).returncode
        self.put_in_store("CA", other)  # a store that is empty is not there
        self.put_in_store("Root", other)
        for store, name in (("Root", "system:root"), ("CA", "system:ca")):
            with self.subTest(store=store):
                self.assertNotEqual(self.judge(name)[0], accepts)
                self.put_in_store(store, root)
                self.assertEqual(self.judge(name)[0], accepts)
        self.put_in_store("Disallowed", root)
        code, said = self.judge("system:root")
        self.assertNotEqual(code, accepts)
        self.assertIn("certificates that Windows distrusts are left out", " ".join(said.split()))
        done = self.exe(CHAIN, "--trust", "system:my", *AT)
        self.assertEqual((done.returncode, done.stdout), (3, b""))


if __name__ == "__main__":
    PROGRAM, EXE = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    if not pathlib.Path(EXE).exists():
        print("not built: scripts/build-windows")
        sys.exit(77)
    if wine.program() is None:
        print("not installed: wine (scripts/install-packages windows)")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="tlswhy-wine-") as own:
        WINE = wine.Wine(os.environ.get("TLSWHY_WINE_PREFIX", own))
        try:
            result = unittest.main(argv=[sys.argv[0], *sys.argv[3:]], exit=False).result
        finally:
            WINE.end()
    sys.exit(not result.wasSuccessful())
