"""The servers that are learnt: real programs on loopback, each with what its configuration says it takes."""
import dataclasses
import functools
import hashlib
import os
import pathlib
import socket
import sys
import threading

LAB = pathlib.Path(__file__).resolve().parents[1] / "lab"
sys.path.insert(0, str(LAB))
import capture  # noqa: E402  pylint: disable=wrong-import-position
import chains  # noqa: E402  pylint: disable=wrong-import-position
import names  # noqa: E402  pylint: disable=wrong-import-position
import oracle  # noqa: E402  pylint: disable=wrong-import-position
import pki  # noqa: E402  pylint: disable=wrong-import-position
import processes  # noqa: E402  pylint: disable=wrong-import-position
import servers  # noqa: E402  pylint: disable=wrong-import-position
import workers  # noqa: E402  pylint: disable=wrong-import-position
from servers import ServerConfig  # noqa: E402  pylint: disable=wrong-import-position

NAME = chains.HOST
DEBIAN_PYTHON = "/usr/bin/python3.11" if os.access("/usr/bin/python3.11", os.X_OK) else sys.executable
OTHER_NAME = "legacy.lab.test"
RSA, EC = chains.CHAINS["rsa"], chains.CHAINS["ec"]
T10, T11, T12, T13 = "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"  # as ServerConfig calls them
NEW = ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")
SEVENTEEN = (
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA")
INTERMEDIATE = tuple(f"TLS_{k}_WITH_{c}" for c in ("AES_128_GCM_SHA256", "AES_256_GCM_SHA384")
                     for k in ("ECDHE_ECDSA", "ECDHE_RSA")) + (
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")
WEAK_DH = tuple(f"TLS_DHE_RSA_WITH_{c}" for c in (
    "AES_256_GCM_SHA384", "AES_128_GCM_SHA256", "AES_256_CBC_SHA256", "AES_128_CBC_SHA256", "AES_256_CBC_SHA",
    "AES_128_CBC_SHA", "CAMELLIA_256_CBC_SHA256", "CAMELLIA_128_CBC_SHA256", "CAMELLIA_256_CBC_SHA",
    "CAMELLIA_128_CBC_SHA"))
CURVES = ("x25519", "secp256r1", "secp384r1")


@functools.cache
def suites_that(text):
    """What an OpenSSL cipher string means for TLS 1.2."""
    return names.openssl_suites(text + ":@SECLEVEL=0", "-tls1_2")


@dataclasses.dataclass(frozen=True)
class Spec:
    """One server. `asked` are the chains for the name that is asked for, where they are not those of the config."""
    name: str
    config: ServerConfig
    server_name: str = NAME
    asked: tuple = ()
    behaviour: tuple = ()  # pairs, as far as the settings decide

    def configured(self):
        """What the configuration itself decides, in the words of oracle.Truth."""
        c = self.config
        said = {"versions": [contract(v) for v in c.versions], "client_certificate": c.client_certificate}
        if c.suites:
            said["cipher_suites"] = suites_by_version(c, self.asked or c.chains)
        if c.groups:
            said["groups"] = {contract(v): set(c.groups) for v in c.versions}
        if c.dh_bits and c.is_openssl and not self.asked:  # GnuTLS prefers the groups of RFC 7919
            said["dh"] = {c.dh_bits}
        return said


def contract(version):
    """TLSv1 is TLSv1.0 in the contract."""
    return "TLSv1.0" if version == T10 else version


def authentication(chain):
    kind = chain.leaf.kind
    return "rsa-pss" if kind.startswith("rsapss") else "rsa" if kind.startswith("rsa") else "eddsa" if kind.startswith("ed") else "ecdsa"


def suites_by_version(config, with_chains):
    """The configured ones, as far as a version has them and a certificate goes with them, in the configured order."""
    kinds = {"rsa" if authentication(chain).startswith("rsa") else "ecdsa" for chain in with_chains}
    out = {}
    for version in config.versions:
        known = oracle.suites_of(contract(version))
        listed = (config.new_suites() or NEW) if version == T13 else config.old_suites()
        out[contract(version)] = [s for s in listed if s in known and
                                  (version == T13 or oracle.authentication(s) in kinds)]
    return out


def nginx_names(server):
    """nginx with a second server block of another name and chain."""
    argv = servers.nginx(server)
    path = server.folder / "nginx.conf"
    text = path.read_text(encoding="ascii")
    place = server.lab.authority.write(SECOND, server.folder / "second")
    block = (f"server {{ listen 127.0.0.1:{server.port} ssl; server_name {OTHER_NAME}; "
             f"ssl_certificate {place}/server.pem; ssl_certificate_key {place}/key.pem; ssl_ciphers {server.config.cipher_string()}; "
             f"ssl_prefer_server_ciphers on; ssl_protocols TLSv1.2 TLSv1.3; }}")
    path.write_text(text.rstrip().removesuffix("}") + block + "}\n", encoding="ascii")
    return argv


def openssl_bare(server):
    """openssl s_server that remembers nothing, and without two extensions that most have."""
    return [*servers.openssl(server), "-no_ticket", "-no_cache", "-no_etm"]


def openssl_chacha(server):
    return [*servers.openssl(server), "-prioritize_chacha"]


def openssl_stapled(server):
    """openssl s_server with an OCSP response for its certificate."""
    place, response = server.chain_folders[0], server.folder / "response.der"
    issuer = server.lab.authority.certificate(server.config.chains[0].sent_paths()[1])
    issuer_file = server.file("issuer.pem", issuer.pem)
    serial = pki.run_openssl("x509", "-in", place / "leaf.pem", "-noout", "-serial").decode().strip().split("=")[1]
    index = server.file("index.txt", f"V\t350101000000Z\t\t{serial}\tunknown\t/CN=portal\n")
    pki.run_openssl("ocsp", "-index", index, "-CA", issuer_file, "-rsigner", issuer_file, "-rkey", issuer.key.path,
                    "-issuer", issuer_file, "-cert", place / "leaf.pem", "-ndays", "7", "-respout", response)
    return [*servers.openssl(server), "-status_file", response]


SECOND = pki.ChainSpec("second", (chains.E, chains.IE, chains.leaf(OTHER_NAME, names=(OTHER_NAME,), **chains.ECLEAF)))
OWN = {"nginx-names": nginx_names, "openssl-bare": openssl_bare, "openssl-chacha": openssl_chacha,
       "openssl-stapled": openssl_stapled}
servers.STARTERS.update(OWN)
servers.BEHAVIOURS.update(dict.fromkeys(OWN, "openssl"))


def all_specs():
    legacy = suites_that("ALL:!aNULL:!PSK:!SRP")
    high = suites_that("HIGH:!aNULL:!PSK:!SRP")
    dh = {"versions": (T12,), "suites": WEAK_DH, "dh_bits": 1024, "security_level": 0}
    plain = {"versions": (T12, T13), "suites": (*INTERMEDIATE, *NEW), "groups": CURVES, "dh_bits": 2048}
    ecdsa = {**plain, "dh_bits": None}
    return [
        Spec("nginx-modern", ServerConfig("nginx", (RSA,), (T13,), groups=CURVES, order="client")),
        Spec("nginx20", ServerConfig("nginx", (RSA,), (T12, T13), (*SEVENTEEN, *NEW), groups=CURVES, dh_bits=2048,
                                     alpn=("h2", "http/1.1"))),
        Spec("nginx-legacy", ServerConfig("nginx", (RSA, EC), (T10, T11, T12), legacy, dh_bits=2048,
                                          security_level=0, alpn=("http/1.1",))),
        Spec("haproxy-two", ServerConfig("haproxy", (RSA, EC), (T12, T13), (*INTERMEDIATE, *NEW), dh_bits=2048,
                                         groups=CURVES, alpn=("h2", "http/1.1"))),
        Spec("apache-high", ServerConfig("apache", (RSA,), (T12, T13), (*high, *NEW), order="client",
                                         alpn=("http/1.1",))),
        Spec("stunnel", ServerConfig("stunnel", (EC,), (T12, T13))),
        Spec("openssl-weak-dh", ServerConfig("openssl", (RSA,), **dh)),
        Spec("openssl-pss", ServerConfig("openssl", (chains.CHAINS["all-pss"],), (T12, T13))),
        Spec("openssl-x448", ServerConfig("openssl", (RSA,), (T12, T13), (SEVENTEEN[0], *NEW), groups=("x448",))),
        Spec("openssl-required", ServerConfig("openssl", (RSA,), client_certificate="required", **plain)),
        Spec("openssl-optional", ServerConfig("openssl", (EC,), client_certificate="optional", **ecdsa)),
        Spec("openssl-bare", ServerConfig("openssl-bare", (RSA,), (T12,), SEVENTEEN[:11]),
             behaviour=(("session_tickets", False), ("resumption", False), ("encrypt_then_mac", False))),
        Spec("openssl-chacha", ServerConfig("openssl-chacha", (EC,), **ecdsa),
             behaviour=(("prioritizes_chacha", True),)),
        Spec("openssl-stapled", ServerConfig("openssl-stapled", (EC,), **ecdsa),
             behaviour=(("ocsp_stapling", True),)),
        Spec("openssl-ed25519", ServerConfig("openssl", (chains.CHAINS["ed25519"],), **ecdsa)),
        Spec("openssl-pss-key", ServerConfig("openssl", (chains.CHAINS["pss-key"],), **ecdsa)),
        Spec("haproxy-names-only",
             ServerConfig("haproxy", (RSA,), unknown_name="refuse", server_names=(NAME,), **plain),
             behaviour=(("no_name_refused", True), ("unknown_name_refused", True))),
        Spec("nginx-names", ServerConfig("nginx-names", (RSA,), **plain), OTHER_NAME, (SECOND,)),
        Spec("gnutls", ServerConfig("gnutls", (RSA,), (T12, T13), dh_bits=2048)),
        Spec("gnutls-client-order", ServerConfig("gnutls", (EC,), (T10, T11, T12), order="client")),
        Spec("java", ServerConfig("java", (RSA, EC), (T12, T13))),
    ]


class Place:
    """What the servers and clients of a run share, as tests/lab/lab.py has it: keys, a backend, workers."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = pki.Authority(folder / "keys")
        self.backend = servers.Backend()
        self.people = self.authority.write(chains.CLIENTS["good"], folder / "people")
        self.lock = threading.RLock()
        self.workers = {}
        (folder / "empty").mkdir()

    def worker(self, name, make):
        """Each is started once, when it is first needed."""
        with self.lock:
            if name not in self.workers:
                self.workers[name] = make()
            return self.workers[name]

    @property
    def java(self):
        return self.worker("java", lambda: workers.Java(
            workers.compile_java(LAB / "Peer.java", self.folder / "classes"), self.folder))

    @property
    def node(self):
        return self.worker("node", lambda: workers.Worker(["node", LAB / "node_client.js"], self.folder / "node.log"))

    @property
    def python(self):
        return self.worker("python", lambda: workers.Worker([DEBIAN_PYTHON, LAB / "python_client.py"],
                                                            self.folder / "python.log"))

    @property
    def relay(self):
        return self.worker("relay", capture.Relay)

    def start(self, spec):
        return servers.Server(self, spec.config, self.folder / spec.name)

    def fingerprints(self, chain):
        """SHA-256 of what is sent, leaf first."""
        return tuple(hashlib.sha256(self.authority.certificate(path).data).hexdigest() for path in chain.sent_paths())

    def configured_certificates(self, spec):
        """(asked|none|foreign, authentication) to the chain, where such a client gets an answer."""
        chosen = {"asked": spec.asked or spec.config.chains}
        if spec.config.kind != "haproxy":  # which of two is its default, it decides itself
            chosen |= dict.fromkeys(("none", "foreign"), spec.config.chains)
        return {(word, authentication(chain)): {self.fingerprints(chain)}
                for word, all_chains in chosen.items() for chain in all_chains}

    def trust(self, spec, server):
        """PEM file of the root that a client has to trust for the name that is asked for."""
        return server.folder / "second" / "trust.pem" if spec.asked else server.chain_folders[0] / "trust.pem"

    def truth(self, spec, server):
        """What the oracle finds."""
        identity = self.people if spec.config.client_certificate == "required" else None
        return oracle.Oracle(lambda: socket.create_connection(("127.0.0.1", server.port), 10), spec.server_name,
                             identity).learn()
