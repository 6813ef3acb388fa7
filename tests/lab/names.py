"""What a suite or group is called: IANA, OpenSSL, GnuTLS. Asked of the programs, so that it cannot drift."""
import csv
import functools
import pathlib
import re
import subprocess

REGISTRY = pathlib.Path(__file__).resolve().parents[2] / "knowledge/registry/tls-parameters-4.csv"
TLS13 = ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")
OPENSSL_GROUPS = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "x25519": "X25519", "x448": "X448"}
OPENSSL_SCHEMES = {"rsa_pkcs1": "RSA+", "rsa_pss_rsae": "RSA-PSS+", "ecdsa": "ECDSA+"}
GNUTLS_GROUPS = {"x25519": "X25519", "x448": "X448", "secp256r1": "SECP256R1", "secp384r1": "SECP384R1",
                 "secp521r1": "SECP521R1", "ffdhe2048": "FFDHE2048", "ffdhe3072": "FFDHE3072"}


@functools.cache
def registry():
    """{code point: IANA name}"""
    with open(REGISTRY, encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    points = [(re.fullmatch(r"0x(..),0x(..)", row[0]), row[1]) for row in rows]
    return {int(m.group(1) + m.group(2), 16): name for m, name in points if m}


@functools.cache
def openssl_suites(text, version):
    """IANA names that a cipher string means for `version` (-tls1_2 ...), in order."""
    done = subprocess.run(["openssl", "ciphers", "-s", "-stdname", version, text], capture_output=True, text=True, check=True)
    return tuple(line.split()[0] for line in done.stdout.splitlines())


@functools.cache
def openssl_names():
    done = subprocess.run(["openssl", "ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
                          capture_output=True, text=True, check=True)
    return {line.split()[0]: line.split()[2] for line in done.stdout.splitlines()}


def openssl_name(suite):
    return openssl_names()[suite]


def openssl_scheme(scheme):
    stem, _, digest = scheme.rpartition("_")
    stem = "ecdsa" if stem.startswith("ecdsa") else stem
    return OPENSSL_SCHEMES[stem] + digest.upper() if stem in OPENSSL_SCHEMES else scheme


@functools.cache
def gnutls_suites(priority):
    """IANA names that a GnuTLS priority string means, in order."""
    done = subprocess.run(["gnutls-cli", "--priority", priority, "-l"], capture_output=True, text=True, check=True)
    codes = re.findall(r"^TLS_\S+\s+0x(..), 0x(..)\s", done.stdout, re.M)
    return tuple(registry()[int(a + b, 16)] for a, b in codes)


def gnutls_parts(suite):
    """The words of a priority string for one suite."""
    if "_WITH_" not in suite:
        cipher = re.sub(r"^TLS_|_SHA\d+$", "", suite).replace("_", "-")
        return [f"+{cipher}", "+AEAD"]
    exchange, rest = suite[4:].split("_WITH_")
    cipher, digest = re.fullmatch(r"(.*?)(?:_(SHA\d*|MD5))?", rest).groups()
    aead = "GCM" in cipher or "CCM" in cipher or "CHACHA" in cipher
    mac = "AEAD" if aead else {"SHA": "SHA1"}.get(digest, digest)
    return [f"+{exchange.replace('_', '-')}", f"+{cipher.replace('_', '-')}", f"+{mac}"]
