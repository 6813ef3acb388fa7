"""OpenSSL's own library as a client, by ctypes: asks a server one question and returns the messages that came back.

The library does the handshake; what is read from the messages is read here. Nothing of tlswhy is involved."""
import ctypes
import dataclasses
import functools
import hashlib
import pathlib
import socket
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))
import dhgroup  # noqa: E402  pylint: disable=wrong-import-position
import names  # noqa: E402  pylint: disable=wrong-import-position

VERSIONS = {0x0301: "TLSv1.0", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
SUPPORTED_VERSIONS, KEY_SHARE, ALPN, AUTHORITIES = 43, 51, 16, 47
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
SETTINGS_OF_A_CLIENT = 0x2 | 0x4 | 0x20  # SSL_CONF_FLAG_FILE, _CLIENT, _CERTIFICATE
HANDSHAKE, ALERT = 22, 21
SET_NAME, MODE, SEND_FALLBACK, SET_STATUS = 55, 33, 0x80, 65
CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t,
                            ctypes.c_void_p, ctypes.c_void_p)


@functools.cache
def library():
    ssl = ctypes.CDLL("libssl.so.3")
    pointers = ("SSL_CTX_new", "TLS_client_method", "SSL_new", "SSL_CONF_CTX_new", "SSL_get1_session")
    for name in pointers:
        getattr(ssl, name).restype = ctypes.c_void_p
    for name in ("SSL_CTX_ctrl", "SSL_ctrl"):
        function = getattr(ssl, name)
        function.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
        function.restype = ctypes.c_long
    return ssl


@dataclasses.dataclass
class Answer:
    """What the server said. Names are IANA's; `schemes` and `groups` are code points."""
    messages: list = dataclasses.field(default_factory=list)  # (type, body), in order
    alert: int | None = None
    finished: bool = False  # the handshake came to its end
    reused: bool = False
    version: str | None = None
    suite: str | None = None
    group: int | None = None
    dh_bits: int | None = None
    dh_is_standard: bool = False  # of RFC 2409 or RFC 3526
    scheme: int | None = None
    alpn: str | None = None
    compression: int = 0
    session_id: bytes = b""
    chain: tuple = ()  # SHA-256 of each certificate, leaf first
    extensions: frozenset = frozenset()  # of ServerHello and EncryptedExtensions
    asks_certificate: bool = False
    authorities: int = 0
    stapled: bool = False
    tickets: int = 0

    def read(self):
        for kind, body in self.messages:
            reader = READERS.get(kind)
            if reader:
                reader(self, body)
        return self


def pieces(data, size):
    """The vectors, each behind its length of `size` bytes, that `data` consists of."""
    while len(data) >= size:
        length = int.from_bytes(data[:size], "big")
        yield data[size:size + length]
        data = data[size + length:]


def read_extensions(answer, data):
    found = {}
    while len(data) >= 4:
        kind, size = struct.unpack_from(">HH", data)
        found[kind] = data[4:4 + size]
        data = data[4 + size:]
    answer.extensions |= set(found)
    if ALPN in found:
        answer.alpn = found[ALPN][3:].decode()
    return found


def server_hello(answer, body):
    version, random = struct.unpack_from(">H32s", body)
    answer.session_id = body[35:35 + body[34]]
    at = 35 + body[34]
    suite, answer.compression = struct.unpack_from(">HB", body, at)
    found = read_extensions(answer, body[at + 5:])
    if SUPPORTED_VERSIONS in found:
        version, = struct.unpack(">H", found[SUPPORTED_VERSIONS])
    answer.version = VERSIONS.get(version, hex(version))
    answer.suite = names.registry().get(suite, hex(suite))
    if KEY_SHARE in found and random != RETRY:
        answer.group, = struct.unpack_from(">H", found[KEY_SHARE])


def certificate(answer, body):
    if answer.version == "TLSv1.3":
        body = body[1 + body[0] + 3:]
        chain = []
        while body:
            size = int.from_bytes(body[:3], "big")
            chain.append(body[3:3 + size])
            body = body[3 + size:]
            size, = struct.unpack_from(">H", body)
            answer.stapled |= b"\x00\x05" == body[2:4]
            body = body[2 + size:]
    else:
        chain = list(pieces(body[3:], 3))
    answer.chain = tuple(hashlib.sha256(der).hexdigest() for der in chain)


def key_exchange(answer, body):
    exchange = answer.suite.split("_WITH_")[0]
    if "_ECDHE_" in exchange or "_ECDH_" in exchange:
        answer.group, size = struct.unpack_from(">HB", body, 1)
        rest = body[4 + size:]
    else:
        vectors = list(pieces(body, 2))
        prime = int.from_bytes(vectors[0], "big")
        answer.dh_bits = prime.bit_length()
        answer.dh_is_standard = answer.dh_bits in dhgroup.ADDED and prime == dhgroup.prime(answer.dh_bits)
        rest = body[6 + sum(map(len, vectors[:3])):]
    if answer.version == "TLSv1.2" and "_anon" not in exchange:
        answer.scheme, = struct.unpack_from(">H", rest)


def certificate_request(answer, body):
    answer.asks_certificate = True
    if answer.version == "TLSv1.3":
        found = read_extensions(dataclasses.replace(answer), body[3 + body[0]:])
        answer.authorities = len(list(pieces(found.get(AUTHORITIES, b"\0\0")[2:], 2)))
        return
    at = 1 + body[0]
    if answer.version == "TLSv1.2":
        at += 2 + struct.unpack_from(">H", body, at)[0]
    answer.authorities = len(list(pieces(body[at + 2:], 2)))


def certificate_verify(answer, body):
    answer.scheme, = struct.unpack_from(">H", body)


def ticket(answer, _):
    answer.tickets += 1


def status(answer, _):
    answer.stapled = True


def encrypted_extensions(answer, body):
    read_extensions(answer, body[2:])


READERS = {2: server_hello, 4: ticket, 8: encrypted_extensions, 11: certificate, 12: key_exchange,
           13: certificate_request, 15: certificate_verify, 22: status}


@dataclasses.dataclass(frozen=True)
class Question:
    """versions: lowest and highest; suites by IANA name; groups and schemes by OpenSSL's."""
    versions: tuple
    suites: tuple = ()
    groups: tuple = ()
    schemes: tuple = ()
    name: str | None = None
    alpn: tuple = ()
    identity: object = None  # folder with server.pem and key.pem
    fallback: bool = False
    staple: bool = False
    linger: float = 0  # seconds to wait for what comes after the handshake

    def commands(self):
        """As for SSL_CONF_cmd(3)."""
        old = [names.openssl_name(s) for s in self.suites if "_WITH_" in s]
        new = [s for s in self.suites if "_WITH_" not in s]
        low, high = ("TLSv1" if v == "TLSv1.0" else v for v in (self.versions[0], self.versions[-1]))
        yield "CipherString", ":".join([*(old or ["ALL", "COMPLEMENTOFALL"]), "@SECLEVEL=0"])
        yield "MinProtocol", low
        yield "MaxProtocol", high
        yield "Options", "UnsafeLegacyServerConnect"  # or nothing is seen of a server without RFC 5746
        if new:
            yield "Ciphersuites", ":".join(new)
        if self.groups:
            yield "Groups", ":".join(self.groups)
        yield "SignatureAlgorithms", ":".join(self.schemes or SCHEMES)
        if self.identity:
            yield "Certificate", f"{self.identity}/server.pem"
            yield "PrivateKey", f"{self.identity}/key.pem"


# Code point to what SSL_CONF_cmd(3) calls it: all that OpenSSL 3.0 can verify.
SCHEME_POINTS = {0x0403: "ecdsa_secp256r1_sha256", 0x0503: "ecdsa_secp384r1_sha384", 0x0603: "ecdsa_secp521r1_sha512",
                 0x0807: "ed25519", 0x0808: "ed448", 0x0804: "rsa_pss_rsae_sha256", 0x0805: "rsa_pss_rsae_sha384",
                 0x0806: "rsa_pss_rsae_sha512", 0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384",
                 0x080B: "rsa_pss_pss_sha512", 0x0401: "rsa_pkcs1_sha256", 0x0501: "rsa_pkcs1_sha384",
                 0x0601: "rsa_pkcs1_sha512", 0x0301: "RSA+SHA224", 0x0201: "RSA+SHA1", 0x0303: "ECDSA+SHA224",
                 0x0203: "ECDSA+SHA1"}
SCHEMES = tuple(SCHEME_POINTS.values())


class Client:
    """One context: what is asked. ask() connects once; resume() a second time with what was learnt."""

    def __init__(self, question):
        self.question, self.ssl = question, library()
        self.answer = Answer()
        self.context = ctypes.c_void_p(self.ssl.SSL_CTX_new(ctypes.c_void_p(self.ssl.TLS_client_method())))
        self.callback = CALLBACK(self.heard)  # lives as long as the context
        self.ssl.SSL_CTX_set_msg_callback(self.context, self.callback)
        conf = ctypes.c_void_p(self.ssl.SSL_CONF_CTX_new())
        self.ssl.SSL_CONF_CTX_set_flags(conf, SETTINGS_OF_A_CLIENT)
        self.ssl.SSL_CONF_CTX_set_ssl_ctx(conf, self.context)
        for key, value in question.commands():
            if self.ssl.SSL_CONF_cmd(conf, key.encode(), value.encode()) < 1:
                raise ValueError(f"OpenSSL does not take {key} {value}")
        self.ssl.SSL_CONF_CTX_finish(conf)
        self.ssl.SSL_CONF_CTX_free(conf)
        if question.alpn:
            wire = b"".join(bytes([len(p)]) + p.encode() for p in question.alpn)
            self.ssl.SSL_CTX_set_alpn_protos(self.context, wire, len(wire))
        if question.fallback:
            self.ssl.SSL_CTX_ctrl(self.context, MODE, SEND_FALLBACK, None)

    def heard(self, outgoing, _version, kind, data, size, _ssl, _argument):
        if outgoing:
            return
        bytes_ = ctypes.string_at(data, size)
        if kind == ALERT and size == 2 and self.answer.alert is None:
            self.answer.alert = bytes_[1] if bytes_[1] or not self.answer.finished else None
        elif kind == HANDSHAKE and size >= 4:
            self.answer.messages.append((bytes_[0], bytes_[4:]))

    def connect(self, open_socket, session=None):
        self.answer = Answer()
        connection = ctypes.c_void_p(self.ssl.SSL_new(self.context))
        with open_socket() as sock:
            sock.settimeout(None)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 10, 0))
            self.ssl.SSL_set_fd(connection, sock.fileno())
            if self.question.name:
                self.ssl.SSL_ctrl(connection, SET_NAME, 0, ctypes.c_char_p(self.question.name.encode()))
            if self.question.staple:
                self.ssl.SSL_ctrl(connection, SET_STATUS, 1, None)
            if session:
                self.ssl.SSL_set_session(connection, session)
            self.answer.finished = self.ssl.SSL_connect(connection) == 1
            self.answer.reused = bool(self.ssl.SSL_session_reused(connection))
            session = self.after(connection, sock)
        self.ssl.SSL_free(connection)
        self.ssl.ERR_clear_error()
        return self.answer.read(), session

    def after(self, connection, sock):
        """Waits for tickets and late alerts; the session, where one is to be taken up again."""
        if not self.answer.finished or not self.question.linger:
            return None
        micro = int(self.question.linger * 1e6)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", micro // 10**6, micro % 10**6))
        self.ssl.SSL_read(connection, ctypes.create_string_buffer(64), 64)
        session = ctypes.c_void_p(self.ssl.SSL_get1_session(connection))
        self.ssl.SSL_shutdown(connection)
        return session

    def close(self):
        self.ssl.SSL_CTX_free(self.context)


def ask(open_socket, question):
    client = Client(question)
    try:
        return client.connect(open_socket)[0]
    finally:
        client.close()


def ask_again(open_socket, question):
    """Two connections, the second with the session of the first: both answers."""
    client = Client(question)
    try:
        first, session = client.connect(open_socket)
        second = client.connect(open_socket, session)[0] if session else Answer()
        if session:
            client.ssl.SSL_SESSION_free(session)
        return first, second
    finally:
        client.close()
