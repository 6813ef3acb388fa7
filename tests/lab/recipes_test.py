#!/usr/bin/env python3
"""recipes_test.py TLSWHY [--only REGEX] [--keep FOLDER]: what tlswhy tells somebody to do is done, on the real product.

A server that is set up with a fault refuses a client, or is refused; tlswhy is shown the capture. The steps that it
prints for the product that is there (and for no other: it has to have recognised it) are carried out on the server's files as they are told, it is
started again, and the same client has to connect. Then `Undo:` is carried out, and the client fails as before. Exits 77
where none of the products is installed, or TLSWHY_LAB=off."""
import argparse
import base64
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import capture
import chains
import dhgroup
import pki
import recipe_servers

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTE = re.compile(r" {8}\(.*\)$")
SETTING = re.compile(r"^(?:PEM files, )?([\w$.-]*/\S+):  (.+)$")
COMMAND = re.compile(r"^(cat|cp|head|java -jar|keytool|openssl (?:pkcs12|rehash)|psql|postconf|sed) ")
GROUP = re.compile(r"^openssl dhparam (?:-out (\S+) 2048|2048 >> (\S+))$")
SLAPD = re.compile(r"^With slapd\.conf instead: (.+)$")
CLIENT = pki.Link("lab client", number=3, names=(), purposes=("clientAuth",))


@dataclasses.dataclass(frozen=True)
class Want:
    """What the client asks for, by which the fault shows."""
    options: tuple
    tls13: bool = False


WANTS = {"enable-tls12": Want(("-tls1_2",)), "enable-common-suite": Want(("-tls1_2", "-cipher", "ECDHE+AESGCM")),
         "enable-common-group": Want(("-tls1_2", "-groups", "P-256", "-cipher", "ECDHE+AESGCM")), "send-intermediate": Want(("-tls1_2", "-CAfile", "root.pem", "-verify_return_error")),
         "enable-tls-on-port": Want(()), "make-client-certificate-optional": Want(("-tls1_2",)),
         "prefer-ecdhe": Want(("-tls1_2", "-cipher", "DHE+AESGCM:ECDHE+AESGCM")), "enlarge-dh-group": Want(("-tls1_2", "-cipher", "DHE")),
         "trust-client-ca": Want(("-tls1_2", "-cert", "client.pem", "-key", "client.key", "-cert_chain", "client-issuing-ca.pem"))}
WANTS["complete-revocation-lists"] = WANTS["trust-client-ca"]


def as_pem(title, data):
    return f"-----BEGIN {title}-----\n{base64.encodebytes(data).decode()}-----END {title}-----\n"


def write_lists(authority, folder):
    """Revocation lists of the client's CAs, on which nothing stands; that of the issuing CA is missing in partial.crl."""
    (folder / "index.txt").write_text("", encoding="ascii")
    (folder / "ca.cnf").write_text(f"[ca]\ndefault_ca = lab\n[lab]\ndatabase = {folder}/index.txt\ndefault_md = sha256\n", encoding="ascii")
    for name, path, pem in (("root", (chains.X,), "client-root.pem"), ("issuing-ca", (chains.X, chains.XI), "client-issuing-ca.pem")):
        subprocess.run(["openssl", "ca", "-gencrl", "-config", folder / "ca.cnf", "-crldays", "30", "-keyfile", authority.certificate(path).key.path,
                        "-cert", folder / pem, "-out", folder / f"{name}.crl"], check=True, capture_output=True, timeout=60)
    for name in ("crls.pem", "partial.crl"):
        (folder / name).write_text((folder / "root.crl").read_text(encoding="ascii"), encoding="ascii")


def write_keys(authority, folder):
    """The files that recipes name, beside those that a fault is made with."""
    server, client = (chains.R, chains.I, chains.leaf()), (chains.X, chains.XI, CLIENT)
    pem = {name: authority.certificate(path).pem for name, path in (
        ("root", server[:1]), ("intermediate", server[:2]), ("server", server), ("client-root", client[:1]), ("client-issuing-ca", client[:2]), ("client", client))}
    key = authority.certificate(server).key.path.read_text(encoding="ascii")
    for name, text in (*((f"{name}.pem", text) for name, text in pem.items()), ("leaf.pem", pem["server"]), ("HOST.fullchain.pem", pem["server"] + pem["intermediate"]),
                       ("HOST.pem", pem["server"]), ("client-ca.pem", pem["client-issuing-ca"] + pem["client-root"]), ("foreign.pem", pem["root"]),
                       ("dh1024.pem", as_pem("DH PARAMETERS", dhgroup.parameters(1024))), ("HOST.key", key), ("server.key", key), ("client.key", authority.certificate(client).key.path.read_text(encoding="ascii"))):
        (folder / name).write_text(text, encoding="ascii")
        (folder / name).chmod(0o600 if name.endswith(".key") else 0o644)
    write_lists(authority, folder)


def connect(server, port, want):
    """What openssl s_client says, and whether a handshake was completed and is still there."""
    argv = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", chains.HOST, *want.options]
    if server.starttls_name:
        argv += ["-starttls", server.starttls_name, "-name", "lab.test"]
    done = subprocess.run(argv, input=b"", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=20, cwd=server.folder)
    said = done.stdout.decode(errors="replace")
    refused = re.search(r"alert|errno=|:error:|error:[0-9A-F]{8}", said) or ("-verify_return_error" in want.options and "verify error" in said)
    return "New, TLSv1" in said and not refused, said


def steps_told(program, path, server, change):
    """(the steps of `change` for the product, whether tlswhy proposed them of the capture, what is wrong with that)."""
    named = ["--product", server.name] if server.unnamed else []
    told = subprocess.run([program, "--json", "--all", *named, path], capture_output=True, text=True, check=False, timeout=60).stdout
    conversations = json.loads(told)["conversations"] if told else []
    remedies = [r for c in conversations for r in c["remedies"] if change in r["changes"]]
    if not remedies:
        if not any(c["outcome"] == "failed" for c in conversations):
            return None, False, f"nothing failed: {[c['outcome'] for c in conversations]}"
        # A server that leaves without a word may have many reasons: the recipe is tried as it is written.
        recipes = tomllib.loads((ROOT / f"knowledge/recipes/{server.name}.en.toml").read_text(encoding="utf-8"))
        return recipes[change]["steps"], False, None
    products = [s["product"] for s in remedies[0]["steps"]]
    if products[:1] != [server.name]:
        return None, True, f"the steps are first for {products[:3]}"
    return remedies[0]["steps"][0]["text"], True, None


def carry_out(server, steps):
    """Does what stands there; gives how many of the lines were done."""
    done = 0
    for step in steps:
        line = NOTE.sub("", step).removeprefix("Apache 2.4.8 and later: ")
        slapd = SLAPD.match(line)
        if slapd:
            for setting in re.split(r" {3}and +", slapd.group(1)):
                if setting.startswith("TLS"):
                    server.set(server.folder / "slapd.conf", server.mapped(setting))
        elif SETTING.match(line):
            path, setting = SETTING.match(line).groups()
            server.set(server.mapped(path), server.mapped(setting))
        elif GROUP.match(line):  # looking for a prime takes minutes: one that is known stands for it
            made, added = GROUP.match(line).groups()
            server.run(f"openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 {'> ' + made if made else '>> ' + added}")
        elif server.directive and server.directive.match(line):
            server.set(server.conf, server.mapped(server.directive.match(line).group(1)))
        elif line.startswith("Take the ") and server.directive:
            server.remove(line.split()[2])
        elif line.startswith("Inside it, "):
            server.insert(line.partition(": ")[2])
        elif line.startswith("Keep what is there: "):
            server.run(line.partition(": ")[2])
        elif COMMAND.match(line):
            server.run(line)
        else:
            continue
        done += 1
    return done


def undo(server, steps):
    line = next((s for s in steps if s.startswith(("Undo: cp ", "Undo: rm ", "Undo: psql "))), None)
    if line is None:
        return False
    # The service is started again by the caller.
    for part in line.partition(": ")[2].split(" && "):
        if re.match(r"(cp|rm|psql) ", part):
            server.run(part)
    return True


def try_one(program, relay, kind, change, folder, authority):
    """Nothing where all went as it should, else what did not."""
    want = WANTS[change]
    server = kind(folder / f"{kind.name}-{change}", change)
    write_keys(authority, server.folder)
    server.own("HOST.key")
    server.start()
    try:
        tap = relay.tap(server.port)
        before, said = connect(server, tap.port, want)
        tap.finish(1.0)
        if before:
            return "the fault does not show"
        path = folder / f"{kind.name}-{change}.pcap"
        parts = [capture.packets(c, server="10.10.30.8", server_port=server.port_in_capture, client_port=51034 + i) for i, c in enumerate(tap.connections)]
        path.write_bytes(capture.p.pcap(capture.p.merged(parts)))
        steps, proposed, why = steps_told(program, path, server, change)
        if steps is None:
            return f"{why}\n{said[-300:]}"
        if not proposed:
            print(f"{kind.name} {change}: the capture does not tell the reason, and tlswhy does not propose it")
        if carry_out(server, steps) == 0:
            return f"nothing in it can be done: {steps}"
        server.stop()
        server.start()
        after, said = connect(server, server.port, want)
        if not after:
            return f"the client does not connect afterwards: {said[-600:]}"
        if not undo(server, steps):
            return None if kind is recipe_servers.OpenLdap else f"nothing tells how to undo it: {steps}"
        server.stop()
        server.start()
        return "undone, it connects all the same" if connect(server, server.port, want)[0] else None
    finally:
        server.stop()
        server.end()


def may_be_left_out(problem):
    return isinstance(problem, recipe_servers.CannotStart) and ("not installed" in str(problem) or "needs root" in str(problem))


def try_all(program, relay, kind, only, folder, authority):
    """[(name, problem)] of a product's recipes, one after the other."""
    out = []
    for change in kind.faults:
        name = f"{kind.name} {change}"
        if not re.search(only, name.replace(" ", "-")):
            continue
        try:
            problem = try_one(program, relay, kind, change, folder, authority)
        except recipe_servers.CannotStart as why:
            problem = why
        print(f"{name}: {'left out: ' if isinstance(problem, recipe_servers.CannotStart) else ''}{problem or 'as told'}", flush=True)
        out.append((name, problem))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--only", default=".")
    parser.add_argument("--keep")
    args = parser.parse_args()
    if os.environ.get("TLSWHY_LAB") == "off":
        print("TLSWHY_LAB=off")
        return SKIPPED
    program, wrong, tried, relay = str(pathlib.Path(args.program).resolve()), [], 0, capture.Relay()
    with tempfile.TemporaryDirectory(prefix="tlswhy-recipes-") if not args.keep else open_folder(args.keep) as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        authority = pki.Authority(folder / "keys")
        # Most of the time is spent waiting for servers to start.
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for results in pool.map(lambda kind: try_all(program, relay, kind, args.only, folder, authority), recipe_servers.ALL):
                for name, problem in results:
                    tried += not isinstance(problem, recipe_servers.CannotStart)
                    wrong += [name] if problem and not may_be_left_out(problem) else []
    relay.stop()
    print(f"{tried} recipes carried out, {len(wrong)} wrong {wrong or ''}")
    return SKIPPED if tried == 0 and not wrong else bool(wrong)


class open_folder:
    """A folder that stays."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        pathlib.Path(self.name).mkdir(parents=True)
        return self.name

    def __exit__(self, *_):
        return False


if __name__ == "__main__":
    sys.exit(main())
