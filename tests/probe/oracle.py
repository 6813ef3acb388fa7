"""What a server takes, learnt the plain way: one connection of OpenSSL's library for each suite, group and scheme.

Slow and without cleverness: offered alone and chosen means taken. What is found is what the probe has to find."""
import dataclasses
import functools
import subprocess

import libssl
import names
from libssl import Question

VERSIONS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
OPTIONS = {"TLSv1.0": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}
NEW_SUITES = ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256",
              "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256")
# OpenSSL's name to IANA's, all that OpenSSL 3.0 has.
GROUPS = {"X25519": "x25519", "P-256": "secp256r1", "X448": "x448", "P-521": "secp521r1", "P-384": "secp384r1",
          "secp256k1": "secp256k1", "secp224r1": "secp224r1", "prime192v1": "secp192r1", "secp192k1": "secp192k1",
          "secp224k1": "secp224k1", "secp160r1": "secp160r1", "secp160r2": "secp160r2", "secp160k1": "secp160k1",
          "brainpoolP256r1": "brainpoolP256r1", "brainpoolP384r1": "brainpoolP384r1",
          "brainpoolP512r1": "brainpoolP512r1", "sect163k1": "sect163k1", "sect163r1": "sect163r1",
          "sect163r2": "sect163r2", "sect193r1": "sect193r1", "sect193r2": "sect193r2", "sect233k1": "sect233k1",
          "sect233r1": "sect233r1", "sect239k1": "sect239k1", "sect283k1": "sect283k1", "sect283r1": "sect283r1",
          "sect409k1": "sect409k1", "sect409r1": "sect409r1", "sect571k1": "sect571k1", "sect571r1": "sect571r1"}
NEW_GROUPS = {**{g: GROUPS[g] for g in ("X25519", "P-256", "X448", "P-521", "P-384")},
              **{f"ffdhe{n}": f"ffdhe{n}" for n in (2048, 3072, 4096, 6144, 8192)}}
POINTS = {"secp192k1": 18, "secp192r1": 19, "secp224k1": 20, "secp224r1": 21, "secp256k1": 22, "secp256r1": 23,
          "secp384r1": 24, "secp521r1": 25, "brainpoolP256r1": 26, "brainpoolP384r1": 27, "brainpoolP512r1": 28,
          "x25519": 29, "x448": 30, "ffdhe2048": 256, "ffdhe3072": 257, "ffdhe4096": 258, "ffdhe6144": 259,
          "ffdhe8192": 260, "secp160k1": 15, "secp160r1": 16, "secp160r2": 17, "sect163k1": 1, "sect163r1": 2,
          "sect163r2": 3, "sect193r1": 4, "sect193r2": 5, "sect233k1": 6, "sect233r1": 7, "sect239k1": 8,
          "sect283k1": 9, "sect283r1": 10, "sect409k1": 11, "sect409r1": 12, "sect571k1": 13, "sect571r1": 14}
SCHEME_NAMES = {0x0201: "rsa_pkcs1_sha1", 0x0203: "ecdsa_sha1", 0x0301: "rsa_pkcs1_sha224", 0x0303: "ecdsa_sha224"}
COMPANIONS = ("rsa_pkcs1_sha256", "ecdsa_secp256r1_sha256")  # what chains are signed with
CURVES_OF_KEYS = ("P-256", "P-384", "P-521")
ALPN = ("h2", "http/1.1", "http/1.0", "spdy/3.1", "acme-tls/1", "imap", "pop3", "smtp", "xmpp-client", "ftp", "mqtt")
STRANGE_NAME, STRANGE_PROTOCOL = "foreign.invalid", "nobody-speaks-this"
TICKET = 35
BEHAVIOUR = {0xFF01: "renegotiation_info", 23: "extended_master_secret", 22: "encrypt_then_mac"}


def scheme_name(point):
    return SCHEME_NAMES.get(point, libssl.SCHEME_POINTS[point])


@functools.cache
def suites_of(version):
    """All that OpenSSL could offer in `version`, keys agreed on beforehand (PSK, SRP) left out."""
    if version == "TLSv1.3":
        return NEW_SUITES
    text = "ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=0"
    done = subprocess.run(["openssl", "ciphers", "-s", "-stdname", OPTIONS[version], text], capture_output=True,
                          text=True, check=True)
    return tuple(line.split()[0] for line in done.stdout.splitlines())


def authentication(suite):
    exchange = suite.split("_WITH_")[0]
    return next((word.lower() for word in ("anon", "ECDSA", "DSS") if word in exchange), "rsa")


def signs(suite):
    """The server signs its key exchange."""
    return "_WITH_" in suite and "DHE_" in suite.split("_WITH_")[0] + "_" and "anon" not in suite


def by_kind(suites):
    """Those for RSA, for ECDSA and for nobody, apart: some servers choose the certificate before the suite."""
    kinds = (tuple(s for s in suites if "_WITH_" not in s or authentication(s) == k) for k in ("rsa", "ecdsa", "anon"))
    return [kind for kind in dict.fromkeys(kinds) if kind]


@dataclasses.dataclass
class Truth:
    """The contract's `server` object, as far as it can be known from outside. Groups and schemes are sets."""
    versions: list = dataclasses.field(default_factory=list)
    cipher_suites: dict = dataclasses.field(default_factory=dict)  # in the server's order where it has one
    order: dict = dataclasses.field(default_factory=dict)
    groups: dict = dataclasses.field(default_factory=dict)
    signature_schemes: dict = dataclasses.field(default_factory=dict)
    dh: set = dataclasses.field(default_factory=set)  # bits
    standard_dh: set = dataclasses.field(default_factory=set)  # those of RFC 2409 and RFC 3526
    certificates: dict = dataclasses.field(default_factory=dict)  # (asked|none|foreign, authentication): chains
    alpn: list = dataclasses.field(default_factory=list)
    client_certificate: str | None = "none"  # None: it cannot be known
    authorities: int = 0
    behaviour: dict = dataclasses.field(default_factory=dict)
    connections: int = 0


class Oracle:
    """Asks one server. `open_socket` gives a connected socket, behind STARTTLS where there is any."""

    def __init__(self, open_socket, name, identity=None):
        self.open_socket, self.name, self.identity = open_socket, name, identity
        self.truth = Truth()

    def ask(self, version, name=None, **more):
        """name: None is the usual one, empty none at all. What is not asked about is offered whole."""
        self.truth.connections += 1
        name = self.name if name is None else name or None
        more.setdefault("suites", tuple(self.truth.cipher_suites.get(version, ())))
        more.setdefault("groups", tuple(NEW_GROUPS if version == "TLSv1.3" else GROUPS))
        answer = libssl.ask(self.open_socket, Question((version,), name=name, **more))
        if answer.version not in (version, None):  # an older one in its place is a refusal
            return libssl.Answer(alert=answer.alert)
        if answer.dh_bits:
            self.truth.dh.add(answer.dh_bits)
            self.truth.standard_dh |= {answer.dh_bits} if answer.dh_is_standard else set()
        return answer

    def learn(self):
        for version in VERSIONS:
            suites = [s for s in suites_of(version) if self.ask(version, suites=(s,)).suite == s]
            if not suites:
                continue
            self.truth.versions.append(version)
            self.truth.cipher_suites[version] = self.in_order(version, suites)
            self.truth.groups[version] = self.groups(version)
            self.truth.signature_schemes[version] = self.schemes(version)
        for version in self.truth.versions:
            self.certificates(version)
        if self.truth.versions:
            self.alpn()
            self.client_certificate()
            self.behaviour()
        return self.truth

    def in_order(self, version, suites):
        if len(suites) == 1:
            return suites
        # A server may prefer ChaCha20 for a client that lists it first: it stays at the end.
        suites = sorted(suites, key=lambda s: "CHACHA" in s)
        others = [s for s in suites if "CHACHA" not in s]
        two = others if len(others) > 1 else suites
        forward, backward = (self.ask(version, suites=tuple(offer)).suite for offer in (two, two[::-1]))
        self.truth.order[version] = "server" if forward == backward else "client"
        if forward != backward:
            return suites
        ordered, rest = [], suites[:]
        while rest:
            chosen = self.ask(version, suites=tuple(rest)).suite
            if chosen not in rest:
                raise RuntimeError(f"{version}: {rest} taken alone, not together: {chosen}")
            ordered.append(chosen)
            rest.remove(chosen)
        return ordered

    def groups(self, version):
        """A group counts that is chosen when it is offered alone, or in front of what a certificate's key needs."""
        known = NEW_GROUPS if version == "TLSv1.3" else GROUPS
        suites = [s for s in self.truth.cipher_suites[version] if "_ECDH" in s or "_WITH_" not in s]
        found = set()
        for openssl, iana in known.items():
            offers = ((openssl,), *((openssl, other) for other in CURVES_OF_KEYS
                                    if version != "TLSv1.3" and other != openssl))
            if any(self.ask(version, suites=offered, groups=offer).group == POINTS[iana]
                   for offered in by_kind(suites) for offer in offers):
                found.add(iana)
        return found

    def schemes(self, version):
        """A scheme counts that is used when it is offered alone, or first: some look at the chain's signatures too."""
        if version not in ("TLSv1.2", "TLSv1.3"):
            return set()
        suites = [s for s in self.truth.cipher_suites[version] if version == "TLSv1.3" or signs(s)]
        found = set()
        for point, openssl in libssl.SCHEME_POINTS.items():
            others = (COMPANIONS[:1], COMPANIONS[1:], COMPANIONS, libssl.SCHEMES)
            offers = ((openssl,), *((openssl, *(s for s in more if s != openssl)) for more in others))
            if any(self.ask(version, suites=offered, schemes=offer).scheme == point
                   for offered in by_kind(suites) for offer in offers):
                found.add(scheme_name(point))
        return found

    def certificates(self, version):
        """Which chain comes for which name, by what the client can verify."""
        of_rsa = [p for p in libssl.SCHEME_POINTS.values() if p.lower().startswith("rsa")]
        kinds = {"rsa": [p for p in of_rsa if "pss_pss" not in p], "rsa-pss": [p for p in of_rsa if "pss_pss" in p],
                 "ecdsa": [p for p in libssl.SCHEME_POINTS.values() if p.lower().startswith("ecdsa")],
                 "ed25519": ["ed25519"], "ed448": ["ed448"]}
        for asked, name in (("asked", self.name), ("none", ""), ("foreign", STRANGE_NAME)):
            for kind, schemes in kinds.items():
                if kind in ("ed25519", "ed448", "rsa-pss") and version < "TLSv1.2":
                    continue  # nothing there says what the client can verify
                suites = tuple(s for s in self.truth.cipher_suites[version] if version == "TLSv1.3" or
                               authentication(s) == ("rsa" if kind in ("rsa", "rsa-pss") else "ecdsa"))
                more = [*schemes, *(s for s in libssl.SCHEMES if s not in schemes)]  # for those who look at the chain too
                for offer in (schemes, more) if suites else ():
                    answer = self.ask(version, name=name, suites=suites, schemes=tuple(offer))
                    if answer.chain and (offer is schemes or libssl.SCHEME_POINTS.get(answer.scheme) in schemes):
                        kept = "eddsa" if kind.startswith("ed") else kind
                        self.truth.certificates.setdefault((asked, kept), set()).add(answer.chain)
                        break
            usual = self.truth.certificates.get((asked, "rsa"), set())
            if self.truth.certificates.get((asked, "rsa-pss"), set()) <= usual:  # GnuTLS: one key for both
                self.truth.certificates.pop((asked, "rsa-pss"), None)

    def alpn(self):
        version = self.truth.versions[-1]
        self.truth.alpn = [p for p in ALPN if self.ask(version, alpn=(p,)).alpn == p]
        self.truth.behaviour["alpn_refused"] = self.refuses(version, alpn=(STRANGE_PROTOCOL,))

    def refuses(self, version, **question):
        """A client that finds what it did not ask for ends the handshake: no better than a refusal."""
        answer = self.ask(version, **question)
        return answer.suite is None or answer.alpn not in (None, *question["alpn"])

    def client_certificate(self):
        version = self.truth.versions[-1]
        shown = [s for s in self.truth.cipher_suites[version] if authentication(s) != "anon"]  # who has a certificate
        if not shown:  # OpenSSL's client ends what it should not be asked, before it says so
            self.truth.client_certificate = None
            return
        answer = self.ask(version, suites=tuple(shown), linger=0.3)
        if answer.asks_certificate:
            refused = not answer.finished or answer.alert not in (None, 0)
            self.truth.client_certificate = "required" if refused else "optional"
            self.truth.authorities = answer.authorities

    def behaviour(self):
        found, version = self.truth.behaviour, self.truth.versions[-1]
        found["unknown_name_refused"] = self.ask(version, name=STRANGE_NAME).suite is None
        found["no_name_refused"] = self.ask(version, name="").suite is None
        found["ocsp_stapling"] = self.ask(version, staple=True).stapled
        old = [v for v in self.truth.versions if v != "TLSv1.3"]
        if old:
            answer = self.ask(old[-1])
            found.update({word: point in answer.extensions for point, word in BEHAVIOUR.items()})
            found["encrypt_then_mac"] = any(22 in self.ask(v, suites=(s,)).extensions for v in old
                                            for s in self.truth.cipher_suites[v] if "_CBC_" in s or "_NULL_" in s)
            found["compression"] = False  # OpenSSL is built without it, and so is every server here
        self.chacha(version, found)
        if len(self.truth.versions) > 1:
            below = self.truth.versions[-2]
            found["fallback_scsv"] = self.ask(below, fallback=True).alert == 86
        self.resumption(version, found)

    def chacha(self, version, found):
        suites = self.truth.cipher_suites[version]
        first = [s for s in suites if "CHACHA" in s]
        if self.truth.order.get(version) == "server" and first and first[0] != suites[0]:
            offer = (first[0], *(s for s in suites if s != first[0]))
            found["prioritizes_chacha"] = self.ask(version, suites=offer).suite == first[0]

    def resumption(self, version, found):
        suites = tuple(self.truth.cipher_suites[version])
        question = Question((version,), suites, tuple(NEW_GROUPS if version == "TLSv1.3" else GROUPS), name=self.name,
                            linger=0.1, identity=self.identity)
        self.truth.connections += 2
        first, second = libssl.ask_again(self.open_socket, question)
        if first.finished:
            old = [v for v in self.truth.versions if v != "TLSv1.3"]
            found["session_tickets"] = first.tickets > 0 or any(TICKET in self.ask(v).extensions for v in old)
            found["resumption"] = second.reused
            if version != "TLSv1.3":
                found["session_ids"] = bool(first.session_id)
