"""Meetings of real programs that are no web client at a web server: a mail, directory or database server that refuses
to begin TLS, plaintext at a port of TLS and the other way round, the PROXY protocol, a program that only looks.

A meeting is a server, a client and what is right, which a word of the client's or server's own output has to show: where
that does not come, the meeting is wrong and not tlswhy."""
import contextlib
import dataclasses
import itertools
import pathlib
import re
import socket
import ssl
import struct
import subprocess
import sys
import time

import capture
import cells
import processes
import servers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "probe"))
import starttls_servers  # noqa: E402  pylint: disable=wrong-import-position

SECONDS = 4
PORTS = {"smtp": 25, "imap": 143, "pop3": 110, "sieve": 4190, "lmtp": 24, "ldap": 389, "postgres": 5432, "mysql": 3306, "ftp": 21}


@dataclasses.dataclass(frozen=True)
class Right:
    """outcome: established, failed, anything but failed ("works"), not established ("open"), or "unused", which may be
    established as well. causes: those that may come first where it failed; a cause that tlswhy calls certain has to be
    one of them in any case."""
    outcome: str
    refuser: str | None = None
    causes: tuple = ()
    shown: str = ""  # in what the client or the server printed
    named: bool = False  # one of the causes stands first also where nothing is decided
    number: int = 0  # which of the connections it is about


@dataclasses.dataclass(frozen=True)
class Meeting:
    name: str
    target: object  # a port, or a servers.Server
    ask: object  # of a port, gives the client's words
    right: Right
    port: int = 443  # as the capture has it


@dataclasses.dataclass
class Met:
    name: str
    right: Right
    said: str
    capture: pathlib.Path


def run(*argv, stdin=b"", seconds=SECONDS):
    try:
        done = subprocess.run([str(a) for a in argv], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False, timeout=seconds)
        return f"{done.stdout.decode(errors='replace')} [exit {done.returncode}]"
    except subprocess.TimeoutExpired as late:
        return f"{(late.stdout or b'').decode(errors='replace')} [stopped]"


def openssl(*options, stdin=b""):
    return lambda port: run("openssl", "s_client", "-connect", f"127.0.0.1:{port}", *options, stdin=stdin)


def curl(url, *options):
    return lambda port: run("curl", "-q", "-sSvk", "-m", SECONDS - 1, *options, url.format(port=port))


def gnutls(*options):
    return lambda port: run("gnutls-cli", "--insecure", *options, "-p", port, "127.0.0.1", stdin=b"")


PYTHON = {
    "smtp": "import smtplib; s=smtplib.SMTP('127.0.0.1',{port},timeout=3); s.ehlo(); s.docmd('STARTTLS') if {force} else s.starttls()",
    "imap": "import imaplib; s=imaplib.IMAP4('127.0.0.1',{port},timeout=3); print(s._simple_command('STARTTLS')) if {force} else s.starttls()",
    "pop3": "import poplib; s=poplib.POP3('127.0.0.1',{port},timeout=3); print(s._shortcmd('STLS')) if {force} else s.stls()",
    "ftp": "import ftplib; s=ftplib.FTP_TLS(timeout=3); s.connect('127.0.0.1',{port}); s.auth()"}


def python(protocol, force=False):
    """force: asks although nobody offered it."""
    imaplib = "import imaplib; imaplib.Commands['STARTTLS']=('NONAUTH',);"
    return lambda port: run("/usr/bin/python3", "-c", (imaplib if protocol == "imap" else "") + PYTHON[protocol].format(port=port, force=force))


def said(data, wait=0.3, answer=True):
    """Says some bytes and listens."""
    def ask(port):
        with socket.create_connection(("127.0.0.1", port), timeout=3) as s:
            if data:
                s.sendall(data)
            try:
                out = s.recv(4096) if answer else b""
            except OSError as error:
                return f"{type(error).__name__}"
            time.sleep(wait)
            return repr(out) if out else "closed"
    return ask


REFUSED = Right("failed", "server", ("starttls-refused",))
SAYS = {"python": "not supported|530", "curl": "not supported|not available|SSL level failed", "psql": "does not support SSL",
        "mysql": "SSL is required"}
NOT_ASKED = Right("open", None, ("starttls-refused",), named=True)
DEMANDED = Right("failed", "server", ("starttls-missing",))


def mail_and_more(running):
    """Each server without TLS, asked for TLS by what is here for its protocol."""
    for server in running:
        p, name = server.starttls, server.name
        if server.configured["tls"]:
            continue
        asks = {"openssl": openssl("-starttls", p, "-name", "lab.test")}
        if p in ("smtp", "imap", "pop3", "ftp", "ldap", "sieve"):
            asks["gnutls"] = gnutls("--starttls-proto", p)
        if p in ("smtp", "imap", "pop3"):
            asks["python-forced"] = python(p, force=True)
            asks["python"] = python(p)
        if p == "ftp":
            asks["python"] = python(p)
        if p in ("smtp", "imap", "pop3", "ftp"):
            asks["curl"] = curl(p + "://127.0.0.1:{port}/", "--ssl-reqd", "-u", "a:b")
        if p == "postgres":
            asks["psql"] = lambda port: run("psql", f"host=127.0.0.1 port={port} user=a dbname=a sslmode=require connect_timeout=4")
            asks["psql-prefer"] = lambda port: run("psql", f"host=127.0.0.1 port={port} user=postgres dbname=postgres sslmode=prefer", "-c", "select 1")
        if p == "mysql":
            asks["mysql"] = lambda port: run("mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", port, "--protocol=tcp", "--ssl", "--ssl-verify-server-cert", "-u", "a", "-e", "select 1")
        for client, ask in asks.items():
            right = dataclasses.replace(REFUSED, shown=SAYS.get(client, ""))
            if client in ("curl", "python") and p != "ftp":
                right = dataclasses.replace(NOT_ASKED, shown=SAYS[client])  # it reads that it is not offered, and leaves
            if client == "psql-prefer":
                right = Right("open", shown="1 row")
            yield Meeting(f"starttls-{name}-{client}", server.port, ask, right, PORTS[p])


# LDAPMessage with a BindRequest of version 3, anonymous (RFC 4511 section 4.2).
BIND = bytes.fromhex("300c020101600702010304008000")


def demanded(running):
    """Who says nothing of TLS to a server that serves nobody without it."""
    asks = {"smtp": (lambda port: run("/usr/bin/python3", "-c", f"import smtplib; smtplib.SMTP('127.0.0.1',{port},timeout=3).sendmail('a@b.test',['c@d.test'],'hi')"), "Must issue a STARTTLS"),
            "ftp": (lambda port: run("/usr/bin/python3", "-c", f"import ftplib; s=ftplib.FTP(timeout=3); s.connect('127.0.0.1',{port}); s.login('root','x')"), "must use encryption"),
            "ldap": (said(BIND), "confidentiality required")}
    for server in running:
        if server.configured["tls"] and server.starttls in asks:
            ask, words = asks[server.starttls]
            yield Meeting(f"demanded-{server.name}", server.port, ask, dataclasses.replace(DEMANDED, shown=words), PORTS[server.starttls])


def starttls_works(running):
    for server in running:
        if server.configured["tls"]:
            yield Meeting(f"starttls-{server.name}-openssl", server.port, openssl("-starttls", server.starttls), Right("works", shown="New, TLSv1"),
                          PORTS[server.starttls])


def tls_at_plain(running, web):
    """TLS from the first byte at who speaks plaintext."""
    asks = {"openssl": openssl(), "curl": curl("https://127.0.0.1:{port}/"), "gnutls": gnutls(),
            "python": lambda port: run("/usr/bin/python3", "-c", f"import socket,ssl; c=ssl._create_unverified_context(); c.wrap_socket(socket.create_connection(('127.0.0.1',{port}),5))"),
            "wget": lambda port: run("wget", "-t1", "-T5", "--no-check-certificate", "-O-", f"https://127.0.0.1:{port}/")}
    names = list(asks)
    targets = [(s.name, s.starttls, s.port) for s in running] + [(name, "http", port) for name, port in web.items()]
    for number, (name, protocol, port) in enumerate(targets):
        for client in (names[number % len(names)], names[(number + 2) % len(names)]):
            causes = ("plain-http-on-tls-port", "http-proxy-as-https-proxy") if protocol == "http" else (
                "tls-to-plain-service", "starttls-missing", "db-protocol-preamble")
            if protocol in ("ldap", "postgres", "mysql", "sieve"):
                causes += ("fin-after-clienthello", "reset-after-clienthello", "handshake-timeout-silent")
            yield Meeting(f"tls-at-plain-{name}-{client}", port, asks[client], Right("failed", None, causes),
                          PORTS.get(protocol, 443))


def plain_at_tls(started):
    """A client that speaks plaintext at a server of TLS."""
    asks = {"curl": (curl("http://127.0.0.1:{port}/"), 443), "smtp": (python("smtp"), 465), "imap": (python("imap"), 993),
            "h2": (said(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9)), 443), "redis": (said(b"*1\r\n$4\r\nPING\r\n"), 6379), "ldap": (said(bytes.fromhex("300c020101600702010304008000")), 636)}
    for kind, server in started.items():
        for client, (ask, port) in asks.items():
            right = {"curl": Right("failed", "server", ("http-to-tls-server",)), "h2": Right("failed", "server", ("http-to-tls-server",)),
                     "smtp": Right("failed", "client", ("starttls-missing",), "unexpectedly closed"),
                     "imap": Right("failed", "client", ("starttls-missing",), "imed out")}.get(client, Right("open", None, ("starttls-missing",)))
            if (kind, client) == ("nginx", "h2"):
                right = Right("open", None, ("http-to-tls-server",), "400 Bad Request")  # in plaintext, without a word of TLS
            yield Meeting(f"plain-at-tls-{kind}-{client}", server, ask, right, port)


def proxy_lines(started, awaiting):
    """Sent to who does not expect it; expected by who gets none."""
    v1 = b"PROXY TCP4 10.1.1.1 10.2.2.2 4711 443\r\n"
    v2 = b"\r\n\r\n\0\r\nQUIT\n" + bytes([0x21, 0x11]) + struct.pack(">H", 12) + bytes([10, 1, 1, 1, 10, 2, 2, 2]) + struct.pack(">HH", 4711, 443)
    for kind, server in started.items():
        for name, line in (("v1", v1), ("v2", v2)):
            yield Meeting(f"proxy-sent-{kind}-{name}", server, with_hello(line),
                          Right("failed", "server", ("proxy-protocol-missing",), "closed|rror"))
    for kind, server in awaiting.items():
        yield Meeting(f"proxy-awaited-{kind}-none-openssl", server, openssl(), Right("failed", "server", (
            "proxy-protocol-missing", "fin-after-clienthello", "reset-after-clienthello")))
        yield Meeting(f"proxy-awaited-{kind}-none-curl", server, curl("https://127.0.0.1:{port}/"), Right("failed", "server", (
            "proxy-protocol-missing", "fin-after-clienthello", "reset-after-clienthello")))
        yield Meeting(f"proxy-awaited-{kind}-sent", server, with_hello(v1), Right("works", shown="200 OK"))


def with_hello(prefix):
    """OpenSSL's handshake behind some bytes, as a load balancer writes them, and one request."""
    def ask(port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        inbox, outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
        end, asked = context.wrap_bio(inbox, outbox, server_hostname="portal.lab.test"), False
        before = prefix  # goes with the hello: a server that resets at once would else never be shown one
        with socket.create_connection(("127.0.0.1", port), timeout=3) as s:
            try:
                while True:
                    try:
                        if not asked:
                            end.do_handshake()
                            end.write(b"GET / HTTP/1.0\r\n\r\n")
                            asked = True
                        answer = end.read(4096)
                        return repr(answer)
                    except ssl.SSLWantReadError:
                        s.sendall(before + outbox.read())
                        before = b""
                        data = s.recv(65536)
                        if not data:
                            return "closed"
                        inbox.write(data)
            except (ssl.SSLError, OSError) as error:
                return f"{type(error).__name__}: {error}"
    return ask


def tls(how, version=None, context_options=None):
    """A handshake by OpenSSL, and then what a program does that wants nothing."""
    def ask(port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if version:
            context.maximum_version = version
        plain = socket.create_connection(("127.0.0.1", port), timeout=3)
        s = context.wrap_socket(plain, server_hostname="portal.lab.test", suppress_ragged_eofs=True)
        if how == "close-notify":
            s.setblocking(False)
            with contextlib.suppress(OSError):
                s.unwrap()
        elif how == "idle":
            time.sleep(2.3)
        elif how == "reset":
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, capture.RESET)
        s.close()
        return "ready"
    return ask


def visitors(started):
    """Preconnects, health checks, scanners: opened and left. None of these is a failure of TLS."""
    open_only, works = Right("unused"), Right("unused", shown="ready")
    for kind, server in started.items():
        # HAProxy answers the close_notify with an HTTP error: data.
        left = Right("works", shown="ready") if kind == "haproxy" else works
        yield Meeting(f"visit-{kind}-connect", server, said(b"", 0.2, answer=False), open_only)
        yield Meeting(f"visit-{kind}-notify-12", server, tls("close-notify", ssl.TLSVersion.TLSv1_2), left)
        yield Meeting(f"visit-{kind}-notify-13", server, tls("close-notify"), left)
        yield Meeting(f"visit-{kind}-idle-13", server, tls("idle"), works)


# LDAPMessage with a SearchRequest for supportedExtension of the rootDSE (RFC 4511 section 4.5.1), and an UnbindRequest.
ROOT_DSE = bytes.fromhex("30390201016334 0400 0a0100 0a0100 020100 020100 010100 870b") + b"objectClass" + bytes.fromhex("3014 0412") + b"supportedExtension"
UNBIND = bytes.fromhex("30050201024200")


def asks_directory(port):
    """What it can do, and whether StartTLS is among it; then good-bye."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as s:
        s.sendall(ROOT_DSE)
        answer = s.recv(65536)
        s.sendall(UNBIND)
        return f"supportedExtension {b'supportedExtension' in answer}, StartTLS {b'1.3.6.1.4.1.1466.20037' in answer}"


def directories(running):
    for server in running:
        if server.starttls == "ldap" and not server.configured["tls"]:
            yield Meeting("starttls-openldap-plain-root", server.port, asks_directory, dataclasses.replace(NOT_ASKED, shown="supportedExtension True, StartTLS False"), 389)
        elif server.starttls == "ldap":  # it shows its rootDSE to nobody without TLS
            yield Meeting("demanded-openldap-root", server.port, asks_directory, dataclasses.replace(DEMANDED, shown="supportedExtension False"), 389)


def beside(old, new):
    """One client gets through to a server, and then another that has no version in common with it."""
    for servers_of, works, refused in ((old, "-tls1_2", "-tls1_3"), (new, "-tls1_3", "-tls1_2")):
        for kind, server in servers_of.items():
            def ask(port, works=works, refused=refused):
                return openssl(works)(port) + openssl(refused)(port)
            # GnuTLS says handshake_failure of a version that it does not have, as of a suite.
            causes = cells.VERSION_CAUSES + (f" tls13-suite-missing {cells.SUITE_CAUSES}" if kind == "gnutls" else "")
            right = Right("failed", "server", tuple(causes.split()), r"(?s)New, TLSv1\..*(alert|New, \(NONE\))")
            yield Meeting(f"beside-{kind}{refused}", server, ask, dataclasses.replace(right, number=1))


# Each with a second hello: the group of the server is none that a key share came for.
RETRIES = {"openssl": openssl("-tls1_3"), "openssl-no-compat": openssl("-tls1_3", "-no_middlebox"), "curl": curl("https://127.0.0.1:{port}/"),
           "gnutls": gnutls("--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.3"),
           "python": lambda port: run("/usr/bin/python3", "-c", f"import socket,ssl; c=ssl._create_unverified_context(); s=c.wrap_socket(socket.create_connection(('127.0.0.1',{port}),3)); print(s.version())")}


def retries(stage, kinds):
    """A HelloRetryRequest that both ends are fit for, and a device in between that is not."""
    for (kind, how), clients in zip(itertools.product(kinds, ("held", "closed", "reset")), itertools.cycle((("openssl", "curl"), ("gnutls", "python"), ("python", "curl"), ("openssl", "gnutls")))):
        port = stage.stumbles(kinds[kind].port, how)
        refuser = "nobody" if how == "held" else "server"  # whose side the end came from
        for client in clients:
            yield Meeting(f"retry-{how}-{kind}-{client}", port, RETRIES[client], Right("failed", refuser, ("hrr-mishandled",)))
    server = kinds["nginx"]
    yield Meeting("retry-works", server, RETRIES["openssl"], Right("works", shown="New, TLSv1.3"))
    unspaced = stage.stumbles(server.port, "unspaced")
    yield Meeting("retry-unspaced-openssl", unspaced, RETRIES["openssl"], Right("works", shown="New, TLSv1.3"))
    yield Meeting("retry-unspaced-openssl-no-compat", unspaced, RETRIES["openssl-no-compat"], Right("failed", "server", ("hrr-mishandled",)))


WEB = ("openssl", "gnutls", "nginx", "apache", "haproxy", "stunnel", "java")


class Stage:
    """The servers of all meetings, while they are needed."""

    def __init__(self, lab, stack):
        self.lab, self.stack = lab, stack

    def start(self, kind, name, **k):
        server = servers.Server(self.lab, servers.ServerConfig(kind, (cells.RSA,), **k), self.lab.folder / "out" / name)
        self.stack.callback(server.stop)
        return server

    def stumbles(self, target, how):
        """The port of a device before `target` that does not get over a HelloRetryRequest."""
        port = processes.free_port()
        process = processes.start([sys.executable, pathlib.Path(__file__).with_name("stumble.py"), port, target, how], stays=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.stack.callback(processes.end, process)
        processes.wait_until_listening(process, port)
        return port

    def plain_web(self):
        """Ports of HTTP without TLS."""
        here = self.lab.folder / "plain"
        here.mkdir()
        ports = {name: processes.free_port() for name in ("nginx", "haproxy", "python")}
        (here / "nginx.conf").write_text(f"daemon off; master_process off; pid {here}/pid; error_log {here}/e.log; events {{}} http {{ access_log off; "
                                         + "".join(f"{m}_temp_path {here}/tmp; " for m in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
                                         + f"server {{ listen 127.0.0.1:{ports['nginx']}; location / {{ return 200 ok; }} }} }}")
        (here / "haproxy.cfg").write_text(f"defaults\n mode http\n timeout client 5s\n timeout connect 5s\n timeout server 5s\nfrontend f\n bind 127.0.0.1:{ports['haproxy']}\n http-request return status 200\n")
        argvs = (["nginx", "-c", here / "nginx.conf", "-p", here, "-e", here / "log"], ["haproxy", "-f", here / "haproxy.cfg", "-db"],
                 ["/usr/bin/python3", "-m", "http.server", ports["python"], "--bind", "127.0.0.1"])
        for argv, port in zip(argvs, ports.values()):
            process = processes.start(argv, stays=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=here)
            self.stack.callback(processes.end, process)
            processes.wait_until_listening(process, port)
        return ports


def all_meetings(lab, stack):
    running = stack.enter_context(starttls_servers.servers(lab.folder / "starttls", plain=True, complain=lambda name, why: print(f"{name}: left out: {why}")))
    stage = Stage(lab, stack)
    started = {kind: stage.start(kind, f"meeting-{kind}") for kind in WEB}
    awaiting = {"haproxy": stage.start("haproxy", "awaiting-haproxy", more=("accept-proxy",)),
                "nginx": stage.start("nginx", "awaiting-nginx", awaits_proxy=True)}
    old = {kind: stage.start(kind, f"old-{kind}", versions=cells.T12) for kind in WEB}
    new = {kind: stage.start(kind, f"new-{kind}", versions=cells.T13) for kind in WEB}
    retrying = {kind: stage.start(kind, f"retrying-{kind}", versions=cells.T13, groups=("secp384r1",)) for kind in ("haproxy", "nginx", "apache", "stunnel")}
    plain = [s for s in running if not s.configured["tls"]]
    return [*mail_and_more(running), *starttls_works(running), *demanded(running), *tls_at_plain(plain, stage.plain_web()), *plain_at_tls(started),
            *proxy_lines(started, awaiting), *visitors(started), *directories(running), *beside(old, new), *retries(stage, retrying)]


def meet(lab, meeting):
    server = meeting.target if isinstance(meeting.target, servers.Server) else None
    tap = lab.relay.tap(server.port if server else meeting.target)
    try:
        words = meeting.ask(tap.port)
    except OSError as error:
        words = f"{type(error).__name__}: {error}"
    tap.finish(0.3)
    path = lab.folder / "captures" / f"{meeting.name}.pcap"
    parts = [capture.packets(c, server="10.10.30.8", server_port=meeting.port, client_port=51034 + i) for i, c in enumerate(tap.connections)]
    path.write_bytes(capture.p.pcap(capture.p.merged(parts)))
    return Met(meeting.name, meeting.right, words, path)


def hold(lab, only, pool):
    """[Met], of each meeting whose name fits."""
    (lab.folder / "starttls").mkdir()
    with contextlib.ExitStack() as stack:
        chosen = [m for m in all_meetings(lab, stack) if re.search(only, m.name)]
        return list(pool.map(lambda m: meet(lab, m), chosen))
