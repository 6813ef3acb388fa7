#!/usr/bin/env python3
"""make_bundles.py: makes what the tests of certificate files read, with openssl and keytool; keys are thrown away.

tests/fixtures/certificates/NAME.der: certificates with rarer extensions and keys. tests/fixtures/bundles/: the
certificates one, two and three in each format; the password is "changeit" for what Java makes, else "secret".
tests/fuzz/corpus/certificate_bundle/seed-NAME: the same, as seeds."""
import hashlib
import pathlib
import shutil
import struct
import subprocess
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
FIXTURES = TESTS / "fixtures"
SEEDS = TESTS / "fuzz/corpus/certificate_bundle"

# Every extension that Certificate holds; the key of a CA, so that the name constraints have their place.
EXTENSIONS = """basicConstraints=critical,CA:TRUE
keyUsage=keyAgreement,decipherOnly
extendedKeyUsage=serverAuth,1.3.6.1.4.1.311.10.3.3
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always,issuer:always
nameConstraints=permitted;DNS:example.test,permitted;IP:192.0.2.0/255.255.255.0,permitted;email:example.test,excluded;DNS:secret.example.test
tlsfeature=status_request,status_request_v2
crlDistributionPoints=URI:http://crl.example.test/1.crl,URI:http://crl.example.test/2.crl
authorityInfoAccess=caIssuers;URI:http://ca.example.test/1.crt,OCSP;URI:http://ocsp.example.test/,caIssuers;URI:http://ca.example.test/2.crt
"""
EC = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
EXPLICIT = [*EC, "-pkeyopt", "ec_param_enc:explicit"]
PSS = ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_pss_keygen_md:sha256",
       "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256", "-pkeyopt", "rsa_pss_keygen_saltlen:20"]


def run(folder, *command):
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def self_signed(folder, name, key=EC, extensions=""):
    """NAME.key, NAME.pem and NAME.der of a certificate /O=Example/CN=NAME that signs itself."""
    (folder / "config").write_text(f"[req]\ndistinguished_name=dn\n[dn]\n[ext]\n{extensions}")
    run(folder, "openssl", "genpkey", *key, "-out", f"{name}.key")
    run(folder, "openssl", "req", "-x509", "-new", "-key", f"{name}.key", "-config", "config", "-extensions", "ext",
        "-subj", f"/O=Example/CN={name}", "-days", "7300", "-out", f"{name}.pem")
    run(folder, "openssl", "x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.der")


def der(tag, *parts):
    """One DER element."""
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 0x80 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + body


def ml_dsa():
    """A certificate of RFC 9881 by form: an ML-DSA-44 key said to be signed with ML-DSA-65; both are zeros."""
    def algorithm(last):
        return der(0x30, der(0x06, bytes.fromhex("6086480165030403") + bytes([last])))
    name = der(0x30, der(0x31, der(0x30, der(0x06, bytes.fromhex("550403")), der(0x0C, b"ml-dsa"))))
    dates = der(0x30, der(0x17, b"260101000000Z"), der(0x17, b"460101000000Z"))
    key = der(0x30, algorithm(17), der(0x03, bytes(1 + 1312)))
    body = der(0x30, der(0xA0, der(0x02, b"\x02")), der(0x02, b"\x01"), algorithm(18), name, dates, name, key)
    return der(0x30, body, algorithm(18), der(0x03, bytes(33)))


def make_certificates(folder):
    target = FIXTURES / "certificates"
    self_signed(folder, "extensions", extensions=EXTENSIONS)
    self_signed(folder, "explicit-curve", EXPLICIT)
    self_signed(folder, "pss-key", PSS)
    for name in ("extensions", "explicit-curve", "pss-key"):
        (target / f"{name}.der").write_bytes((folder / f"{name}.der").read_bytes())
    (target / "ml-dsa.der").write_bytes(ml_dsa())


NAMES = ("one", "two", "three")


def java_string(text):
    return struct.pack(">H", len(text)) + text.encode()


def jks(certificates, version, password):
    """A keystore of trusted certificates as Java wrote them in its first versions."""
    body = struct.pack(">III", 0xFEEDFEED, version, len(certificates))
    for number, certificate in enumerate(certificates):
        body += struct.pack(">I", 2) + java_string(f"alias{number}") + struct.pack(">Q", 0)
        body += java_string("X.509") if version == 2 else b""
        body += struct.pack(">I", len(certificate)) + certificate
    return body + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()


def sst(certificates):
    """A serialized store, [MS-GPEF] 2.2.1.2: each certificate behind its SHA-1 (3) and a friendly name (11)."""
    def element(kind, value):
        return struct.pack("<III", kind, 1, len(value)) + value
    body = struct.pack("<I", 0) + b"CERT"
    for certificate in certificates:
        body += element(3, hashlib.sha1(certificate).digest()) + element(11, "Example\0".encode("utf-16-le"))
        body += element(0x20, certificate)
    return body + struct.pack("<IQ", 0, 0)


def make_pkcs12(folder):
    """Stores as openssl makes them: of today, of before OpenSSL 3, without password, with clear certificates."""
    key_and_chain = ["-inkey", "one.key", "-in", "one.pem", "-certfile", "rest.pem"]
    (folder / "rest.pem").write_text("".join((folder / f"{name}.pem").read_text() for name in NAMES[1:]))
    clear = ["-keypbe", "NONE", "-certpbe", "NONE"]
    for name, content, how in (
            ("modern", key_and_chain, []), ("legacy", key_and_chain, ["-legacy"]),
            ("bare", ["-nokeys", "-in", "all.pem"], [*clear, "-nomac"]),
            ("clear", key_and_chain, ["-certpbe", "NONE"]),
            ("key", ["-nocerts", "-inkey", "one.key"], [])):
        run(folder, "openssl", "pkcs12", "-export", *content, "-iter", "100", *how, "-passout", "pass:secret",
            "-out", f"{name}.p12")


def make_java(folder):
    for kind, end in (("PKCS12", "p12"), ("JKS", "jks"), ("JCEKS", "jceks")):
        store = ["-keystore", f"trust.{end}", "-storetype", kind, "-storepass", "changeit"]
        for name in NAMES:
            run(folder, "keytool", "-importcert", "-noprompt", "-alias", name, "-file", f"{name}.pem", *store)
    store = ["-storetype", "JKS", "-storepass", "changeit"]
    run(folder, "keytool", "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=key", "-alias",
        "key", "-keystore", "key.jks", "-keypass", "changeit", *store)
    run(folder, "keytool", "-importcert", "-noprompt", "-alias", "one", "-file", "one.pem", "-keystore", "key.jks", *store)
    shutil.copy(folder / "trust.jceks", folder / "secret.jceks")
    run(folder, "keytool", "-genseckey", "-keyalg", "AES", "-keysize", "128", "-alias", "aaa", "-keystore",
        "secret.jceks", "-storetype", "JCEKS", "-storepass", "changeit", "-keypass", "changeit")


def make_nss(folder):
    """The first is trusted as a CA of servers, the second for mail alone, the third not; a fourth is a trusted leaf."""
    self_signed(folder, "four")
    run(folder, "certutil", "-N", "-d", "sql:.", "--empty-password")
    for name, trust in {"one": "C,,", "two": ",C,", "three": "p,,", "four": "P,,"}.items():
        run(folder, "certutil", "-A", "-d", "sql:.", "-n", name, "-t", trust, "-i", f"{name}.der")


def make_bundles(folder):
    for name in NAMES:
        self_signed(folder, name, extensions="basicConstraints=critical,CA:TRUE\n")
    ders = [(folder / f"{name}.der").read_bytes() for name in NAMES]
    (folder / "all.pem").write_text("".join((folder / f"{name}.pem").read_text() for name in NAMES))
    (folder / "all.der").write_bytes(b"".join(ders))
    (folder / "first.jks").write_bytes(jks(ders, 1, "pässwörd"))
    (folder / "store.sst").write_bytes(sst(ders))
    run(folder, "openssl", "x509", "-in", "one.pem", "-trustout", "-addtrust", "serverAuth", "-out", "trusted.pem")
    run(folder, "openssl", "req", "-new", "-key", "one.key", "-subj", "/CN=one", "-outform", "DER", "-out", "request.der")
    run(folder, "openssl", "pkey", "-in", "one.key", "-outform", "DER", "-out", "key.der")
    for form in ("pem", "der"):
        run(folder, "openssl", "crl2pkcs7", "-nocrl", "-certfile", "all.pem", "-outform", form, "-out", f"p7b.{form}")
    make_pkcs12(folder)
    make_java(folder)
    make_nss(folder)
    target = FIXTURES / "bundles"
    target.mkdir(parents=True, exist_ok=True)
    SEEDS.mkdir(parents=True, exist_ok=True)
    for name in ("all.pem", "all.der", "one.key", "key.der", "request.der", "trusted.pem", "p7b.pem", "p7b.der",
                 "modern.p12", "legacy.p12", "bare.p12", "clear.p12", "key.p12", "trust.p12", "trust.jks",
                 "trust.jceks", "key.jks", "secret.jceks", "first.jks", "store.sst",
                 "cert9.db"):
        shutil.copyfile(folder / name, target / name)
        shutil.copyfile(folder / name, SEEDS / f"seed-{name}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificates(folder)
        make_bundles(folder)


if __name__ == "__main__":
    main()
