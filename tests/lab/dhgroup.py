"""Diffie-Hellman primes: those of RFC 2409 and RFC 3526, 2^n - 2^(n-64) - 1 + 2^64 * (floor(2^(n-130) * pi) + k)."""
import functools
import subprocess

import der

ADDED = {768: 149686, 1024: 129093, 1536: 741804, 2048: 124476, 3072: 1690314, 4096: 240904}


@functools.cache
def scaled_pi(bits):
    """floor(2^bits * pi), by Machin's formula."""
    guard = 64
    one = 1 << (bits + guard)

    def arctan_of_inverse(x):
        total = term = one // x
        n, sign = 3, -1
        while term:
            term //= x * x
            total += sign * (term // n)
            n, sign = n + 2, -sign
        return total
    return (16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)) >> guard


@functools.cache
def parameters(bits):
    """DHParameter (PKCS #3). Below 768 bits there is no standard one: openssl makes it."""
    if bits not in ADDED:
        done = subprocess.run(["openssl", "dhparam", "-outform", "DER", str(bits)], capture_output=True, check=True)
        return done.stdout
    return der.sequence(der.integer(prime(bits)), der.integer(2))


def prime(bits):
    if bits not in ADDED:  # SEQUENCE { INTEGER prime, ... }
        data = parameters(bits)
        body = data[2:] if data[1] < 128 else data[2 + (data[1] & 0x7F):]
        size = body[1] if body[1] < 128 else int.from_bytes(body[2:2 + (body[1] & 0x7F)], "big")
        begin = 2 if body[1] < 128 else 2 + (body[1] & 0x7F)
        return int.from_bytes(body[begin:begin + size], "big")
    return 2**bits - 2**(bits - 64) - 1 + 2**64 * (scaled_pi(bits - 130) + ADDED[bits])
