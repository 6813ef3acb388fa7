#!/usr/bin/env python3
"""make_samples.py TRUTH_FOLDER: makes the captures of samples/ from the project's own lab captures.

Each lab capture was taken on loopback while a real client talked to a real server. Here it is cut down to
the one connection, cut into segments as an Ethernet gives them, and given addresses of an example network;
what TLS says stays byte for byte. samples/README.md says what each shows."""
import dataclasses
import pathlib
import sys

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


def main():
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
