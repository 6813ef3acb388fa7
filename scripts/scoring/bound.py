"""The most first causes that any program could have right from what it is given.

Where a server answers a ClientHello with nothing but an alert, capture, client and store of two cells can be the same
while the causes are not: one answer is given to both. Such cells are put together by client, alert and what the
store's certificates are (not whose); of each group the cause counts that is right most often. All other cells are
taken for told apart and right, so the true limit may be lower."""
import collections
import functools
import re
import subprocess

CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.S)
KIND = re.compile(r"Version: .*|Signature Algorithm: .*|Public Key Algorithm: .*|Public-Key: .*|ASN1 OID: .*|Not After *: .*|CA:.*")


@functools.cache
def kinds_in(store):
    """What the certificates of a PEM file are: algorithms, sizes, dates."""
    kinds = []
    for pem in CERTIFICATE.findall(store.read_text(encoding="ascii", errors="replace")):
        done = subprocess.run(["openssl", "x509", "-noout", "-text"], input=pem, capture_output=True, text=True, check=True)
        kinds.append(tuple(KIND.findall(done.stdout)))
    return tuple(kinds)


def only_an_alert(wire):
    alerts = wire.get("alerts") or []
    return wire.get("hs") == ["c1"] and bool(alerts) and alerts[0]["from"] == "server" and not alerts[0]["enc"]


def groups_of(cells, folder):
    """[[cell, ...]]: cells of one group look the same to whoever is given capture, client and store."""
    groups = collections.defaultdict(list)
    for cell in cells:
        if not cell.causes or cell.encrypted:
            continue
        if only_an_alert(cell.wire):
            store = folder / "chains" / cell.label["chain"] / "trust.pem"
            key = (cell.label["client"], cell.wire["alerts"][0]["name"], kinds_in(store) if store.exists() else None)
        else:
            key = cell.label["cell"]
        groups[key].append(cell)
    return list(groups.values())


def best_of(group):
    """The cause that is right for most, and the cells for which it is not."""
    votes = collections.Counter(cause for cell in group for cause in sorted(cell.causes))
    best = votes.most_common(1)[0][0]
    return best, [cell for cell in group if best not in cell.causes]


def print_bound(cells, folder):
    groups = groups_of(cells, folder)
    total = sum(map(len, groups))
    lost = [(best, wrong, group) for group in groups for best, wrong in [best_of(group)] if wrong]
    missed = sum(len(wrong) for _, wrong, _ in lost)
    share = 100 * (total - missed) / total if total else 0
    print(f"\nFirst cause at best: {share:.2f} % ({total - missed} of {total}); what no answer can have right beside the others:")
    for best, wrong, group in sorted(lost, key=lambda entry: entry[1][0].label["cell"]):
        print(f"  {', '.join(cell.label['cell'] for cell in wrong)}: looks like {len(group) - len(wrong)} of {best}")
