"""What clients and servers wrote of the cells that failed, as people find it: each text alone, in one of many forms."""
import codecs
import concurrent.futures
import html
import json
import textwrap

import compare

TLS_WORDS = ("ssl", "tls", "cert", "handshake", "alert", "error:", "ecdh", "fatal")
# Their logs here are bare words of the library, without a program's or a function's name, and tell nobody on which side
# they were written.
BARE = ("java", "openssl")
MOST_CAUSES = 6
ASKED = {"refuser": 0.99, "candidates": 0.90}  # of those that are claimed, of all


def plain(lines):
    return "\n".join(lines) + "\n"


def colours(lines):
    return "".join(f"\x1b[31m{line}\x1b[0m\r\n" for line in lines)


def syslog(lines):
    return "".join(f"Nov 29 08:14:0{i % 10} app1 gadget[2417]: {line}\n" for i, line in enumerate(lines))


def container(lines):
    return "".join(f"2026-11-29T08:14:0{i % 10}.481726354Z stderr F {line}\n" for i, line in enumerate(lines))


def as_json(lines):
    return "".join(json.dumps({"time": "2026-11-29T08:14:02Z", "level": "error", "msg": line}) + "\n" for line in lines)


def markup(lines):
    return "<pre>" + "<br>\n".join(html.escape(line) for line in lines) + "</pre>\n"


def mail(lines):
    return "".join(f"> {part}\n" for line in lines for part in textwrap.wrap(line, 72, break_long_words=False) or [""])


def wide(lines):
    return codecs.BOM_UTF16_LE + "\r\n".join(lines).encode("utf-16-le")


FORMS = (plain, colours, syslog, container, as_json, markup, mail, wide)


def texts_of(rows):
    """(row, side, lines): the client's own words, and the server's log where it tells of TLS."""
    for row in rows:
        if row.ok or row.hung or not row.causes:
            continue
        if row.message and not row.message.startswith("lab:"):
            yield row, "client", row.message.split(" | ")
        lines = [line for line in row.server_log.splitlines() if any(word in line.lower() for word in TLS_WORDS)]
        if lines and row.group.config.kind not in BARE:
            yield row, "server", lines


def scored(program, rows, folder, report, jobs):
    """Held to the figures that README names for texts of other programs; a certainty that is wrong is a fault of its
    own."""
    folder.mkdir()
    questions = []
    for number, (row, side, lines) in enumerate(texts_of(rows)):
        form = FORMS[number % len(FORMS)]
        path = folder / f"{row.name}-{side}-{form.__name__}.txt"
        data = form(lines)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        questions.append((row, path))
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        answers = list(pool.map(lambda question: compare.run_json(program, question[1])[0], questions))
    answered = [(row, path, said["conversations"][0]) for (row, path), said in zip(questions, answers)
                if said and said["conversations"]]
    claimed = refuser = named = first = 0
    for row, path, meant in answered:
        diagnosed = meant.get("diagnosis") or {}
        causes = [diagnosed.get("cause"), *(c["cause"] for c in diagnosed.get("candidates") or [])][:MOST_CAUSES + 1]
        if diagnosed.get("confidence") in ("shown", "consistent") and causes[0] not in row.causes:
            report.differ("texts", path.stem, "certain", f"{'|'.join(row.causes)} is right, not {causes[0]}: {compare.words(row)}")
        if meant["outcome"] == "failed" and diagnosed.get("refuser") in ("client", "server") and row.refuser in ("client", "server"):
            claimed += 1
            refuser += diagnosed["refuser"] == row.refuser
        named += bool(set(causes) & set(row.causes))
        first += causes[0] in row.causes
    count = len(answered)
    print(f"texts: {len(questions)} of {len({row.name for row, _ in questions})} cells in {len(FORMS)} forms, {count} answered: "
          f"refuser right in {refuser} of {claimed} claimed, first cause in {first}, among {MOST_CAUSES} in {named}")
    for what, part, of in (("refuser", refuser, claimed), ("candidates", named, count)):
        if of and part < ASKED[what] * of:
            report.differ("texts", what, "share", f"{part} of {of} is below {ASKED[what]:.0%}")
        else:
            report.right("texts", what)
