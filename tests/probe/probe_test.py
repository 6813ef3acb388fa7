#!/usr/bin/env python3
"""probe_test.py PROGRAM [--only REGEX]: `tlswhy probe` against real servers on loopback (README.md). What it says of
each has to be what an oracle finds with one connection for each suite, group and scheme, and what is configured.

Exits 77 where the servers are not installed or TLSWHY_LAB=off."""
import argparse
import concurrent.futures
import copy
import dataclasses
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import differences  # noqa: E402  pylint: disable=wrong-import-position
import hostile_servers  # noqa: E402  pylint: disable=wrong-import-position
import probe_servers  # noqa: E402  pylint: disable=wrong-import-position
import relay  # noqa: E402  pylint: disable=wrong-import-position
import running  # noqa: E402  pylint: disable=wrong-import-position
import clients  # noqa: E402  pylint: disable=wrong-import-position
import wire  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED = 77
JOBS = 2


class Fixture:
    """Servers that run, and what is true of each: made once for all tests."""
    program = None
    has_probe = False
    complete = True  # all servers are asked
    place = pool = None
    met = {}  # name: (spec, server, truth)

    @classmethod
    def start(cls, folder, only):
        cls.place = probe_servers.Place(folder)
        specs = [spec for spec in probe_servers.all_specs() if re.search(only, spec.name)]
        # Servers end with the thread that started them (processes.die_with_parent): it stays.
        cls.pool = concurrent.futures.ThreadPoolExecutor(JOBS)
        for spec, server, truth in cls.pool.map(cls.meet, specs):
            cls.met[spec.name] = (spec, server, truth)

    @classmethod
    def of(cls, test, name):
        if name not in cls.met:
            test.skipTest("--only")
        return cls.met[name]

    @classmethod
    def meet(cls, spec):
        server = cls.place.start(spec)
        return spec, server, cls.place.truth(spec, server)


def each(test):
    """Runs a test for each server."""
    def run(self):
        for spec, server, truth in Fixture.met.values():
            with self.subTest(server=spec.name):
                test(self, spec, server, truth)
    run.__doc__ = test.__doc__
    return run


class TruthItself(unittest.TestCase):
    """The oracle finds what is configured, and the comparison notices what is not."""

    @each
    def test_what_is_configured_is_found(self, spec, _, truth):
        said = spec.configured()
        for key in ("versions", "client_certificate", "dh"):
            if key in said:
                self.assertEqual(getattr(truth, key), said[key])
        self.assertEqual(truth.certificates, {**truth.certificates, **Fixture.place.configured_certificates(spec)})
        self.assertLessEqual(set(spec.config.alpn), set(truth.alpn))
        self.assertEqual(truth.behaviour, {**truth.behaviour, **dict(spec.behaviour)})
        for version, groups in said.get("groups", {}).items():
            only_ecdsa = version != "TLSv1.3" and ("asked", "rsa") not in truth.certificates
            # An ECDSA key needs its own curve in the offer too, and a server that orders groups takes that one.
            self.assertTrue(truth.groups[version] == groups or (only_ecdsa and truth.groups[version] < groups),
                            f"{version}: {truth.groups[version]}")

    @each
    def test_suites_are_the_configured_ones(self, spec, _, truth):
        for version, suites in spec.configured().get("cipher_suites", {}).items():
            self.assertEqual(set(truth.cipher_suites[version]), set(suites))
            one_kind = len(spec.asked or spec.config.chains) == 1
            if truth.order.get(version) == "server" and one_kind:
                self.assertEqual(truth.cipher_suites[version], suites)
            if version != "TLSv1.3" and len(suites) > 1:
                self.assertEqual(truth.order[version], spec.config.order)

    def test_the_known_numbers(self):
        count = {name: sum(map(len, truth.cipher_suites.values())) for name, (_, _, truth) in Fixture.met.items()}
        known = {"haproxy-two": 11, "nginx20": 20, "nginx-legacy": 83, "openssl-weak-dh": 10}
        self.assertEqual({k: n for k, n in count.items() if k in known}, {k: n for k, n in known.items() if k in count})

    @each
    def test_a_perfect_answer_has_no_difference(self, spec, _, truth):
        self.assertEqual(differences.differences(differences.as_said(truth), truth), [])

    def test_each_mistake_is_noticed(self):
        truth = Fixture.of(self, "haproxy-two")[2]
        right = differences.as_said(truth)
        for name, spoil in SPOILERS.items():
            with self.subTest(mistake=name):
                wrong = copy.deepcopy(right)
                spoil(wrong)
                self.assertTrue(differences.differences(wrong, truth))


def swap(suites):
    suites[0], suites[1] = suites[1], suites[0]


@dataclasses.dataclass
class Asked:
    """One run of the probe, and what the relay in front of the server counted."""
    done: object
    connections: int
    hellos: int

    @property
    def json(self):
        return self.done.json()


class WithProbe(unittest.TestCase):
    asked = {}  # server: Asked

    @classmethod
    def setUpClass(cls):
        if not Fixture.has_probe:
            raise unittest.SkipTest("--truth, or there is no tlswhy probe")

    def probe(self, port, spec, server, *more, command="probe"):
        return running.run([Fixture.program, command, f"127.0.0.1:{port}", "--sni", spec.server_name, "--json",
                            "--trust", Fixture.place.trust(spec, server), *more], seconds=120)

    def counted(self, spec, server):
        """What the probe says through a relay that counts; asked once for all tests."""
        if spec.name not in self.asked:
            with relay.Relay() as between:
                counted = between.before(server.port)
                done = self.probe(counted.port, spec, server)
                self.asked[spec.name] = Asked(done, counted.connections, counted.hellos)
        asked = self.asked[spec.name]
        self.assertTrue(asked.done.out, f"exit {asked.done.code}: {asked.done.err}")
        return asked


class Learns(WithProbe):
    def test_everything_is_found_and_nothing_else(self):
        known = differences.Known()
        for spec, server, truth in Fixture.met.values():
            with self.subTest(server=spec.name):
                found = differences.differences(self.counted(spec, server).json["server"], truth)
                found = known.unknown(spec.name, found)
                self.assertFalse(found, "\n" + "\n".join(found))
        if Fixture.complete:
            self.assertFalse(known.gone("server"), "no longer true of known_differences.toml")

    @each
    def test_cost_is_what_was_opened(self, spec, server, _):
        asked = self.counted(spec, server)
        cost = asked.json["server"]["cost"]
        self.assertEqual(cost["connections"], asked.connections)
        self.assertGreaterEqual(cost["hellos"], asked.hellos)
        self.assertEqual(asked.done.err, "")

    @each
    def test_fewest_hellos(self, spec, server, truth):
        """Suites and order alone need one for each suite and one that is refused."""
        cost = self.counted(spec, server).json["server"]["cost"]
        least = sum(len(suites) + 1 for suites in truth.cipher_suites.values())
        print(f"{spec.name}: {cost['hellos']} hellos, {cost['connections']} connections, {cost['rounds']} rounds, "
              f"{cost['seconds']:.2f} s; lower bound of suites and order {least}", file=sys.stderr)
        if spec.name == "nginx20":
            self.assertLessEqual(cost["hellos"], 44)

    def test_verify_in_one_round(self):
        spec, server, _ = Fixture.of(self, "nginx20")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as old, relay.Relay() as between:
            old.write(self.counted(spec, server).done.out)
            old.flush()
            counted = between.before(server.port)
            done = self.probe(counted.port, spec, server, "--was", old.name, command="verify")
            cost = done.json()["server"]["cost"]
            self.assertEqual(cost["rounds"], 1)
            self.assertLessEqual(cost["hellos"], 25)
            self.assertEqual(counted.connections, cost["connections"])

    def test_verify_says_what_is_new(self):
        """The same name answers otherwise: TLS 1.3 alone."""
        spec, server, _ = Fixture.of(self, "nginx20")
        other, other_server, truth = Fixture.of(self, "nginx-modern")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as old:
            old.write(self.counted(spec, server).done.out)
            old.flush()
            done = self.probe(other_server.port, other, other_server, "--was", old.name, command="verify")
            self.assertEqual(done.json()["server"]["versions"], truth.versions)
            text = running.run([Fixture.program, "verify", f"127.0.0.1:{other_server.port}", "--sni", other.server_name,
                                "--was", old.name])
            self.assertIn("TLSv1.2", text.out.replace("TLS 1.2", "TLSv1.2"))
            part = done.json()["report"][0]
            self.assertEqual(part["part"], "compared")
            for line in part["lines"]:
                self.assertIn(line["text"], text.out)


class Ways(WithProbe):
    """The same server is found by every way to it."""

    def setUp(self):
        self.spec, self.server, self.truth = Fixture.of(self, "haproxy-two")
        self.known = self.spec.name  # as known_differences.toml calls it

    def same(self, *arguments, truth=None):
        done = running.run([Fixture.program, "probe", *arguments, "--json", "--as", "java-17"], seconds=60)
        self.assertTrue(done.out, f"exit {done.code}: {done.err}")
        found = differences.differences(done.json()["server"], truth or self.truth)
        known = differences.Known()
        found = known.unknown(self.known, found) + known.gone("server")
        self.assertFalse(found, "\n" + "\n".join(found))
        return done

    def test_by_name_and_address(self):
        self.same(f"https://{self.spec.server_name}:{self.server.port}/app?x=1", "--ip", "127.0.0.1")

    def test_through_a_proxy(self):
        tap = Fixture.place.relay.tap(self.server.port, tunnel=True)
        done = self.same(f"{self.spec.server_name}:443", "--proxy", f"http://127.0.0.1:{tap.port}")
        self.assertEqual(len(tap.connections), done.json()["server"]["cost"]["connections"])
        tap.finish(0)

    def test_by_ip6(self):
        try:
            gate = hostile_servers.in_turn(self.server.port, address="::1")
        except OSError:
            self.skipTest("no IPv6 here")
        self.addCleanup(gate.stop)
        self.same(f"[::1]:{gate.port}", "--sni", self.spec.server_name)

    def test_with_a_client_certificate(self):
        self.spec, server, truth = Fixture.of(self, "openssl-required")
        self.known = self.spec.name
        people = Fixture.place.people
        done = self.same(f"127.0.0.1:{server.port}", "--sni", self.spec.server_name, "--cert", people / "server.pem",
                         "--key", people / "key.pem",
                         truth=dataclasses.replace(truth, client_certificate="unknown"))  # it was never without one
        self.assertTrue(done.json()["server"]["behaviour"]["resumption"])

    def test_exit_codes(self):
        trust = [word for place in self.server.chain_folders for word in ("--trust", place / "trust.pem")]
        for client, code in (("java-17", 0), ("java-7u80", 20)):
            done = running.run([Fixture.program, "probe", f"127.0.0.1:{self.server.port}", "--sni", self.spec.server_name,
                                "--as", client, *trust])
            self.assertEqual(done.code, code, done.out + done.err)


class Predicts(WithProbe):
    """What the learnt server would answer to a client is what it answers."""

    def test_replay_of_all_profiles(self):
        """The program's own proof: each profile's real hello."""
        known, equal, played, wrong = differences.Known(), 0, 0, []

        def replay(met):
            return self.probe(met[1].port, *met[:2], "--replay")
        for (spec, _, _), done in zip(Fixture.met.values(), Fixture.pool.map(replay, Fixture.met.values())):
            for verdict in done.json()["verdicts"]:
                real = verdict.get("replay")
                if real is None:
                    continue
                played += 1
                agrees = all(verdict[k] == real[k] for k in ("protocol", "cipher_suite"))
                line = (f"verdict {verdict['client']}: {verdict['protocol']} {verdict['cipher_suite']}, "
                        f"and was {real['protocol']} {real['cipher_suite']}")
                equal += agrees
                if not agrees:
                    wrong += [f"{spec.name} {line}" for line in known.unknown(spec.name, [line])]
        print(f"replay: {equal} of {played} as predicted", file=sys.stderr)
        self.assertGreater(played, 10 * len(Fixture.met))
        self.assertLessEqual(len(wrong) / played, 0.005, "\n" + "\n".join(wrong))
        if Fixture.complete:
            self.assertFalse(known.gone("verdict"), "no longer true of known_differences.toml")

    def test_real_clients(self):
        """A proof that is not the program's own."""
        known, equal, wrong = differences.Known(), 0, []
        for met in Fixture.met.values():
            self.counted(*met[:2])
        for (spec, server, _), were in zip(Fixture.met.values(), Fixture.pool.map(meet_all, Fixture.met.values())):
            verdicts = {v["client"]: v for v in self.counted(spec, server).json["verdicts"]}
            for profile, was in were.items():
                if profile not in verdicts:
                    continue
                said = (verdicts[profile]["protocol"], verdicts[profile]["cipher_suite"])
                equal += said == was
                if said != was:
                    line = f"verdict {profile}: {said}, and was {was}"
                    wrong += [f"{spec.name} {line}" for line in known.unknown(spec.name, [line])]
        print(f"real clients: {equal} as predicted, {len(wrong)} not", file=sys.stderr)
        self.assertGreater(equal, 4 * len(Fixture.met))
        self.assertFalse(wrong, "\n" + "\n".join(wrong))


REAL_CLIENTS = ("openssl", "curl", "wget", "gnutls", "nss", "python", "node", "java", "java-raw")
# Debian's Java may be older than its profile: what it lost since is chosen on no server here.
JAVA_PROFILES = {"java": "java-17", "java-raw": "java-17-raw"}


def meet_all(met):
    """Profile to what its real client and the server agree on."""
    out = {}
    profiles = clients.profiles(Fixture.place)
    for name in REAL_CLIENTS:
        client = clients.Client(name)
        out[JAVA_PROFILES.get(name) or profiles[name]] = meet(*met[:2], client)
    return out


def meet(spec, server, client):
    """Version and suite that a real client and the server agree on, read from the bytes between them."""
    place = Fixture.place
    tap = place.relay.tap(server.port, tunnel=client.program in clients.TUNNELLED)
    clients.ask(place, client, clients.Request(tap.port, spec.server_name, place.trust(spec, server), patience=1500))
    conversation = tap.finish()
    if conversation is None:
        return None, None
    facts = wire.Reader().read(conversation.events)
    return probe_servers.contract(facts.version), facts.suite


SPOILERS = {
    "a version too many": lambda s: s["versions"].insert(0, "TLSv1.1"),
    "a suite less": lambda s: s["cipher_suites"]["TLSv1.2"].pop(),
    "a suite more": lambda s: s["cipher_suites"]["TLSv1.2"].append("TLS_RSA_WITH_RC4_128_SHA"),
    "two suites in the wrong order": lambda s: swap(s["cipher_suites"]["TLSv1.2"]),
    "whose order": lambda s: s["order"].update({"TLSv1.2": "client"}),
    "a group less": lambda s: s["groups"]["TLSv1.3"].pop(),
    "a scheme less": lambda s: s["signature_schemes"]["TLSv1.2"].pop(),
    "no TLS 1.3 scheme": lambda s: s["signature_schemes"].pop("TLSv1.3"),
    "DH size": lambda s: s["dh"][0].update(bits=1024),
    "DH group unknown": lambda s: s["dh"][0].update(known=None),
    "one of two chains": lambda s: s["certificates"].pop(0),
    "a chain cut": lambda s: s["certificates"][0]["chain"].pop(),
    "ALPN": lambda s: s["alpn"].remove("h2"),
    "ALPN refusal": lambda s: s.update(alpn_refused=not s["alpn_refused"]),
    "authorities": lambda s: s["client_certificate_authorities"].append("CN=other"),
    "client certificate": lambda s: s.update(client_certificate="required"),
    "fallback": lambda s: s["behaviour"].update(fallback_scsv=False),
    "a contradiction": lambda s: s["contradictions"].append({"what": "suite", "details": []}),
}


def missing():
    return sorted({n for n in (*probe_servers.servers.NEEDS.values(), "javac") if not shutil.which(n)})


def main():
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if os.environ.get("TLSWHY_LAB") == "off" or missing():
        print(f"probe: TLSWHY_LAB=off, or not installed (scripts/install-packages lab): {missing()}")
        return SKIPPED
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--only", default="", help="only servers whose name matches")
    parser.add_argument("--truth", action="store_true", help="only what is true of the servers, nothing of the program")
    options = parser.parse_args()
    Fixture.program = options.program.resolve()
    Fixture.complete = not options.only
    Fixture.has_probe = not options.truth and running.has_probe(Fixture.program)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tlswhy-probe-") as folder:
        try:
            Fixture.start(pathlib.Path(folder), options.only)
            asked = sum(truth.connections for _, _, truth in Fixture.met.values())
            print(f"{len(Fixture.met)} servers, {asked} connections of the oracle ({time.monotonic() - began:.0f} s)")
            return 0 if unittest.main(argv=sys.argv[:1], exit=False, warnings="ignore").result.wasSuccessful() else 1
        finally:
            probe_servers.processes.end_all()


if __name__ == "__main__":
    sys.exit(main())
