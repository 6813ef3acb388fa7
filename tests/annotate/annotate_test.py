#!/usr/bin/env python3
"""annotate_test.py PROGRAM: what --annotate writes, as tshark and capinfos read it.

Packets are byte for byte those of the capture, at the same moments; each packet that the report names has its comment;
the verdicts are the section's. Interfaces, names and comments of a pcapng stay in both byte orders, keys do not. Nothing
is written over an input. Exits 77 (skipped) without tshark."""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
NAMES = b"\x01\x00\x0c\x00\x0a\x0a\x14\x05client\x00\x00\x00\x00\x00\x00"
SECRETS = b"CLIENT_RANDOM 00 00\n"


def run(*arguments, **how):
    return subprocess.run([PROGRAM, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, **how)


def fields(path, *names):
    more = [word for name in names for word in ("-e", name)]
    out = subprocess.run(["tshark", "-n", "-r", path, "-o", "frame.generate_md5_hash:TRUE", "-T", "fields", *more],
                         capture_output=True, text=True, check=True, env=os.environ | {"TZ": "UTC"}).stdout
    return [line.split("\t") for line in out.splitlines()]


def packets(path):
    return [tuple(line) for line in fields(path, "frame.time_epoch", "frame.md5_hash", "frame.len")]


def named_frames(path, *options):
    """By the report: {frames} of the connections that failed."""
    value = json.loads(run(path, "--json", *options).stdout)
    return {int(n) for c in value["conversations"] for s in c["report"] for line in s["lines"]
            if "frame" in line and s["part"] not in ("not", "do_this", "then", "else", "check", "never")
            for n in [line["frame"]]}


def block(kind, body, order):
    body += b"\0" * (-len(body) % 4)
    length = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + length + body + length


def option(code, value, order):
    return struct.pack(order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def as_pcapng(pcap, order):
    """The packets of a little-endian pcap as a pcapng with all that has to stay, and with keys."""
    data = pcap.read_bytes()
    link_type = struct.unpack_from("<I", data, 20)[0]
    end = struct.pack(order + "HH", 0, 0)
    out = block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1) + option(1, b"of before", order) + end, order)
    out += block(1, struct.pack(order + "HHI", link_type, 0, 0) + option(2, b"eth7", order) + option(9, b"\x06", order) + end, order)
    out += block(4, NAMES if order == "<" else b"\x00\x01\x00\x0c" + NAMES[4:16] + b"\0" * 4, order)
    out += block(10, struct.pack(order + "II", 0x544C534B, len(SECRETS)) + SECRETS, order)
    at = 24
    while at < len(data):
        seconds, fraction, captured, original = struct.unpack_from("<IIII", data, at)
        ticks = seconds * 1_000_000 + fraction
        body = struct.pack(order + "IIIII", 0, ticks >> 32, ticks & 0xFFFFFFFF, captured, original)
        body += data[at + 16:at + 16 + captured] + b"\0" * (-captured % 4)
        out += block(6, body + option(1, b"said before", order) + end, order)
        at += 16 + captured
    return out


class Annotated(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tlswhy-annotate-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def annotate(self, path, *options):
        out = self.folder / "out.pcapng"
        out.unlink(missing_ok=True)
        done = run(path, "--annotate", out, *options)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout, run(path, *options).stdout)
        return out

    def check(self, path, *options):
        out = self.annotate(path, *options)
        self.assertEqual(subprocess.run(["capinfos", out], capture_output=True, check=False).returncode, 0)
        before, after = packets(path), packets(out)
        rest = iter(before)
        self.assertTrue(all(packet in rest for packet in after), f"{path}: packets differ")
        comments = {int(m.group(1)) for _, comment in fields(out, "frame.number", "frame.comment")
                    for m in [re.search(r"frame (\d+)", comment)] if m}
        self.assertEqual(comments, named_frames(path, *options), path)
        return out, before, after

    def test_samples(self):
        for sample in sorted((ROOT / "samples").glob("*.pcap*")):
            with self.subTest(sample=sample.name):
                if run(sample).returncode == 0:  # nothing failed: nothing is written
                    self.assertFalse(self.annotate(sample).exists())
                    continue
                _, _, after = self.check(sample)
                self.assertTrue(after)

    def test_only_what_failed(self):
        out, before, after = self.check(ROOT / "samples/many-failures.pcap")
        self.assertLess(len(after), len(before))
        self.assertIn(b"tcp-", out.read_bytes())

    def test_all(self):
        sample = ROOT / "samples/healthy.pcap"
        self.assertFalse(self.annotate(sample).exists())
        _, before, after = self.check(sample, "--all")
        self.assertEqual(before, after)

    def test_a_pcapng_keeps_what_it_has(self):
        for order in "<>":
            with self.subTest(order=order):
                path = self.folder / "in.pcapng"
                path.write_bytes(as_pcapng(ROOT / "samples/weak-dh.pcap", order))
                out, before, after = self.check(path)
                self.assertEqual(before, after)
                data = out.read_bytes()
                for part in (b"eth7", b"client\0", b"of before", b"Diffie-Hellman"):
                    self.assertIn(part, data)
                self.assertNotIn(SECRETS, data)
                self.assertEqual(data.count(b"said before"), len(after))
                self.assertEqual({name for name, in fields(out, "frame.interface_name")}, {"eth7"})

    def test_languages(self):
        out = self.annotate(ROOT / "samples/weak-dh.pcap", "--lang", "ko")
        self.assertTrue(any("프레임" in comment for comment, in fields(out, "frame.comment")))

    def test_never_over_an_input(self):
        path = self.folder / "in.pcap"
        shutil.copy(ROOT / "samples/weak-dh.pcap", path)
        link = self.folder / "link.pcap"
        link.symlink_to(path)
        for out in (path, link):
            done = run(path, "--annotate", out)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("--annotate would replace it", done.stderr)
        self.assertEqual(path.read_bytes(), (ROOT / "samples/weak-dh.pcap").read_bytes())

    def test_one_capture_that_is_a_file(self):
        sample, out = "samples/weak-dh.pcap", self.folder / "out.pcapng"
        for inputs in (["-"], [sample, sample]):
            done = run(*inputs, "--annotate", out, stdin=subprocess.DEVNULL)
            self.assertEqual((done.returncode, done.stdout, out.exists()), (2, "", False))
        done = run(sample, "--annotate", self.folder / "none" / "out.pcapng")
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot be written", done.stderr)


if __name__ == "__main__":
    if not shutil.which("tshark") or not shutil.which("capinfos"):
        print("not installed: tshark (scripts/install-packages bench)")
        sys.exit(77)
    unittest.main()
