"""The validators of this machine, each asked about a folder with leaf.pem, rest.pem, chain.pem, key.pem and roots.pem.

An answer is (accepts, its words), or None where it could not be asked."""
import pathlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading

HERE = pathlib.Path(__file__).resolve().parent


def openssl(now):
    """openssl verify; knows the moment."""
    def ask(folder, host):
        name = "-verify_ip" if host[0].isdigit() else "-verify_hostname"
        command = ["openssl", "verify", "-CAfile", folder / "roots.pem", "-no-CApath", "-no-CAstore", "-purpose", "sslserver",
                   "-auth_level", "2", "-attime", str(int(now.timestamp())), name, host]
        if (folder / "rest.pem").stat().st_size:
            command += ["-untrusted", folder / "rest.pem"]
        done = subprocess.run([*command, folder / "leaf.pem"], capture_output=True, text=True, check=False)
        return done.returncode == 0, done.stderr.strip().splitlines()[-2:-1]
    return ask


def gnutls(folder, host):
    done = subprocess.run(["certtool", "--verify", "--load-ca-certificate", folder / "roots.pem", "--infile",
                           folder / "chain.pem", "--verify-hostname", host, "--verify-purpose", "1.3.6.1.5.5.7.3.1"],
                          capture_output=True, text=True, errors="replace", check=False)
    if "Output" not in done.stdout:
        return None  # it could not print what it has to print first
    return done.returncode == 0, [line.strip() for line in done.stdout.splitlines() if "Output" in line][-1:]


class Asked:
    """One process that judges all chains."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, folder, host):
        print(folder, host, file=self.process.stdin, flush=True)
        said = self.process.stdout.readline().strip()
        return None if said.startswith("cannot") else (said == "accepts", said)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def java(folder):
    """Compiled once, beside the folders of those who ask."""
    classes = folder.parent / "java"
    if not classes.exists():
        subprocess.run(["javac", "-d", classes, HERE / "JavaValidator.java"], check=True)
    return Asked(["java", "-XX:TieredStopAtLevel=1", "-cp", classes, "JavaValidator"])


def go_tool():
    """Debian's package of one version puts no link on the PATH."""
    return shutil.which("go") or next(map(str, sorted(pathlib.Path("/usr/lib").glob("go-*/bin/go"))), None)


def go(folder, now):
    built = folder.parent / "go"
    if not built.exists():
        caches = {"GOCACHE": str(built / "cache"), "GOPATH": str(built / "path"), "GO111MODULE": "off"}
        subprocess.run([go_tool(), "build", "-o", built / "go_validator", HERE / "go_validator.go"], check=True,
                       env=os.environ | caches)
    return Asked([built / "go_validator", str(int(now.timestamp()))])


def server_context(folder):
    """None where OpenSSL does not take the chain."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    try:
        context.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    except ssl.SSLError:
        return None
    return context


class Python:
    """A handshake within this process; as Python 3.13 does it by default where `flags` are its own."""

    def __init__(self, flags=0):
        self.flags = flags

    def __call__(self, folder, host):
        server = server_context(folder)
        if not server:
            return None
        try:
            client = ssl.create_default_context(cafile=folder / "roots.pem")
        except ssl.SSLError:
            return None
        client.verify_flags |= self.flags
        up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
        sides = [client.wrap_bio(down, up, server_hostname=host), server.wrap_bio(up, down, server_side=True)]
        while sides:
            for side in list(sides):
                try:
                    side.do_handshake()
                    sides.remove(side)
                except ssl.SSLWantReadError:
                    pass
                except ssl.SSLError as error:
                    return False, str(error)
        return True, ""


class Server:
    """A TLS server on the loopback, with a chain of its own for each client that is run against it."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = str(self.listener.getsockname()[1])

    def serve(self, context):
        try:
            connection, _ = self.listener.accept()
            connection.settimeout(5)
            with context.wrap_socket(connection, server_side=True) as wrapped:
                wrapped.recv(4096)
                wrapped.sendall(b"HTTP/1.0 204 No Content\r\n\r\n")
        except OSError:
            pass

    def run(self, folder, command, **options):
        context = server_context(folder)
        if not context:
            return None
        thread = threading.Thread(target=self.serve, args=(context,))
        thread.start()
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, timeout=20, **options)
        if thread.is_alive():
            thread.join(0.2)
        if thread.is_alive():  # it gave up before it connected
            socket.create_connection(("127.0.0.1", int(self.port))).close()
            thread.join()
        return done


class Curl(Server):
    def __call__(self, folder, host):
        done = self.run(folder, ["curl", "-sS", "-q", "--noproxy", "*", "--cacert", folder / "roots.pem", "--connect-to",
                                 f"::127.0.0.1:{self.port}", f"https://{host}/"])
        if not done or done.returncode not in (0, 60, 35):
            return done and None
        return done.returncode == 0, done.stderr.strip()


class Nss(Server):
    """tstclnt, with a database of its own for each store."""

    def __init__(self, folder):
        super().__init__()
        self.empty = folder / "nss-empty"
        self.empty.mkdir()
        subprocess.run(["certutil", "-N", "-d", f"sql:{self.empty}", "--empty-password"], check=True)

    def __call__(self, folder, host):
        database = folder / "nss"
        shutil.rmtree(database, ignore_errors=True)
        shutil.copytree(self.empty, database)
        blocks = re.findall("-----BEGIN.*?END CERTIFICATE-----\n", (folder / "roots.pem").read_text(), re.S)
        for number, block in enumerate(blocks):
            done = subprocess.run(["certutil", "-A", "-d", f"sql:{database}", "-t", "C,,", "-n", f"root{number}", "-a"],
                                  input=block, text=True, capture_output=True, check=False)
            if done.returncode:
                return None
        done = self.run(folder, ["tstclnt", "-h", "127.0.0.1", "-p", self.port, "-d", f"sql:{database}", "-a", host, "-Q",
                                 "-V", "tls1.2:tls1.3"])
        return done and (done.returncode == 0, done.stderr.strip().replace("\n", " ")[-200:])


STRICT = 0x20 | 0x80000  # VERIFY_X509_STRICT, VERIFY_X509_PARTIAL_CHAIN


def node_major():
    if not shutil.which("node"):
        return ""
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.lstrip("v").split(".")[0]


def validators(now):
    """By client: what must be there so that it can be asked, and how it is started; whether it can be told the moment."""
    openssl3 = ssl.OPENSSL_VERSION_INFO >= (3, 0)
    out = {"openssl-3.0": (shutil.which("openssl"), lambda folder: openssl(now), True),
           "gnutls-3.7": (shutil.which("certtool"), lambda folder: gnutls, False),
           "java-17": (shutil.which("javac"), java, False),
           "go-1.17": (go_tool(), lambda folder: go(folder, now), True),
           "python-3.11": (openssl3, lambda folder: Python(), False),
           "python-3.13": (openssl3, lambda folder: Python(STRICT), False),
           "curl-7.88-openssl": (shutil.which("curl"), lambda folder: Curl(), False),
           "nss-3.87": (shutil.which("tstclnt") and shutil.which("certutil"), Nss, False)}
    node = node_major()
    out[f"node-{node or 20}"] = (node in ("18", "20", "22"), lambda folder: Asked(["node", HERE / "node_validator.js"]), False)
    return out
