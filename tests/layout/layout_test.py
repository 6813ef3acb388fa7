#!/usr/bin/env python3
"""layout_test.py PROGRAM: a Finesse layout whose gadgets come from HTTPS servers on loopback, started here.

What will load and what will not is said in text, in JSON (held against the schema where python3-jsonschema is there)
and by the exit code. The servers are asked at the address where they listen: what `localhost` means is the machine's
business (many give it ::1 as well), and one test asks at all of its addresses. Exits 77 (skipped) without openssl, which
makes the throw-away keys."""
import http.server
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
GADGET = b'<?xml version="1.0"?>\n<Module><ModulePrefs title="Customer Card"/><Content type="html"/></Module>'
ADDRESS = "127.0.0.1"
LOGIN = b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>"


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        status, kind, body, more = {
            "/good.xml": (200, "text/xml", GADGET, {}),
            "/login": (200, "text/html", LOGIN, {}),
            "/away": (302, "text/plain", b"", {"Location": "https://sso.example/login"}),
            "/moved/gadget": (301, "text/plain", b"", {"Location": "../moved/on?x=1"}),
            "/moved/on": (302, "text/plain", b"", {"Location": "/good.xml"}),
            "/moved/away": (302, "text/plain", b"", {"Location": "/away"}),
            "/round": (302, "text/plain", b"", {"Location": "/round"}),
        }.get(path, (404, "text/plain", b"no", {}))
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):  # clients that leave in the middle are what a probe is
        pass


def make_certificate(folder, name, issuer=None):
    """NAME.pem with its key; self-signed, or issued by ISSUER for localhost."""
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "30", "-subj", f"/CN={name}",
           "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt"]
    if issuer:
        new += ["-CA", folder / f"{issuer}.crt", "-CAkey", folder / f"{issuer}.key", "-addext",
                "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"]
    subprocess.run(new, check=True, capture_output=True)
    if issuer:  # both are sent
        with open(folder / f"{name}.crt", "ab") as chain:
            chain.write((folder / f"{issuer}.crt").read_bytes())


class Quiet6(Quiet):
    address_family = socket.AF_INET6


def addresses_of_localhost():
    """What the name means on this machine, in the resolver's order."""
    found = socket.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address[0] for *_, address in found))


def serve(folder, name, server_class=Quiet, address=(ADDRESS, 0)):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.crt", folder / f"{name}.key")
    server = server_class(address, Answers)
    # The handshake belongs to the connection's thread, not to the one that accepts.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class LayoutTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tlswhy-layout-"))
        make_certificate(cls.folder, "root")
        make_certificate(cls.folder, "stranger")
        make_certificate(cls.folder, "trusted", "root")
        make_certificate(cls.folder, "untrusted", "stranger")
        cls.servers = [serve(cls.folder, name) for name in ("trusted", "untrusted")]
        cls.good, cls.bad = (server.server_address[1] for server in cls.servers)
        with socket.socket() as unused:
            unused.bind((ADDRESS, 0))
            cls.closed = unused.getsockname()[1]

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers:
            server.shutdown()
            server.server_close()
        shutil.rmtree(cls.folder)

    def layout(self, gadgets):
        path = self.folder / "layout.xml"
        lines = "\n".join(f"<gadget>{gadget}</gadget>" for gadget in gadgets)
        path.write_text("<finesseLayout xmlns='http://www.cisco.com/vtg/finesse'><layout><role>Agent</role><tabs><tab>"
                        f"<label>Home</label><gadgets>\n{lines}\n<!--\n<gadget>https://localhost:{self.good}/off.xml"
                        "</gadget>\n--></gadgets></tab></tabs></layout></finesseLayout>", encoding="utf-8")
        return path

    def run_program(self, path, *options, at=("--ip", ADDRESS)):
        done = subprocess.run([PROGRAM, path, "--as", "java-8u152", "--trust", self.folder / "root.crt", "--timeout", "10",
                               *at, *options], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.stderr, "")
        return done

    def everything(self):
        return self.layout([f"https://localhost:{self.good}/good.xml?a=1&amp;b=2", f"https://localhost:{self.good}/login",
                            f"https://localhost:{self.good}/away", f"https://localhost:{self.good}/gone.xml",
                            f"https://localhost:{self.bad}/good.xml", f"https://localhost:{self.closed}/good.xml",
                            "/desktop/own.xml", "http://localhost/plain.xml", "https://my-cuic-server:8444/x.xml"])

    def test_json(self):
        done = self.run_program(self.everything(), "--json")
        self.assertEqual(done.returncode, 20)
        document = json.loads(done.stdout)
        found = [(g["loads"], g["gadget"], g["detail"]) for g in document["gadgets"]]
        self.assertEqual(found, [(True, "ok", "Customer Card"), (False, "not a gadget: html", "Sign in"),
                                 (False, "not a gadget: elsewhere", "https://sso.example:443"),
                                 (False, "not a gadget: status", "404"), (False, "not fetched", None),
                                 (False, "not fetched", None), (None, "not fetched", None), (None, "not fetched", None),
                                 (None, "not fetched", None)])
        refused, = [v for v in document["verdicts"] if not v["accepted"]]
        self.assertEqual(refused["id"], document["gadgets"][4]["why"])
        self.assertEqual(refused["diagnosis"]["cause"], "untrusted-root")
        self.assertTrue(document["servers"][2]["trouble"])
        self.assertTrue(document["summary"].pop("text").startswith("9 gadgets from 3 servers: 1 will load"))
        self.assertEqual(document["summary"], {"gadgets": 9, "load": 1, "fail": 5, "undecided": 3, "left_out": 1})
        self.check_schema(document)

    def check_schema(self, document):
        sys.path.insert(0, str(ROOT / "tests/schema"))
        try:
            import check_schema as checks
        except SystemExit:
            return
        schema = json.loads(checks.SCHEMA.read_text(encoding="utf-8"))
        strict = checks.closed(schema)
        for check in (checks.validator(schema, "layout_document"), checks.validator(schema, "document")):
            self.assertEqual(list(checks.complaints(check, document)), [])
        for name, values in (("gadget", document["gadgets"]),
                             ("learned_server", [s["server"] for s in document["servers"] if s["server"]]),
                             ("verdict", [{k: v for k, v in one.items() if k not in ("id", "target")}
                                          for one in document["verdicts"]])):
            for value in values:
                self.assertEqual(list(checks.complaints(checks.validator(strict, name), value)), [])
        document["gadgets"][0]["source"] = "own"  # with a server that is asked for it
        self.assertFalse(checks.validator(schema, "layout_document").is_valid(document))

    def test_redirects_on_the_same_server(self):
        at = f"https://localhost:{self.good}"
        done = self.run_program(self.layout([f"{at}/moved/gadget", f"{at}/moved/away", f"{at}/round"]), "--json")
        document = json.loads(done.stdout)
        self.assertEqual([(g["loads"], g["gadget"], g["detail"]) for g in document["gadgets"]],
                         [(True, "ok", "Customer Card"), (False, "not a gadget: elsewhere", "https://sso.example:443"),
                          (False, "not a gadget: redirect", "/round")])
        self.check_schema(document)
        self.assertEqual(done.returncode, 20)

    def test_addresses_that_are_not_alike(self):
        """What refuses at one of the addresses does not load."""
        try:
            other = serve(self.folder, "untrusted", Quiet6, ("::1", self.good))
        except OSError as error:
            self.skipTest(f"no IPv6 loopback: {error}")
        self.addCleanup(other.server_close)
        self.addCleanup(other.shutdown)
        layout = self.layout([f"https://localhost:{self.good}/good.xml"])
        both = ("--ip", f"{ADDRESS},::1")
        done = self.run_program(layout, "--json", at=both)
        self.assertEqual(done.returncode, 20)
        document = json.loads(done.stdout)
        self.assertEqual([(g["loads"], g["gadget"]) for g in document["gadgets"]], [(False, "not fetched")])
        server, = document["servers"]
        self.assertEqual((server["addresses"], server["refusing_addresses"], server["unreachable_addresses"]), (2, 1, 0))
        self.check_schema(document)
        text = " ".join(self.run_program(layout, at=both).stdout.split())
        self.assertIn(f"FAILS localhost:{self.good} (::1): ", text)
        self.assertIn("2 addresses, of which 1 would refuse or be refused, 0 not reached", text)
        self.assertIn("do not seem to be set up alike", text)
        probed = subprocess.run([PROGRAM, "probe", f"localhost:{self.good}", *both, "--as", "java-8u152", "--trust",
                                 self.folder / "root.crt"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(probed.returncode, 20, probed.stderr)
        said = " ".join(probed.stdout.split())
        # The address that is learnt first is what the other is held against.
        self.assertRegex(said, r"\(farm-inconsistent\): (at 127\.0\.0\.1, but not here|here, but not at ::1), "
                               "these would connect: java-8u152")

    def test_an_address_that_refuses_tcp(self):
        """Who goes on to the next address is served; who takes the first one alone is not."""
        layout = self.layout([f"https://localhost:{self.good}/good.xml"])
        both = ("--ip", f"::1,{ADDRESS}")  # nothing listens at ::1
        for client, served in (("finesse-11", None), ("node-20", True), ("node-18", False)):
            done = self.run_program(layout, "--json", "--as", client, at=both)
            document = json.loads(done.stdout)
            server, = document["servers"]
            self.assertEqual((server["addresses"], server["unreachable_addresses"]), (2, 1), client)
            if served is not None:  # the server of this test may have no version of Finesse 11
                self.assertEqual(document["gadgets"][0]["loads"], served, client)
                self.assertEqual(done.returncode, 0 if served else 20, client)
            self.check_schema(document)
            probed = subprocess.run([PROGRAM, "probe", f"localhost:{self.good}", *both, "--as", client, "--trust",
                                     self.folder / "root.crt"], capture_output=True, text=True, timeout=60, check=False)
            self.assertNotEqual(probed.returncode, 3, client)
            self.assertIn("(::1): connection refused", probed.stderr)
            said = " ".join(probed.stdout.split())
            self.assertEqual("take one address of a name alone and fail there: " + client in said, served is False)

    def test_addresses_that_the_resolver_gives(self):
        """Without --ip the name is looked up, and what listens at each of its addresses loads."""
        first, *others = addresses_of_localhost()
        classes = {True: Quiet6, False: Quiet}
        port = 0
        for address in (first, *others):
            server = serve(self.folder, "trusted", classes[":" in address], (address, port))
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
            port = server.server_address[1]
        done = self.run_program(self.layout([f"https://localhost:{port}/good.xml"]), "--json", at=())
        document = json.loads(done.stdout)
        self.assertEqual(document["gadgets"][0]["loads"], True)
        self.assertEqual(document["servers"][0]["addresses"], 1 + len(others))
        self.assertEqual(done.returncode, 0)

    def test_junit(self):
        path = self.folder / "gadgets.xml"
        self.run_program(self.everything(), "--junit", path)
        suites = {s.get("name"): s for s in xml.etree.ElementTree.parse(path).getroot()}
        gadgets = suites[str(self.folder / "layout.xml")]
        self.assertEqual([gadgets.get(k) for k in ("tests", "failures", "errors", "skipped")], ["9", "5", "0", "3"])
        outcome = [case[0].get("type") if len(case) and case[0].tag == "failure" else len(case) for case in gadgets]
        self.assertEqual(outcome, [0, "html", "elsewhere", "status", "untrusted-root", "unreached", 1, 1, 1])
        self.assertIn("/good.xml?a=1&b=2", gadgets[0].get("name"))
        self.assertIn(f"localhost:{self.bad}", suites)

    def test_text(self):
        done = self.run_program(self.everything())
        self.assertEqual(done.returncode, 20)
        for part in (f"FAILS     localhost:{self.good}: connects with", f"FAILS     localhost:{self.bad}: ",
                     f"FAILS     localhost:{self.closed}: ", "DO THIS   ", f"WORKS     localhost:{self.good}: connects with",
                     "Agent / Home: /good.xml?...", '"Sign in"', "sends on to https://sso.example:443",
                     "9 gadgets from 3 servers: 1 will load, 5 will not, 3 not decided"):
            self.assertIn(part, done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80, done.stdout)

    def test_all_is_well(self):
        done = self.run_program(self.layout([f"https://localhost:{self.good}/good.xml"]))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("off.xml", done.stdout)
        done = self.run_program(self.layout([f"https://localhost:{self.good}/good.xml"]), "--disabled")
        self.assertEqual(done.returncode, 20, done.stdout)
        self.assertIn("/off.xml (inside a comment)", done.stdout)

    def test_what_is_not_in_order(self):
        path = self.folder / "broken.xml"
        path.write_text("<finesseLayout>\n<layout>\n</finesseLayout>", encoding="utf-8")
        done = subprocess.run([PROGRAM, path], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertRegex(done.stderr, r"^tlswhy: .*broken\.xml:3:\d+: no XML: .*\n$")


if __name__ == "__main__":
    if not shutil.which("openssl"):
        print("openssl is not there")
        sys.exit(77)
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=0)
