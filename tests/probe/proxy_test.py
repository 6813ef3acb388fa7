#!/usr/bin/env python3
"""proxy_test.py PROGRAM: `tlswhy probe --proxy` through the proxies of proxies.py, to a server that turns to TLS by a
command: what is said is what it says without a proxy, and a proxy that refuses is quoted.

Exits 77 where the server is not installed or TLSWHY_LAB=off."""
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import proxies  # noqa: E402  pylint: disable=wrong-import-position
import running  # noqa: E402  pylint: disable=wrong-import-position
import starttls_servers  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED, UNREADABLE = 77, 3
SERVER = "openldap"
PASSWORD = ("user", "pass word")
KINDS = ((proxies.HttpProxy, "http"), (proxies.SocksProxy, "socks5"))


class Proxies(unittest.TestCase):
    program = server = direct = None

    @classmethod
    def probe(cls, *more):
        return running.run([cls.program, "probe", f"127.0.0.1:{cls.server.port}", "--starttls", cls.server.starttls,
                            "--sni", starttls_servers.NAME, "--json", "--timeout", "20", *more], seconds=120)

    def learnt(self, *more):
        done = self.probe(*more)
        self.assertTrue(done.out, done.err)
        return done.json()["server"]

    def test_the_same_is_learnt(self):
        direct = self.learnt()
        for kind, scheme in KINDS:
            for password in (None, PASSWORD):
                with self.subTest(scheme=scheme, password=password), kind(password) as proxy:
                    secret = "user:pass%20word@" if password else ""
                    said = self.learnt("--proxy", f"{scheme}://{secret}127.0.0.1:{proxy.port}")
                    for key in ("versions", "cipher_suites", "groups"):
                        self.assertEqual(said[key], direct[key])
                    self.assertEqual(set(proxy.asked), {f"127.0.0.1:{self.server.port}"})
                    self.assertEqual(len(proxy.asked), said["cost"]["connections"])

    def test_a_refusal_is_quoted(self):
        for (kind, scheme), words in zip(KINDS, ("HTTP/1.1 407 Proxy Authentication Required",
                                                 "NO ACCEPTABLE METHODS (255)")):
            with self.subTest(scheme=scheme), kind(PASSWORD) as proxy:
                done = self.probe("--proxy", f"{scheme}://127.0.0.1:{proxy.port}")
                self.assertEqual((done.code, done.out), (UNREADABLE, ""))
                self.assertIn(words, done.err)
                self.assertEqual(len(done.err.splitlines()), 1)

    def test_a_password_is_not_printed(self):
        for kind, scheme in KINDS:
            with self.subTest(scheme=scheme), kind(PASSWORD) as proxy:
                done = self.probe("--proxy", f"{scheme}://user:sesame@127.0.0.1:{proxy.port}")
                self.assertEqual(done.code, UNREADABLE)
                self.assertNotIn("sesame", done.err + done.out)


def main():
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if os.environ.get("TLSWHY_LAB") == "off":
        print("proxies: TLSWHY_LAB=off")
        return SKIPPED
    Proxies.program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="tlswhy-proxy-") as folder, starttls_servers.servers(
            folder, f"^{SERVER}$", lambda name, why: print(f"{name}: left out: {why}")) as met:
        if not met:
            return SKIPPED
        Proxies.server = met[0]
        result = unittest.main(argv=[sys.argv[0], *sys.argv[2:]], exit=False, warnings="ignore").result
        return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
