#!/usr/bin/env python3
"""lab.py TLSWHY [--out DIR] [--only REGEX] [--jobs N] [--verbose]: real clients meet real servers, and tlswhy has to say
the same as happened (README.md). Exits 77 where the peers are not installed or TLSWHY_LAB=off."""
import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import capture
import cells
import chains
import clients
import compare
import meetings
import pki
import processes
import remedies
import servers
import texts
import wire
import workers

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
TALKATIVE = ("openssl", "nginx", "apache", "stunnel", "gnutls", "go", "erlang")  # they write each handshake that failed to their log
PATIENCE = 0.5  # seconds
FEW_SERVERS = 6
NEVER_CAME = "lab: the client never connected"
STRICT = """jdk.tls.disabledAlgorithms=SSLv3, TLSv1, TLSv1.1, RC4, DES, MD5withRSA, DH keySize < 2048, EC keySize < 224, 3DES_EDE_CBC, anon, NULL
jdk.certpath.disabledAlgorithms=MD2, MD5, SHA1, RSASSA-PSS, RSA keySize < 2048
"""


@dataclasses.dataclass
class Row:
    """What happened in one cell."""
    name: str
    group: object
    cell: object
    ok: bool
    message: str
    hung: bool = False
    refuser: str | None = None
    alert: str | None = None
    visible: str = ""
    version: str | None = None
    suite: str | None = None
    dh_bits: int | None = None
    capture: pathlib.Path | None = None
    server_log: str = ""
    conversation: object = None

    @property
    def host(self):
        return self.cell.host or self.group.chain.host

    @property
    def causes(self):
        return self.cell.causes or self.group.causes

    @property
    def readable(self):
        """The reason can be on the wire: TLS 1.3 hides the chain, and most of the alerts."""
        return self.version != "TLSv1.3" or self.visible == "clear"

    def as_json(self):
        keep = ("name", "ok", "message", "refuser", "alert", "visible", "version", "suite", "server_log")
        return {**{key: getattr(self, key) for key in keep}, "host": self.host, "causes": self.causes,
                "capture": str(self.capture)}


class Lab:
    """Everything that stays for the whole run."""

    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()
        self.authority = pki.Authority(folder / "keys")
        self.relay = capture.Relay()
        self.backend = servers.Backend()
        self.people = self.authority.write(chains.CLIENTS["good"], folder / "people")
        for name in ("captures", "empty"):
            (folder / name).mkdir()
        properties = folder / "strict.security"
        properties.write_text(STRICT, encoding="ascii")
        classes = workers.compile_java(HERE / "Peer.java", folder / "classes")
        self.java = workers.Java(classes, folder)
        self.strict_java = workers.Java(classes, folder, [f"-Djava.security.properties={properties}"], "strict-java")
        self.node = workers.Worker(["node", HERE / "node_client.js"], folder / "node.log")
        python = next((p for p in ("/usr/bin/python3.11",) if os.access(p, os.X_OK)), sys.executable)
        self.python = workers.Worker([python, HERE / "python_client.py"], folder / "python.log")

    def go(self):
        """The server in Go, built once."""
        with self.lock:
            program = self.folder / "go-server"
            if not program.exists():
                subprocess.run([servers.found("go"), "build", "-o", program, HERE / "go_server.go"], check=True, capture_output=True)
            return program

    def identity(self, name):
        with self.lock:
            folder = self.folder / f"identity-{name}"
            return folder if folder.exists() else self.authority.write(chains.CLIENTS[name], folder)

    def log_of(self, server, failed):
        """What the server has written since. After a failure it is waited for: it must not count for the next cell."""
        if server.config.kind == "java":
            return self.java.server_log(server)
        text, until = server.new_log(), time.monotonic() + PATIENCE
        while failed and server.config.kind in TALKATIVE and not re.search("alert|error", text, re.I) and time.monotonic() < until:
            time.sleep(0.01)
            text += server.new_log()
        return text

    def meet(self, server, group, cell, name, trust=None, path=None):
        """One client against a server that runs."""
        host = cell.host or group.chain.host
        for _ in range(2):  # once more where not even a hello came: that says something of this machine only
            tap = self.relay.tap(server.port, tunnel=cell.client.program in clients.TUNNELLED)
            request = clients.Request(tap.port, host, trust or server.chain_folders[0] / "trust.pem",
                                      self.identity(cell.identity) if cell.identity else None, cell.patience)
            said = clients.ask(self, cell.client, request)
            conversation = tap.finish()
            server.met += len(tap.connections)
            if conversation and conversation.has_hello:
                break
        row = Row(name, group, cell, said.ok, said.message, said.hung)
        if conversation is None:
            row.hung, row.message = True, f"{NEVER_CAME}: {said.message}"
            return row
        facts = wire.Reader().read(conversation.events)
        row.version, row.suite, row.server_log = facts.version, facts.suite, self.log_of(server, not said.ok)[-1500:]
        row.dh_bits, row.conversation = facts.dh_bits, conversation
        if not said.ok:
            verdict = wire.judge(facts, said.message, row.server_log)
            row.refuser, row.alert, row.visible = verdict.refuser, verdict.alert, verdict.visible
        row.capture = path or self.folder / "captures" / f"{name}.pcap"
        capture.write(conversation, row.capture, host if clients.is_address(host) else "10.10.30.8")
        return row

    def run_group(self, group):
        """All cells of one server; a server that does not start is a failure of each of them."""
        try:
            server = servers.Server(self, group.config, self.folder / "out" / group.name)
        except (RuntimeError, OSError) as error:
            return [Row(cell_name(group, cell), group, cell, False, f"lab: {error}", hung=True) for cell in group.cells]
        try:
            return [self.meet(server, group, cell, cell_name(group, cell)) for cell in group.cells]
        finally:
            server.stop()

    def close(self):
        processes.end_all()
        self.relay.stop()


def cell_name(group, cell):
    return "-".join(filter(None, (group.name, cell.client.name, cell.identity, "unknown" if cell.host else "")))


def run_groups(lab, groups, jobs):
    """Where a client never came, which says something of this machine only, all of its server's cells are run once
    more, alone."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        met = list(pool.map(lab.run_group, groups))
    for at, rows in enumerate(met):
        late = [row.name for row in rows if row.message.startswith(NEVER_CAME)]
        if late:
            met[at] = once_more(lab, groups[at], late)
    return [row for rows in met for row in rows]


def once_more(lab, group, names):
    print(f"once more, alone: {', '.join(names)}")
    shutil.rmtree(lab.folder / "out" / group.name, ignore_errors=True)
    return lab.run_group(group)


def compare_cells(program, lab, rows, report, jobs):
    compare.cells(rows, report)
    compare.diagnosis(program, rows, report, jobs)
    compare.told(program, rows, lab, report, jobs)
    compare.prediction(program, rows, lab, report, jobs)


def compare_again(program, lab, groups, report):
    """Where few cells differ, their servers are met once more, alone: a machine that is busy makes clients give up, and
    servers close, where nothing is wrong. What differs twice is."""
    late = report.wrong()
    groups = [g for g in groups if late & {cell_name(g, c) for c in g.cells}]
    if not 0 < len(groups) <= FEW_SERVERS:
        return
    second = compare.Report(HERE / "known_differences.toml", complete=False)
    rows = [row for g in groups for row in once_more(lab, g, sorted(late & {cell_name(g, c) for c in g.cells}))]
    compare_cells(program, lab, rows, second, 1)
    report.take_again(second, {row.name for row in rows})


def hold_meetings(lab, only):
    """Most of their time both sides wait, which costs nothing."""
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        met = meetings.hold(lab, only, pool)
    print(f"{len(met)} meetings ({time.monotonic() - began:.0f} s)")
    return met


def missing_peers():
    needed = {**servers.NEEDS, **clients.NEEDS}.values()
    return sorted({name for name in needed if not shutil.which(name)})


def leave(_number, _frame):
    raise SystemExit("lab: interrupted")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, help="keeps captures, servers and results.jsonl there")
    parser.add_argument("--only", default="", help="only cells whose server's name matches")
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("--verbose", action="store_true", help="prints known differences too")
    return parser.parse_args()


def whole_run(program, folder, only, jobs, verbose):
    """Number of failures."""
    began = time.monotonic()
    groups = [g for g in cells.all_groups() if re.search(only, g.name)]
    missing = sorted({g.config.kind for g in groups if not servers.available(g.config.kind)})
    groups = [g for g in groups if g.config.kind not in missing]
    lab = Lab(folder)
    try:
        rows = run_groups(lab, groups, jobs)
        with open(folder / "results.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row.as_json()) + "\n" for row in rows)
        print(f"{len(rows)} cells on {len(groups)} servers: {sum(r.ok for r in rows)} connect, "
              f"{sum(not r.ok for r in rows)} fail ({time.monotonic() - began:.0f} s)")
        met = hold_meetings(lab, only)
        report = compare.Report(HERE / "known_differences.toml", complete=not only, verbose=verbose)
        for kind in missing:
            report.nothing_of("cells", kind, "its server is not installed")
        compare_cells(program, lab, rows, report, jobs)
        compare.meetings(program, met, report, jobs)
        texts.scored(program, rows, folder / "texts", report, jobs)
        remedies.prove(lab, rows, report, jobs)
        remedies.complete(program, lab, rows, report, jobs)
        compare_again(program, lab, groups, report)
        print(f"({time.monotonic() - began:.0f} s)")
        return report.close()
    finally:
        lab.close()


def main():
    options = arguments()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if os.environ.get("TLSWHY_LAB") == "off":
        print("lab: TLSWHY_LAB=off")
        return SKIPPED
    if missing_peers():
        print(f"lab: not installed: {', '.join(missing_peers())} (scripts/install-packages lab)")
        return SKIPPED
    signal.signal(signal.SIGTERM, leave)
    with tempfile.TemporaryDirectory(prefix="tlswhy-lab-") as temporary:
        folder = options.out or pathlib.Path(temporary)
        if options.out:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        folder.chmod(0o755)  # PostgreSQL and Postfix read theirs as users of their own
        return int(whole_run(options.program.resolve(), folder.resolve(), options.only, options.jobs,
                             options.verbose) > 0)


if __name__ == "__main__":
    sys.exit(main())
