#!/usr/bin/env python3
"""random_servers.py PROGRAM [--seed N] [--count N]: `tlswhy probe` against servers whose settings are thrown with dice
(README.md). What is said of each has to be what the oracle finds. Each difference is printed with the server's seed,
number and settings; `--only NUMBER` meets that one again.

Exits 77 where the servers are not installed or TLSWHY_LAB=off."""
import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import random
import re
import shutil
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import differences  # noqa: E402  pylint: disable=wrong-import-position
import oracle  # noqa: E402  pylint: disable=wrong-import-position
import probe_servers  # noqa: E402  pylint: disable=wrong-import-position
import running  # noqa: E402  pylint: disable=wrong-import-position
from probe_servers import T10, T11, T12, T13  # noqa: E402  pylint: disable=wrong-import-position
from chains import E, IE, I, R, ca, leaf, root  # noqa: E402  pylint: disable=wrong-import-position
from pki import ChainSpec  # noqa: E402  pylint: disable=wrong-import-position
from servers import ServerConfig  # noqa: E402  pylint: disable=wrong-import-position
import servers  # noqa: E402  pylint: disable=wrong-import-position
import workers  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED = 77
JOBS = 2
ALL_VERSIONS = (T10, T11, T12, T13)
WEIGHTS = {"openssl": 9, "nginx": 4, "gnutls": 4, "apache": 3, "haproxy": 3, "java": 3, "stunnel": 2}
KEYS = {"rsa": ("rsa2048", "rsa2048", "rsa3072", "rsa4096"), "rsa-pss": ("rsapss2048",),
        "ec": ("p256", "p256", "p384", "p521"), "ed25519": ("ed25519",), "ed448": ("ed448",)}
WORDS = ("ALL", "ALL:!aNULL", "DEFAULT", "HIGH", "HIGH:!aNULL:!kRSA", "ECDHE+AESGCM:ECDHE+CHACHA20", "ECDHE:!COMPLEMENTOFDEFAULT",
         "HIGH:MEDIUM:!aNULL:!SHA1", "ALL:COMPLEMENTOFALL", "DHE", "kRSA", "aNULL", "ECDSA", "CHACHA20", "eNULL:AES128")
GROUPS = ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448", "brainpoolP256r1", "brainpoolP384r1", "secp256k1",
          "ffdhe2048", "ffdhe3072", "ffdhe8192")
SCHEMES = ("rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512", "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384",
           "rsa_pss_rsae_sha512", "rsa_pss_pss_sha256", "rsa_pss_pss_sha512", "ecdsa_secp256r1_sha256",
           "ecdsa_secp384r1_sha384", "ecdsa_secp521r1_sha512", "ed25519", "ed448", "rsa_pkcs1_sha1", "ecdsa_sha1")
PROTOCOLS = ("h2", "http/1.1", "http/1.0")
OF_OPENSSL = ("-no_ticket", "-no_cache", "-no_etm", "-legacy_renegotiation", "-no_renegotiation", "-prioritize_chacha",
              "-no_dhe", "-bugs", "-comp", "-allow_no_dhe_kex", "-no_middlebox", "-no_ca_names", "-no_resume_ephemeral")
GNUTLS = {"KX": ("ECDHE-RSA", "ECDHE-ECDSA", "RSA", "DHE-RSA", "ANON-DH", "ANON-ECDH"),
          "CIPHER": ("AES-256-GCM", "AES-128-GCM", "CHACHA20-POLY1305", "AES-256-CBC", "AES-128-CBC", "AES-128-CCM",
                     "AES-256-CCM-8", "CAMELLIA-128-CBC", "NULL"),
          "MAC": ("AEAD", "SHA1", "SHA256", "SHA384", "MD5"),
          "GROUP": ("X25519", "SECP256R1", "SECP384R1", "SECP521R1", "X448", "FFDHE2048", "FFDHE3072"),
          "SIGN": ("RSA-SHA256", "RSA-SHA384", "RSA-SHA512", "RSA-PSS-RSAE-SHA256", "RSA-PSS-RSAE-SHA384", "RSA-SHA1",
                   "RSA-PSS-SHA256", "RSA-PSS-SHA512", "ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512",
                   "ECDSA-SECP256R1-SHA256", "ECDSA-SHA1", "EDDSA-ED25519", "EDDSA-ED448")}
GNUTLS_WORDS = ("%SERVER_PRECEDENCE", "%NO_TICKETS", "%NO_ETM", "%NO_SESSION_HASH", "%DISABLE_SAFE_RENEGOTIATION",
                "%DISABLE_TLS13_COMPAT_MODE", "%PROFILE_LEGACY")
# What OpenSSL does not have stays out: it says what is true.
JAVA_SECURITY = "jdk.tls.disabledAlgorithms=MD5, 3DES_EDE_CBC, RC4, DES, ECDH\njdk.tls.legacyAlgorithms=\njdk.certpath.disabledAlgorithms=\n"


class Dice(random.Random):
    def some(self, values, least=1):
        """Any of them, in any order."""
        return tuple(self.sample(values, self.randint(min(least, len(values)), len(values))))

    def few(self, values, most=3):
        return tuple(self.sample(values, self.randint(1, min(most, len(values)))))

    def maybe(self, chance, value, otherwise=()):
        """`value` is made only where it is needed."""
        return value() if self.random() < chance else otherwise

    def span(self, values):
        """Some that stand side by side."""
        first, last = sorted((self.randrange(len(values)), self.randrange(len(values))))
        return values[first:last + 1]


def chain(dice, family, digests):
    """A root, an authority and a server's certificate with a key of `family`."""
    kind = dice.choice(KEYS[family])
    number = 0 if family == "rsa-pss" else 2
    if dice.random() < 0.25:
        pss = [dice.random() < 0.6 for _ in range(3)]
        links = (root("Lab PSS Root", pss=pss[0]), ca("Lab PSS CA", pss=pss[1], digest=dice.choice(("sha256", "sha384"))),
                 leaf(kind=kind, number=number, pss=pss[2], digest=dice.choice(("sha256", "sha512"))))
    else:
        above = dice.choice(((R, I), (E, IE)))
        links = (*above, leaf(kind=kind, number=number, digest=dice.choice(digests)))
    return ChainSpec(f"random-{family}", links)


def chains(dice, families=tuple(KEYS), most=2, digests=("sha256", "sha256", "sha384")):
    usual = dice.random() < 0.7  # most servers have RSA, or RSA and EC
    families = [f for f in families if not usual or f in ("rsa", "ec")]
    chosen = dice.sample(families, dice.choice((1, 1, min(most, len(families)))))
    return tuple(chain(dice, family, digests) for family in chosen)


def suites(dice):
    """Those of TLS 1.2 and older by a cipher string, or any; then those of TLS 1.3 in any order."""
    everything = [s for s in oracle.suites_of("TLSv1.2") if "GOST" not in s]
    old = dice.choice((lambda: probe_servers.suites_that(dice.choice(WORDS) + ":!PSK:!SRP"),
                       lambda: dice.some(everything), lambda: dice.few(everything, 6), lambda: dice.few(everything, 25)))()
    return (*old, *dice.some(oracle.NEW_SUITES))


def of_openssl(dice, kind):
    """What all programs with OpenSSL have in common."""
    level = dice.choice((0, 0, 1, 2))
    possible = ALL_VERSIONS if level == 0 or dice.random() < 0.1 else (T12, T13)
    versions = dice.span(possible) if kind in ("haproxy", "stunnel") else tuple(sorted(dice.some(possible)))
    if versions[-1] < T12 and dice.random() < 0.8:  # most suites need it
        versions = (*versions, T12) if versions[-1] == T11 else (T10, T11, T12)
    return {"versions": versions,
            "suites": dice.maybe(0.85, lambda: suites(dice)), "order": dice.choice(("server", "server", "client")),
            "groups": dice.maybe(0.6, lambda: dice.few(GROUPS, 6)),
            "dh_bits": dice.choice((None, *((1024, 1536) if level == 0 else ()), 2048, 3072)), "security_level": level,
            "client_certificate": dice.choice(("none", "none", "none", "optional", "required"))}


def protocols(dice, among=PROTOCOLS):
    return dice.maybe(0.6, lambda: dice.few(among))


def openssl(dice):
    more = dice.maybe(0.5, lambda: dice.few(OF_OPENSSL)) + dice.maybe(
        0.2, lambda: ("-num_tickets", str(dice.randrange(4)))) + dice.maybe(
        0.1, lambda: ("-max_send_frag", "512"))
    digests = ("sha256", "sha384", "sha1")
    return ServerConfig("openssl", chains(dice, digests=digests), schemes=dice.maybe(0.35, lambda: dice.some(SCHEMES)), alpn=protocols(dice),
                        more=more, **of_openssl(dice, "openssl"))


def nginx(dice):
    more = dice.maybe(0.3, lambda: ("ssl_session_tickets off",)) + dice.maybe(
        0.3, lambda: ("ssl_session_cache builtin",)) + dice.maybe(
        0.2, lambda: ("ssl_conf_command Options PrioritizeChaCha",))
    return ServerConfig("nginx", chains(dice, most=3), schemes=dice.maybe(0.35, lambda: dice.some(SCHEMES)),
                        alpn=protocols(dice, ("h2",)), more=more, **of_openssl(dice, "nginx"))


def apache(dice):
    more = dice.maybe(0.3, lambda: ("SSLSessionTickets off",)) + dice.maybe(0.1, lambda: ("SSLInsecureRenegotiation on",))
    return ServerConfig("apache", chains(dice, most=3), schemes=dice.maybe(0.35, lambda: dice.some(SCHEMES)),
                        alpn=protocols(dice, ("h2", "http/1.1")), more=more, **of_openssl(dice, "apache"))


def haproxy(dice):
    more = dice.maybe(0.3, lambda: ("no-tls-tickets",))
    return ServerConfig("haproxy", chains(dice, ("rsa", "ec")), alpn=protocols(dice), more=more,
                        **of_openssl(dice, "haproxy"))


def stunnel(dice):
    return ServerConfig("stunnel", chains(dice, most=1), schemes=dice.maybe(0.3, lambda: dice.some(SCHEMES)),
                        **{**of_openssl(dice, "stunnel"), "dh_bits": None})


def gnutls(dice):
    more = []
    for what, values in GNUTLS.items():
        prefix = "" if what in ("KX", "CIPHER", "MAC") else f"{what}-"
        if dice.random() < (0.6 if prefix else 0.5):
            more += [f"-{what}-ALL", *(f"+{prefix}{v}" for v in dice.some(values, 2))]
    more += dice.maybe(0.4, lambda: dice.few(GNUTLS_WORDS))
    return ServerConfig("gnutls", chains(dice), tuple(sorted(dice.some(ALL_VERSIONS))), order=dice.choice(("server", "client")),
                        dh_bits=dice.choice((None, 1024, 2048, 3072)), alpn=protocols(dice),
                        alpn_mismatch=dice.choice(("ignore", "refuse")), more=tuple(more),
                        client_certificate=dice.choice(("none", "none", "optional", "required")))


def java(dice):
    everything = [s for s in JAVA_SUITES if "anon" not in s and "NULL" not in s]
    new = dice.some([s for s in everything if "_WITH_" not in s])
    chosen = dice.maybe(0.7, lambda: (*dice.some([s for s in everything if "_WITH_" in s]), *new))
    return ServerConfig("java", chains(dice, ("rsa", "rsa-pss", "ec", "ed25519")), tuple(sorted(dice.some(ALL_VERSIONS))),
                        tuple(dice.sample(chosen, len(chosen))), order=dice.choice(("server", "client")),
                        alpn=protocols(dice), client_certificate=dice.choice(("none", "none", "optional", "required")))


JAVA_SUITES = (
    "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
    *(f"TLS_{k}_WITH_{c}" for k in ("ECDHE_ECDSA", "ECDHE_RSA", "DHE_RSA") for c in (
        "AES_256_GCM_SHA384", "AES_128_GCM_SHA256", "CHACHA20_POLY1305_SHA256", "AES_128_CBC_SHA256", "AES_256_CBC_SHA",
        "AES_128_CBC_SHA")),
    *(f"TLS_RSA_WITH_{c}" for c in ("AES_256_GCM_SHA384", "AES_128_GCM_SHA256", "AES_256_CBC_SHA256", "AES_128_CBC_SHA")))
ONE_NAME = ("openssl", "nginx", "haproxy", "gnutls")  # may refuse all others
MAKERS = {"openssl": openssl, "nginx": nginx, "gnutls": gnutls, "apache": apache, "haproxy": haproxy, "java": java,
          "stunnel": stunnel}


def random_spec(seed, number, kinds=tuple(WEIGHTS)):
    dice = Dice(f"{seed}/{number}")
    kind = dice.choices(kinds, [WEIGHTS[k] for k in kinds])[0]
    config = MAKERS[kind](dice)
    if kind in ONE_NAME and len(config.chains) == 1 and dice.random() < 0.15:
        config = dataclasses.replace(config, server_names=(probe_servers.NAME,), unknown_name="refuse")
    return probe_servers.Spec(f"{seed}/{number} {kind}", config)


def described(spec):
    """The settings that are not the usual ones."""
    usual = ServerConfig(spec.config.kind, ())
    pairs = []
    for field in dataclasses.fields(spec.config):
        value = getattr(spec.config, field.name)
        if field.name == "chains":
            value = [" <- ".join(f"{link.kind}/{'pss-' if link.pss else ''}{link.digest}" for link in reversed(c.links))
                     for c in value]
        if value != getattr(usual, field.name):
            pairs.append(f"{field.name}={value}")
    return " ".join(pairs)


class Place(probe_servers.Place):
    """Java with all that it can still do."""

    @property
    def java(self):
        security = self.folder / "java.security"

        def make():
            security.write_text(JAVA_SECURITY, encoding="ascii")
            classes = workers.compile_java(probe_servers.LAB / "Peer.java", self.folder / "classes")
            return workers.Java(classes, self.folder, (f"-Djava.security.properties={security}",))
        return self.worker("java", make)


@dataclasses.dataclass
class Met:
    spec: probe_servers.Spec
    lines: list  # differences
    cost: dict | None = None
    least: int = 0  # hellos that suites and order alone need
    truth: oracle.Truth | None = None
    failed: str = ""  # it did not start, or did not stay


def meet(program, place, spec, replay=False):
    """Starts a server, asks it plainly and by the program, ends it."""
    try:
        server = servers.Server(place, spec.config, place.folder / re.sub(r"\W", "-", spec.name))
    except Exception as error:  # pylint: disable=broad-exception-caught
        return Met(spec, [], failed=f"{type(error).__name__}: {error}"[:200])
    try:
        truth = place.truth(spec, server)
        done = running.run([program, "probe", f"127.0.0.1:{server.port}", "--sni", spec.server_name, "--json", "--trust",
                            place.trust(spec, server), *(["--replay"] if replay else [])], seconds=120)
        if not done.out:
            return Met(spec, [f"exit {done.code}: {done.err.strip()}"] if truth.versions else [], truth=truth)
        said = done.json()["server"]
        found = differences.differences(said, truth) if truth.versions else differences.versions(said, truth)
        found = [line for line in found if spec.config.kind != "apache" or "alpn_not_offered" not in line]
        out = Met(spec, found, said["cost"], truth=truth)
        out.least = sum(len(found) + 1 for found in truth.cipher_suites.values())
        out.lines += costly(said["cost"], truth)
        if done.err:
            out.lines.append(f"said on stderr: {done.err.strip()}")
        if replay:
            out.lines += mispredicted(done.json()["verdicts"])
        return out
    except OSError as error:
        return Met(spec, [], failed=f"{error}, and its last words: {server.new_log()[-200:]}")
    finally:
        server.stop()


def costly(cost, truth):
    offered = sum(len(oracle.suites_of(version)) + 1 for version in truth.versions)
    found = sum(map(len, truth.cipher_suites.values()))
    if cost["hellos"] > max(offered, found + 60):
        yield f"cost: {cost['hellos']} hellos for {found} suites of {offered}"
    if cost["seconds"] > 10:
        yield f"cost: {cost['seconds']:.1f} s"
    if cost["retries"] > 8:
        yield f"cost: {cost['retries']} retries"


def mispredicted(verdicts):
    for verdict in verdicts:
        real = verdict.get("replay")
        if real and any(verdict[k] != real[k] for k in ("protocol", "cipher_suite")):
            yield (f"verdict {verdict['client']}: {verdict['protocol']} {verdict['cipher_suite']}, "
                   f"and was {real['protocol']} {real['cipher_suite']}")


def meet_all(program, folder, specs, jobs=JOBS, replay=False):
    """A Met for each, as it comes. A server ends with the thread that started it."""
    place = Place(folder)
    if any(spec.config.kind == "java" for spec in specs):
        place.java  # in this thread, which stays  # pylint: disable=pointless-statement
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        jobs = [pool.submit(meet, program, place, spec, replay) for spec in specs]
        for job in concurrent.futures.as_completed(jobs):
            yield job.result()


def report(met):
    print(f"{met.spec.name}: {described(met.spec)}")
    for line in met.lines:
        print(f"    {line}")


def main():
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--only", type=int, nargs="*", help="numbers of the servers to be met")
    parser.add_argument("--kind", nargs="*", default=list(WEIGHTS), choices=list(WEIGHTS), help="programs, as the seed was used with")
    parser.add_argument("--replay", action="store_true", help="each client's hello too has the answer that is predicted")
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--all", action="store_true", help="prints each server, not only those with differences")
    options = parser.parse_args()
    missing = sorted({n for n in (*servers.NEEDS.values(), "javac") if not shutil.which(n)})
    if os.environ.get("TLSWHY_LAB") == "off" or missing:
        print(f"probe: TLSWHY_LAB=off, or not installed (scripts/install-packages lab): {missing}")
        return SKIPPED
    numbers = options.only or range(options.count)
    specs = [random_spec(options.seed, number, tuple(options.kind)) for number in numbers]
    began, costs, bad, failed, silent = time.monotonic(), [], 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="tlswhy-random-") as folder:
        try:
            for met in meet_all(options.program.resolve(), pathlib.Path(folder), specs, options.jobs, options.replay):
                bad, failed = bad + bool(met.lines), failed + bool(met.failed)
                silent += bool(met.truth and not met.truth.versions)
                costs += [met.cost["hellos"] - met.least] if met.cost and met.least else []
                if met.failed and options.all:
                    print(f"{met.spec.name} does not run: {met.failed}")
                if met.lines or options.all:
                    report(met)
                sys.stdout.flush()
        finally:
            probe_servers.processes.end_all()
    print(f"{len(specs)} servers ({failed} do not run, {silent} take nothing), {bad} with differences, "
          f"{time.monotonic() - began:.0f} s")
    if costs:
        print(f"hellos above the least for suites and order: median {statistics.median(costs):.0f}, most {max(costs)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
