#!/usr/bin/env python3
"""dice.py PROGRAM [--chains N] [--seed N|new] [--keep DIR]: chains by dice, judged by tlswhy and by the real validators of this machine.

Each chain is good but for a few throws: dates, basicConstraints, keyUsage, purposes, name constraints, key identifiers,
names, cross-signs, the order in which the certificates are sent. OpenSSL (`openssl verify`, as openssl-3.0), GnuTLS
(`certtool --verify`, as gnutls-3.7), Java (its PKIX trust manager, as java-17), Go (crypto/x509, as go-1.17) and
Python's ssl (as python-3.11, and with the flags of python-3.13) are asked about each, and tlswhy about all of them in
one list. A difference is a defect of the profile or of tlswhy: it is printed, and --keep writes its chain. A validator
that is missing is named; exits 77 where none or no python3-cryptography is there."""
import argparse
import datetime
import ipaddress
import json
import os
import pathlib
import random
import re
import secrets
import shutil
import ssl
import subprocess
import sys
import tempfile

try:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
except ImportError:
    debian = "/usr/bin/python3"  # a Python of somebody's own does not see Debian's packages
    if os.path.exists(debian) and not os.path.samefile(sys.executable, debian):
        os.execv(debian, [debian, *sys.argv])
    print("python3-cryptography is not there")
    sys.exit(77)

HERE = pathlib.Path(__file__).resolve().parent
NOW = datetime.datetime.utcnow().replace(microsecond=0)  # certtool knows no other moment
DAY = datetime.timedelta(days=1)
HOST, ADDRESS = "shop.lab.test", "192.0.2.7"
PURPOSES = {"server": [ExtendedKeyUsageOID.SERVER_AUTH], "client": [ExtendedKeyUsageOID.CLIENT_AUTH],
            "both": [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH],
            "any": [ObjectIdentifier("2.5.29.37.0")]}
# What a validator alone never sees, and certtool is not asked for.
HANDSHAKE_ONLY = {"cert-key-type-mismatch", "curve-of-cert-unsupported", "rsa-key-too-small"}


class Dice(random.Random):
    def rarely(self, usual, *others, one_in=8):
        """`usual`, but now and then one of the others."""
        return self.choice(others) if self.randrange(one_in) == 0 else usual


def name_of(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)] if common_name else [])


def subtrees(names):
    return [x509.IPAddress(ipaddress.ip_network(n)) if n[0].isdigit() else x509.DNSName(n) for n in names] or None


def issue(dice, subject, key, issuer, issuer_key, *, ca, wants):
    """A certificate; `wants` is what was thrown for it."""
    begin, end = {"good": (-10, 300), "expired": (-100, -1), "early": (1, 300)}[wants.get("dates", "good")]
    builder = (x509.CertificateBuilder().subject_name(name_of(subject)).issuer_name(name_of(issuer))
               .public_key(key.public_key()).serial_number(dice.getrandbits(63) | 1)
               .not_valid_before(NOW + begin * DAY).not_valid_after(NOW + end * DAY))
    constraints = wants.get("constraints", "good")
    if constraints != "none":
        is_ca = ca and constraints != "no-ca"
        builder = builder.add_extension(x509.BasicConstraints(is_ca, wants.get("length") if is_ca else None),
                                        constraints != "not-critical")
    if wants.get("usage", "good") != "none":
        signs = ca and wants.get("usage", "good") == "good"
        builder = builder.add_extension(x509.KeyUsage(not ca, False, False, False, False, signs, ca, False, False), True)
    if wants.get("purposes"):
        builder = builder.add_extension(x509.ExtendedKeyUsage(PURPOSES[wants["purposes"]]), False)
    if wants.get("names"):
        builder = builder.add_extension(x509.SubjectAlternativeName(
            [x509.IPAddress(ipaddress.ip_address(n)) if n[0].isdigit() else x509.DNSName(n) for n in wants["names"]]),
            False)
    if wants.get("permitted") or wants.get("excluded"):
        builder = builder.add_extension(x509.NameConstraints(subtrees(wants.get("permitted", [])),
                                                             subtrees(wants.get("excluded", []))), True)
    if ca and wants.get("subject_key", "good") == "good":
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    authority = wants.get("authority_key", "good")
    if authority != "none":
        named = issuer_key if authority == "good" else key
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(named.public_key()), False)
    if wants.get("unknown"):
        builder = builder.add_extension(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00"),
                                        wants["unknown"] == "critical")
    return builder.sign(issuer_key, hashes.SHA256())


def throw_ca(dice):
    out = {"dates": dice.rarely("good", "expired", "early", one_in=16),
           "constraints": dice.rarely("good", "none", "no-ca", "not-critical", one_in=10),
           "length": dice.rarely(None, 0, 1, 2, one_in=3),
           "usage": dice.rarely("good", "none", "no-sign", one_in=10),
           "purposes": dice.rarely(None, "server", "client", "both", "any", one_in=6),
           "subject_key": dice.rarely("good", "none", one_in=10),
           "authority_key": dice.rarely("good", "none", "wrong", one_in=10),
           "unknown": dice.rarely(None, "critical", "plain", one_in=16)}
    if dice.randrange(4) == 0:
        out[dice.choice(["permitted", "excluded"])] = dice.sample(
            ["lab.test", "shop.lab.test", ".lab.test", "other.test", "test", "192.0.2.0/24", "198.51.100.0/24"],
            dice.randint(1, 2))
    return out


def throw_leaf(dice):
    return {"dates": dice.rarely("good", "expired", "early", one_in=16),
            "constraints": dice.rarely("good", "none", one_in=3),
            "usage": dice.rarely("good", "none", one_in=4),
            "purposes": dice.rarely("server", None, "client", "both", "any", one_in=5),
            "authority_key": dice.rarely("good", "none", "wrong", one_in=12),
            "unknown": dice.rarely(None, "critical", "plain", one_in=20),
            "names": dice.choice([[HOST], [HOST], [HOST, ADDRESS], ["*.lab.test"], ["sh*.lab.test"], ["*.test"],
                                  ["shop.*.test"], ["other.test"], [ADDRESS], ["*"], ["*.shop.lab.test"], []])}


def throw_chain(dice, keys):
    """(host, certificates as they are sent, roots)."""
    depth = dice.choice([0, 1, 1, 1, 2, 2, 3])
    subjects = ["Root"] + [f"CA {i}" for i in range(depth)]
    for i in range(1, depth + 1):
        subjects[i] = dice.rarely(subjects[i], subjects[i - 1], one_in=12)  # issued itself
    own = dice.sample(keys, depth + 3)
    wants = [throw_ca(dice) for _ in subjects]
    wants[0] |= {"authority_key": dice.rarely("good", "none", "wrong")}
    cas = [issue(dice, subjects[0], own[0], subjects[0], own[0], ca=True, wants=wants[0])]
    for i in range(1, depth + 1):
        cas.append(issue(dice, subjects[i], own[i], subjects[i - 1], own[i - 1], ca=True, wants=wants[i]))
    common_name = dice.choice([HOST, HOST, "other.test", "Some Server", ADDRESS, "*.lab.test", ""])
    leaf = issue(dice, common_name, own[-1], subjects[-1], own[depth], ca=False, wants=throw_leaf(dice))
    sent = cas[:0:-1]
    roots = [cas[0]]
    if depth and dice.randrange(3) == 0:  # the same CA by another one, that nobody or somebody knows
        at = dice.randint(0, depth)
        other = issue(dice, subjects[at], own[at], "Elsewhere", own[-2], ca=True,
                      wants={"dates": dice.rarely("good", "expired", one_in=2)})
        sent.insert(dice.randint(0, len(sent)), other)
        if dice.randrange(3) == 0:
            roots.append(issue(dice, "Elsewhere", own[-2], "Elsewhere", own[-2], ca=True,
                               wants={"dates": dice.rarely("good", "expired", one_in=2)}))
    if dice.randrange(6) == 0:
        dice.shuffle(sent)
    if sent and dice.randrange(10) == 0:
        sent.pop(dice.randrange(len(sent)))
    if dice.randrange(4) == 0:
        sent.append(cas[0])
    if depth and dice.randrange(12) == 0:
        roots.append(cas[-1])
    return dice.choice([HOST, HOST, HOST, ADDRESS]), [leaf, *sent], roots


def pem(certificates):
    return "".join(c.public_bytes(serialization.Encoding.PEM).decode() for c in certificates)


def openssl(folder, host):
    name = "-verify_ip" if host[0].isdigit() else "-verify_hostname"
    command = ["openssl", "verify", "-CAfile", folder / "roots.pem", "-no-CApath", "-no-CAstore", "-purpose", "sslserver",
               "-auth_level", "2", "-attime", str(int(NOW.replace(tzinfo=datetime.timezone.utc).timestamp())), name, host]
    if (folder / "rest.pem").stat().st_size:
        command += ["-untrusted", folder / "rest.pem"]
    done = subprocess.run([*command, folder / "leaf.pem"], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr.strip().splitlines()[-2:-1]


def gnutls(folder, host):
    done = subprocess.run(["certtool", "--verify", "--load-ca-certificate", folder / "roots.pem", "--infile",
                           folder / "chain.pem", "--verify-hostname", host, "--verify-purpose", "1.3.6.1.5.5.7.3.1"],
                          capture_output=True, text=True, check=False)
    return done.returncode == 0, [line.strip() for line in done.stdout.splitlines() if "Output" in line][-1:]


class Asked:
    """One process that judges all chains."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, folder, host):
        print(folder, host, file=self.process.stdin, flush=True)
        said = self.process.stdout.readline().strip()
        return said == "accepts", said

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def java(folder):
    subprocess.run(["javac", "-d", folder, HERE / "JavaValidator.java"], check=True)
    return Asked(["java", "-cp", folder, "JavaValidator"])


def go_tool():
    """Debian's package of one version puts no link on the PATH."""
    return shutil.which("go") or next(map(str, sorted(pathlib.Path("/usr/lib").glob("go-*/bin/go"))), None)


def go(folder):
    caches = {"GOCACHE": str(folder / "cache"), "GOPATH": str(folder / "path"), "GO111MODULE": "off"}
    subprocess.run([go_tool(), "build", "-o", folder / "go_validator", HERE / "go_validator.go"], check=True,
                   env=os.environ | caches)
    return Asked([folder / "go_validator"])


class Python:
    """A handshake within this process; as Python 3.13 does it by default where `flags` are its own."""

    def __init__(self, flags=0):
        self.flags = flags

    def __call__(self, folder, host):
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.set_ciphers("DEFAULT:@SECLEVEL=0")
        server.load_cert_chain(folder / "chain.pem", folder / "key.pem")
        client = ssl.create_default_context(cafile=folder / "roots.pem")
        client.verify_flags |= self.flags
        up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
        sides = [client.wrap_bio(down, up, server_hostname=host), server.wrap_bio(up, down, server_side=True)]
        while sides:
            for side in list(sides):
                try:
                    side.do_handshake()
                    sides.remove(side)
                except ssl.SSLWantReadError:
                    pass
                except ssl.SSLError as error:
                    return False, str(error)
        return True, ""


def known(client, line, chain, roots, words):
    """Why a difference is none of the profile; empty where it is one."""
    if client == "gnutls-3.7" and any(root.subject != root.issuer for root in roots):
        return "certtool goes on from a trusted CA that is no root; clients of GnuTLS were seen to stop there"
    names = chain[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if client == "gnutls-3.7" and line["host"] == ADDRESS and names and "*" in names[0].value:
        return "GnuTLS holds a wildcard in the common name against constraints on DNS names as well"
    if client == "java-17" and "TrustAnchor" in words:
        return "Java asks whether the anchor may issue once the path is built, and then builds no other"
    if client == "java-17" and "does not chain" in words:
        return "older builds validate a chain in the right order as it was sent, cut at the first trusted name and key"
    return ""


# What must be there so that it can be asked, and how it is.
STRICT = 0x20 | 0x80000  # VERIFY_X509_STRICT, VERIFY_X509_PARTIAL_CHAIN
VALIDATORS = {"openssl-3.0": (shutil.which("openssl"), lambda folder: openssl),
              "gnutls-3.7": (shutil.which("certtool"), lambda folder: gnutls),
              "java-17": (shutil.which("javac"), java), "go-1.17": (go_tool(), go),
              "python-3.11": (ssl.OPENSSL_VERSION_INFO >= (3, 0), lambda folder: Python()),
              "python-3.13": (ssl.OPENSSL_VERSION_INFO >= (3, 0), lambda folder: Python(STRICT))}


def java_profile(folder):
    """The profile of the Java 17 that is here: built in, or the lab's of the older ones; None for another Java."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    version = tuple(int(number) for number in re.findall(r"\d+", said)[:3])
    if version[:1] != (17,):
        return None
    if version >= (17, 0, 18):
        return "java-17"
    older = (HERE.parent / "lab" / "java-17-older.toml").read_text(encoding="utf-8")
    (folder / "java-17-older.toml").write_text(f'inherits = "java-17"\n{older}', encoding="utf-8")
    return str(folder / "java-17-older.toml")


def judged(program, profiles, lines):
    """What tlswhy says of all chains, client by client."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    for client, profile in profiles.items():
        done = subprocess.run([program.resolve(), "--chains", "-", "--as", profile], input=text, capture_output=True,
                              text=True, check=False)
        yield from (json.loads(line) | {"client": client} for line in done.stdout.splitlines())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--chains", type=int, default=300)
    parser.add_argument("--seed", default="1", help="a number, or `new`")
    parser.add_argument("--keep", type=pathlib.Path, help="write the lines that differ into this folder")
    arguments = parser.parse_args()
    asked = {client: start for client, (there, start) in VALIDATORS.items() if there}
    for client in VALIDATORS.keys() - asked.keys():
        print(f"{client}: its validator is not there")
    if not asked:
        print("no validator is there")
        return 77
    seed = secrets.randbits(32) if arguments.seed == "new" else int(arguments.seed)
    dice = Dice(seed)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(12)]
    lines, answers, certificates_of = {}, {}, {}
    with tempfile.TemporaryDirectory(prefix="tlswhy-dice-") as name:
        folder = pathlib.Path(name)
        profiles = {client: java_profile(folder) if client == "java-17" else client for client in asked}
        ask = {client: asked[client](folder) for client, profile in profiles.items() if profile}
        for number in range(arguments.chains):
            host, chain, roots = throw_chain(dice, keys)
            leaf_key = next(key for key in keys if key.public_key() == chain[0].public_key())
            (folder / "key.pem").write_bytes(leaf_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
            files = {"leaf": chain[:1], "rest": chain[1:], "chain": chain, "roots": roots}
            for file, certificates in files.items():
                (folder / f"{file}.pem").write_text(pem(certificates))
            lines[str(number)] = {"id": str(number), "host": host, "at": NOW.isoformat() + "Z", "chain": pem(chain),
                                  "roots": pem(roots)}
            certificates_of[str(number)] = chain, roots
            for client in ask:
                answers[str(number), client] = ask[client](folder, host)
        for validator in ask.values():
            if isinstance(validator, Asked):
                validator.close()
        differ, accepted, explained = 0, 0, 0
        for said in judged(arguments.program, {c: profiles[c] for c in ask}, lines.values()):
            real, words = answers.pop((said["id"], said["client"]))
            accepted += real
            if real == said["accepted"] or (real and said["cause"] in HANDSHAKE_ONLY):
                continue
            if known(said["client"], lines[said["id"]], *certificates_of[said["id"]], str(words)):
                explained += 1
                continue
            differ += 1
            print(f"{said['id']} {said['client']}: {'accepts' if real else 'refuses'} {words}, "
                  f"tlswhy: {said['cause'] or 'would connect'} {[f['cause'] for f in said['faults']]}")
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / f"{said['id']}.ndjson").write_text(json.dumps(lines[said["id"]]) + "\n")
    print(f"seed {seed}: {arguments.chains} chains, {len(ask)} validators, {accepted} times accepted, {explained} differ "
          f"for a known reason, {differ} differ, {len(answers)} without an answer")
    return int(differ > 0 or bool(answers))


if __name__ == "__main__":
    sys.exit(main())
