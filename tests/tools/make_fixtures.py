#!/usr/bin/env python3
"""make_fixtures.py TRUTH_FOLDER: makes what the unit tests read.

tests/fixtures/hellos/CLIENT.bin: the first ClientHello (without its four bytes of header) of each client of
the lab, from a server of TLS 1.2 and 1.3. tests/fixtures/certificates/NAME.der: certificates of the openssl
program, new each time, with what tests ask for: names, keys, signatures, constraints. tests/fixtures/windows/
sample.evtx: a Windows event log (evtx.py), the same each time."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import evtx
import make_corpus
import packets as p

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"
LAB_SERVER = "modern__plain__"

CA = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"]
LEAF = ["basicConstraints=CA:FALSE", "keyUsage=digitalSignature,keyEncipherment", "extendedKeyUsage=serverAuth"]
PSS = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1"]
RSA, EC, ED25519 = ["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["ed25519"]
CERTIFICATES = {  # name: (issuer, key, extensions, more arguments of the signing)
    "root": ("root", RSA, CA, []),
    "issuing": ("root", RSA, [*CA, "nameConstraints=permitted;DNS:example.test"], []),
    "leaf": ("issuing", RSA, [*LEAF, "subjectAltName=DNS:www.example.test,DNS:*.api.example.test,IP:192.0.2.1,IP:2001:db8::1",
                              "authorityInfoAccess=caIssuers;URI:http://ca.example.test/issuing.crt"], []),
    "pss-issuing": ("root", RSA, CA, [*PSS, "-sha384"]),
    "pss-leaf": ("pss-issuing", RSA, [*LEAF, "subjectAltName=DNS:www.example.test"], [*PSS, "-sha256"]),
    "common-name": ("root", RSA, LEAF, []),
    "staple": ("root", EC, [*LEAF, "subjectAltName=DNS:www.example.test", "tlsfeature=status_request"], []),
    "critical": ("root", ED25519, [*LEAF, "subjectAltName=DNS:*.test", "1.2.3.4.5=critical,ASN1:NULL"], []),
    "path-length": ("root", RSA, ["basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=keyCertSign"], []),
    "outside": ("issuing", RSA, [*LEAF, "subjectAltName=DNS:www.other.test"], []),
    "inspector": ("root", RSA, CA, []),
    "inspected": ("inspector", EC, [*LEAF, "subjectAltName=DNS:www.example.test"], []),
    "client": ("root", RSA, ["extendedKeyUsage=clientAuth", "keyUsage=digitalSignature"], []),
}
SUBJECTS = {"common-name": "/O=Example/CN=www.example.test", "inspector": "/CN=Avast Web\\/Mail Shield Root"}


def issue(folder, name):
    issuer, key, extensions, how = CERTIFICATES[name]

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    (folder / "ext").write_text("\n".join(extensions) + "\n")
    openssl("req", "-newkey", *key, "-nodes", "-keyout", f"{name}.key", "-out", "csr",
            "-subj", SUBJECTS.get(name, f"/O=Example/CN={name}"))
    signing = ["-key", "root.key"] if issuer == name else ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial"]
    if issuer == name:
        signing = ["-signkey", "root.key"]
    openssl("x509", "-req", "-in", "csr", *signing, "-out", f"{name}.pem", "-days", "7300", "-extfile", "ext", *how)
    openssl("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.der")


def make_certificates():
    target = FIXTURES / "certificates"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for certificate in CERTIFICATES:
            issue(folder, certificate)
            shutil.copy(folder / f"{certificate}.der", target)
        # The same issuer name with another key: found by name, refuted by its signature.
        (folder / "root.der").rename(folder / "old.der")
        issue(folder, "root")
        shutil.copy(folder / "root.der", target / "other-root.der")


def make_hellos(truth):
    target = FIXTURES / "hellos"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((truth / "pcaps").glob(f"{LAB_SERVER}*.pcap")):
        hellos = [body for kind, body in make_corpus.clear_messages(p.conversation(path), p.CLIENT) if kind == 1]
        (target / f"{path.stem.removeprefix(LAB_SERVER)}.bin").write_bytes(hellos[0])


def make_event_log():
    target = FIXTURES / "windows"
    target.mkdir(parents=True, exist_ok=True)
    (target / "sample.evtx").write_bytes(evtx.log_of(evtx.SAMPLE))


if __name__ == "__main__":
    make_event_log()
    make_certificates()
    make_hellos(pathlib.Path(sys.argv[1]))
