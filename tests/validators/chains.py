"""Chains by dice: good but for a few throws."""
import datetime
import ipaddress
import random

import certificates as x509

DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
ADDRESS, HOST = "192.0.2.7", "shop.lab.test"
HOSTS = [HOST] * 9 + [ADDRESS] * 3 + ["a_b.lab.test", "xn--bcher-kva.lab.test", "shop.lab.test."]
PURPOSES = {"server": ["1.3.6.1.5.5.7.3.1"], "client": ["1.3.6.1.5.5.7.3.2"], "any": ["2.5.29.37.0"],
            "both": ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"], "mail": ["1.3.6.1.5.5.7.3.4"]}
COUNTRY = [("2.5.4.6", "NZ"), ("2.5.4.10", "Lab")]
POLICY, OTHER_POLICY, ANY_POLICY = "1.3.6.1.4.1.55555.2.1", "1.3.6.1.4.1.55555.2.2", "2.5.29.32.0"
DNS = ["lab.test", "shop.lab.test", ".lab.test", "other.test", "test", "*.lab.test", "LAB.test", "lab.test.", "a_b.lab.test", ""]
NETWORKS = ["192.0.2.0/24", "198.51.100.0/24", "0.0.0.0/0", "2001:db8::/32"]


class Dice(random.Random):
    def rarely(self, usual, *others, one_in=8):
        """`usual`, but now and then one of the others."""
        return self.choice(others) if self.randrange(one_in) == 0 else usual


def host_name(text):
    """A subjectAltName of what the text looks like."""
    if isinstance(text, list):
        return x509.general_name("directory", text)
    if "@" in text:
        return x509.general_name("email", text)
    if "://" in text:
        return x509.general_name("uri", text)
    if text[:1].isdigit():
        return x509.general_name("ip", ipaddress.ip_address(text).packed)
    return x509.general_name("dns", text)


def subtree(text):
    if isinstance(text, str) and text.startswith("mail:"):
        return x509.general_name("email", text[5:])
    if isinstance(text, str) and text.startswith("uri:"):
        return x509.general_name("uri", text[4:])
    if isinstance(text, str) and "/" in text:
        network = ipaddress.ip_network(text)
        return x509.general_name("ip", network.network_address.packed + network.netmask.packed)
    return host_name(text) if isinstance(text, list) else x509.general_name("dns", text)


def name_constraints(wants):
    lists = [(0xA0, wants.get("permitted")), (0xA1, wants.get("excluded"))]
    trees = [x509.tlv(tag, *(x509.sequence(subtree(text)) for text in texts)) for tag, texts in lists if texts]
    return x509.extension("2.5.29.30", x509.sequence(*trees), wants.get("names_critical", True))


def basic_constraints(wants, ca):
    is_ca = ca and wants["constraints"] != "no-ca"
    length = wants.get("length") if is_ca else None
    value = x509.sequence(x509.tlv("boolean", b"\xff") if is_ca else b"", b"" if length is None else x509.integer(length))
    return x509.extension("2.5.29.19", value, ca and wants["constraints"] != "not-critical")


def authority_key_id(wants, key, issuer_key, above):
    named = x509.key_id(key if wants["authority_key"] == "wrong" else issuer_key)
    parts = b"" if wants["authority_key"] == "serial-only" else x509.tlv(0x80, named)
    if wants["authority_key"] in ("serial", "serial-only", "wrong-serial"):
        issuer, serial = above
        parts += x509.tlv(0xA1, x509.general_name("directory", issuer))
        parts += b"\x82" + x509.integer(serial + (wants["authority_key"] == "wrong-serial"))[1:]
    return x509.extension("2.5.29.35", x509.sequence(parts))


def policies(wants):
    if wants.get("policies"):
        yield x509.extension("2.5.29.32", x509.sequence(*(x509.sequence(x509.oid(p)) for p in wants["policies"])),
                             wants.get("policies_critical", False))
    if wants.get("policy_constraints"):
        tags = {"explicit": 0x80, "mapping": 0x81}
        kind, skip = wants["policy_constraints"]
        yield x509.extension("2.5.29.36", x509.sequence(x509.tlv(tags[kind], bytes([skip]))), True)
    if wants.get("inhibit_any") is not None:
        yield x509.extension("2.5.29.54", x509.integer(wants["inhibit_any"]), True)
    if wants.get("mapping"):
        yield x509.extension("2.5.29.33", x509.sequence(x509.sequence(x509.oid(POLICY), x509.oid(OTHER_POLICY))))


def extensions(wants, ca, key, issuer_key, above):
    if wants["constraints"] != "none":
        yield basic_constraints(wants, ca)
    if wants["usage"] != "none":
        signs = [5, 6] if ca and wants["usage"] == "good" else [6] if ca else [0]
        yield x509.extension("2.5.29.15", x509.bits(signs), True)
    if wants["purposes"]:
        value = x509.sequence(*map(x509.oid, PURPOSES[wants["purposes"]]))
        yield x509.extension("2.5.29.37", value, wants.get("purposes_critical", False))
    if wants.get("names"):
        value = x509.sequence(*map(host_name, wants["names"]))
        yield x509.extension("2.5.29.17", value, wants.get("san_critical", False))
    if wants.get("permitted") or wants.get("excluded"):
        yield name_constraints(wants)
    if wants["subject_key"] != "none":
        yield x509.extension("2.5.29.14", x509.tlv("octets", x509.key_id(key)))
    if wants["authority_key"] != "none":
        yield authority_key_id(wants, key, issuer_key, above)
    yield from policies(wants)
    if wants["unknown"]:
        yield x509.extension("1.3.6.1.4.1.55555.1", b"\x05\x00", wants["unknown"] == "critical")
    if wants["twice"]:
        twice = {"unknown": ("1.3.6.1.4.1.55555.1", b"\x05\x00"), "key-id": ("2.5.29.14", x509.tlv("octets", b"1234"))}
        yield from [x509.extension(*twice[wants["twice"]])] * 2


def issue(dice, now, subject, key, issuer, issuer_key, *, ca, wants, above=None):
    """A certificate; `wants` is what was thrown for it, `above` the issuer's issuer and serial number."""
    wants = dict.fromkeys(["purposes", "unknown", "twice"]) | dict.fromkeys(
        ["dates", "constraints", "usage", "subject_key", "authority_key", "serial"], "good") | wants
    begin, end = {"good": (now - 10 * DAY, now + 300 * DAY), "expired": (now - 100 * DAY, now - DAY),
                  "early": (now + DAY, now + 300 * DAY), "starts-now": (now, now + 300 * DAY),
                  "ends-now": (now - 100 * DAY, now), "forever": (now - DAY, x509.FAR),
                  "ended": (now - 100 * DAY, now - SECOND)}[wants["dates"]]
    serial = {"good": dice.getrandbits(63) | 1, "zero": 0, "negative": -dice.getrandbits(40) - 1,
              "long": dice.getrandbits(160) | 1 << 167}[wants["serial"]]
    made = x509.Made(subject=subject, issuer=issuer, key=key, issuer_key=issuer_key, serial=serial, begin=begin, end=end,
                     extensions=list(extensions(wants, ca, key, issuer_key, above or (issuer, serial))),
                     version=wants.get("version", 3), pss=wants.get("pss", False), times=wants.get("times"))
    made.named = issuer, serial
    made.purposes = wants["purposes"]
    made.twice = wants["twice"]
    trees = (wants.get("permitted") or []) + (wants.get("excluded") or [])
    made.constrains_oddly = any(tree in ("lab.test.", "2001:db8::/32") or isinstance(tree, list) for tree in trees)
    permitted = wants.get("permitted") or []
    made.passes_over = "" in permitted and len(permitted) > 1
    made.exact = wants["dates"] in ("starts-now", "ends-now", "ended")
    made.common_name = next((text for kind, text in subject if kind == "2.5.4.3"), "") if isinstance(subject, list) else subject
    return made


def throw_both(dice):
    """What CAs and leaves may have alike."""
    out = {"dates": dice.rarely("good", "expired", "early", "starts-now", "ends-now", "ended", "forever", one_in=14),
           "serial": dice.rarely("good", "zero", "negative", "long", one_in=24),
           "pss": dice.randrange(3) == 0,
           "times": dice.rarely(None, True, one_in=40),
           "unknown": dice.rarely(None, "critical", "plain", one_in=16),
           "twice": dice.rarely(None, "unknown", "key-id", one_in=60),
           "authority_key": dice.rarely("good", "none", "wrong", "serial", "serial-only", "wrong-serial", one_in=10),
           "purposes_critical": dice.randrange(8) == 0}
    if dice.randrange(5) == 0:
        out |= {"policies": dice.sample([POLICY, OTHER_POLICY, ANY_POLICY], dice.randint(1, 2)),
                "policies_critical": dice.randrange(4) == 0}
    return out


def throw_ca(dice):
    out = throw_both(dice) | {
        "constraints": dice.rarely("good", "none", "no-ca", "not-critical", one_in=10),
        "length": dice.rarely(None, 0, 1, 2, one_in=3),
        "usage": dice.rarely("good", "none", "no-sign", one_in=10),
        "purposes": dice.rarely(None, *PURPOSES, one_in=6),
        "subject_key": dice.rarely("good", "none", one_in=10),
        "version": dice.rarely(3, 1, one_in=40),
        "policy_constraints": dice.rarely(None, ("explicit", 0), ("explicit", 1), ("mapping", 0), one_in=16),
        "inhibit_any": dice.rarely(None, 0, 1, one_in=20),
        "mapping": dice.randrange(30) == 0}
    if dice.randrange(4) == 0:
        kinds = dice.choice([DNS, DNS, DNS + NETWORKS, NETWORKS, ["mail:lab.test", "mail:a@lab.test", "uri:lab.test",
                                                                  "uri:.lab.test", COUNTRY, [("2.5.4.6", "FR")]]])
        out[dice.choice(["permitted", "excluded"])] = dice.sample(kinds, dice.randint(1, 2))
        out["names_critical"] = dice.randrange(6) != 0
    return out


def throw_leaf(dice, host):
    asked, host = host, HOST if host == ADDRESS else host
    first, rest = host.split(".", 1)
    names = [[asked]] * 5 + [[host, ADDRESS], [f"*.{rest}"], [f"{first[:2]}*.{rest}"], [f"*{first[-2:]}.{rest}"], ["*.test"],
                            ["shop.*.test"], ["other.test"], [ADDRESS], ["*"], [f"*.{host}"], [host.upper()], [host + "."],
                            [host, "a@lab.test"], [host, "https://shop.lab.test/"], [host, COUNTRY], ["a@lab.test"],
                            ["a@other.test", host], ["https://other.test/", host], [f"xn--*.{rest}"], [f"{host}", "x_y.lab.test"],
                            ["2001:db8::7", host], [host, ".lab.test"], ["*.*.test"], [f"*.{rest}", "other.test"], []]
    return throw_both(dice) | {
        "constraints": dice.rarely("good", "none", one_in=3),
        "usage": dice.rarely("good", "none", one_in=4),
        "purposes": dice.rarely("server", None, *PURPOSES, one_in=5),
        "subject_key": dice.rarely("none", "good", one_in=4),
        "san_critical": dice.randrange(8) == 0,
        "names": dice.choice(names)}


def throw_subject(dice, host):
    return dice.choice([host, host, "other.test", "Some Server", ADDRESS, "*.lab.test", "", "shop.lab.test.", "a@lab.test",
                        [*COUNTRY, ("2.5.4.3", host)], [("2.5.4.3", host), ("1.2.840.113549.1.9.1", "a@other.test")]])


def throw_cas(dice, now, subjects, own):
    wants = [throw_ca(dice) for _ in subjects]
    wants[0] |= {"authority_key": dice.rarely("good", "none", "wrong", "serial", "wrong-serial")}
    wants[0]["version"] = dice.rarely(3, 1, one_in=12)
    cas = [issue(dice, now, subjects[0], own[0], subjects[0], own[0], ca=True, wants=wants[0])]
    for i in range(1, len(subjects)):
        cas.append(issue(dice, now, subjects[i], own[i], subjects[i - 1], own[i - 1], ca=True, wants=wants[i],
                         above=cas[-1].named))
    return cas


def throw_chain(dice, now, keys):
    """(host, certificates as they are sent, roots)."""
    depth = dice.choice([0, 1, 1, 1, 2, 2, 3])
    host = dice.choice(HOSTS)
    subjects = [dice.rarely("Root", [*COUNTRY, ("2.5.4.3", "Root")], one_in=3)] + [f"CA {i}" for i in range(depth)]
    for i in range(1, depth + 1):
        subjects[i] = dice.rarely(subjects[i], subjects[i - 1], one_in=12)  # issued itself
        subjects[i] = dice.rarely(subjects[i], [*COUNTRY, ("2.5.4.3", f"CA {i}")], "", one_in=40)
    own = dice.sample(keys, depth + 3)
    cas = throw_cas(dice, now, subjects, own)
    leaf = issue(dice, now, throw_subject(dice, host), own[-1], subjects[-1], own[depth], ca=False,
                 wants=throw_leaf(dice, host), above=cas[-1].named)
    sent, roots = cas[:0:-1], [cas[0]]
    if depth and dice.randrange(3) == 0:  # the same CA by another one, that nobody or somebody knows
        at = dice.randint(0, depth)
        other = issue(dice, now, subjects[at], own[at], "Elsewhere", own[-2], ca=True,
                      wants={"dates": dice.rarely("good", "expired", one_in=2)})
        sent.insert(dice.randint(0, len(sent)), other)
        if dice.randrange(3) == 0:
            roots.append(issue(dice, now, "Elsewhere", own[-2], "Elsewhere", own[-2], ca=True,
                               wants={"dates": dice.rarely("good", "expired", one_in=2)}))
    if dice.randrange(6) == 0:
        dice.shuffle(sent)
    if sent and dice.randrange(10) == 0:
        sent.pop(dice.randrange(len(sent)))
    if dice.randrange(4) == 0:
        sent.append(cas[0])
    if dice.randrange(12) == 0:  # nobody needs it
        sent.insert(dice.randint(0, len(sent)), issue(dice, now, "Stranger", own[-2], dice.choice(["Stranger", "Nobody"]),
                                                      own[-2], ca=True, wants={}))
    if depth and dice.randrange(12) == 0:
        roots.append(cas[-1])
    return host, [leaf, *sent], roots
