#!/usr/bin/env python3
"""static_test.py NATIVE STATIC: the static program in a root folder with nothing else in it, beside the native one.

It needs no file: no shared library, no /etc, no /proc. It prints the same of every sample and case, writes a page, and
finds names as it should: those of /etc/hosts, whatever nsswitch.conf names. TLSWHY_STATIC_ROOT names a folder with a system
in it, to be used up, in place of the empty one (scripts/prove-bare --static). Exit code 77: a folder cannot be made the
root here (neither root nor user namespaces)."""
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NATIVE, STATIC = (str(pathlib.Path(argument).resolve()) for argument in (sys.argv.pop(1), sys.argv.pop(1)))
INPUTS = [*sorted(ROOT.glob("samples/*.pcap*")), *sorted(ROOT.glob("tests/cases/*/input.*"))]
CLEAN = {"PATH": "/", "LC_ALL": "C"}
# Whoever is not root becomes it in a user namespace of its own.
ENTER = [] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user"]


def may_enter():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(STATIC, folder)
        try:
            return run_in(folder, "--version").returncode == 0
        except OSError:
            return False


def run_in(folder, *arguments):
    """The program of `folder`, which is its root."""
    return subprocess.run([*ENTER, "chroot", folder, "/" + pathlib.Path(STATIC).name, *arguments], capture_output=True,
                          env={**CLEAN, "PATH": os.environ["PATH"]}, timeout=120, check=False)


class Static(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(os.environ.get("TLSWHY_STATIC_ROOT", cls.scratch.name))
        shutil.copy(STATIC, cls.root)
        for path in INPUTS:
            copy = cls.root / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_it_asks_for_no_other_file(self):
        told = subprocess.run(["readelf", "--wide", "--program-headers", "--dynamic", STATIC], capture_output=True, text=True,
                              check=True).stdout
        self.assertNotIn("INTERP", told)
        self.assertNotIn("NEEDED", told)

    def test_it_says_what_the_native_one_says(self):
        names = [str(path.relative_to(ROOT)) for path in INPUTS]
        self.assertGreater(len(names), 100)
        for options in (["--ndjson", "--all"], ["--full", "--lang", "ko"]):
            native = subprocess.run([NATIVE, *options, *names], cwd=ROOT, capture_output=True, env=CLEAN, check=False)
            static = run_in(self.root, *options, *names)
            self.assertEqual(static.stdout, native.stdout, options)
            self.assertEqual(static.returncode, native.returncode)

    def test_it_writes_a_page(self):
        done = run_in(self.root, "--html", "/page.html", "samples/weak-dh.pcap")
        self.assertEqual((done.returncode, done.stderr), (10, b""))
        self.assertIn(b"weak-dh-group", (self.root / "page.html").read_bytes())

    def test_localhost_is_found_as_the_system_has_it(self):
        hosts = self.root / "etc/hosts"
        hosts.parent.mkdir(exist_ok=True)
        if not hosts.exists():  # the installer of a system writes it, debootstrap does not
            hosts.write_text("127.0.0.1 localhost\n", encoding="ascii")
        with listening() as port:
            done = run_in(self.root, "probe", f"localhost:{port}", "--as", "java-8u152", "--timeout", "2")
        self.assertIn(f"127.0.0.1:{port}".encode(), done.stdout, done.stderr)

    def test_names_come_from_hosts_and_from_no_service(self):
        etc = self.root / "etc"
        etc.mkdir(exist_ok=True)
        # What libc of the system would load for these is not there, and must not be asked for.
        (etc / "nsswitch.conf").write_text("hosts: resolve [!UNAVAIL=return] mymachines nonsense\n", encoding="ascii")
        (etc / "hosts").write_text("127.0.0.1 gadgets.corp.example\n", encoding="ascii")
        with listening() as port:
            done = run_in(self.root, "probe", f"gadgets.corp.example:{port}", "--as", "java-8u152", "--timeout", "2")
        self.assertIn(f"127.0.0.1:{port}".encode(), done.stdout, done.stderr)
        done = run_in(self.root, "probe", "nowhere.corp.example:443", "--timeout", "1")
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertIn(b"nowhere.corp.example", done.stderr)


class listening:
    """A TLS server on a free port of loopback, with a certificate of the samples of the unit tests."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        key, certificate = (f"{self.folder.name}/{name}.pem" for name in ("key", "certificate"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=gadgets.corp.example", "-keyout", key, "-out", certificate], capture_output=True, check=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, args=(context,), daemon=True).start()
        return self.server.getsockname()[1]

    def serve(self, context):
        def answer(connection):
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.settimeout(5)
                    secured.recv(1)
            except OSError:
                pass

        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            connection.settimeout(5)
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def __exit__(self, *_):
        self.server.close()
        self.folder.cleanup()


if __name__ == "__main__":
    if not may_enter():
        print("not run: no folder can be made the root here")
        sys.exit(77)
    unittest.main()
