"""Runs tlswhy over many captures and gives the conversations that it prints (schema tlswhy/1)."""
import collections
import concurrent.futures
import json
import os
import subprocess
import sys

ANSWERS = (0, 10, 11, 12, 20, 30)  # exit codes that are a verdict, not a failure of the tool
BATCH = 64
PROCESSES = 2
TIMEOUT_SECONDS = 300


def run_batch(binary, options, files):
    """Conversations of `files`, and one complaint per file that could not be read."""
    command = [binary, "--ndjson", "--all", *options, *files]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        return retry_singly(binary, options, files, f"no end after {TIMEOUT_SECONDS} s")
    if done.returncode not in ANSWERS:
        what = done.stderr.decode("utf-8", "replace").strip() or "nothing on stderr"
        return retry_singly(binary, options, files, f"exit code {done.returncode}: {what}")
    try:
        return [json.loads(line) for line in done.stdout.splitlines() if line.strip()], []
    except ValueError as error:
        return retry_singly(binary, options, files, f"not JSON: {error}")


def retry_singly(binary, options, files, what):
    """A batch that failed hides which file did it."""
    if len(files) == 1:
        return [], [f"{files[0]}: {what}"]
    results = [run_batch(binary, options, [file]) for file in files]
    return [c for found, _ in results for c in found], [e for _, errors in results for e in errors]


def explain(binary, files, options=()):
    """{file: its conversations in the order of the output}; complaints go to stderr."""
    if not os.access(binary, os.X_OK):
        sys.exit(f"score: {binary} is not there; build it with scripts/build release")
    batches = [files[i:i + BATCH] for i in range(0, len(files), BATCH)]
    by_file = collections.defaultdict(list)
    by_name = {os.path.basename(file): file for file in files}
    known = set(files)
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        for conversations, errors in pool.map(lambda batch: run_batch(binary, options, batch), batches):
            for error in errors:
                print(f"score: {error}", file=sys.stderr)
            for conversation in conversations:
                name = conversation["input"]
                file = name if name in known else by_name.get(os.path.basename(name))
                by_file[file].append(conversation)
    return by_file
