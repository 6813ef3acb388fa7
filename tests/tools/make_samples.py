#!/usr/bin/env python3
"""make_samples.py TRUTH_FOLDER: makes the captures of samples/ from the project's own lab captures, and the chain
of samples/pss-chain with openssl where it is not there (its keys are thrown away).

Each lab capture was taken on loopback while a real client talked to a real server. Here it is cut down to
the one connection, cut into segments as an Ethernet gives them, and given addresses of an example network;
what TLS says stays byte for byte. samples/README.md says what each shows."""
import dataclasses
import pathlib
import subprocess
import sys
import tempfile

import lab as lab_in_memory
import packets as p

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"
SINGLE = {  # sample: lab capture, as SERVER__CHAIN__CLIENT
    "weak-dh": "dhe512-aes256cbc__plain__jsse8u242",
    "dh-too-strong": "dhe2048-tls10__plain__jsse7u80",
    "pss-intermediate": "chain12__pss-int__jsse8u152",
    "pss-root-only": "chain12__pss-root__jsse8u152",
    "missing-intermediate": "chain12__missing-int__java17",
    "expired": "chain12__expired-leaf__openssl30",
    "no-common-version": "modern13__plain__jsse8u242",
    "no-common-suite": "3des__plain__go127",
    "plain-http": "plainhttp__plain__java17",
    "tls13-hidden-refusal": "chain13__untrusted-root__java17",
    "client-certificate-missing": "clientauth12__plain__java17",
    "healthy": "modern__plain__java17",
}
MANY = 14  # connections of many-failures.pcap
PSS = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"]
CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
LEAF = """basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth
subjectAltName=DNS:gadgets.corp.test
"""
DESCRIPTION = """# The same chain on a web server of before, with a Diffie-Hellman group of its time.
[server]
behaviour = "openssl"
versions = ["TLSv1", "TLSv1.2"]
cipher_suites = ["TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]
order = "server"
dh_bits = 1024

[[certificate]]
chain = "server.pem"
"""


def lab(truth, cell):
    return p.cut_to(p.conversation(truth / "pcaps" / f"{cell}.pcap"))


def many_failures(truth):
    """One client that tries again and again, 30 seconds apart, and one connection that works."""
    failing = lab(truth, SINGLE["weak-dh"])
    captures = []
    for number in range(MANY):
        later = [dataclasses.replace(s, time=s.time + number * 30_000_000) for s in failing]
        captures.append(p.write_conversation(later, p.Ends(client_port=51034 + 2 * number)))
    healthy = lab(truth, SINGLE["healthy"])
    shift = failing[0].time + 45_000_000 - healthy[0].time
    healthy = [dataclasses.replace(s, time=s.time + shift) for s in healthy]
    captures.append(p.write_conversation(healthy, p.Ends(server="10.10.30.9", client_port=52000)))
    return p.merged(captures)


def issued(folder, name, subject, issuer, extensions, *signature):
    """NAME.pem, signed by the key of `issuer`, which is NAME itself for a root."""
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    (folder / "extensions").write_text(extensions)
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", f"{name}.key")
    openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/O=Corp Test/CN={subject}", "-out", "request")
    signer = (["-signkey", f"{name}.key"] if name == issuer else
              ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial"])
    openssl("x509", "-req", "-in", "request", *signer, "-extfile", "extensions", "-days", "7300", "-sha256", *signature,
            "-out", f"{name}.pem")
    return (folder / f"{name}.pem").read_text()


def pss_chain(target):
    """As a Windows CA that signs what is below it in the discrete form: the certificate of the issuing CA has an
    RSASSA-PSS signature, the root and the leaf have not."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        root = issued(folder, "root", "Corp Root CA", "root", CA)
        issuing = issued(folder, "issuing", "Corp Issuing CA", "root", CA, *PSS)
        leaf = issued(folder, "leaf", "gadgets.corp.test", "issuing", LEAF)
    target.mkdir()
    (target / "server.pem").write_text(leaf + issuing)
    (target / "trust.pem").write_text(root)
    (target / "server.toml").write_text(DESCRIPTION)


def main():
    if not (SAMPLES / "pss-chain").exists():
        pss_chain(SAMPLES / "pss-chain")
    truth = pathlib.Path(sys.argv[1])
    SAMPLES.mkdir(exist_ok=True)
    for name, cell in SINGLE.items():
        (SAMPLES / f"{name}.pcap").write_bytes(p.pcap(p.write_conversation(lab(truth, cell))))
    wrong = p.write_conversation(p.cut_to(lab_in_memory.wrong_name()))
    (SAMPLES / "wrong-name.pcap").write_bytes(p.pcap(wrong))
    many = many_failures(truth)
    (SAMPLES / "many-failures.pcap").write_bytes(p.pcap(many))
    (SAMPLES / "many-failures.pcapng.gz").write_bytes(p.compressed(p.pcapng(many)))


if __name__ == "__main__":
    main()
