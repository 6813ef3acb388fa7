#!/usr/bin/env python3
"""The lab's chains as they are seen and as they are played: the same faults for every client.
usage: same_judgement.py ANALYSIS_TEST   (the project's unit tests of src/analysis)
Makes every chain that the lab serves and hands the folder to the property in seen_and_played_test.cpp."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import chains
import pki


def main():
    if not shutil.which("openssl"):
        print("same_judgement: skipped: openssl is not installed")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        authority = pki.Authority(folder / "keys")
        for spec in chains.CHAINS.values():
            authority.write(spec, folder / "chains" / spec.name)
        print(f"same_judgement: {len(chains.CHAINS)} chains made", flush=True)
        ran = subprocess.run([sys.argv[1], "--gtest_filter=SeenAndPlayed.AreTheSameOfEveryChainOfTheLab"],
                             env={**os.environ, "TLSWHY_CHAINS": str(folder / "chains")}, check=False)
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
