"""misbehave.py PORT FAULT FOLDER: a server that does one thing wrong on purpose, in TLS 1.2 (RFC 5246).

It never finishes a handshake. FOLDER holds leaf.pem, server.pem and key.pem of an RSA chain."""
import pathlib
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import der
import dhgroup

# TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
# TLS_RSA_WITH_IDEA_CBC_SHA, which nobody offers
ECDHE, OLD, DHE, IDEA = 0xC02F, 0xC013, 0x009E, 0x0007
BASE_POINT = bytes.fromhex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                           "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
ALERTS = {"alert40": 40, "alert49": 49, "alert70": 70, "alert80": 80, "alert112": 112}
RESET = struct.pack("ii", 1, 0)
TEXTS = {"http": b"HTTP/1.1 400 Bad Request\r\nServer: lab\r\nContent-Length: 11\r\nConnection: close\r\n\r\nbad request",
         "smtp": b"220 mx.lab.test ESMTP ready\r\n", "ssh": b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"}


def message(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def record(kind, body, version=0x0303):
    return struct.pack(">BHH", kind, version, len(body)) + body


def vector(size, body):
    return len(body).to_bytes(size, "big") + body


def server_hello(suite, version=0x0303):
    extension = struct.pack(">HH", 0xFF01, 1) + b"\0"
    return message(2, struct.pack(">H", version) + bytes(range(32)) + b"\0" + struct.pack(">HB", suite, 0) + vector(2, extension))


def certificate(folder):
    parts = re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----", (folder / "server.pem").read_text(), re.S)
    return message(11, vector(3, b"".join(vector(3, der.unpem(part)) for part in parts)))


def sign(folder, data):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", folder / "key.pem", "-rawin", "-digest", "sha256",
                               "-in", file.name], capture_output=True, check=True).stdout


def key_exchange(folder, client_random, parameters, wrong=False):
    signature = sign(folder, client_random + bytes(range(32)) + parameters)
    if wrong:
        signature = signature[:20] + bytes([signature[20] ^ 1]) + signature[21:]
    return message(12, parameters + b"\x04\x01" + vector(2, signature))


def dh_parameters(bits):
    prime = dhgroup.prime(bits)
    public = pow(2, 0x5AD0_11FE_0C0D_E5A1_7E57, prime)
    return b"".join(vector(2, n.to_bytes((n.bit_length() + 7) // 8, "big")) for n in (prime, 2, public))


def flight(fault, folder, client_random):
    """What is sent after the hello."""
    if fault in TEXTS:
        return TEXTS[fault]
    if fault in ALERTS:
        return record(21, bytes([2, ALERTS[fault]]))
    if fault == "old-version":
        return record(22, server_hello(OLD, 0x0301) + certificate(folder), 0x0301)
    if fault == "suite":
        return record(22, server_hello(IDEA) + certificate(folder) + message(14, b""))
    if fault.startswith("dhe"):
        exchange = key_exchange(folder, client_random, dh_parameters(int(fault[3:])))
        return record(22, server_hello(DHE) + certificate(folder) + exchange + message(14, b""))
    exchange = key_exchange(folder, client_random, b"\x03\x00\x17" + vector(1, BASE_POINT), wrong=fault == "signature")
    whole = record(22, server_hello(ECDHE)) + record(22, certificate(folder)) + record(22, exchange + message(14, b""))
    if fault.startswith("cut"):
        return whole[:600]
    return whole


def read_hello(client):
    data = b""
    while len(data) < 5 or len(data) < 5 + int.from_bytes(data[3:5], "big"):
        piece = client.recv(4096)
        if not piece:
            return None
        data += piece
    return data


def serve(client, fault, folder):
    try:
        client.settimeout(20)
        hello = read_hello(client)
        if hello is None:
            return
        if fault in ("fin", "rst", "silent"):
            if fault == "rst":
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            while fault == "silent" and client.recv(4096):
                pass
            return
        client.sendall(flight(fault, folder, hello[11:43]))
        if fault in TEXTS or fault in ALERTS:
            time.sleep(0.05)
        elif fault != "cut":
            client.recv(4096)
    except OSError:
        pass
    finally:
        client.close()


def main():
    port, fault, folder = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    listener = socket.create_server(("127.0.0.1", port))
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0], fault, folder), daemon=True).start()


if __name__ == "__main__":
    main()
