#!/usr/bin/env python3
"""hostile_test.py PROGRAM [UNITTEST...]: `tlswhy probe` meets what is no server, or means harm. Whatever it is: one
line, the exit code of the contract, within seconds, within bounds, and no other server has to wait for it.

Exits 77 where the servers are not installed or TLSWHY_LAB=off."""
import json
import os
import pathlib
import re
import shutil
import socket
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import hostile_servers  # noqa: E402  pylint: disable=wrong-import-position
import many_servers  # noqa: E402  pylint: disable=wrong-import-position
import probe_servers  # noqa: E402  pylint: disable=wrong-import-position
import running  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED, UNREADABLE, WOULD_FAIL, UNDECIDED = 77, 3, 20, 30
TIMEOUT, PATIENCE = 2, 20  # seconds: for a step, for a whole run
ADDRESS_SPACE, PEAK = 1 << 30, 100  # bytes, MB
NO_TLS = {  # behaviour: what the line has to say
    "garbage": "", "http": "HTTP", "silent": r"answer|silen|timed? ?out|second|said nothing",
    "reset at once": "reset|clos", "closed at once": "clos", "flood of noise": "",
    **{name: word for name, (word, _) in hostile_servers.BANNERS.items()},
}


class HostileCase(unittest.TestCase):
    program = None
    place = None

    def probe(self, *arguments, **options):
        limits = {"address_space": ADDRESS_SPACE, "files": 256, "seconds": PATIENCE, **options}
        done = running.run([self.program, "probe", *arguments], **limits)
        said = f"exit {done.code}, {done.wall:.1f} s, {done.peak:.0f} MB\n{done.out[:600]}\n{done.err[:600]}"
        self.assertFalse(done.stopped, f"still there after {PATIENCE} s\n{said}")
        self.assertGreaterEqual(done.code, -2, said)  # SIGINT may end it, no other signal
        self.assertLess(done.peak, PEAK, said)
        return done

    def assert_one_line(self, done, place, word):
        """Nothing on stdout, one line on stderr that names the place and what was there, exit code 3."""
        said = f"exit {done.code}\n{done.out[:600]}\n{done.err[:1000]}"
        self.assertEqual(done.code, UNREADABLE, said)
        self.assertEqual(done.out, "", said)
        lines = done.err.splitlines()
        self.assertEqual(len(lines), 1, said)
        self.assertIn(place, lines[0])
        self.assertRegex(lines[0], re.compile(word, re.I))
        self.assertRegex(lines[0], r"^[\x20-\x7e]+$", "bytes of the peer reach the terminal")

    def hostile(self, answer):
        server = hostile_servers.Hostile(answer)
        self.addCleanup(server.stop)
        return server

    def real(self, name):
        if name not in STARTED:
            spec = next(s for s in probe_servers.all_specs() if s.name == name)
            STARTED[name] = self.place.start(spec)
        return STARTED[name]


STARTED = {}


class NoTls(HostileCase):
    def assert_named(self, name):
        server = self.hostile(hostile_servers.BEHAVIOURS[name])
        done = self.probe(f"127.0.0.1:{server.port}", "--timeout", TIMEOUT)
        self.assert_one_line(done, f"127.0.0.1:{server.port}", NO_TLS[name])

    def test_what_is_no_tls_is_named(self):
        for name in NO_TLS:
            with self.subTest(behaviour=name):
                self.assert_named(name)

    def test_the_first_bytes_are_shown(self):
        server = self.hostile(hostile_servers.BEHAVIOURS["ssh"])
        self.assertIn("OpenSSH_9.2p1", self.probe(f"127.0.0.1:{server.port}", "--timeout", TIMEOUT).err)

    def test_control_characters_do_not_reach_the_terminal(self):
        server = self.hostile(hostile_servers.banner(b"220 \x1b[31mred\x07\r\nsecond line\r\n\xff\xfe"))
        done = self.probe(f"127.0.0.1:{server.port}", "--timeout", TIMEOUT)
        self.assert_one_line(done, f"127.0.0.1:{server.port}", "")

    def test_nobody_listens(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.assert_one_line(self.probe(f"127.0.0.1:{port}"), f"127.0.0.1:{port}", "refused")

    def test_filtered(self):
        filtered = hostile_servers.Filtered()
        self.addCleanup(filtered.stop)
        done = self.probe(f"127.0.0.1:{filtered.port}", "--timeout", TIMEOUT)
        self.assert_one_line(done, f"127.0.0.1:{filtered.port}", "connect|answer|time|second")
        self.assertLess(done.wall, 4 * TIMEOUT)

    def test_unknown_host(self):
        done = self.probe("no-such-host.invalid:443", "--timeout", TIMEOUT)
        self.assert_one_line(done, "no-such-host.invalid", "resol|unknown|not found|name|DNS")


class Harm(HostileCase):
    def test_every_behaviour_ends_soon_and_within_bounds(self):
        for name, answer in hostile_servers.BEHAVIOURS.items():
            if name in NO_TLS:
                continue
            with self.subTest(behaviour=name):
                server = self.hostile(answer)
                done = self.probe(f"127.0.0.1:{server.port}", "--timeout", TIMEOUT)
                self.assertIn(done.code, (UNREADABLE, 11, WOULD_FAIL, UNDECIDED), done.out + done.err)
                self.assertLessEqual(len(done.err.splitlines()), 1, done.err)
                self.assertLess(server.connections, 400)

    def test_json_stays_json(self):
        for name in ("suite that was not offered", "reset in flight", "closed after the hello", "huge chain"):
            with self.subTest(behaviour=name):
                server = self.hostile(hostile_servers.BEHAVIOURS[name])
                done = self.probe(f"127.0.0.1:{server.port}", "--timeout", TIMEOUT, "--json")
                if done.out or done.code != UNREADABLE:
                    self.assertEqual(done.json()["schema"], "tlswhy/1")

    def test_a_signal_ends_it_at_once(self):
        for name in ("silent", "one byte a second", "endless fragments"):
            with self.subTest(behaviour=name):
                server = self.hostile(hostile_servers.BEHAVIOURS[name])
                done = self.probe(f"127.0.0.1:{server.port}", "--timeout", 15, interrupt_after=0.7)
                self.assertLess(done.wall, 1.0)
                self.assertNotEqual(done.code, 0)


class Unlike(HostileCase):
    """Real servers behind something that changes what they say."""

    def test_an_unoffered_suite_is_a_contradiction(self):
        server = self.hostile(hostile_servers.BEHAVIOURS["suite that was not offered"])
        done = self.probe(f"127.0.0.1:{server.port}", "--timeout", TIMEOUT, "--json")
        if done.out:
            self.assertTrue(done.json()["server"]["contradictions"])

    def test_two_servers_in_turn_are_a_contradiction(self):
        gate = hostile_servers.in_turn(self.real("nginx20").port, self.real("openssl-pss").port)
        self.addCleanup(gate.stop)
        done = self.probe(f"127.0.0.1:{gate.port}", "--sni", probe_servers.NAME, "--json")
        self.assertTrue(done.json()["server"]["contradictions"])

    def throttled(self, gate):
        self.addCleanup(gate.stop)
        done = self.probe(f"127.0.0.1:{gate.port}", "--sni", probe_servers.NAME, "--json", seconds=60)
        found = done.json()["server"]
        self.assertEqual(len(found["cipher_suites"].get("TLSv1.2", [])), 17)
        self.assertEqual(len(found["cipher_suites"].get("TLSv1.3", [])), 3)
        self.assertEqual(found["order"]["TLSv1.2"], "server")

    def test_few_connections_at_a_time(self):
        self.throttled(hostile_servers.at_most_open(2, self.real("nginx20").port))

    def test_few_connections_in_a_second(self):
        self.throttled(hostile_servers.at_most_in_a_second(15, self.real("nginx20").port))

    def test_most_open_is_as_asked(self):
        gate = hostile_servers.at_most_open(1000, self.real("nginx20").port)
        self.addCleanup(gate.stop)
        self.probe(f"127.0.0.1:{gate.port}", "--sni", probe_servers.NAME, "--max-connections", 1, "--json")
        self.assertLessEqual(gate.most_open, 3)  # the gate sees an end later than the client; 4 is usual

    def test_rate_is_as_asked(self):
        gate = hostile_servers.at_most_open(1000, self.real("nginx-modern").port)
        self.addCleanup(gate.stop)
        self.probe(f"127.0.0.1:{gate.port}", "--sni", probe_servers.NAME, "--rate", 10, "--json", seconds=40)
        spent = gate.times[-1] - gate.times[0]
        self.assertLessEqual((len(gate.times) - 1) / spent, 11.5)

    def test_certificate_for_another_name(self):
        server = self.real("nginx20")
        done = self.probe(f"somebody-else.lab.test:{server.port}", "--ip", "127.0.0.1", "--as", "java-17", "--json",
                          "--trust", server.chain_folders[0] / "trust.pem")
        self.assertEqual(done.code, WOULD_FAIL, done.out[-600:] + done.err)
        verdict, = done.json()["verdicts"]
        self.assertFalse(verdict["accepted"])
        self.assertIn(verdict["diagnosis"]["cause"], ("name-mismatch", "wrong-vhost-default-cert"))


class Many(HostileCase):
    """A list: no server holds up another, and nothing is left open."""
    COUNT = 100

    def setUp(self):
        if not running.has_option(self.program, "--list"):
            self.skipTest("there is no --list yet")

    def learnt(self, done):
        """Addresses of the servers whose suites are known."""
        servers = [json.loads(line).get("server") for line in done.out.splitlines()]
        return {s["address"]["ip"] for s in servers if s and s["cipher_suites"]}

    def test_hundred_servers(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            many = many_servers.ManyServers(self.place.authority, folder / "many", self.COUNT)
            self.addCleanup(many.stop)
            hosts = folder / "hosts"
            hosts.write_text("\n".join(many.hosts) + "\n", encoding="ascii")
            done = self.probe("--list", hosts, "--ndjson", "--as", "java-17", seconds=120)
            print(f"{self.COUNT} servers: {self.COUNT / done.wall:.0f} per second, {done.peak:.0f} MB", file=sys.stderr)
            self.assertEqual(done.err.count("tlswhy: "), 0, done.err[:500])
            self.assertEqual(self.learnt(done), {host.split(":")[0] for host in many.hosts})

    def test_bad_ones_hold_up_nobody(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            many = many_servers.ManyServers(self.place.authority, folder / "many", 20)
            self.addCleanup(many.stop)
            bad = [self.hostile(hostile_servers.BEHAVIOURS[name]) for name in
                   ("one byte a second", "silent", "flood of data records", "endless fragments", "reset at once",
                    "garbage", "http", "closed after the hello")]
            hosts = folder / "hosts"
            hosts.write_text("\n".join([*(f"127.0.0.1:{b.port}" for b in bad), *many.hosts, ""]), encoding="ascii")
            began = time.monotonic()
            done = self.probe("--list", hosts, "--ndjson", "--as", "java-17", "--timeout", TIMEOUT, seconds=60)
            self.assertLess(time.monotonic() - began, PATIENCE)
            self.assertLessEqual({host.split(":")[0] for host in many.hosts}, self.learnt(done))


def main():
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    missing = [name for name in ("nginx", "openssl", "stunnel4") if not shutil.which(name)]
    if os.environ.get("TLSWHY_LAB") == "off" or missing:
        print(f"hostile: TLSWHY_LAB=off, or not installed (scripts/install-packages lab): {missing}")
        return SKIPPED
    HostileCase.program = pathlib.Path(sys.argv[1]).resolve()
    if not running.has_probe(HostileCase.program):
        print("hostile: there is no tlswhy probe yet")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="tlswhy-hostile-") as folder:
        HostileCase.place = probe_servers.Place(pathlib.Path(folder))
        try:
            return 0 if unittest.main(argv=[sys.argv[0], *sys.argv[2:]], exit=False, warnings="ignore").result.wasSuccessful() else 1
        finally:
            probe_servers.processes.end_all()


if __name__ == "__main__":
    sys.exit(main())
