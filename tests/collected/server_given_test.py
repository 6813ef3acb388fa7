#!/usr/bin/env python3
"""server_given_test.py PROGRAM: a capture and a text beside what is known of their server: its chain, what a probe printed.

The capture hides its certificates (TLS 1.3). Those of a probe were sent at another time, so they order the causes and make
none certain, and a probe of another server changes nothing."""
import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
ROOT = pathlib.Path(__file__).resolve().parents[2]
CERTIFICATES = ROOT / "tests/fixtures/certificates"
CAPTURE = ROOT / "samples/tls13-hidden-refusal.pcap"  # of server.test, which leaf.der does not hold
GIVEN = ["--trust", str(CERTIFICATES / "root.der"), "--at", "2027-01-01"]


PKIX = ("javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath."
        "SunCertPathBuilderException: unable to find valid certification path to requested target\n")


def pem(name):
    body = base64.encodebytes((CERTIFICATES / f"{name}.der").read_bytes()).decode()
    return f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"


def printed_by_a_probe(name):
    chain = []
    for certificate in ("leaf", "issuing"):
        der = (CERTIFICATES / f"{certificate}.der").read_bytes()
        chain.append({"sha256": hashlib.sha256(der).hexdigest(), "der": base64.b64encode(der).decode()})
    server = {"name": f"{name}:443", "address": {"ip": "192.0.2.1", "port": 443}, "versions": ["TLSv1.3"],
              "cipher_suites": {"TLSv1.3": ["TLS_AES_256_GCM_SHA384"]}, "groups": {"TLSv1.3": ["x25519"]},
              "order": {"TLSv1.3": "server"}, "certificates": [{"server_name": "asked", "authentication": "rsa",
                                                             "chain": chain}]}
    return {"schema": "tlswhy/1", "input": {"kind": "probe", "name": f"{name}:443"}, "server": server}


class ServerGiven(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def probed(self, name, indent=None):
        return self.file("probe.json", json.dumps(printed_by_a_probe(name), indent=indent))

    def ask(self, *inputs):
        done = subprocess.run([PROGRAM, "--json", "--lang", "en", *map(str, inputs), *GIVEN], capture_output=True, check=False,
                              timeout=60)
        self.assertEqual(done.stderr.decode(), "")
        return json.loads(done.stdout)

    def test_a_probe_orders_the_causes_of_its_server(self):
        for indent in (None, 2):
            document = self.ask(CAPTURE, self.probed("server.test", indent))
            diagnosis = document["conversations"][0]["diagnosis"]
            self.assertEqual((diagnosis["cause"], diagnosis["confidence"]), ("name-mismatch", "one_of"))
            self.assertIn("chain_seen_by_asking", [f["fact"] for f in diagnosis["evidence"]])

    def test_a_probe_of_another_server_changes_nothing(self):
        beside = self.ask(CAPTURE, self.probed("other.test"))["conversations"][0]["diagnosis"]
        self.assertEqual(beside, self.ask(CAPTURE)["conversations"][0]["diagnosis"])

    def test_a_chain_is_given_for_every_connection(self):
        chain = CERTIFICATES / "leaf.der"
        diagnosis = self.ask(CAPTURE, chain)["conversations"][0]["diagnosis"]
        self.assertEqual(diagnosis["candidates"] or [{"cause": diagnosis["cause"]}], [{"cause": diagnosis["cause"]}])
        self.assertEqual(diagnosis["confidence"], "consistent")

    def test_a_text_and_its_server_are_one_document(self):
        text = self.file("curl.log", "curl: (60) SSL: certificate subject name 'www' does not match target host name 'server.test'\n")
        document = self.ask(text, self.probed("server.test"))
        self.assertEqual(document["input"]["kind"], "log")
        self.assertEqual(document["conversations"][0]["diagnosis"]["cause"], "name-mismatch")

    def test_a_chain_decides_what_the_words_leave_open(self):
        text = self.file("java.log", PKIX)
        leaf, whole = self.file("leaf.pem", pem("leaf")), self.file("whole.pem", pem("leaf") + pem("issuing"))
        alone, asked, taken, every = (self.ask(text, *more)["conversations"][0]["diagnosis"] for more in (
            (), (leaf, "--as", "java-17"), (whole, "--as", "java-17"), (leaf,)))
        self.assertEqual((alone["cause"], alone["confidence"]), ("untrusted-root", "one_of"))
        self.assertEqual((asked["cause"], asked["confidence"]), ("missing-intermediate", "consistent"))
        self.assertEqual((every["cause"], every["confidence"]), ("missing-intermediate", "one_of"))
        # This client takes the chain as it is given: the words stand, and the report says so.
        self.assertEqual(taken["cause"], "untrusted-root")
        self.assertIn("would_connect", [f["fact"] for f in taken["evidence"]])

    def test_a_version_in_passing_names_the_client(self):
        frame = "\tat sun.security.ssl.Alerts.getSSLException(Alerts.java:192) ~[na:1.8.0_152]\n"
        for lines, client in ((PKIX + frame, "java-8u152"), (PKIX, None),
                              # The words are not Java's.
                              ("tls: failed to verify certificate: x509: certificate signed by unknown authority\n" + frame, None)):
            named = self.ask(self.file("text.log", lines))["conversations"][0]["client_profile"]
            self.assertEqual((named["id"], named["how"]), (client, "recognised" if client else "none"))

    def test_a_version_that_is_not_known_is_said_as_it_is(self):
        for version, text in (("1.8.0_71", "client: Java 1.8.0_71 (judged as Java 8u51)"), ("1.8.0_152", "client: Java 8u152 (recognised)")):
            named = self.ask(self.file("text.log", f"{PKIX}\tat x.Y(Z.java:1) ~[na:{version}]\n"))["conversations"][0]["client_profile"]
            self.assertEqual(named["text"], text)

    def test_a_text_that_says_nothing_leaves_the_chain(self):
        text = self.file("letter.txt", "Dear colleague,\nattached is the chain.\n")
        chain = self.file("chain.pem", pem("leaf") + pem("issuing"))
        done = subprocess.run([PROGRAM, str(text), str(chain), "--as", "java-17", *GIVEN], capture_output=True, check=False, timeout=60)
        self.assertIn(b"letter.txt", done.stderr)
        self.assertIn(b"java-17", done.stdout)
        self.assertEqual(done.returncode, 3)

    def test_a_server_that_cannot_be_read_takes_nothing_from_the_capture(self):
        cut = self.file("cut.json", json.dumps(printed_by_a_probe("server.test"))[:400])
        done = subprocess.run([PROGRAM, "--json", str(CAPTURE), str(cut)], capture_output=True, check=False, timeout=60)
        self.assertIn(b"cut.json:1:401: no JSON", done.stderr)
        self.assertEqual(json.loads(done.stdout)["summary"]["failed"], 1)

    def test_what_a_probe_printed_is_judged_for_a_client(self):
        document = self.ask(self.probed("www.example.test"), "--as", "java-17")
        self.assertEqual(document["input"]["kind"], "server")
        self.assertEqual(document["summary"]["accepted"], 1)


if __name__ == "__main__":
    unittest.main()
