"""Chains with one fault each, and the same chains without it: cases that are judged as one client, without a capture.

Made with python3-cryptography. Keys are thrown away; what is kept is what a server would send (server.pem) and what
the client trusts (trust.pem)."""
import datetime
import pathlib
import random

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "portal.example.test"
START = datetime.datetime(2026, 11, 1)
DAY = datetime.timedelta(days=1)
LATER = 3650


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(**given):
    rights = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
              "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{right: given.get(right, False) for right in rights})


class Authority:
    def __init__(self, text="Example Root CA", issuer=None, start=START, days=LATER, more=()):
        self.key, self.subject = ec.generate_private_key(ec.SECP256R1()), name(text)
        above = issuer or self
        builder = begin(self.subject, above.subject, self.key.public_key(), start, days)
        builder = builder.add_extension(x509.BasicConstraints(True, None), True)
        builder = builder.add_extension(usage(key_cert_sign=True, crl_sign=True), True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), False)
        if issuer:
            builder = builder.add_extension(key_id(issuer.key), False)
        for extension in more:
            builder = builder.add_extension(extension, isinstance(extension, x509.PolicyConstraints))
        self.certificate = builder.sign(above.key, hashes.SHA256())

    def under(self, text, **parts):
        return Authority(text, self, **parts)

    def leaf(self, key=None, days=90, host=HOST, names=None, more=(), authority_key_id=True):
        public = key or ec.generate_private_key(ec.SECP256R1()).public_key()
        builder = begin(name(host), self.subject, public, START, days)
        builder = builder.add_extension(x509.BasicConstraints(False, None), True)
        builder = builder.add_extension(usage(digital_signature=True), True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        builder = builder.add_extension(x509.SubjectAlternativeName(names or [x509.DNSName(host)]), False)
        if authority_key_id:
            builder = builder.add_extension(key_id(self.key), False)
        for extension in more:
            builder = builder.add_extension(extension, False)
        return builder.sign(self.key, hashes.SHA256())


def begin(subject, issuer, public, start, days):
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + days * DAY)


def key_id(key):
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def rsa_public(bits):
    """A number of this length that nobody has factored, and nobody signs with."""
    return rsa.RSAPublicNumbers(65537, random.getrandbits(bits) | 1 << bits - 1 | 1).public_key()


def row(root, count):
    """`count` CAs, one under the other, from the lowest up; and the lowest."""
    out, above = [], root
    for number in range(count, 0, -1):
        above = above.under(f"Example CA {number}")
        out.insert(0, above.certificate)
    return out, above


def under_a_row_of(count):
    root = Authority()
    between, lowest = row(root, count)
    return [lowest.leaf(), *between], root


def with_leaf(**parts):
    root = Authority()
    return [root.leaf(**parts)], root


def signed_by(the_same):
    """Two issuing CAs of one name. The leaf does not say which key signed it; the one that did is sent, or the other."""
    root = Authority()
    own, other = root.under("Example Issuing CA"), root.under("Example Issuing CA")
    return [own.leaf(authority_key_id=False), (own if the_same else other).certificate], root


def issuing_ca_valid_for(days):
    root = Authority()
    issuing = root.under("Example Issuing CA", days=days)
    return [issuing.leaf(), issuing.certificate], root


def policy_demanded(leaf_has_it):
    """An issuing CA that wants a policy on every path below it (RFC 5280 section 4.2.1.11); the leaf has it, or has none."""
    policy = x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("1.3.6.1.4.1.32473.1"), None)])
    root = Authority()
    issuing = root.under("Example Issuing CA", more=[policy, x509.PolicyConstraints(0, None)])
    return [issuing.leaf(more=[policy] if leaf_has_it else []), issuing.certificate], root


def named_as(root_name, root_sent):
    """A root of our own that bears the name of a public one: names can be compared, its key is another."""
    root = Authority(root_name)
    issuing = root.under("Example Issuing CA")
    sent = [issuing.leaf(), issuing.certificate]
    return sent + [root.certificate] if root_sent else sent, root


STAPLE = x509.TLSFeature([x509.TLSFeatureType.status_request])
CHAINS = {
    "intermediate-of-another-key": lambda: signed_by(False),
    "intermediate-of-the-right-key": lambda: signed_by(True),
    "six-intermediates": lambda: under_a_row_of(6),
    "five-intermediates": lambda: under_a_row_of(5),
    "key-on-p224": lambda: with_leaf(key=ec.generate_private_key(ec.SECP224R1()).public_key()),
    "key-on-p384": lambda: with_leaf(key=ec.generate_private_key(ec.SECP384R1()).public_key()),
    "staple-demanded": lambda: with_leaf(more=[STAPLE]),
    "staple-demanded-unread": lambda: with_leaf(more=[STAPLE]),
    "rsa-8200": lambda: with_leaf(key=rsa_public(8200)),
    "rsa-8192": lambda: with_leaf(key=rsa_public(8192)),
    "valid-900-days": lambda: with_leaf(days=900),
    "valid-820-days": lambda: with_leaf(days=820),
    "issuing-ca-expired": lambda: issuing_ca_valid_for(20),
    "issuing-ca-still-valid": lambda: issuing_ca_valid_for(60),
    "policy-missing": lambda: policy_demanded(False),
    "policy-there": lambda: policy_demanded(True),
    "root-of-a-listed-name": lambda: named_as("A-Trust-Root-07", False),
    "root-of-no-listed-name": lambda: named_as("A-Trust-Root-07", False),
    "root-of-a-listed-name-sent": lambda: named_as("A-Trust-Root-07", True),
    "asked-by-address": lambda: with_leaf(),
}


def pem(certificates):
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates)


def make(case, folder):
    """server.pem and trust.pem of one of CHAINS."""
    sent, root = CHAINS[case]()
    (pathlib.Path(folder) / "server.pem").write_bytes(pem(sent))
    (pathlib.Path(folder) / "trust.pem").write_bytes(pem([root.certificate]))
