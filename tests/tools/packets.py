"""Reads conversations from pcap files, changes them, and writes them as correct TCP again.

A conversation is a list of Segments: who sent which bytes with which flags, when. Sequence numbers,
addresses, ports and checksums are made when it is written, so that a changed conversation is as honest as
the one that was captured. What a test wants dishonest (loss, doubles, disorder) is done to the Packets."""
import dataclasses
import gzip
import ipaddress
import struct

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
CLIENT, SERVER = 0, 1


@dataclasses.dataclass
class Segment:
    time: int  # microseconds since 1970
    side: int
    flags: int
    data: bytes = b""


@dataclasses.dataclass
class Packet:
    time: int
    frame: bytes
    wire_length: int = 0  # 0: as long as the frame


@dataclasses.dataclass
class Ends:
    """Where the two ends are when a conversation is written."""
    client: str = "10.10.20.5"
    server: str = "10.10.30.8"
    client_port: int = 51034
    server_port: int = 443
    vlan: int = 0
    first_seq: tuple = (1_000_000, 9_000_000)


def read_pcap(path):
    """Packets of a classic little-endian pcap of Ethernet."""
    with open(path, "rb") as file:
        raw = file.read()
    magic, = struct.unpack_from("<I", raw)
    per_second = {0xA1B2C3D4: 1, 0xA1B23C4D: 1000}[magic]
    link_type, = struct.unpack_from("<I", raw, 20)
    assert link_type == 1, f"{path}: link type {link_type}"
    at, packets = 24, []
    while at + 16 <= len(raw):
        seconds, fraction, length, wire = struct.unpack_from("<IIII", raw, at)
        packets.append(Packet(seconds * 1_000_000 + fraction // per_second, raw[at + 16:at + 16 + length], wire))
        at += 16 + length
    return packets


def parse_tcp(packet):
    """(source, destination, flags, data) of a packet; None where it is no TCP over IPv4."""
    frame = packet.frame
    if frame[12:14] != b"\x08\x00" or frame[23] != 6:
        return None
    ip = frame[14:14 + struct.unpack_from(">H", frame, 16)[0]]
    tcp = ip[(ip[0] & 15) * 4:]
    source = (ip[12:16], struct.unpack_from(">H", tcp)[0])
    destination = (ip[16:20], struct.unpack_from(">H", tcp, 2)[0])
    return source, destination, tcp[13] & 0x1F, tcp[(tcp[12] >> 4) * 4:]


def conversation(path):
    """The one TCP conversation of a capture that has a ClientHello; packets of others are left out."""
    by_ends = {}
    for packet in read_pcap(path):
        parsed = parse_tcp(packet)
        if not parsed:
            continue
        source, destination, flags, data = parsed
        key = tuple(sorted((source, destination)))
        opener, segments = by_ends.setdefault(key, (source, []))
        segments.append(Segment(packet.time, CLIENT if source == opener else SERVER, flags, data))
    hellos = [segments for _, segments in by_ends.values()
              if any(s.side == CLIENT and s.data[:1] == b"\x16" and s.data[5:6] == b"\x01" for s in segments)]
    assert len(hellos) == 1, f"{path}: {len(hellos)} conversations with a ClientHello"
    return hellos[0]


# What can be done to a conversation.

def cut_to(segments, most=1460):
    """The same bytes in segments of at most `most` bytes."""
    out = []
    for s in segments:
        pieces = [s.data[i:i + most] for i in range(0, len(s.data), most)] or [b""]
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            flags = s.flags if last else s.flags & ~(FIN | RST | PSH)
            out.append(Segment(s.time + number, s.side, flags, piece))
    return out


def from_data(segments):
    """As captured from its middle: without the three packets that open TCP."""
    return [s for s in segments if not s.flags & SYN][1:]


def talk_before(segments, lines):
    """A plaintext talk [(side, bytes), ...] between the opening of TCP and the first data."""
    first = next(i for i, s in enumerate(segments) if s.data)
    start = segments[first].time
    talk = [Segment(start + 1000 * i, side, PSH | ACK, data) for i, (side, data) in enumerate(lines)]
    rest = [dataclasses.replace(s, time=s.time + 1000 * len(lines)) for s in segments[first:]]
    return segments[:first] + talk + rest


def until(segments, last):
    """Only as far as `last(segment)` first holds, that segment included: the capture was stopped there."""
    for i, s in enumerate(segments):
        if last(s):
            return segments[:i + 1]
    raise ValueError("no such segment")


def only(segments, side):
    """One direction, as a mirror port may give it."""
    return [s for s in segments if s.side == side]


def silence(segments, seconds):
    """A last bare acknowledgement so much later: nobody said anything meanwhile."""
    return segments + [Segment(segments[-1].time + seconds * 1_000_000, SERVER, ACK)]


def opening(start):
    return [Segment(start, CLIENT, SYN), Segment(start + 400, SERVER, SYN | ACK), Segment(start + 800, CLIENT, ACK)]


def exchange(lines, close=(CLIENT, SERVER), start=1_760_000_000_000_000, step=1000):
    """A conversation made by hand: opening, [(side, bytes), ...], and who closes, in order."""
    segments = opening(start)
    now = start + 2 * step
    for side, data in lines:
        segments.append(Segment(now, side, PSH | ACK, data))
        now += step
    for side in close:
        segments.append(Segment(now, side, FIN | ACK))
        now += step
    return segments


# TLS by hand.

def record(content_type, body, version=0x0303):
    return struct.pack(">BHH", content_type, version, len(body)) + body


def handshake(message_type, body):
    return record(22, struct.pack(">I", message_type << 24 | len(body)) + body)


def alert(description, level=2, version=0x0303):
    return record(21, bytes([level, description]), version)


# From a conversation to packets.

def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def tcp_segment(source, destination, ports, seq, ack, flags, data):
    options = b"\x02\x04\x05\xb4" if flags & SYN else b""  # a maximum segment size of 1460
    header = struct.pack(">HHIIBBHHH", *ports, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF,
                         (20 + len(options)) << 2, flags, 0xFFFF, 0, 0) + options
    length = len(header) + len(data)
    pseudo = source.packed + destination.packed + (
        struct.pack(">BBH", 0, 6, length) if source.version == 4 else struct.pack(">IHBB", length, 0, 0, 6))
    total = checksum(pseudo + header + data)
    return header[:16] + struct.pack(">H", total) + header[18:] + data


def ip_packet(source, destination, payload, ttl):
    if source.version == 6:
        return struct.pack(">IHBB", 0x60000000, len(payload), 6, ttl) + source.packed + destination.packed + payload
    header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0x4000, ttl, 6, 0)
    header += source.packed + destination.packed
    return header[:10] + struct.pack(">H", checksum(header)) + header[12:] + payload


def ethernet(ends, version, payload, side):
    macs = bytes.fromhex("020000000005"), bytes.fromhex("020000000008")
    header = macs[1 - side] + macs[side]
    if ends.vlan:
        header += struct.pack(">HH", 0x8100, ends.vlan)
    return header + (b"\x08\x00" if version == 4 else b"\x86\xdd") + payload


def write_conversation(segments, ends=Ends()):
    """Packets of correct TCP; bytes of a segment that was taken out are not missed."""
    addresses = ipaddress.ip_address(ends.client), ipaddress.ip_address(ends.server)
    ports = ends.client_port, ends.server_port
    following = list(ends.first_seq)
    packets = []
    for s in segments:
        there = 1 - s.side
        if s.flags & SYN:
            following[s.side] = ends.first_seq[s.side]  # a second one is a retransmission
        payload = tcp_segment(addresses[s.side], addresses[there], (ports[s.side], ports[there]),
                              following[s.side], following[there] if s.flags & ACK else 0, s.flags, s.data)
        following[s.side] += len(s.data) + (1 if s.flags & (SYN | FIN) else 0)
        packet = ip_packet(addresses[s.side], addresses[there], payload, 64 if s.side == CLIENT else 128)
        packets.append(Packet(s.time, ethernet(ends, addresses[0].version, packet, s.side)))
    return packets


# What can be done to packets. `carrying` counts only packets with data, from 0.

def carrying(packets):
    found = []
    for i, packet in enumerate(packets):
        parsed = parse_tcp(packet)
        if parsed and parsed[3]:
            found.append(i)
    return found


def without(packets, numbers):
    """Loss in the capture: the data packets of these numbers are not there."""
    gone = {carrying(packets)[n] for n in numbers}
    return [p for i, p in enumerate(packets) if i not in gone]


def doubled(packets):
    """Each packet twice, as a mirror of both directions of a port gives it."""
    return [dataclasses.replace(p, time=p.time + late) for p in packets for late in (0, 1)]


def swapped(packets):
    """Neighbouring data packets of one direction in the wrong order."""
    out = list(packets)
    data = carrying(packets)
    pairs = zip(data[::2], data[1::2])
    for a, b in pairs:
        if b == a + 1 and parse_tcp(out[a])[0] == parse_tcp(out[b])[0]:
            out[a], out[b] = (dataclasses.replace(out[b], time=out[a].time),
                              dataclasses.replace(out[a], time=out[b].time))
    return out


def snapped(packets, length):
    """As captured with a snapshot length."""
    return [Packet(p.time, p.frame[:length], len(p.frame)) for p in packets]


def merged(captures):
    return sorted((p for packets in captures for p in packets), key=lambda p: p.time)


# Files.

def pcap(packets):
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
    for p in packets:
        out += struct.pack("<IIII", p.time // 1_000_000, p.time % 1_000_000, len(p.frame), p.wire_length or len(p.frame))
        out += p.frame
    return out


def pcapng_block(block_type, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", block_type, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def pcapng(packets):
    out = pcapng_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    out += pcapng_block(1, struct.pack("<HHI", 1, 0, 262144))
    for p in packets:
        out += pcapng_block(6, struct.pack("<IIIII", 0, p.time >> 32, p.time & 0xFFFFFFFF, len(p.frame),
                                           p.wire_length or len(p.frame)) + p.frame)
    return out


def compressed(data):
    return gzip.compress(data, mtime=0)
