#!/usr/bin/env python3
"""probe_test.py PROGRAM [--only REGEX]: `tlswhy probe` against real servers on loopback (README.md). What it says of each has to be
what an oracle finds with one connection for each suite, group and scheme, and what the configuration says.

Exits 77 where the servers are not installed or TLSWHY_LAB=off."""
import argparse
import concurrent.futures
import copy
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
import oracle  # noqa: E402  pylint: disable=wrong-import-position
import probe_servers  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED = 77
JOBS = 2


class Fixture:
    """Servers that run, and what is true of each: made once for all tests."""
    program = None
    place = None
    met = {}  # name: (spec, server, truth)

    @classmethod
    def start(cls, folder, only):
        cls.place = probe_servers.Place(folder)
        specs = [spec for spec in probe_servers.all_specs() if re.search(only, spec.name)]
        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            for spec, server, truth in pool.map(cls.meet, specs):
                cls.met[spec.name] = (spec, server, truth)

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
        if "haproxy-two" not in Fixture.met:
            self.skipTest("--only")
        truth = Fixture.met["haproxy-two"][2]
        right = differences.as_said(truth)
        for name, spoil in SPOILERS.items():
            with self.subTest(mistake=name):
                wrong = copy.deepcopy(right)
                spoil(wrong)
                self.assertTrue(differences.differences(wrong, truth))


def swap(suites):
    suites[0], suites[1] = suites[1], suites[0]


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
    options = parser.parse_args()
    Fixture.program = options.program.resolve()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tlswhy-probe-") as folder:
        try:
            Fixture.start(pathlib.Path(folder), options.only)
            asked = sum(truth.connections for _, _, truth in Fixture.met.values())
            print(f"{len(Fixture.met)} servers, {asked} connections of the oracle ({time.monotonic() - began:.0f} s)")
            return 0 if unittest.main(argv=sys.argv[:1], exit=False).result.wasSuccessful() else 1
        finally:
            probe_servers.processes.end_all()


if __name__ == "__main__":
    sys.exit(main())
