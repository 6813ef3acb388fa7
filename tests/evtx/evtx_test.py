#!/usr/bin/env python3
"""evtx_test.py PROGRAM: Windows event logs that are written here (tests/tools/evtx.py), as a file, through a pipe, in a
zip, damaged and cut. What Schannel and CAPI2 tell leads to the same verdicts as from the events' XML; where libevtx's
evtxexport is installed, it has to read the same events in the files."""
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import evtx  # noqa: E402

PROGRAM = sys.argv.pop(1)
OUTCOMES = {0, 3, 10, 11, 12, 30}


def explained(*arguments, given=b""):
    done = subprocess.run([PROGRAM, *map(str, arguments), "--ndjson"], input=given, capture_output=True, check=False)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return done.returncode, [(r["diagnosis"]["cause"], r["diagnosis"]["refuser"], r["diagnosis"]["evidence"][0]["line"])
                             for r in rows if r["diagnosis"]], done.stderr.decode()


class Evtx(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, data, name="System.evtx"):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def test_events_alone_are_diagnosed_by_the_number_of_the_event(self):
        code, told, noise = explained(self.write(evtx.log_of(evtx.SAMPLE)))
        self.assertEqual((code, noise), (30, ""))
        self.assertEqual([(cause, line) for cause, _, line in told],
                         [("untrusted-root", 1), ("no-shared-cipher", 3), ("untrusted-root", 5)])

    def test_each_schannel_alert_is_that_of_the_xml_of_the_event(self):
        for identity, fields in ((36887, [("AlertDesc", 42)]), (36888, evtx.ALERT), (36888, [("AlertDesc", 70), ("ErrorState", 1204)]),
                                 (36874, [("Protocol", 0)]), (36882, []), (36881, []), (36884, []), (36871, [])):
            fields = [(f[0], evtx.UINT32, f[-1]) for f in fields] or [("x", evtx.UINT32, 1)]
            log = evtx.log_of([evtx.schannel(identity, fields)])
            data = "".join(f"<Data Name='{name}'>{value}</Data>" for name, _, value in fields)
            xml = (f"<Event xmlns='{evtx.NAMESPACE}'><System><Provider Name='Schannel'/><EventID>{identity}</EventID>"
                   f"<TimeCreated SystemTime='2026-01-02T03:04:05Z'/></System><EventData>{data}</EventData></Event>\n")
            self.assertEqual(explained("-", given=log)[:2], explained("-", given=xml.encode())[:2], identity)

    def test_a_certificate_that_is_not_for_tls_is_no_failure(self):
        code, told, _ = explained(self.write(evtx.log_of([evtx.untrusted_chain("1.3.6.1.5.5.7.3.3")])))
        self.assertEqual((code, told), (3, []))

    def test_many_chunks_and_a_zip(self):
        log = evtx.log_of(evtx.SAMPLE[:5] * 40, 7)
        code, told, _ = explained(self.write(log), "--all")
        self.assertEqual((code, len(told)), (30, 120))
        with zipfile.ZipFile(self.folder / "logs.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a/System.evtx", log)
        self.assertEqual(len(explained(self.folder / "logs.zip", "--all")[1]), 120)

    def test_a_damaged_or_cut_log_gives_one_line(self):
        log = evtx.log_of(evtx.SAMPLE, 2)
        second = 4096 + evtx.CHUNK
        for data in (log[:100], log[:5000], log[:second], log[:second + 9], log[:4096] + bytes([1]) + log[4097:],
                     log[:36] + bytes(4) + log[40:], log[:second + 600] + b"\xff" * 40 + log[second + 640:]):
            code, told, noise = explained(self.write(data))
            if data != log[:second]:
                self.assertEqual(len(noise.splitlines()), 1, noise)
            self.assertIn(code, {10, 11, 12, 30} if told else {3})

    def test_any_octets_end_in_an_answer(self):
        dice = random.Random(13)
        log = bytearray(evtx.log_of(evtx.SAMPLE))
        used = 4096 + int.from_bytes(log[4096 + 48:4096 + 52], "little")
        for _ in range(40):
            data = bytearray(log)
            for _ in range(dice.randrange(1, 9)):
                data[dice.randrange(4096, used)] = dice.randrange(256)
            self.assertIn(explained("-", given=bytes(data))[0], OUTCOMES)

    def test_another_reader_reads_the_same(self):
        if shutil.which("evtxexport") is None:
            self.skipTest("evtxexport is not installed (libevtx-utils)")
        # It knows elements in a value with a dependency only.
        done = subprocess.run(["evtxexport", "-f", "xml", self.write(evtx.log_of(evtx.SAMPLE[:5]))],
                              capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.count("</Event>"), 5)
        xml = done.stdout[done.stdout.index("<Event"):]
        told = explained("-", given=xml.encode())[1]
        self.assertEqual([c for c, _, _ in told], [c for c, _, _ in explained(self.write(evtx.log_of(evtx.SAMPLE[:5])))[1]])


if __name__ == "__main__":
    unittest.main()
