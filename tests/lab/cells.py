"""The cells: which server with which chain meets which clients. The order is fixed, so that a name stays with
its cell; which clients meet a chain goes round, so that each client meets each kind of fault somewhere."""
import dataclasses
import itertools
import time

import chains
from clients import Client
from servers import ServerConfig

T12, T13 = ("TLSv1.2",), ("TLSv1.3",)
BOTH = T12 + T13
PLAIN = ("openssl", "curl", "wget", "gnutls", "nss", "python", "node", "java", "java-raw")
VERSION_CAUSES = "no-common-version server-old-version-client-refuses jdk-disabled-version version-intolerance"
SUITE_CAUSES = "no-shared-cipher cbc-only-vs-aead-client rsa-kex-disabled 3des-rc4-only"
GROUP_CAUSES = "no-common-group no-shared-cipher hrr-mishandled"
SIGN_CAUSES = ("sigalg-no-common no-shared-cipher sha1-handshake-signature cert-key-type-mismatch curve-of-cert-unsupported "
               "pss-chain rsa-key-too-small-for-pss")


@dataclasses.dataclass(frozen=True)
class Cell:
    client: Client
    host: str = ""  # none: the chain's
    identity: str = ""  # of chains.CLIENTS
    patience: int = 6000  # milliseconds
    causes: tuple = ()  # none: the group's


@dataclasses.dataclass(frozen=True)
class Group:
    """One server and the cells that meet it."""
    name: str
    config: ServerConfig
    cells: tuple
    causes: tuple = ()  # acceptable where the client fails

    @property
    def chain(self):
        return self.config.chains[0]


def plain(*names, **k):
    return tuple(Cell(Client(name), **k) for name in names)


def narrowed(program, tag, *options, **k):
    return Cell(Client(program, options, tag), **k)


def chain_groups():
    """Each chain of chains.py on a server; kinds and clients go round."""
    kinds = itertools.cycle(("openssl", "nginx", "haproxy", "gnutls", "apache", "stunnel"))
    versions = itertools.cycle((T12, BOTH, T12, T13, BOTH))
    clients = itertools.cycle(PLAIN[i] for i in (0, 4, 7, 2, 6, 1, 3, 8, 5))
    for name, chain in chains.CHAINS.items():
        kind, version = next(kinds), next(versions)
        if name in ("self-signed", "self-signed-ec", "self-signed-known", "appliance", "direct", "foreign-direct", "missing"):
            kind = "nginx"
        if name in NOT_EVERY_SERVER:
            kind = NOT_EVERY_SERVER[name]
        level = 0 if any(w in name for w in ("sha1", "md5", "1024")) else 1
        count = 3 if chain.causes else 2
        config = ServerConfig(kind, (chain,), versions=version, security_level=level)
        yield Group("chain-" + name, config, plain(*(next(clients) for _ in range(count))), chain.causes)


NOT_EVERY_SERVER = {"pss-key": "openssl", "ed25519": "nginx", "sha1": "nginx", "md5": "openssl", "sha1-ec": "apache",
                    "sha1-issuer": "apache", "rsa1024": "stunnel", "rsa1024-issuer": "nginx"}
RSA, EC = chains.CHAINS["rsa"], chains.CHAINS["ec"]
SUITES = {
    "chacha": ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",),
    "ccm8": ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",),
    "camellia": ("TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"),
    "aria": ("TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384",),
    "static-gcm": ("TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
    "static-cbc": ("TLS_RSA_WITH_AES_256_CBC_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"),
    "cbc": ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    "cbc384": ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",),
    "dhe-gcm": ("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
    "dhe-cbc": ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
    "dhe-before": ("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    "mixed": ("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
}


def suites(*names):
    return tuple(s for name in names for s in SUITES[name])


def group(name, kind, clients, causes="", chain=RSA, more=(), **k):
    cells = tuple(c if isinstance(c, Cell) else Cell(Client(c)) for c in clients)
    return Group(name, ServerConfig(kind, (chain, *more), **k), cells, tuple(causes.split()))


def version_groups():
    n12 = {"openssl": narrowed("openssl", "tls12", "-tls1_2"), "curl": narrowed("curl", "tls12", "--tls-max", "1.2"),
           "gnutls": narrowed("gnutls", "tls12", "--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2"),
           "nss": narrowed("nss", "tls12", "-V", "tls1.2:tls1.2"), "node": narrowed("node", "tls12", ("maxVersion", "TLSv1.2")),
           "python": narrowed("python", "tls12", ("maxVersion", "1.2"))}
    v = VERSION_CAUSES
    yield group("only13-nginx", "nginx", [n12["curl"], n12["nss"], n12["node"], "java"], v, versions=T13)
    yield group("only13-haproxy", "haproxy", [n12["openssl"], n12["python"], "wget"], v, versions=T13)
    yield group("only13-java", "java", [n12["gnutls"], n12["curl"], n12["nss"], "openssl", "python"], v, versions=T13)
    yield group("only13-stunnel", "stunnel", [n12["gnutls"], n12["openssl"], "nss"], v, versions=T13)
    yield group("only12-java", "java", ["curl", "gnutls", "node", "nss", "java-raw"], v, chain=EC, versions=T12)
    sha = " sigalg-no-common sha1-handshake-signature no-shared-cipher"
    yield group("only11-gnutls", "gnutls", PLAIN, v + sha, versions=("TLSv1.1",))
    yield group("only10-openssl", "openssl", PLAIN, v + sha, versions=("TLSv1",), security_level=0)
    yield group("from10-apache", "apache", ["nss", "java", "curl", narrowed("openssl", "tls11", "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")],
                v + sha, versions=("TLSv1", "TLSv1.1", "TLSv1.2"), security_level=0)
    yield group("only11-haproxy", "haproxy", ["openssl", "python", "wget", "java-raw"], v + sha, versions=("TLSv1.1",), security_level=0)


def suite_groups():
    s = SUITE_CAUSES
    yield group("chacha", "nginx", ["java", "python", "nss", narrowed("openssl", "aes", "-tls1_2", "-cipher", "AESGCM")], s, versions=T12,
                suites=suites("chacha"))
    yield group("ccm8", "openssl", ["java", "nss", "curl", "python", "gnutls"], s, chain=EC, versions=T12, suites=suites("ccm8"),
                security_level=0)
    yield group("camellia", "apache", ["curl", "java-raw", "node", "nss"], s, versions=T12, suites=suites("camellia"))
    yield group("aria", "haproxy", ["openssl", "java", "gnutls", "wget"], s, versions=T12, suites=suites("aria"))
    yield group("static-gcm", "gnutls", PLAIN, s, versions=T12, suites=suites("static-gcm"))
    yield group("static-cbc", "stunnel", ["python", "node", "java", "curl"], s, versions=T12, suites=suites("static-cbc"))
    yield group("cbc", "openssl", ["python", "nss", "wget", "java"], s, versions=T12, suites=suites("cbc"))
    yield group("cbc384-java", "java", ["gnutls", "python", "nss", "openssl", "node"], s, versions=T12, suites=suites("cbc384"))
    yield group("mixed-server", "nginx", ["java", "gnutls", "curl", "node"], s, versions=T12, suites=suites("mixed"))
    yield group("mixed-client", "openssl", ["java-raw", "gnutls", "nss", "python"], s, versions=T12, suites=suites("mixed"), order="client")
    yield group("client-order-gnutls", "gnutls", ["openssl", "java", "nss"], s, versions=T12, order="client")
    yield group("client-order-java", "java", ["openssl", "wget", "nss"], s, versions=T12, order="client")
    t13 = "tls13-suite-missing no-shared-cipher"
    yield group("ccm13", "openssl", ["curl", "java", "nss", "gnutls", "node"], t13, versions=T13, suites=("TLS_AES_128_CCM_SHA256",))
    yield group("chacha13", "haproxy", ["java", "wget", "nss", narrowed("openssl", "aes", "-ciphersuites", "TLS_AES_128_GCM_SHA256")], t13,
                versions=T13, suites=("TLS_CHACHA20_POLY1305_SHA256",))
    kind = s + " cert-key-type-mismatch"
    yield group("ec-for-rsa", "nginx", ["curl", narrowed("openssl", "rsa", "-tls1_2", "-cipher", "aRSA"),
                                        narrowed("gnutls", "rsa", "--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-ECDHE-ECDSA")],
                kind, chain=EC, versions=T12)
    yield group("rsa-for-ec", "java", ["java", narrowed("openssl", "ec", "-tls1_2", "-cipher", "aECDSA")], kind, versions=T12)
    yield group("two-certificates", "haproxy", ["java", "openssl", "nss", narrowed("openssl", "rsa", "-tls1_2", "-cipher", "aRSA")], kind,
                chain=chains.CHAINS["p384-under-rsa"], more=(RSA,), versions=T12)
    yield group("two-certificates13", "nginx", ["gnutls", "wget", "python"], kind, chain=chains.CHAINS["p384-under-rsa"], more=(RSA,))


def dh_groups():
    weak = "weak-dh-group no-shared-cipher"
    for bits, kind, clients in ((1024, "openssl", PLAIN), (1536, "nginx", ("openssl", "java", "nss", "gnutls")),
                                (2048, "haproxy", ("curl", "node", "java-raw", "wget")), (4096, "nginx", ("java", "openssl", "nss"))):
        strict = (Cell(Client("java-strict")),) if bits < 2048 else ()
        yield group(f"dhe{bits}", kind, (*clients, *strict), weak, versions=T12, suites=suites("dhe-gcm"), dh_bits=bits, security_level=0)
    yield group("dhe1024-cbc", "apache", ("curl", "python", "java", "gnutls", "java-strict"), weak + " " + SUITE_CAUSES, versions=T12,
                suites=suites("dhe-cbc"), dh_bits=1024, security_level=0)
    yield group("dhe1024-first", "openssl", ("openssl", "node", "java", "java-strict", "curl"), weak, versions=T12,
                suites=suites("dhe-before"), dh_bits=1024, security_level=0)
    # With less than 2048 GnuTLS would still take the group of RFC 7919 that a client names.
    yield group("dhe2048-gnutls", "gnutls", ("openssl", "nss", "java"), weak + " no-common-group", versions=T12, suites=suites("dhe-gcm"),
                dh_bits=2048)


def curve_groups():
    g = GROUP_CAUSES
    yield group("p521", "nginx", ["java", "gnutls", narrowed("openssl", "x25519", "-groups", "X25519"),
                                  narrowed("curl", "p256", "--curves", "P-256")], g, groups=("secp521r1",))
    yield group("p521-12", "openssl", ["nss", "wget", narrowed("openssl", "x25519", "-groups", "X25519")], g, versions=T12, suites=suites("cbc"),
                groups=("secp521r1",))
    yield group("x448", "openssl", ["java", "nss", "curl", "gnutls", "node"], g, versions=T13, groups=("x448",))
    yield group("retry-p384", "haproxy", ["openssl", "java", "nss", "gnutls", "python", "wget"], g, versions=T13, groups=("secp384r1",))
    yield group("x25519-gnutls", "gnutls", ["java", "openssl", narrowed("openssl", "p256", "-groups", "P-256"),
                                            narrowed("node", "p384", ("ecdhCurve", "P-384"))], g, versions=T12, suites=suites("cbc"),
                groups=("x25519",))
    s = SIGN_CAUSES
    yield group("sha512-signatures", "openssl", ["java", "wget", "nss", narrowed("openssl", "sha256", "-sigalgs", "RSA-PSS+SHA256:RSA+SHA256")],
                s, versions=T12, schemes=("rsa_pkcs1_sha512",))
    yield group("sha1-signatures", "nginx", PLAIN, s, versions=T12, schemes=("rsa_pkcs1_sha1",), security_level=0)
    yield group("pss-signatures", "stunnel", ["gnutls", "java-raw", "curl"], s, schemes=("rsa_pss_rsae_sha384",))
    yield group("pkcs1-clients", "nginx", [narrowed("openssl", "pkcs1", "-sigalgs", "RSA+SHA256"),
                                           narrowed("openssl", "ecdsa", "-sigalgs", "ECDSA+SHA256")], s)
    yield group("strict-sha1", "openssl", ["java-strict", "java"], "sha1-cert jdk-disabled-algorithms sigalg-no-common",
                chain=chains.CHAINS["sha1-issuer"], versions=T12, security_level=0)
    yield group("strict-pss", "nginx", ["java-strict", "java-raw"], "pss-chain jdk-disabled-algorithms sigalg-no-common",
                chain=chains.CHAINS["pss-issuer"])


def asking_groups():
    """Client certificates, server names, ALPN."""
    identities = (("none", ""), ("good", "good"), ("foreign", "foreign"), ("expired", "expired"), ("purpose", "purpose"))
    rounds = {"openssl": (T12, "curl node java"), "gnutls": (T12, "openssl java"), "apache": (T13, "curl python"),
              "haproxy": (BOTH, "java openssl"), "stunnel": (T12, "python gnutls"), "java": (T13, "curl gnutls node"), "nginx": (T12, "java-raw curl")}
    for kind, (versions, names) in rounds.items():
        clients = itertools.cycle(names.split())
        cells = [Cell(Client(next(clients)), identity=identity, causes=causes_of(identity)) for _, identity in identities]
        others = ("wget",) if kind == "java" else ("nss", "wget")  # tstclnt may fail by itself there, with internal_error
        cells += [Cell(Client(name), causes=causes_of("")) for name in others]
        asks = "optional" if kind == "nginx" else "required"
        yield group(f"people-{kind}", kind, cells, versions=versions, client_certificate=asks)
    sni = "sni-unknown-name sni-required wrong-vhost-default-cert name-mismatch"
    stranger = {"host": "unknown.lab.test"}
    refusing = {"server_names": ("portal.lab.test",), "unknown_name": "refuse"}
    for kind, names in (("nginx", "curl java node wget"), ("haproxy", "openssl nss gnutls python"), ("openssl", "java-raw curl"),
                        ("java", "python node gnutls"), ("gnutls", "java curl nss")):
        yield group(f"names-{kind}", kind, [*plain(*names.split(), **stranger), *plain(names.split()[0])], sni,
                    chain=chains.CHAINS["direct"] if kind == "openssl" else RSA, **refusing)  # s_server sends its second leaf alone
    alpn = "alpn-mismatch alpn-missing-h2-required"
    for kind, what in (("nginx", "refuse"), ("openssl", "refuse"), ("haproxy", "ignore"), ("java", "refuse")):
        offer = ("h2",) if kind == "nginx" else ("imap",)
        foo = narrowed("openssl", "foo", "-alpn", "foo,bar")
        yield group(f"alpn-{kind}", kind, ["curl", "node", "java", foo], alpn, alpn=offer, alpn_mismatch=what)
    yield group("alpn-gnutls", "gnutls", ["curl", "node", "gnutls"], alpn, alpn=("imap",), alpn_mismatch="refuse")


def refusing_groups():
    """Each server library in each version meets each fault of a client's certificate. Who asks decides nothing here but
    whether the alert reaches the client before it leaves."""
    identities = ("", "good", "foreign", "expired", "purpose", "alone", "future", "authority", "self", "expired-issuer")
    turn = itertools.cycle(("openssl", "python", "node", "java-raw", "gnutls", "curl"))
    kinds = ("openssl", "gnutls", "apache", "haproxy", "stunnel", "java", "selfserv", "go", "erlang")
    for kind, versions in itertools.product(kinds, (T12, T13)):
        cells = [Cell(Client(next(turn)), identity=identity, causes=causes_of(identity)) for identity in identities]
        yield group(f"refuses-{kind}-{versions[0][-1]}", kind, cells, versions=versions, client_certificate="required")


def causes_of(identity):
    if identity in ("", "none"):
        return ("client-cert-not-sent", "client-ca-hint-mismatch")
    return chains.CLIENTS[identity].causes


FAULTS = {
    "dhe512": "weak-dh-group", "dhe768": "weak-dh-group", "suite": "client-rejects-chosen-cipher no-shared-cipher 3des-rc4-only",
    "signature": "hs-signature-invalid middlebox-corrupts", "cut": "truncation-no-close-notify fin-after-clienthello middlebox-corrupts",
    "cut-silent": "handshake-timeout-silent mtu-blackhole middlebox-corrupts truncation-no-close-notify",
    "old-version": VERSION_CAUSES, "http": "plain-http-on-tls-port", "smtp": "tls-to-plain-service starttls-missing",
    "ssh": "tls-to-plain-service", "alert40": "no-shared-cipher no-common-version no-common-group sigalg-no-common sni-unknown-name",
    "alert49": "ip-acl-after-accept sni-unknown-name", "alert80": "internal-error-server", "alert112": "sni-unknown-name sni-required",
    "silent": "handshake-timeout-silent", "fin": "fin-after-clienthello", "rst": "reset-after-clienthello"}
MEETING = {"dhe512": "openssl gnutls nss java java-raw node", "dhe768": "wget java-strict curl nss", "suite": "openssl java nss gnutls python",
           "signature": "curl java nss wget python node", "cut": "java curl nss", "cut-silent": "curl wget", "old-version": "java node java-raw",
           "http": "openssl java node gnutls", "smtp": "curl java-raw", "ssh": "python nss", "alert40": "wget python java nss",
           "alert49": "curl gnutls", "alert80": "java openssl", "alert112": "curl java-raw", "silent": "curl java", "fin": "python java", "rst": "curl node"}


def faulty_groups():
    for fault, causes in FAULTS.items():
        patience = 2000 if fault in ("silent", "cut-silent") else 6000
        config = ServerConfig("misbehave", (RSA,), versions=T12, fault=fault)
        yield Group("fault-" + fault, config, plain(*MEETING[fault].split(), patience=patience), tuple(causes.split()))


def clock_groups():
    """A client that takes another time for now, which only OpenSSL lets one say."""
    day = 86400
    ahead = narrowed("openssl", "ahead", "-attime", str(int(time.time()) + 400 * day))
    yield group("clock", "nginx", [ahead, "openssl"], "client-clock-wrong", versions=T12)


def all_groups():
    return [*clock_groups(), *chain_groups(), *version_groups(), *suite_groups(), *dh_groups(), *curve_groups(), *asking_groups(), *refusing_groups(), *faulty_groups()]
