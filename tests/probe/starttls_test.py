#!/usr/bin/env python3
"""starttls_test.py PROGRAM [UNITTEST...]: `tlswhy probe --starttls` against the servers of starttls_servers.py. What it
says has to be what the oracle finds behind the same commands; one that refuses TLS is quoted.

Exits 77 where no such server is installed or TLSWHY_LAB=off."""
import os
import pathlib
import re
import socket
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import differences  # noqa: E402  pylint: disable=wrong-import-position
import oracle  # noqa: E402  pylint: disable=wrong-import-position
import running  # noqa: E402  pylint: disable=wrong-import-position
import starttls_servers  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED, UNREADABLE, PATIENCE = 77, 3, 60
LDAP_STARTTLS = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"  # RFC 4511, section 4.14
MYSQL_SSL_REQUEST = struct.pack("<IIB23x", 0x0AA8D, 1 << 24, 33)
# What is expected before each command, and the command; the last expectation ends it.
LINES = {
    "smtp": (rb"^220 .*\n", b"EHLO lab\r\n", rb"^250 .*\n", b"STARTTLS\r\n", rb"^220 .*\n"),
    "lmtp": (rb"^220 .*\n", b"LHLO lab\r\n", rb"^250 .*\n", b"STARTTLS\r\n", rb"^220 .*\n"),
    "imap": (rb"^\* OK .*\n", b"a STARTTLS\r\n", rb"^a OK.*\n"),
    "pop3": (rb"^\+OK .*\n", b"STLS\r\n", rb"^\+OK.*\n"),
    "sieve": (rb"^OK.*\n", b"STARTTLS\r\n", rb"^OK.*\n"),
    "ftp": (rb"^220 .*\n", b"AUTH TLS\r\n", rb"^234 .*\n"),
    "ldap": (b"", LDAP_STARTTLS, rb"\x0a\x01\x00"),
    "postgres": (b"", struct.pack(">II", 8, 80877103), b"S"),
    "mysql": (rb"^.\x00\x00\x00(?s:.){60}", struct.pack("<I", 32 | 1 << 24) + MYSQL_SSL_REQUEST, b""),
}


def turned_to_tls(server):
    """A connected socket on which TLS begins."""
    sock = socket.create_connection(("127.0.0.1", server.port), 10)
    for number, step in enumerate(LINES[server.starttls]):
        if number % 2:
            sock.sendall(step)
            continue
        heard = b""
        while step and not re.search(step, heard, re.M):
            piece = sock.recv(4096)
            if not piece:
                raise ConnectionError(f"{server.name}: {heard!r}")
            heard += piece
    return sock


class StartTls(unittest.TestCase):
    program = None
    servers = ()

    def probe(self, server, *more):
        return running.run([self.program, "probe", f"127.0.0.1:{server.port}", "--starttls", server.starttls, "--sni",
                            starttls_servers.NAME, *more], seconds=PATIENCE)

    def for_each(self, test, *words):
        """Those with TLS, or that speak one of `words`."""
        for server in self.servers:
            if server.configured["tls"] and (not words or server.starttls in words):
                with self.subTest(server=server.name, port=server.port):
                    test(server)

    def test_everything_is_found_and_nothing_else(self):
        known = differences.Known()

        def test(server):
            said = self.probe(server, "--json").json()["server"]
            truth = oracle.Oracle(lambda s=server: turned_to_tls(s), starttls_servers.NAME).learn()
            truth.behaviour.pop("resumption", None)  # by chance, where each process has ticket keys of its own
            self.assertEqual(truth.versions, server.configured.get("versions", truth.versions))
            self.assertEqual({chain[0] for chains in truth.certificates.values() for chain in chains},
                             {server.configured["certificate"]})
            found = known.unknown(server.name, differences.differences(said, truth))
            self.assertFalse(found, "\n" + "\n".join(found))
            self.assertEqual(said["starttls"], server.starttls)
        self.for_each(test)

    def test_a_refusal_is_quoted(self):
        for server in self.servers:
            if server.configured["tls"]:
                continue
            done = self.probe(server)
            said = f"exit {done.code}\n{done.out[:300]}\n{done.err[:300]}"
            with self.subTest(server=server.name):
                self.assertEqual(done.code, UNREADABLE, said)
                self.assertEqual(len(done.err.splitlines()), 1, said)
                self.assertIn(server.configured["refusal"] or server.starttls, done.err)

    def test_tls_at_once_is_told_from_starttls(self):
        """Without --starttls the banner is named."""
        def test(server):
            done = running.run([self.program, "probe", f"127.0.0.1:{server.port}"], seconds=PATIENCE)
            self.assertEqual(done.code, UNREADABLE, done.out[:300] + done.err[:300])
            self.assertRegex(done.err, re.compile(server.starttls, re.I))
        self.for_each(test, "smtp", "imap", "pop3", "ftp")


def main():
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if os.environ.get("TLSWHY_LAB") == "off":
        print("starttls: TLSWHY_LAB=off")
        return SKIPPED
    StartTls.program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="tlswhy-starttls-") as folder:
        with starttls_servers.servers(folder, complain=lambda name, why: print(f"{name}: left out: {why}"),
                                      plain=True) as StartTls.servers:
            if not StartTls.servers:
                return SKIPPED
            result = unittest.main(argv=[sys.argv[0], *sys.argv[2:]], exit=False, warnings="ignore").result
            return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
