#!/usr/bin/env python3
"""dice.py PROGRAM [--chains N] [--seed N|new] [--only CLIENT,...] [--keep DIR] [--jobs N]: chains by dice, judged by tlswhy and by the real validators of this machine.

Each chain is good but for a few throws: dates, serial numbers, versions, basicConstraints, keyUsage, purposes, name
constraints, policies, key identifiers, names, keys, cross-signs, the order in which the certificates are sent. OpenSSL
(`openssl verify`, as openssl-3.0), GnuTLS (`certtool --verify`, as gnutls-3.7), Java (its PKIX trust manager, as
java-17), Go (crypto/x509, as go-1.17), Python's ssl (as python-3.11, and with the flags of python-3.13), Node.js, curl
and NSS (tstclnt) are asked about each, and tlswhy about all of them in one list. A difference is a defect of the profile
or of tlswhy: it is printed, and --keep writes its chain. A validator that is missing is named; exits 77 where none or no
python3-cryptography is there."""
import argparse
import collections
import concurrent.futures
import datetime
import itertools
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import threading

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
except ImportError:
    debian = "/usr/bin/python3"  # a Python of somebody's own does not see Debian's packages
    if os.path.exists(debian) and not os.path.samefile(sys.executable, debian):
        os.execv(debian, [debian, *sys.argv])
    print("python3-cryptography is not there")
    sys.exit(77)

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "validators"), str(TESTS / "lab")]  # the lab has a module of the name chains, too
from asking import Asked, validators  # noqa: E402
from chains import ADDRESS, Dice, throw_chain  # noqa: E402
from clients import java_17_profile  # noqa: E402

NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)  # most validators know no other moment
MEMORY = "/dev/shm"  # databases that are made anew for each chain wait for a disk
# What a validator alone never sees, and certtool is not asked for.
HANDSHAKE_ONLY = {"cert-key-type-mismatch", "curve-of-cert-unsupported", "rsa-key-too-small"}


def known(client, line, chain, roots, words):
    """Why a difference is none of the profile; empty where it is one."""
    if client == "gnutls-3.7" and any(root.subject != root.issuer for root in roots):
        return "certtool goes on from a trusted CA that is no root; clients of GnuTLS were seen to stop there"
    if client == "gnutls-3.7" and line["host"] == ADDRESS and "*" in chain[0].common_name:
        return "GnuTLS holds a wildcard in the common name against constraints on DNS names as well"
    if line["host"].endswith("."):
        return "the name asked for is compared without its trailing dot; some programs leave it on"
    if client == "nss-3.87" and "BAD_SIGNATURE" in words and any(c.signed_by == "1.3.101.112" for c in chain):
        return "the NSS that was measured verifies Ed25519, that of 2023 does not"
    if client == "nss-3.87" and any(c.twice for c in chain + roots):
        return "NSS reads the first of two extensions of a kind"
    if client == "nss-3.87" and "CA_CERT_INVALID" in words and any(c.purposes in ("mail", "any") for c in chain + roots):
        return "NSS wants a CA with purposes to have that of a server or of a client"
    if client == "gnutls-3.7" and any(c.constrains_oddly for c in chain + roots):
        return "GnuTLS compares IPv4 with IPv4 and IPv6 with IPv6 alone, and bases with a dot at the end as if it were none"
    crossed = any(c.issuer == "Elsewhere" for c in chain)
    if client == "gnutls-3.7" and crossed and any(c.subject in ("Stranger", "Elsewhere") for c in chain + roots):
        return "GnuTLS goes on from the last certificate that was sent before it looks where a trusted key was crossed"
    if client == "gnutls-3.7" and any(c.passes_over for c in chain + roots):
        return "GnuTLS passes over a permitted base without a name, so that those beside it decide alone"
    if client == "gnutls-3.7" and any(not c.issuer for c in chain):
        return "certtool fails over an issuer without a name"
    if client == "java-17" and line["host"] == chain[0].common_name == ADDRESS:
        return "the JDK adds an address in the common name to the names while it checks name constraints"
    if client == "java-17" and any(c.version == 1 for c in chain[1:]):
        return "the JDK takes an X.509 v1 CA right below the anchor where it names itself as issuer"
    if client == "java-17" and "TrustAnchor" in words:
        return "Java asks whether the anchor may issue once the path is built, and then builds no other"
    return ""


def java_profile(folder):
    """The lab's profile of the Java 17 that is here; None for another Java."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    version = tuple(int(number) for number in re.findall(r"\d+", said)[:3])
    if version[:1] != (17,):
        return None
    return java_17_profile(folder, "java-17", version)


def judged(program, profiles, lines):
    """What tlswhy says of all chains, client by client."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    for client, profile in profiles.items():
        done = subprocess.run([program.resolve(), "--chains", "-", "--as", profile], input=text, capture_output=True,
                              text=True, check=False)
        yield from (json.loads(line) | {"client": client} for line in done.stdout.splitlines())


def new_keys():
    return ([ec.generate_private_key(ec.SECP256R1()) for _ in range(12)] +
            [rsa.generate_private_key(65537, 2048) for _ in range(2)] + [ed25519.Ed25519PrivateKey.generate()])


def write(folder, chain, roots):
    (folder / "key.pem").write_bytes(chain[0].key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    files = {"leaf": chain[:1], "rest": chain[1:], "chain": chain, "roots": roots}
    for file, certificates in files.items():
        (folder / f"{file}.pem").write_text("".join(c.pem() for c in certificates))


class Count:
    accepted = explained = differ = 0


def compare(said, real, words, line, of, keep, count):
    count.accepted += real
    if real == said["accepted"] or (real and said["cause"] in HANDSHAKE_ONLY):
        return
    if known(said["client"], line, *of, str(words)):
        count.explained += 1
        return
    count.differ += 1
    print(f"{said['id']} {said['client']}: {'accepts' if real else 'refuses'} {words}, "
          f"tlswhy: {said['cause'] or 'would connect'} {[f['cause'] for f in said['faults']]}")
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{said['id']}.ndjson").write_text(json.dumps(line) + "\n")


def ask_all(dealt, start, exactly, made):
    """What the validators say, by chain and client, and how many questions could not be asked. `dealt` are folders; the
    chains are shared out among them, each with validators of its own (`start`). `exactly`: those that are told the moment."""
    waiting, answers = iter(made.items()), {}
    lock, unasked = threading.Lock(), collections.Counter()

    def ask(folder, validators_here):
        while True:
            with lock:
                number, thrown = next(waiting, (None, None))
            if number is None:
                return
            host, chain, roots = thrown
            write(folder, chain, roots)
            exact = any(c.exact for c in chain + roots)
            for client, validator in validators_here.items():
                answer = validator(folder, host) if client in exactly or not exact else None
                if answer:
                    answers[number, client] = answer
                else:
                    unasked[folder] += 1

    everybody = [{client: begin(folder) for client, begin in start.items()} for folder in dealt]
    with concurrent.futures.ThreadPoolExecutor(len(dealt)) as pool:
        for done in [pool.submit(ask, *one) for one in zip(dealt, everybody)]:
            done.result()
    for validator in itertools.chain(*(one.values() for one in everybody)):
        if isinstance(validator, Asked):
            validator.close()
    return answers, sum(unasked.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--chains", type=int, default=2000)
    parser.add_argument("--seed", default="1", help="a number, or `new`")
    parser.add_argument("--only", help="these clients, with commas")
    parser.add_argument("--keep", type=pathlib.Path, help="write the lines that differ into this folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many chains at a time")
    arguments = parser.parse_args()
    all_of_them = validators(NOW)
    if arguments.only:
        all_of_them = {client: all_of_them[client] for client in arguments.only.split(",")}
    asked = {client: start for client, (there, start, _) in all_of_them.items() if there}
    for client in all_of_them.keys() - asked.keys():
        print(f"{client}: its validator is not there")
    if not asked:
        print("no validator is there")
        return 77
    seed = secrets.randbits(32) if arguments.seed == "new" else int(arguments.seed)
    dice, keys = Dice(seed), new_keys()
    made = {str(number): throw_chain(dice, NOW, keys) for number in range(arguments.chains)}
    lines = {number: {"id": number, "host": host, "at": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
                      "chain": "".join(c.pem() for c in chain), "roots": "".join(c.pem() for c in roots)}
             for number, (host, chain, roots) in made.items()}
    with tempfile.TemporaryDirectory(prefix="tlswhy-dice-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as name:
        folder = pathlib.Path(name)
        profiles = {client: java_profile(folder) if client == "java-17" else client for client in asked}
        profiles = {client: profile for client, profile in profiles.items() if profile}
        dealt = [folder / f"asked-{job}" for job in range(arguments.jobs)]
        for one in dealt:
            one.mkdir()
        answers, unasked = ask_all(dealt, {client: asked[client] for client in profiles},
                                   {client for client, (_, _, exactly) in all_of_them.items() if exactly}, made)
        count = Count()
        for said in judged(arguments.program, profiles, lines.values()):
            answer = answers.pop((said["id"], said["client"]), None)
            if answer:
                compare(said, *answer, lines[said["id"]], made[said["id"]][1:], arguments.keep, count)
    print(f"seed {seed}: {arguments.chains} chains, {len(profiles)} validators, {count.accepted} times accepted, "
          f"{count.explained} differ for a known reason, {count.differ} differ, {unasked} could not be asked, "
          f"{len(answers)} without an answer")
    return int(count.differ > 0 or bool(answers))


if __name__ == "__main__":
    sys.exit(main())
