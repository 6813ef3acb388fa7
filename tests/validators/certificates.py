"""X.509 certificates octet by octet (RFC 5280), so that there can be some that no library would write."""
import base64
import datetime
import hashlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

UNIVERSAL = {"boolean": 1, "integer": 2, "bits": 3, "octets": 4, "null": 5, "oid": 6, "utf8": 12, "ia5": 22, "utc": 23,
             "time": 24, "sequence": 0x30, "set": 0x31}


def tlv(tag, *content):
    tag = UNIVERSAL.get(tag, tag)
    body = b"".join(content)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def sequence(*content):
    return tlv("sequence", *content)


def integer(number):
    return tlv("integer", number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    out = bytes([40 * first + second])
    for arc in rest:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        out += bytes(reversed(groups))
    return tlv("oid", out)


def name(parts):
    """Of pairs (attribute's OID, text); of a text: its common name."""
    if isinstance(parts, str):
        parts = [("2.5.4.3", parts)] if parts else []
    forms = {"1.2.840.113549.1.9.1": "ia5"}
    return sequence(*(tlv("set", sequence(oid(kind), tlv(forms.get(kind, "utf8"), text.encode()))) for kind, text in parts))


def moment(when, generalized=None):
    """UTCTime up to 2049, as RFC 5280 section 4.1.2.5 wants it, unless told otherwise."""
    if generalized if generalized is not None else when.year >= 2050:
        return tlv("time", when.strftime("%Y%m%d%H%M%SZ").encode())
    return tlv("utc", when.strftime("%y%m%d%H%M%SZ").encode())


def general_name(kind, text):
    if kind == "ip":
        return tlv(0x87, text)
    if kind == "directory":
        return tlv(0xA4, name(text))
    return tlv({"email": 0x81, "dns": 0x82, "uri": 0x86}[kind], text.encode())


def bits(numbers):
    """A named bit list, without its trailing zeros."""
    if not numbers:
        return tlv("bits", b"\0")
    size = max(numbers) + 1
    value = sum(1 << (size - 1 - number) for number in numbers)
    unused = -size % 8
    return tlv("bits", bytes([unused]), (value << unused).to_bytes((size + 7) // 8, "big"))


def extension(kind, value, critical=False):
    return sequence(oid(kind), tlv("boolean", b"\xff") if critical else b"", tlv("octets", value))


def public_info(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_id(key):
    return hashlib.sha1(public_info(key)).digest()


SHA256_RSA = sequence(oid("1.2.840.113549.1.1.11"), tlv("null"))
SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"))
PSS = sequence(oid("1.2.840.113549.1.1.10"), sequence(
    tlv(0xA0, SHA256), tlv(0xA1, sequence(oid("1.2.840.113549.1.1.8"), SHA256)), tlv(0xA2, integer(32))))


def algorithm_of(key, pss):
    if isinstance(key, rsa.RSAPrivateKey):
        return PSS if pss else SHA256_RSA
    return sequence(oid("1.2.840.10045.4.3.2" if isinstance(key, ec.EllipticCurvePrivateKey) else "1.3.101.112"))


def signature(key, data, pss):
    if isinstance(key, rsa.RSAPrivateKey):
        how = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else padding.PKCS1v15()
        return key.sign(data, how, hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256())) if isinstance(key, ec.EllipticCurvePrivateKey) else key.sign(data)


class Made:
    """A certificate, and what was asked of it."""

    def __init__(self, *, subject, issuer, key, issuer_key, serial, begin, end, extensions, version=3, pss=False,
                 times=None):
        self.subject, self.issuer, self.key, self.version = subject, issuer, key, version
        algorithm = algorithm_of(issuer_key, pss)
        self.signed_by = "1.3.101.112" if isinstance(issuer_key, ed25519.Ed25519PrivateKey) else ""
        body = sequence(tlv(0xA0, integer(version - 1)) if version > 1 else b"", integer(serial), algorithm,
                        name(issuer), sequence(moment(begin, times), moment(end, times)), name(subject),
                        public_info(key), tlv(0xA3, sequence(*extensions)) if version == 3 and extensions else b"")
        self.der = sequence(body, algorithm, tlv("bits", b"\0", signature(issuer_key, body, pss)))

    def pem(self):
        text = base64.encodebytes(self.der).decode().replace("\n", "")
        lines = "\n".join(text[at:at + 64] for at in range(0, len(text), 64))
        return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


FAR = datetime.datetime(9999, 12, 31, 23, 59, 59)
