"""Makes keys and certificate chains for the occasion. A chain is described (ChainSpec) and then issued, so
that a remedy can describe it differently and have it issued again. Keys stay in the run's folder."""
import dataclasses
import datetime
import hashlib
import ipaddress
import pathlib
import subprocess
import threading

import der

OIDS = {"CN": "2.5.4.3", "O": "2.5.4.10", "serverAuth": "1.3.6.1.5.5.7.3.1", "clientAuth": "1.3.6.1.5.5.7.3.2",
        "codeSigning": "1.3.6.1.5.5.7.3.3", "emailProtection": "1.3.6.1.5.5.7.3.4"}
EXTENSIONS = {"subjectKeyIdentifier": "2.5.29.14", "keyUsage": "2.5.29.15", "subjectAltName": "2.5.29.17",
              "basicConstraints": "2.5.29.19", "nameConstraints": "2.5.29.30",
              "authorityKeyIdentifier": "2.5.29.35", "extendedKeyUsage": "2.5.29.37"}
USAGES = {"digitalSignature": 0, "nonRepudiation": 1, "keyEncipherment": 2, "keyAgreement": 4,
          "keyCertSign": 5, "cRLSign": 6}
DIGESTS = {"md5": ("1.2.840.113549.2.5", "1.2.840.113549.1.1.4", None),
           "sha1": ("1.3.14.3.2.26", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"),
           "sha256": ("2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"),
           "sha384": ("2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3"),
           "sha512": ("2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4")}
SALTS = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
KEY_ARGUMENTS = {"p256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "p384": ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
                 "p521": ["EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
                 "k256": ["EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
                 "ed25519": ["ED25519"], "ed448": ["ED448"]}


@dataclasses.dataclass(frozen=True)
class Link:
    """One certificate of a chain, below the one before it."""
    cn: str
    ca: bool = False
    kind: str = "rsa2048"
    number: int = 0  # another key of that kind
    digest: str = "sha256"
    pss: bool = False  # signed with RSASSA-PSS
    days: tuple = (-30, 300)
    names: tuple = ()  # dNSName, or iPAddress where it begins with "ip:"
    usage: tuple | None = None  # keyUsage; None: what suits it; (): none
    purposes: tuple | None = None  # extendedKeyUsage; None: what suits it; (): none
    constraints: bool = True  # basicConstraints are there
    path_length: int | None = None
    permitted: tuple = ()
    excluded: tuple = ()
    unknown: str = ""  # an extension that nobody knows: "critical" or "plain"
    corrupt: bool = False  # a byte of the signature is wrong
    identifiers: bool = True


@dataclasses.dataclass(frozen=True)
class ChainSpec:
    """links: root first, leaf last. sent: indexes into links, or other paths whose last certificate is meant."""
    name: str
    links: tuple
    sent: tuple | None = None
    trust: tuple | None = None  # paths; None: the first link
    host: str = "portal.lab.test"
    causes: tuple = ()  # what a client that refuses it may mean

    @property
    def leaf(self):
        return self.links[-1]

    def path(self, item):
        return item if isinstance(item, tuple) else self.links[:item % len(self.links) + 1]

    def sent_paths(self):
        indexes = self.sent if self.sent is not None else tuple(range(len(self.links) - 1, 0, -1)) or (0,)
        return [self.path(i) for i in indexes]

    def trust_paths(self):
        return [self.path(i) for i in (self.trust if self.trust is not None else (0,))]


def run_openssl(*arguments, data=None):
    done = subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.decode().strip()[-300:]}")
    return done.stdout


@dataclasses.dataclass
class Key:
    path: pathlib.Path
    spki: bytes
    kind: str

    @property
    def identifier(self):
        return hashlib.sha1(self.spki).digest()


@dataclasses.dataclass
class Certificate:
    data: bytes
    key: Key
    subject: bytes

    @property
    def pem(self):
        return der.pem("CERTIFICATE", self.data)


class Authority:
    """Issues everything, once each."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.keys = {}
        self.issued = {}
        self.lock = threading.RLock()

    def key(self, kind, number=0):
        with self.lock:
            if (kind, number) not in self.keys:
                path = self.folder / f"{kind}-{number}.key"
                run_openssl("genpkey", "-out", path, *key_options(kind))
                public = run_openssl("pkey", "-in", path, "-pubout", "-outform", "DER")
                self.keys[kind, number] = Key(path, public, kind)
            return self.keys[kind, number]

    def certificate(self, path):
        """The last certificate of `path`, issued by the one before it, or by itself."""
        with self.lock:
            if path not in self.issued:
                link = path[-1]
                issuer = self.certificate(path[:-1]) if len(path) > 1 else None
                self.issued[path] = self.issue(link, issuer)
            return self.issued[path]

    def issue(self, link, issuer):
        key = self.key(link.kind, link.number)
        subject = name_of(link.cn)
        signer = issuer.key if issuer else key
        algorithm, options = signature_algorithm(signer.kind, link.digest, link.pss)
        begin, end = (self.now + datetime.timedelta(days=d) for d in link.days)
        serial = int.from_bytes(hashlib.sha256(repr((link, signer.spki)).encode()).digest()[:8], "big")
        body = der.sequence(
            der.context(0, der.integer(2)), der.integer(serial), algorithm, issuer.subject if issuer else subject,
            der.sequence(der.moment(begin), der.moment(end)), subject, key.spki,
            der.context(3, der.sequence(*extensions(link, key, signer))))
        signature = self.sign(signer, body, options)
        if link.corrupt:
            signature = signature[:-9] + bytes([signature[-9] ^ 0x40]) + signature[-8:]
        return Certificate(der.sequence(body, algorithm, der.bits(signature)), key, subject)

    def sign(self, key, data, options):
        file = self.folder / "tbs"
        file.write_bytes(data)
        return run_openssl("pkeyutl", "-sign", "-inkey", key.path, "-rawin", "-in", file, *options)

    def write(self, spec, folder):
        """server.pem as sent, key.pem, both.pem, trust.pem of `spec`."""
        folder.mkdir(parents=True, exist_ok=True)
        sent = [self.certificate(path) for path in spec.sent_paths()]
        key = self.certificate(spec.links).key.path.read_text(encoding="ascii")
        chain = "".join(c.pem for c in sent)
        trust = "".join(self.certificate(path).pem for path in spec.trust_paths())
        rest = "".join(c.pem for c in sent[1:])
        for name, content in (("server.pem", chain), ("key.pem", key), ("both.pem", chain + key),
                              ("trust.pem", trust), ("leaf.pem", sent[0].pem), ("rest.pem", rest)):
            (folder / name).write_text(content, encoding="ascii")
        return folder


def key_options(kind):
    if kind.startswith("rsapss"):
        return ["-algorithm", "RSA-PSS", "-pkeyopt", f"rsa_keygen_bits:{kind[6:]}"]
    if kind.startswith("rsa"):
        return ["-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{kind[3:]}"]
    return ["-algorithm", *KEY_ARGUMENTS[kind]]


def name_of(cn):
    parts = [("O", "Lab Widgets"), ("CN", cn)]
    return der.sequence(*(der.set_of(der.sequence(der.oid(OIDS[k]), der.text(v))) for k, v in parts if v))


def signature_algorithm(kind, digest, pss):
    """AlgorithmIdentifier, and how openssl pkeyutl is told (RFC 4055, RFC 5758, RFC 8410)."""
    if kind in ("ed25519", "ed448"):
        return der.sequence(der.oid("1.3.101.112" if kind == "ed25519" else "1.3.101.113")), []
    hash_oid, rsa_oid, ecdsa_oid = DIGESTS[digest]
    told = ["-digest", digest]
    if not kind.startswith("rsa"):
        return der.sequence(der.oid(ecdsa_oid)), told
    if not pss and not kind.startswith("rsapss"):
        return der.sequence(der.oid(rsa_oid), der.null()), told
    algorithm = der.sequence(der.oid(hash_oid), der.null())
    mask = der.sequence(der.oid("1.2.840.113549.1.1.8"), algorithm)
    parameters = der.sequence(der.context(0, algorithm), der.context(1, mask), der.context(2, der.integer(SALTS[digest])))
    told += ["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:digest"]
    return der.sequence(der.oid("1.2.840.113549.1.1.10"), parameters), told


def extension(oid, value, critical=False):
    return der.sequence(der.oid(oid), *([der.boolean(True)] if critical else []), der.octets(value))


def general_name(text):
    if text.startswith("ip:"):
        return der.context(7, ipaddress.ip_address(text[3:]).packed, constructed=False)
    if text.startswith("net:"):
        network = ipaddress.ip_network(text[4:])
        return der.context(7, network.network_address.packed + network.netmask.packed, constructed=False)
    return der.context(2, text.encode(), constructed=False)


def subtrees(number, names):
    return [der.context(number, *(der.sequence(general_name(n)) for n in names))] if names else []


def extensions(link, key, signer):
    def known(name, value, critical=False):
        return extension(EXTENSIONS[name], value, critical)

    rsa = link.kind.startswith("rsa") and not link.kind.startswith("rsapss")
    usual = ("keyCertSign", "cRLSign") if link.ca else ("digitalSignature", *(("keyEncipherment",) if rsa else ()))
    usage = usual if link.usage is None else link.usage
    purposes = link.purposes if link.purposes is not None else () if link.ca else ("serverAuth",)
    if link.constraints:
        length = [der.integer(link.path_length)] if link.path_length is not None else []
        yield known("basicConstraints", der.sequence(*([der.boolean(True), *length] if link.ca else [])), True)
    if usage:
        yield known("keyUsage", der.flags(*(USAGES[u] for u in usage)), True)
    if purposes:
        yield known("extendedKeyUsage", der.sequence(*(der.oid(OIDS[u]) for u in purposes)))
    if link.names:
        yield known("subjectAltName", der.sequence(*map(general_name, link.names)))
    if link.permitted or link.excluded:
        yield known("nameConstraints", der.sequence(*subtrees(0, link.permitted), *subtrees(1, link.excluded)), True)
    if link.unknown:
        yield extension("1.3.6.1.4.1.55555.7.1", der.text("lab"), link.unknown == "critical")
    if link.identifiers:
        yield known("subjectKeyIdentifier", der.octets(key.identifier))
        yield known("authorityKeyIdentifier", der.sequence(der.context(0, signer.identifier, constructed=False)))
