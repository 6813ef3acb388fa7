#!/usr/bin/env python3
"""make_bundles.py: makes what the tests of certificate files read, with openssl and keytool; keys are thrown away.

tests/fixtures/certificates/NAME.der: certificates with rarer extensions and keys."""
import pathlib
import subprocess
import tempfile

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"

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


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificates(folder)


if __name__ == "__main__":
    main()
