#!/usr/bin/env python3
"""collected_test.py PROGRAM: folders and zip archives of logs, as support tools collect them, made here.

Each text that tells of TLS is an input of its own, what does not is passed over, what cannot be read is named on
standard error; a folder and an archive of it give the same verdicts; several logs of one connection give one verdict."""
import gzip
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
REFUSED = "* Connected to a.example (192.0.2.7) port 443 (#0)\ncurl: (60) SSL certificate problem: certificate has expired\n"
JAVA = "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown\n"
FILES = {
    "rtmt/tomcat/catalina.out": JAVA.encode(),
    "rtmt/curl.log.gz": gzip.compress(REFUSED.encode()),
    "rtmt/platform/utf16.log": REFUSED.encode("utf-16"),
    "rtmt/readme.txt": b"Collected on node 1.\n",
    "rtmt/empty": b"",
    "rtmt/core.bin": bytes(range(256)) * 8,
}
TELLING = ["rtmt/curl.log.gz", "rtmt/platform/utf16.log", "rtmt/tomcat/catalina.out"]


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, data) in enumerate(sorted(files.items())):
            archive.writestr(name, data, zipfile.ZIP_DEFLATED if number % 2 else zipfile.ZIP_STORED)
    return out.getvalue()


class Collected(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        for name, data in FILES.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def ask(self, *inputs, stdin=b""):
        done = subprocess.run([PROGRAM, "--ndjson", "--lang", "en", *map(str, inputs)], input=stdin, cwd=self.folder,
                              capture_output=True, check=False, timeout=60)
        said = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, said, done.stderr.decode()

    def test_each_text_of_a_folder_is_an_input(self):
        code, said, beside = self.ask("rtmt")
        self.assertEqual(sorted(c["input"] for c in said), TELLING)
        self.assertEqual(code, 30)
        self.assertIn("rtmt: 6 files read, 3 of them tell of TLS", beside)
        self.assertIn("skipped one file: rtmt/core.bin (binary data of no known kind)", beside)

    def test_a_zip_of_it_says_the_same_from_a_file_and_a_pipe(self):
        (self.folder / "all.zip").write_bytes(zipped(FILES))
        _, of_folder, _ = self.ask("rtmt")
        _, of_zip, _ = self.ask("all.zip")
        _, of_pipe, _ = self.ask("-", stdin=zipped(FILES))
        causes = [c["diagnosis"]["cause"] for c in of_folder]
        self.assertEqual(sorted(c["input"] for c in of_zip), ["all.zip/" + name for name in TELLING])
        self.assertCountEqual([c["diagnosis"]["cause"] for c in of_zip], causes)
        self.assertCountEqual([c["diagnosis"]["cause"] for c in of_pipe], causes)

    def test_archives_inside_archives_are_opened_as_far_as_is_sensible(self):
        inner = zipped({"a.log": REFUSED.encode()})
        _, said, _ = self.ask("-", stdin=zipped({"inner.zip": inner}))
        self.assertEqual([c["input"] for c in said], ["-/inner.zip/a.log"])
        for _ in range(8):
            inner = zipped({"inner.zip": inner})
        code, said, beside = self.ask("-", stdin=inner)
        self.assertEqual((code, said), (3, []))
        self.assertIn("too deep inside other archives", beside)

    def test_what_says_nothing_of_tls_is_an_error_in_one_line(self):
        code, said, beside = self.ask("-", stdin=zipped({"a.txt": b"hello\n"}))
        self.assertEqual((code, said), (3, []))
        self.assertIn("-: nothing in it says anything of TLS", beside)

    def test_a_cut_archive_gives_what_it_has(self):
        whole = zipped({"a.log": REFUSED.encode(), "b.log": os.urandom(4000)})
        _, said, beside = self.ask("-", stdin=whole[:2000])
        self.assertEqual([c["input"] for c in said], ["-/a.log"])
        self.assertIn("skipped", beside)

    def test_names_inside_an_archive_reach_no_terminal(self):
        _, said, beside = self.ask("-", stdin=zipped({"a\x1b[31m.log": REFUSED.encode()}))
        self.assertEqual([c["input"] for c in said], ["-/a?[31m.log"])
        self.assertNotIn("\x1b", beside)

    def test_links_in_circles_end(self):
        (self.folder / "rtmt/circle").symlink_to("..", target_is_directory=True)
        _, said, _ = self.ask("rtmt")
        self.assertGreaterEqual(len(said), len(TELLING))
        self.assertLess(len(said), 3 * len(TELLING))

    def test_two_logs_of_one_connection_give_one_verdict(self):
        (self.folder / "client.log").write_text(REFUSED)
        (self.folder / "server.log").write_text(
            "2026/01/01 10:00:00 [info] 7#7: *3 SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 "
            "alert certificate expired:SSL alert number 45) while SSL handshaking, client: 10.0.0.9, server: "
            "0.0.0.0:443\n")
        _, said, _ = self.ask("client.log", "server.log")
        self.assertEqual(len(said), 1)
        self.assertEqual(said[0]["diagnosis"]["cause"], "cert-expired")
        self.assertEqual(said[0]["diagnosis"]["refuser"], "client")
        witnesses = {fact.get("witness") for fact in said[0]["diagnosis"]["evidence"]}
        self.assertEqual(witnesses, {None, 1}, said[0]["diagnosis"]["evidence"])  # the first input has no number
        _, apart, _ = self.ask("client.log", "rtmt/tomcat/catalina.out")
        self.assertEqual(len(apart), 2)
        (self.folder / "other.log").write_text("* SSL certificate problem: certificate has expired\n")
        _, three, _ = self.ask("client.log", "other.log", "server.log")
        self.assertEqual(len(three), 1)
        text = subprocess.run([PROGRAM, "client.log", "other.log", "server.log"], cwd=self.folder, capture_output=True,
                              text=True, check=False).stdout
        self.assertIn("client.log, line 2", text)
        self.assertIn("server.log, line 1", text)


if __name__ == "__main__":
    unittest.main()
