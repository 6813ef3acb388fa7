"""Remedies that tlswhy calls proved are made real: the server, chain or client is set up anew, and the same client
has to connect."""
import collections
import concurrent.futures
import dataclasses

import changes
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
