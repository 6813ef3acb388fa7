"""Python's ssl as client, many cells in one process. Lines in: id, word, key=value ... by tabs; out: id, word, text."""
import http.client
import re
import socket
import ssl
import sys
import threading

VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
LOCK = threading.Lock()


def say(number, word, text):
    with LOCK:
        print(number, word, re.sub(r"[\t\r\n]+", " ", str(text)), sep="\t", flush=True)


class Here(http.client.HTTPSConnection):
    """To 127.0.0.1, whatever the name."""

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def get(number, o):
    try:
        context = ssl.create_default_context(cafile=o["trust"])
        if "identity" in o:
            context.load_cert_chain(o["identity"] + "/server.pem", o["identity"] + "/key.pem")
        if "maxVersion" in o:
            context.maximum_version = VERSIONS[o["maxVersion"]]
        connection = Here(o["host"], int(o["port"]), timeout=int(o["patience"]) / 1000, context=context)
        connection.request("GET", "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        say(number, "OK", f"HTTP {answer.status}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        say(number, "FAIL", f"{type(error).__module__}.{type(error).__name__}: {error}")


# Debian builds it with OpenSSL's own list of suites, python.org with a list of Python's.
DEBIAN = any(c["name"] == "AES128-SHA" for c in ssl.create_default_context().get_ciphers())
say("0", "READY", f"3.{sys.version_info.minor}{'-debian' if DEBIAN else ''}")
for line in sys.stdin:
    ident, _, *pairs = line.rstrip("\n").split("\t")
    threading.Thread(target=get, args=(ident, dict(p.split("=", 1) for p in pairs)), daemon=True).start()
