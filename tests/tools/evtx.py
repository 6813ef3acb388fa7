"""Writes Windows event logs (.evtx) as Windows does: a template stands in the chunk where it is used first, names
stand once, what differs from event to event are values. As the specification of binary XML ([MS-EVEN6] section 2.2.12)
and of the file (libevtx's documentation) have it; `python3-evtx` and `evtxexport` read what it makes."""
import struct
import zlib

NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event"
CHUNK = 65536
TEXT, UINT8, UINT16, UINT32, UINT64, FILETIME, HEX32, XML, TEXTS = 0x01, 0x04, 0x06, 0x08, 0x0A, 0x11, 0x14, 0x21, 0x81


class Element:
    """<name attributes>children</name>; of an attribute or a child an int is the number of a value."""

    def __init__(self, name, attributes=(), children=()):
        self.name, self.attributes, self.children = name, list(attributes), list(children)


def filetime(seconds):
    return (int(seconds) + 11644473600) * 10_000_000


class Chunk:
    def __init__(self):
        self.data = bytearray(512)
        self.names, self.templates = {}, {}
        self.records, self.last = 0, 512

    def name(self, text):
        """The place of the name; where it is new, it follows."""
        if text in self.names:
            self.data += struct.pack("<I", self.names[text])
            return
        place = len(self.data) + 4
        self.names[text] = place
        digest = 0
        for unit in text:
            digest = (digest * 65599 + ord(unit)) & 0xFFFFFFFF
        self.data += struct.pack("<IIHH", place, 0, digest & 0xFFFF, len(text)) + text.encode("utf-16-le") + b"\0\0"

    def sized(self, write):
        """Four bytes with the size of what `write` writes behind them."""
        place = len(self.data)
        self.data += b"\0\0\0\0"
        write()
        struct.pack_into("<I", self.data, place, len(self.data) - place - 4)

    def content(self, part, types):
        if isinstance(part, int):
            self.data += struct.pack("<BHB", 0x0E, part, types[part])
        else:
            self.data += struct.pack("<BBH", 0x05, TEXT, len(part)) + part.encode("utf-16-le")

    def element(self, element, types, dependency=True):
        self.data.append(0x41 if element.attributes else 0x01)
        if dependency:
            self.data += b"\xff\xff"

        def inside():
            self.name(element.name)
            if element.attributes:
                self.sized(lambda: self.attributes(element.attributes, types))
            if not element.children:
                self.data.append(0x03)
                return
            self.data.append(0x02)
            for child in element.children:
                if isinstance(child, Element):
                    self.element(child, types, dependency)
                else:
                    self.content(child, types)
            self.data.append(0x04)
        self.sized(inside)

    def attributes(self, attributes, types):
        for i, (name, value) in enumerate(attributes):
            self.data.append(0x06 if i + 1 == len(attributes) else 0x46)
            self.name(name)
            self.content(value, types)

    def template(self, key, element, types):
        """An instance of the template `key` up to its values."""
        self.data += struct.pack("<BBI", 0x0C, 1, zlib.crc32(key.encode()))
        if key in self.templates:
            self.data += struct.pack("<I", self.templates[key])
            return
        place = len(self.data) + 4
        self.templates[key] = place
        self.data += struct.pack("<II", place, 0) + struct.pack("<I", zlib.crc32(key.encode())) + b"\x11" * 12

        def body():
            self.data += b"\x0f\x01\x01\x00"
            self.element(element, types)
            self.data.append(0)
        self.sized(body)

    def values(self, values):
        """[(type, bytes or a function that writes it)]"""
        self.data += struct.pack("<I", len(values))
        place = len(self.data)
        self.data += b"\0" * (4 * len(values))
        for i, (kind, value) in enumerate(values):
            before = len(self.data)
            if callable(value):
                value()
            else:
                self.data += value
            struct.pack_into("<HBB", self.data, place + 4 * i, len(self.data) - before, kind, 0)

    def record(self, number, seconds, write):
        begin = len(self.data)
        self.data += b"\x2a\x2a\0\0\0\0\0\0" + struct.pack("<QQ", number, filetime(seconds)) + b"\x0f\x01\x01\x00"
        write()
        self.data.append(0)
        self.data += b"\0" * (-(len(self.data) - begin + 4) % 8)
        size = len(self.data) - begin + 4
        self.data += struct.pack("<I", size)
        struct.pack_into("<I", self.data, begin + 4, size)
        self.records, self.last = self.records + 1, begin

    def bytes(self, first):
        end = len(self.data)
        out = bytearray(self.data) + b"\0" * (CHUNK - end)
        last = first + self.records - 1
        struct.pack_into("<8sQQQQIII", out, 0, b"ElfChnk\0", first, last, first, last, 128, self.last, end)
        struct.pack_into("<I", out, 52, zlib.crc32(out[512:end]))
        struct.pack_into("<I", out, 124, zlib.crc32(out[:120] + out[128:512]))
        return bytes(out)


def value(kind, plain):
    return {TEXT: lambda: plain.encode("utf-16-le"), TEXTS: lambda: "".join(t + "\0" for t in plain).encode("utf-16-le"),
            UINT8: lambda: struct.pack("<B", plain), UINT16: lambda: struct.pack("<H", plain),
            UINT32: lambda: struct.pack("<I", plain), HEX32: lambda: struct.pack("<I", plain),
            UINT64: lambda: struct.pack("<Q", plain), FILETIME: lambda: struct.pack("<Q", filetime(plain))}[kind]()


def event(chunk, number, provider, identity, seconds, inside):
    """`inside`: a function that writes what stands beside System, binary XML of its own."""
    system = Element("System", [], [
        Element("Provider", [("Name", 0)]), Element("EventID", [], [1]), Element("TimeCreated", [("SystemTime", 2)]),
        Element("EventRecordID", [], [3])])
    types = [TEXT, UINT16, FILETIME, UINT64, XML]

    def write():
        chunk.template("event", Element("Event", [("xmlns", NAMESPACE)], [system, 4]), types)
        chunk.values([(TEXT, value(TEXT, provider)), (UINT16, value(UINT16, identity)),
                      (FILETIME, value(FILETIME, seconds)), (UINT64, value(UINT64, number)), (XML, inside)])
    chunk.record(number, seconds, write)


def event_data(chunk, fields):
    """EventData of named fields: [(name, type, value)]; a template of its own, as the provider's manifest has it."""
    types = [kind for _, kind, _ in fields]
    body = Element("EventData", [], [Element("Data", [("Name", name)] if name else [], [i])
                                     for i, (name, _, _) in enumerate(fields)])

    def write():
        chunk.data += b"\x0f\x01\x01\x00"
        chunk.template("data " + repr([(n, k) for n, k, _ in fields]), body, types)
        chunk.values([(kind, value(kind, plain)) for _, kind, plain in fields])
        chunk.data.append(0)
    return write


def user_data(chunk, element, dependency):
    """UserData as elements in the value itself, without a template. Writers differ in whether such an element has the
    two bytes of a dependency."""
    def write():
        chunk.data += b"\x0f\x01\x01\x00"
        chunk.element(Element("UserData", [], [element]), [], dependency)
        chunk.data.append(0)
    return write


def schannel(identity, fields, seconds=1767323045, provider="Schannel"):
    return lambda chunk, number: event(chunk, number, provider, identity, seconds, event_data(chunk, fields))


def untrusted_chain(usage="1.3.6.1.5.5.7.3.1", result="800B0109", seconds=1767323045, dependency=True):
    """CAPI2's event 11 of a chain that ends at a root that is not trusted."""
    element = Element("CertGetCertificateChain", [], [
        Element("ExtendedKeyUsage", [], [Element("Usage", [("oid", usage)])]),
        Element("CertificateChain", [], [Element("TrustStatus", [], [
            Element("ErrorStatus", [("value", "20"), ("CERT_TRUST_IS_UNTRUSTED_ROOT", "true")])])]),
        Element("EventAuxInfo", [("ProcessName", "finesse.exe")]),
        Element("Result", [("value", result)], ["Die Zertifikatkette endet in einem nicht vertrauten Stamm."])])
    return lambda chunk, number: event(chunk, number, "Microsoft-Windows-CAPI2", 11, seconds,
                                       user_data(chunk, element, dependency))


def log_of(events, for_each_chunk=1000):
    """The file of `events`: functions of a chunk and the number of the event."""
    chunks, number = [], 1
    for begin in range(0, max(len(events), 1), for_each_chunk):
        chunk, first = Chunk(), number
        for write in events[begin:begin + for_each_chunk]:
            write(chunk, number)
            number += 1
        chunks.append(chunk.bytes(first))
    header = bytearray(4096)
    struct.pack_into("<8sQQQIHHHH", header, 0, b"ElfFile\0", 0, len(chunks) - 1, number, 128, 1, 3, 4096, len(chunks))
    struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
    return bytes(header) + b"".join(chunks)


ALERT = [("AlertDesc", UINT32, 40), ("ErrorState", UINT32, 1205)]
SAMPLE = [
    schannel(36887, [("AlertDesc", UINT32, 48)]),
    lambda chunk, number: event(chunk, number, "Service Control Manager", 7036, 1767323100,
                                event_data(chunk, [("param1", TEXT, "Windows Update <&> \u66f4\u65b0"), ("", TEXTS, ["a", "b"])])),
    schannel(36874, [("Protocol", TEXT, "TLS 1.2")], 1767323200),
    schannel(36888, ALERT, 1767323200),
    untrusted_chain(seconds=1767323300),
    untrusted_chain(seconds=1767323300, dependency=False),
]
