"""Remedies that tlswhy calls proved are made real: the server, chain or client is set up anew, and the same client
has to connect."""
import collections
import concurrent.futures
import dataclasses

import capture
import changes
import compare
import servers

EACH = 3  # cells for each set of changes


def offered(rows, report):
    """[(row, changes)]: proved remedies of cells that failed, and how many of them cannot be made here."""
    seen, chosen, elsewhere = collections.Counter(), [], 0
    for row in rows:
        if row.ok or row.hung or row.group.config.kind == "misbehave":
            continue
        proved = {tuple(r["changes"]) for r in report.offers.get(row.name, []) if r.get("applicability") == "proved"}
        for remedy in sorted(proved):
            after = changes.apply(remedy, changes.Situation(row.group.config, row.cell, row.host))
            if after is None:
                elsewhere += 1
            elif seen[remedy] < EACH:
                seen[remedy] += 1
                chosen.append((row, remedy, after))
    return chosen, elsewhere


def trust_store(lab, situation, folder):
    """What the client trusted before, and what the remedy added."""
    paths = [*situation.chain.trust_paths(), *situation.trust]
    path = folder / "client-trust.pem"
    path.write_text("".join(dict.fromkeys(lab.authority.certificate(p).pem for p in paths)), encoding="ascii")
    return path


def try_one(lab, number, row, remedy, after):
    name = f"{row.name}+{'+'.join(remedy)}"
    group = dataclasses.replace(row.group, name=name, config=after.config)
    cell = dataclasses.replace(after.cell, host=after.host)
    try:
        server = servers.Server(lab, after.config, lab.folder / "remedies" / str(number))
    except (RuntimeError, OSError) as error:
        return name, f"the changed server does not start: {error}"
    try:
        again = lab.meet(server, group, cell, name, trust=trust_store(lab, after, server.folder), path=server.folder / "after.pcap")
        return name, None if again.ok else f"{again.message[-300:]} ({again.refuser}, {again.alert})"
    finally:
        server.stop()


def prove(lab, rows, report, jobs):
    chosen, elsewhere = offered(rows, report)
    if not chosen:
        report.not_yet("remedy", "no remedy is called proved")
        return
    print(f"remedy: {len(chosen)} tried in {len({row.name for row, *_ in chosen})} cells; {elsewhere} more cannot be made here")
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, problem in pool.map(lambda item: try_one(lab, item[0], *item[1]), enumerate(chosen)):
            report.check("remedy", name, {"connects": problem})


LACKING = ("missing-intermediate", "wrong-intermediate")


def complete(program, lab, rows, report, jobs):
    """Servers that leave certificates out, and beside each one that sends all of them: what the one lacks is in the same
    capture then. With TLS 1.2, which shows them. Where tlswhy plays that, the same client has to have connected to the
    other, and where it did tlswhy has to have played it."""
    known = compare.known_profiles(program, lab)
    chosen = [row for row in rows if not row.ok and not row.hung and not row.cell.client.options and not row.cell.identity
              and row.cell.client.program in known and set(row.group.chain.causes) & set(LACKING) and row.group.chain.sent]

    def try_both(item):
        number, row = item
        path = lab.folder / "complete" / str(number)
        short = dataclasses.replace(row.group.config, versions=("TLSv1.2",))
        whole = dataclasses.replace(short, chains=(dataclasses.replace(row.group.chain, sent=None), *short.chains[1:]))
        before, after = (meet(lab, row, config, path / name) for config, name in ((short, "short"), (whole, "whole")))
        if before is None or before.ok or after is None:
            return row, None, f"the servers do not do what they are for: {before and before.ok}, {after and after.ok}"
        capture.write_farm([before.conversation, after.conversation], path / "farm.pcap")
        said, error = compare.run_json(program, path / "farm.pcap", "--as", known[row.cell.client.program], "--host", row.host,
                                       "--trust", path / "short/trust-of-client.pem")
        return row, after, said or error

    (lab.folder / "complete").mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = list(pool.map(try_both, enumerate(chosen)))
    for row, after, said in results:
        report.check("complete", row.name, {"run": said} if isinstance(said, str) else played_so(after, said))
    proved = sum(not isinstance(said, str) and bool(alone_proved(said)) for *_, said in results)
    print(f"complete: {len(chosen)} servers leave certificates out, before {proved} of them sending these is proved")


def meet(lab, row, config, folder):
    """One client before one server; None where that does not start."""
    try:
        server = servers.Server(lab, config, folder)
    except (RuntimeError, OSError):
        return None
    try:
        group = dataclasses.replace(row.group, config=config)
        trust = folder / "trust-of-client.pem"
        trust.write_bytes((server.chain_folders[0] / "trust.pem").read_bytes())
        return lab.meet(server, group, row.cell, row.name, trust=trust, path=folder / "capture.pcap")
    finally:
        server.stop()


def alone_proved(said):
    """The remedies of a failure that are no more than sending what is missing, and proved."""
    return [r for c in said["conversations"] if c["outcome"] == "failed" for r in c["remedies"]
            if r["changes"] == ["send-intermediate"] and r["applicability"] == "proved"]


def played_so(after, said):
    """`after` is what happened before the server that sends all."""
    proved = alone_proved(said)
    causes = [c["diagnosis"]["cause"] for c in said["conversations"] if c["outcome"] == "failed"]
    if proved and not after.ok:
        return {"connects": f"send-intermediate is called proved, but: {after.message[-300:]}"}
    if after.ok and set(causes) & set(LACKING) and not proved:
        return {"proved": "it connects with all certificates sent, and send-intermediate is not called proved"}
    if not all(r.get("needs") and all(n["sha256"] for n in r["needs"]) for r in proved):
        return {"needs": "a certificate of a change that was played is not at hand"}
    return {}
