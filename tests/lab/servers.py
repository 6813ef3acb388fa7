"""Starts real servers, and describes each as server.toml from the same configuration object."""
import dataclasses
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import threading

import der
import dhgroup
import names
import processes

MODULES = pathlib.Path("/usr/lib/apache2/modules")
PROTOCOLS = {"TLSv1": "tls1", "TLSv1.1": "tls1_1", "TLSv1.2": "tls1_2", "TLSv1.3": "tls1_3"}
OPENSSL_KINDS = ("openssl", "nginx", "apache", "haproxy", "stunnel")
BEHAVIOURS = {**dict.fromkeys(OPENSSL_KINDS, "openssl"), "gnutls": "gnutls", "java": "jsse"}
NEEDS = {"openssl": "openssl", "gnutls": "gnutls-serv", "nginx": "nginx", "apache": "apache2", "haproxy": "haproxy",
         "stunnel": "stunnel4", "java": "java"}


@dataclasses.dataclass(frozen=True)
class ServerConfig:
    """What server.toml can say, in its words; `kind` is the program."""
    kind: str
    chains: tuple
    versions: tuple = ("TLSv1.2", "TLSv1.3")
    suites: tuple = ()  # IANA names; none: what the library takes by itself
    order: str = "server"
    groups: tuple = ()
    schemes: tuple = ()
    dh_bits: int | None = None
    security_level: int = 1
    alpn: tuple = ()
    alpn_mismatch: str = "ignore"
    server_names: tuple = ()
    unknown_name: str = "ignore"
    client_certificate: str = "none"
    fault: str = ""  # of misbehave.py
    awaits_proxy: bool = False  # expects a PROXY line before the hello
    more: tuple = ()  # in the program's own words: arguments, words of a priority, lines of a file

    @property
    def is_openssl(self):
        return self.kind in OPENSSL_KINDS

    def has(self, version):
        return version in self.versions

    def old_suites(self):
        return [s for s in self.suites if "_WITH_" in s]

    def new_suites(self):
        return [s for s in self.suites if "_WITH_" not in s]

    def cipher_string(self):
        text = ":".join(map(names.openssl_name, self.old_suites())) or "DEFAULT" + ("" if self.dh_bits else ":!DHE")
        return f"{text}:@SECLEVEL={self.security_level}"

    def priority(self):
        """Of GnuTLS."""
        words = ["NORMAL", "-VERS-ALL", *(f"+VERS-{v.replace('TLSv1', 'TLS1') if '.' in v else 'TLS1.0'}" for v in self.versions)]
        if self.suites:
            words += ["-CIPHER-ALL", "-KX-ALL", "-MAC-ALL", *dict.fromkeys(p for s in self.suites for p in names.gnutls_parts(s))]
        elif not self.dh_bits:
            words.append("-DHE-RSA")
        if self.groups:
            words += ["-GROUP-ALL", *(f"+GROUP-{names.GNUTLS_GROUPS[g]}" for g in self.groups)]
        if self.schemes:
            words += ["-SIGN-ALL", *(f"+SIGN-{s.upper().replace('_PKCS1', '').replace('_', '-')}" for s in self.schemes)]
        if self.order == "server":
            words.append("%SERVER_PRECEDENCE")
        return ":".join([*words, *self.more])

    def real_suites(self, java=None):
        """IANA names, in the server's order, as its library says them."""
        if self.kind == "gnutls":
            return names.gnutls_suites(self.priority())
        if self.kind == "java":
            return self.suites or java.suites(self.versions)
        out = []
        if self.has("TLSv1.3"):
            out += self.new_suites() or names.TLS13
        for version in ("TLSv1.2", "TLSv1.1", "TLSv1"):
            if self.has(version):
                return [*out, *names.openssl_suites(self.cipher_string(), "-" + PROTOCOLS[version])]
        return out


def server_toml(config, suites):
    """The format of the project's server description."""
    quoted = lambda values: "[" + ", ".join(json.dumps(v) for v in values) + "]"  # noqa: E731
    lines = ["[server]", f'behaviour = "{BEHAVIOURS[config.kind]}"', f"versions = {quoted(config.versions)}",
             f"cipher_suites = {quoted(suites)}", f'order = "{config.order}"']
    for key, values in (("groups", config.groups), ("signature_schemes", config.schemes), ("alpn", config.alpn),
                        ("server_names", config.server_names)):
        if values:
            lines.append(f"{key} = {quoted(values)}")
    if config.dh_bits:
        lines.append(f"dh_bits = {config.dh_bits}")
    if config.is_openssl:
        lines.append(f"security_level = {config.security_level}")
    lines += [f'alpn_mismatch = "{config.alpn_mismatch}"', f'unknown_name = "{config.unknown_name}"',
              f'client_certificate = "{config.client_certificate}"']
    for number in range(len(config.chains)):
        lines += ["", "[[certificate]]", f'chain = "{chain_file(number)}"']
    return "\n".join(lines) + "\n"


def chain_file(number):
    return "server.pem" if number == 0 else f"server{number}.pem"


class Backend:
    """What stands behind stunnel: answers everything with 200."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.answer, args=(client,), daemon=True).start()

    @staticmethod
    def answer(client):
        with client:
            try:
                client.settimeout(5)
                if client.recv(4096):
                    client.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n")
                    client.shutdown(socket.SHUT_WR)
                    client.recv(4096)
            except OSError:
                pass


class Server:
    """One that runs. `log` is read piece by piece, so that a cell gets only its own words."""

    def __init__(self, lab, config, folder):
        self.lab, self.config, self.folder = lab, config, folder
        folder.mkdir(parents=True)
        self.chain_folders = [lab.authority.write(c, folder / f"chain{i}") for i, c in enumerate(config.chains)]
        for i, place in enumerate(self.chain_folders):
            shutil.copy(place / "server.pem", folder / chain_file(i))
        if config.kind in BEHAVIOURS:
            (folder / "server.toml").write_text(server_toml(config, config.real_suites(lab.java)), encoding="ascii")
        self.process = None
        self.logs = [folder / "log"]
        self.read_so_far = {}
        self.met = self.told = 0  # connections, lines of log
        self.start()

    def start(self):
        for _ in range(3):
            self.port = processes.free_port()
            if self.config.kind == "java":
                self.lab.java.start_server(self)
                return
            argv = STARTERS[self.config.kind](self)
            with open(self.folder / "log", "ab") as log:
                self.process = processes.start(argv, stays=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
            if processes.wait_until_listening(self.process, self.port):
                return
            self.stop()
        raise RuntimeError(f"{self.config.kind} does not start: {self.new_log()[-400:]}")

    def stop(self):
        if self.config.kind == "java":
            self.lab.java.stop_server(self)
        elif self.process:
            processes.end(self.process)

    def new_log(self):
        out = ""
        for path in self.logs:
            if path.exists():
                text = path.read_bytes()
                out += text[self.read_so_far.get(path, 0):].decode(errors="replace")
                self.read_so_far[path] = len(text)
        return out

    def file(self, name, content):
        path = self.folder / name
        path.write_text(content, encoding="ascii")
        return path

    @property
    def people(self):
        return self.lab.people / "trust.pem"

    def dh_file(self):
        return self.file("dh.pem", der.pem("DH PARAMETERS", dhgroup.parameters(self.config.dh_bits)))


def openssl(server):
    c, (first, *others) = server.config, server.chain_folders
    argv = ["openssl", "s_server", "-accept", f"127.0.0.1:{server.port}", "-www", "-cipher", c.cipher_string(),
            "-cert", first / "leaf.pem", "-key", first / "key.pem"]
    if (first / "rest.pem").stat().st_size:
        argv += ["-cert_chain", first / "rest.pem"]
    for other in others:
        argv += ["-dcert", other / "leaf.pem", "-dkey", other / "key.pem", "-dcert_chain", other / "rest.pem"]
    argv += [f"-no_{name}" for version, name in PROTOCOLS.items() if version not in c.versions]
    argv += ["-ciphersuites", ":".join(c.new_suites())] if c.new_suites() else []
    argv += ["-serverpref"] if c.order == "server" else []
    argv += ["-groups", ":".join(names.OPENSSL_GROUPS.get(g, g) for g in c.groups)] if c.groups else []
    argv += ["-sigalgs", ":".join(map(names.openssl_scheme, c.schemes))] if c.schemes else []
    argv += ["-dhparam", server.dh_file()] if c.dh_bits else []
    argv += ["-alpn", ",".join(c.alpn)] if c.alpn else []
    if c.unknown_name == "refuse":
        argv += ["-servername", c.server_names[0], "-servername_fatal", "-cert2", first / "both.pem", "-key2", first / "key.pem"]
    if c.client_certificate != "none":
        argv += ["-Verify" if c.client_certificate == "required" else "-verify", "3", "-verify_return_error", "-CAfile", server.people]
    return [*argv, *c.more]


def gnutls(server):
    c = server.config
    argv = ["gnutls-serv", "--http", "--port", server.port, "--priority", c.priority()]
    for folder in server.chain_folders:
        argv += ["--x509certfile", folder / "server.pem", "--x509keyfile", folder / "key.pem"]
    argv += ["--dhparams", server.dh_file()] if c.dh_bits else []
    for name in c.alpn:
        argv += ["--alpn", name]
    argv += ["--alpn-fatal"] if c.alpn_mismatch == "refuse" else []
    argv += ["--sni-hostname", c.server_names[0], "--sni-hostname-fatal"] if c.unknown_name == "refuse" else []
    if c.client_certificate == "none":
        argv.append("--disable-client-cert")
    else:
        argv += ["--verify-client-cert", "--x509cafile", server.people]
        argv += ["--require-client-cert"] if c.client_certificate == "required" else []
    return argv


def openssl_commands(c):
    """Settings that nginx and Apache hand to OpenSSL by SSL_CONF_cmd."""
    if c.new_suites():
        yield "Ciphersuites", ":".join(c.new_suites())
    if c.schemes:
        yield "SignatureAlgorithms", ":".join(map(names.openssl_scheme, c.schemes))


def nginx(server):
    c, here = server.config, server.folder
    server.logs = [here / "error.log", here / "log"]
    lines = [f"ssl_certificate {f}/server.pem; ssl_certificate_key {f}/key.pem;" for f in server.chain_folders]
    lines += [f"ssl_protocols {' '.join(c.versions)};", f"ssl_ciphers {c.cipher_string()};",
              f"ssl_prefer_server_ciphers {'on' if c.order == 'server' else 'off'};"]
    lines += [f"ssl_conf_command {k} {v};" for k, v in openssl_commands(c)]
    lines += [f"ssl_ecdh_curve {':'.join(names.OPENSSL_GROUPS.get(g, g) for g in c.groups)};"] if c.groups else []
    lines += [f"ssl_dhparam {server.dh_file()};"] if c.dh_bits else []
    if c.client_certificate != "none":
        word = "on" if c.client_certificate == "required" else "optional"
        lines.append(f"ssl_client_certificate {server.people}; ssl_verify_client {word}; ssl_verify_depth 3;")
    lines += [f"{line};" for line in c.more]
    refuse, listen = "", f"listen 127.0.0.1:{server.port} ssl{' http2' if 'h2' in c.alpn else ''}{' proxy_protocol' if c.awaits_proxy else ''}"
    if c.unknown_name == "refuse":
        refuse = f"server {{ {listen} default_server; ssl_reject_handshake on; ssl_protocols {' '.join(c.versions)}; }}"
    temporary = "".join(f"{m}_temp_path {here}/tmp; " for m in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = server.file("nginx.conf", f"""
daemon off; master_process off; pid {here}/pid; error_log {here}/error.log info;
events {{ worker_connections 64; }}
http {{ access_log off; {temporary}
  {refuse}
  server {{ {listen}; server_name {' '.join(c.server_names) or 'portal.lab.test'}; {' '.join(lines)}
    location / {{ return 200 "ok\\n"; }} }} }}
""")
    return ["nginx", "-c", path, "-p", here, "-e", here / "log"]


def apache(server):
    c, here = server.config, server.folder
    server.logs = [here / "error.log", here / "log"]
    modules = [m for m in ("mpm_event", "authz_core", "ssl", "socache_shmcb", "setenvif", "http2")
               if (MODULES / f"mod_{m}.so").exists()]
    if c.dh_bits:  # read from the end of the first certificate file
        with open(server.chain_folders[0] / "server.pem", "a", encoding="ascii") as file:
            file.write(server.dh_file().read_text(encoding="ascii"))
    lines = [f"LoadModule {m}_module {MODULES}/mod_{m}.so" for m in modules]
    lines += [f"ServerRoot {here}", f"PidFile {here}/pid", f"ErrorLog {here}/error.log", "LogLevel warn ssl:info",
              f"Listen 127.0.0.1:{server.port}", "ServerName localhost", "User www-data", "Group www-data",
              f"Mutex file:{here} default", "SSLSessionCache none", "<Location />", "Require all granted", "</Location>",
              f"<VirtualHost 127.0.0.1:{server.port}>", "ServerName portal.lab.test", "SSLEngine on",
              f"SSLProtocol {' '.join('+' + v for v in c.versions)}", f"SSLCipherSuite {c.cipher_string()}",
              f"SSLHonorCipherOrder {'on' if c.order == 'server' else 'off'}"]
    for folder in server.chain_folders:
        lines += [f"SSLCertificateFile {folder}/server.pem", f"SSLCertificateKeyFile {folder}/key.pem"]
    lines += [f"SSLOpenSSLConfCmd {k} {v}" for k, v in openssl_commands(c)]
    lines += [f"SSLOpenSSLConfCmd Groups {':'.join(names.OPENSSL_GROUPS.get(g, g) for g in c.groups)}"] if c.groups else []
    lines += [f"Protocols {' '.join(c.alpn)}"] if c.alpn else []
    if c.client_certificate != "none":
        word = "require" if c.client_certificate == "required" else "optional"
        lines += [f"SSLVerifyClient {word}", "SSLVerifyDepth 3", f"SSLCACertificateFile {server.people}"]
    lines += c.more
    path = server.file("apache.conf", "\n".join([*lines, "</VirtualHost>", ""]))
    return ["apache2", "-d", here, "-f", path, "-X"]


def haproxy(server):
    c = server.config
    words = [f"crt {server.folder}/certs", f"ciphers {c.cipher_string()}", f"ssl-min-ver {named(c.versions[0])}",
             f"ssl-max-ver {named(c.versions[-1])}"]
    place = server.folder / "certs"
    place.mkdir(exist_ok=True)
    for i, folder in enumerate(server.chain_folders):
        kind = "rsa" if c.chains[i].leaf.kind.startswith("rsa") else "ecdsa"
        shutil.copy(folder / "both.pem", place / f"portal.{kind}")  # a bundle (HAProxy 5.2, crt)
    words += [f"ciphersuites {':'.join(c.new_suites())}"] if c.new_suites() else []
    words += [f"curves {':'.join(names.OPENSSL_GROUPS.get(g, g) for g in c.groups)}"] if c.groups else []
    words += [f"alpn {','.join(c.alpn)}"] if c.alpn else []
    words += ["strict-sni"] if c.unknown_name == "refuse" else []
    words += ["prefer-client-ciphers"] if c.order == "client" else []
    if c.client_certificate != "none":
        words.append(f"ca-file {server.people} verify {c.client_certificate}")
    words += c.more
    dh = f"ssl-dh-param-file {server.dh_file()}" if c.dh_bits else ""
    path = server.file("haproxy.cfg", f"""
global
  maxconn 50
  {dh}
defaults
  mode http
  timeout client 6s
  timeout server 6s
  timeout connect 2s
frontend f
  bind 127.0.0.1:{server.port} ssl {' '.join(words)}
  http-request return status 200 content-type text/plain string "ok"
""")
    return ["haproxy", "-f", path, "-db"]


def named(version):
    return "TLSv1.0" if version == "TLSv1" else version


def stunnel(server):
    c, here = server.config, server.folder
    first = server.chain_folders[0]
    lines = ["foreground = yes", "pid =", "debug = info", "[web]", f"accept = 127.0.0.1:{server.port}",
             f"connect = 127.0.0.1:{server.lab.backend.port}", f"cert = {first}/server.pem", f"key = {first}/key.pem",
             f"ciphers = {c.cipher_string()}", f"securityLevel = {c.security_level}",
             f"sslVersionMin = {c.versions[0]}", f"sslVersionMax = {c.versions[-1]}"]
    lines += ["options = CIPHER_SERVER_PREFERENCE"] if c.order == "server" else ["options = -CIPHER_SERVER_PREFERENCE"]
    lines += [f"ciphersuites = {':'.join(c.new_suites())}"] if c.new_suites() else []
    lines += [f"curves = {':'.join(names.OPENSSL_GROUPS.get(g, g) for g in c.groups)}"] if c.groups else []
    lines += [f"config = SignatureAlgorithms:{':'.join(map(names.openssl_scheme, c.schemes))}"] if c.schemes else []
    if c.client_certificate != "none":
        lines += [f"CAfile = {server.people}", "verifyChain = yes"]
        lines += ["requireCert = yes"] if c.client_certificate == "required" else ["requireCert = no"]
    lines += c.more
    return ["stunnel4", server.file("stunnel.conf", "\n".join(lines) + "\n")]


def misbehave(server):
    return [sys.executable, pathlib.Path(__file__).with_name("misbehave.py"), server.port, server.config.fault,
            server.chain_folders[0]]


def selfserv(server):
    """NSS's own. It wants a database, in which the server has a name."""
    first, database = server.chain_folders[0], server.folder / "nss"
    database.mkdir()
    place = f"sql:{database}"
    steps = [["certutil", "-N", "-d", place, "--empty-password"],
             ["openssl", "pkcs12", "-export", "-in", first / "server.pem", "-inkey", first / "key.pem", "-name", "server",
              "-out", database / "p12", "-passout", "pass:"],
             ["pk12util", "-i", database / "p12", "-d", place, "-W", ""],
             ["certutil", "-A", "-a", "-d", place, "-n", "people", "-t", "CT,C,C", "-i", server.people]]
    for step in steps:
        subprocess.run([str(word) for word in step], check=True, capture_output=True)
    first, last = (v.lower().replace("tlsv", "tls") for v in (server.config.versions[0], server.config.versions[-1]))
    ask = {"none": [], "optional": ["-r"], "required": ["-rr"]}[server.config.client_certificate]
    return ["selfserv", "-n", "server", "-p", server.port, "-d", place, "-V", f"{first}:{last}", "-v", *ask]


def go(server):
    return [server.lab.go(), server.port, server.chain_folders[0], server.people, ",".join(server.config.versions)]


def erlang(server):
    return ["escript", pathlib.Path(__file__).with_name("erlang_server.escript"), server.port, server.chain_folders[0],
            server.people, ",".join(server.config.versions)]


STARTERS = {"openssl": openssl, "gnutls": gnutls, "nginx": nginx, "apache": apache, "haproxy": haproxy,
            "stunnel": stunnel, "selfserv": selfserv, "go": go, "erlang": erlang, "misbehave": misbehave}
OPTIONAL = {"go": "go", "erlang": "escript", "selfserv": "selfserv"}  # their cells are left out where it is not there


def found(program):
    """Debian keeps Go out of PATH where only a version of it is installed."""
    versions = sorted(pathlib.Path("/usr/lib").glob(f"go-*/bin/{program}"))
    return shutil.which(program) or (str(versions[-1]) if versions else None)


def available(kind):
    return kind not in OPTIONAL or found(OPTIONAL[kind]) is not None
