"""Conversations where TCP or the first bytes tell it: a path that loses large segments, a listener whose queue is full, a
proxy that speaks plain HTTP, hellos in the format of SSL 2.0. The TLS in them is OpenSSL's (lab.py)."""
import dataclasses
import struct

import lab
import packets as p
from packets import CLIENT, SERVER

SECOND = 1_000_000


def chain_of_three():
    import lab_refusals as r
    root, above = lab.Authority(), "root"
    for number in (1, 2):
        r.certificate(root, f"ca{number}", f"Example Issuing CA {number}", above, r.CA)
        above = f"ca{number}"
    r.certificate(root, "leaf", lab.HOST, above, [*lab.SERVER, f"subjectAltName=DNS:{lab.HOST}"])
    both = root.folder / "chain.pem"
    both.write_text("".join((root.folder / name).read_text() for name in ("leaf.pem", "ca2.pem", "ca1.pem", "leaf.key")))
    return root, both


def first_flights():
    """(start, ClientHello, flight of a server with three certificates)."""
    segments = lab.talk(*lab.contexts(*chain_of_three(), lab.TLS12), lab.HOST)
    hello, flight = [s.data for s in segments if s.data][:2]
    return segments[0].time, hello, flight


def flight_stops(sent_again):
    """Of the flight the client acknowledges ServerHello alone, and waits for 20 seconds. As seen beside the server, which
    sends the full segment behind it again and again; or beside the client, where nothing more arrives."""
    start, hello, flight = first_flights()
    now, full = start + 2000, 1460
    packets = p.write_conversation(p.opening(start) + [
        p.Segment(now, CLIENT, p.PSH | p.ACK, hello), p.Segment(now + 500, SERVER, p.PSH | p.ACK, flight[:90]),
        p.Segment(now + 600, CLIENT, p.ACK), p.Segment(now + 700, SERVER, p.ACK, flight[90:90 + full]),
        p.Segment(now + 800, SERVER, p.PSH | p.ACK, flight[90 + full:])])
    acknowledged, lost = packets[5], packets[6]
    again = [dataclasses.replace(lost, time=now + waited * SECOND) for waited in (1, 3, 7, 15)] if sent_again else []
    return (packets if sent_again else packets[:6]) + again + [dataclasses.replace(acknowledged, time=now + 20 * SECOND)]


def hello_not_acknowledged(syn_ack_repeated):
    """The client repeats its hello after 1, 3, 7 and 15 seconds; the server repeats its SYN-ACK, or is silent."""
    start, hello, _ = first_flights()
    packets = p.write_conversation(p.opening(start) + [p.Segment(start + 2000, CLIENT, p.PSH | p.ACK, hello)])
    _, syn_ack, ack, first = packets
    for waited in (1, 3, 7, 15):
        now = start + waited * SECOND
        packets.append(dataclasses.replace(first, time=now))
        if syn_ack_repeated:
            packets += [dataclasses.replace(syn_ack, time=now + 400), dataclasses.replace(ack, time=now + 800)]
    return packets


def answered_in_http(headers):
    """A ClientHello to port 3128, which answers in plain HTTP with these headers."""
    start, hello, _ = first_flights()
    answer = "".join(f"{line}\r\n" for line in ("HTTP/1.1 400 Bad Request", *headers, "Content-Length: 0",
                                                "Connection: close", ""))
    return p.write_conversation(p.exchange([(CLIENT, hello), (SERVER, answer.encode())], (SERVER, CLIENT), start=start),
                                p.Ends(server_port=3128))


def sslv2_hello(version):
    """A ClientHello of `version` in the format of SSL 2.0 (RFC 5246 appendix E.2), as Java 6 sent it."""
    suites = b"".join(b"\0" + struct.pack(">H", suite) for suite in (0x002F, 0x0035, 0x000A, 0x0005, 0x00FF))
    body = b"\1" + struct.pack(">HHHH", version, len(suites), 0, 16) + suites + bytes(range(16))
    return struct.pack(">H", 0x8000 | len(body)) + body


def sslv2(version, alert):
    return p.write_conversation(p.exchange([(CLIENT, sslv2_hello(version)), (SERVER, alert)], (SERVER, CLIENT)))


SQUID = ["Server: squid/5.7", "Mime-Version: 1.0", "X-Squid-Error: ERR_PROTOCOL_UNKNOWN 0"]
PACKETS = {
    "large-segment-sent-again": lambda: flight_stops(True),
    "flight-stops-without-a-gap": lambda: flight_stops(False),
    "syn-ack-repeated": lambda: hello_not_acknowledged(True),
    "hello-not-acknowledged": lambda: hello_not_acknowledged(False),
    "proxy-answers-in-http": lambda: answered_in_http(SQUID),
    "server-answers-in-http-on-3128": lambda: answered_in_http(["Server: nginx/1.22.1"]),
    # What each says was recorded with that very hello.
    "sslv2-hello-to-java": lambda: sslv2(0x0303, p.alert(40)),
    "sslv2-hello-to-tls13": lambda: sslv2(0x0301, p.alert(70, version=0x0301)),
    "sslv2-hello-read-by-openssl": lambda: sslv2(0x0301, p.alert(80, version=0x0301)),
}
