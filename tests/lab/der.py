"""The little DER (X.690) that a certificate needs, written by hand: so the lab can also make certificates
that no well-behaved tool would issue."""
import base64
import datetime


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def sequence(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *parts)


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def boolean(value):
    return tlv(0x01, b"\xff" if value else b"\x00")


def octets(*parts):
    return tlv(0x04, *parts)


def bits(data, unused=0):
    return tlv(0x03, bytes([unused]), data)


def flags(*numbers):
    """A named bit list (X.690 11.2.2): no trailing zeros."""
    if not numbers:
        return bits(b"")
    top = max(numbers)
    value = sum(1 << (8 * (top // 8 + 1) - 1 - n) for n in numbers)
    return bits(value.to_bytes(top // 8 + 1, "big"), 7 - top % 8)


def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = b""
    for arc in (40 * first + second, *rest):
        piece = [arc & 0x7F]
        while arc := arc >> 7:
            piece.append(0x80 | arc & 0x7F)
        out += bytes(reversed(piece))
    return tlv(0x06, out)


def null():
    return b"\x05\x00"


def text(value):
    return tlv(0x0C, value.encode())


def context(number, *parts, constructed=True):
    return tlv((0xA0 if constructed else 0x80) | number, *parts)


def moment(when: datetime.datetime):
    """RFC 5280 4.1.2.5: UTCTime until 2049."""
    if when.year < 2050:
        return tlv(0x17, when.strftime("%y%m%d%H%M%SZ").encode())
    return tlv(0x18, when.strftime("%Y%m%d%H%M%SZ").encode())


def pem(label, data):
    body = base64.encodebytes(data).decode().replace("\n", "")
    lines = "\n".join(body[i:i + 64] for i in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"


def unpem(content):
    lines = [line for line in content.split("\n") if line and not line.startswith("-")]
    return base64.b64decode("".join(lines))
