"""Servers whose recipes (knowledge/recipes) are carried out as they are told: each in a folder that stands for the one
below /etc, with its files where the recipe has them, started by whoever runs this.

A server is set up with a fault, of which the client complains; what is told is then done to its files, and it is
started again."""
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import processes

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "probe"))
import starttls_servers as starttls  # noqa: E402  pylint: disable=wrong-import-position

CannotStart = starttls.CannotStart
JAVA_IN_A_HURRY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"


class Server:
    """files: the paths of a recipe that stand for others here. tells: how a line of a recipe names a setting."""
    name = starttls_name = ""
    port_in_capture = 443
    user = None  # its own, where this is root
    unnamed = False  # nothing that it says or speaks tells which product it is: its user says so
    patience = 20  # seconds to its start
    directive = None  # how a recipe writes a setting of the one file that there is (`conf`)
    conf = None

    def __init__(self, folder, fault):
        self.folder, self.fault = folder, fault
        folder.mkdir()
        folder.chmod(0o755)
        self.port = processes.free_port()
        self.process = None
        self.log = folder / "server.log"

    def files(self):
        raise NotImplementedError

    def own(self, name):
        """A file that the user of the server may read, and nobody else."""
        if self.user:
            shutil.chown(self.folder / name, self.user, pwd.getpwnam(self.user).pw_gid)

    def mapped(self, text):
        for told, here in self.files().items():
            text = text.replace(told, str(here))
        return text

    def set(self, path, line):
        """One line of a configuration, in place of the one that sets the same."""
        path = pathlib.Path(path)
        key = re.match(r"[A-Za-z_.0-9\[\]-]+", line).group(0)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [old for old in lines if not re.match(rf"\s*{re.escape(key)}(?![A-Za-z_.0-9-])", old)]
        path.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")

    def argv(self):
        raise NotImplementedError

    def options(self):
        return {}

    def start(self):
        with open(self.log, "ab") as log:
            self.process = processes.start(self.argv(), stays=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **self.options())
        if not processes.wait_until_listening(self.process, self.port, self.patience):
            self.stop()
            raise CannotStart(f"{self.name} does not listen: {self.log.read_text(errors='replace').strip()[-400:]}")

    def stop(self):
        if self.process:
            processes.end(self.process, patience=10)
        self.process = None

    def end(self):
        """What was started beside it."""

    def run(self, command):
        """A command of a recipe, as its user would type it."""
        starttls.run(["sh", "-c", self.mapped(command)], cwd=self.folder, env=self.environment())

    def environment(self):
        return dict(os.environ)


def add_small_group(path, folder):
    path.write_text(path.read_text(encoding="ascii") + (folder / "dh1024.pem").read_text(encoding="ascii"), encoding="ascii")


class WebServer(Server):
    """Its folder below /etc is kept and put back as a whole, so that it is one here, with the keys in it."""
    unnamed = True
    etc = ""

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.etc_here = folder / pathlib.Path(self.etc).name
        (self.etc_here / "ssl").mkdir(parents=True)

    def files(self):
        return {self.etc: self.etc_here}

    def own(self, name):
        for file in (*self.folder.glob("*.pem"), *self.folder.glob("*.crl"), *self.folder.glob("*.key")):
            shutil.copy(file, self.etc_here)
            shutil.copy(file, self.etc_here / "ssl")

    def faulty(self, fault):
        """The faults are written as recipes write settings."""
        for line in self.faults[fault].format(f=self.etc_here).splitlines():
            self.set(self.conf, line)


class Nginx(WebServer):
    name, etc, directive = "nginx", "/etc/nginx", re.compile(r"(ssl_\w+ [^;]+;)$")
    small = "ssl_ciphers DHE:@SECLEVEL=0;\nssl_dhparam {f}/dh1024.pem;"
    faults = {"prefer-ecdhe": small, "enlarge-dh-group": small, "enable-common-suite": "ssl_ciphers AES256-SHA;", "enable-tls12": "ssl_protocols TLSv1.3;",
              "enable-common-group": "ssl_ecdh_curve secp521r1;", "send-intermediate": "ssl_certificate {f}/leaf.pem;"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/nginx")
        self.conf = self.etc_here / "nginx.conf"
        temporary = "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        self.conf.write_text(f"""daemon off;
{"user root;" if starttls.ROOT else ""}
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
  access_log off;
{temporary}  server {{
    listen 127.0.0.1:{self.port} ssl;
    ssl_certificate {self.etc_here}/HOST.fullchain.pem;
    ssl_certificate_key {self.etc_here}/HOST.key;
  }}
}}
""", encoding="ascii")
        self.faulty(fault)

    def set(self, path, line):
        key = line.split()[0]
        lines = [old for old in self.conf.read_text(encoding="ascii").splitlines() if old.split()[:1] != [key]]
        lines.insert(next(i for i, old in enumerate(lines) if old.split()[:1] == ["listen"]) + 1, "    " + line)
        self.conf.write_text("\n".join(lines) + "\n", encoding="ascii")

    def remove(self, name):
        kept = [line for line in self.conf.read_text(encoding="ascii").splitlines() if line.split()[:1] != [name]]
        self.conf.write_text("\n".join(kept) + "\n", encoding="ascii")

    def argv(self):
        return [self.binary, "-c", self.conf, "-e", "stderr", "-p", self.folder]


class Apache(WebServer):
    name, etc, directive = "apache", "/etc/apache2", re.compile(r"(SSL\w+ .+)$")
    modules = ("mpm_event", "authz_core", "socache_shmcb", "ssl")
    small = "SSLCipherSuite DHE:@SECLEVEL=0\nSSLCertificateFile {f}/ssl/HOST.pem"
    faults = {"prefer-ecdhe": small, "enlarge-dh-group": small, "enable-common-suite": "SSLCipherSuite AES256-SHA", "enable-tls12": "SSLProtocol -all +TLSv1.3",
              "enable-common-group": "SSLOpenSSLConfCmd Groups P-521", "send-intermediate": "SSLCertificateFile {f}/ssl/leaf.pem",
              "make-client-certificate-optional": "SSLVerifyClient require\nSSLCACertificateFile {f}/ssl/client-ca.pem",
              "trust-client-ca": "SSLVerifyClient require\nSSLCACertificateFile {f}/ssl/foreign.pem"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/apache2")
        self.conf = self.etc_here / "apache2.conf"
        loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in self.modules)
        self.conf.write_text(f"""{loaded}ServerName localhost
Listen 127.0.0.1:{self.port}
PidFile {folder}/pid
ErrorLog /dev/stderr
{"User www-data" if starttls.ROOT else ""}
DefaultRuntimeDir {folder}
SSLEngine on
SSLCertificateFile {self.etc_here}/ssl/HOST.fullchain.pem
SSLCertificateKeyFile {self.etc_here}/ssl/HOST.key
""", encoding="ascii")
        self.faulty(fault)

    def own(self, name):
        super().own(name)
        add_small_group(self.etc_here / "ssl/HOST.pem", self.folder)

    def argv(self):
        return [self.binary, "-f", self.conf, "-d", self.folder, "-DFOREGROUND"]


class Haproxy(WebServer):
    name, etc, directive = "haproxy", "/etc/haproxy", re.compile(r"(?:global:  )?((?:ssl-|tune\.|bind ).+)$")
    small = "ssl-default-bind-ciphers DHE:@SECLEVEL=0\ntune.ssl.default-dh-param 1024"
    faults = {"prefer-ecdhe": small, "enlarge-dh-group": small, "enable-common-suite": "ssl-default-bind-ciphers AES256-SHA",
              "enable-tls12": "ssl-default-bind-options ssl-min-ver TLSv1.3", "enable-common-group": "bind :443 ssl crt {f}/HOST.pem curves P-521",
              "send-intermediate": "", "make-client-certificate-optional": "bind :443 ssl crt {f}/HOST.pem ca-file {f}/client-ca.pem verify required",
              "trust-client-ca": "bind :443 ssl crt {f}/HOST.pem ca-file {f}/foreign.pem verify required",
              "complete-revocation-lists": "bind :443 ssl crt {f}/HOST.pem ca-file {f}/client-ca.pem verify required crl-file {f}/crls.pem"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/haproxy")
        self.conf = self.etc_here / "haproxy.cfg"
        self.alone = fault == "send-intermediate"
        self.conf.write_text(f"""global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 10s
  timeout server 10s
frontend web
  bind 127.0.0.1:{self.port} ssl crt {self.etc_here}/HOST.pem
  http-request return status 200
""", encoding="ascii")
        self.faulty(fault)

    def own(self, name):
        super().own(name)
        sent = "leaf.pem" if self.alone else "HOST.fullchain.pem"
        pem = (self.folder / "HOST.key").read_text(encoding="ascii") + (self.folder / sent).read_text(encoding="ascii")
        (self.etc_here / "HOST.pem").write_text(pem, encoding="ascii")

    def set(self, path, line):
        key = line.split()[0]
        lines = [old for old in self.conf.read_text(encoding="ascii").splitlines() if old.split()[:1] != [key]]
        above = "frontend" if key == "bind" else "global"
        line = line.replace("bind :443", f"bind 127.0.0.1:{self.port}")
        lines.insert(next(i for i, old in enumerate(lines) if old.split()[:1] == [above]) + 1, "  " + line)
        self.conf.write_text("\n".join(lines) + "\n", encoding="ascii")

    def argv(self):
        return [self.binary, "-db", "-f", self.conf]


class Postfix(Server):
    name, starttls_name, port_in_capture = "postfix", "smtp", 25
    faults = {"enable-tls12": "smtpd_tls_protocols = >=TLSv1.3\nsmtpd_tls_mandatory_protocols = >=TLSv1.3",
              "enable-common-suite": "smtpd_tls_exclude_ciphers = kECDHE, kDHE\nsmtpd_tls_mandatory_exclude_ciphers = kECDHE, kDHE",
              "send-intermediate": "smtpd_tls_chain_files = {f}/HOST.key, {f}/leaf.pem",
              "enable-tls-on-port": "smtpd_tls_security_level = none", "enlarge-dh-group": "smtpd_tls_dh1024_param_file = {f}/dh1024.pem"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.master = starttls.program(starttls.POSTFIX)
        if not starttls.ROOT:
            raise CannotStart("postfix needs root")
        starttls.postfix_queue(folder)
        base = starttls.postfix_main(folder, self.master) + f"""smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {folder}/HOST.key, {folder}/HOST.fullchain.pem
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_mandatory_protocols = >=TLSv1.2
"""
        (folder / "main.cf").write_text(base, encoding="ascii")
        for line in self.faults[fault].format(f=folder).splitlines():
            self.set(folder / "main.cf", line)
        (folder / "master.cf").write_text(starttls.postfix_master(self.port), encoding="ascii")

    def files(self):
        return {"/etc/postfix": self.folder}

    def environment(self):
        return {**os.environ, "MAIL_CONFIG": str(self.folder), "MAIL_LOGTAG": "postfix"}

    def argv(self):
        return [self.master, "-c", self.folder, "-d"]

    def options(self):
        return {"env": self.environment()}


class Dovecot(Server):
    name, starttls_name, port_in_capture = "dovecot", "imap", 143
    faults = {"enable-tls12": "ssl_min_protocol = TLSv1.3", "enable-common-suite": "ssl_cipher_list = AES256-SHA",
              "send-intermediate": "ssl_cert = <{f}/leaf.pem", "enable-tls-on-port": "ssl = no",
              "enlarge-dh-group": "ssl_dh = <{f}/dh1024.pem\nssl_cipher_list = DHE:@SECLEVEL=0"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/dovecot")
        (folder / "conf.d").mkdir()
        starttls.dovecot_conf(folder, {"imap": self.port}, f"ssl_dh =\n!include {folder}/conf.d/*.conf")
        ssl = folder / "conf.d/10-ssl.conf"
        for line in ("ssl = required", f"ssl_cert = <{folder}/HOST.fullchain.pem", f"ssl_key = <{folder}/HOST.key", "ssl_min_protocol = TLSv1.2",
                     *self.faults[fault].format(f=folder).splitlines()):
            self.set(ssl, line)

    def files(self):
        return {"/etc/dovecot": self.folder}

    def argv(self):
        return [self.binary, "-F", "-c", self.folder / "dovecot.conf"]


class OpenLdap(Server):
    name, starttls_name, port_in_capture = "openldap", "ldap", 389
    faults = {"enable-tls12": "TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.3", "enable-common-suite": "TLSCipherSuite NORMAL:-KX-ALL:+RSA:-VERS-TLS1.3",
              "send-intermediate": "TLSCertificateFile {f}/leaf.pem", "enable-tls-on-port": "",
              "make-client-certificate-optional": "TLSVerifyClient demand\nTLSCACertificateFile {f}/client-ca.pem"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/slapd", "/usr/libexec/slapd")
        lines = [] if fault == "enable-tls-on-port" else [f"TLSCertificateFile {folder}/HOST.fullchain.pem", f"TLSCertificateKeyFile {folder}/HOST.key"]
        conf = folder / "slapd.conf"
        conf.write_text("database config\n", encoding="ascii")
        for line in (*lines, *self.faults[fault].format(f=folder).splitlines()):
            self.set(conf, line)
        conf.write_text(f"pidfile {folder}/pid\nargsfile {folder}/args\n" + conf.read_text(encoding="ascii"), encoding="ascii")

    def set(self, path, line):
        super().set(path, line)
        lines = pathlib.Path(path).read_text(encoding="ascii").splitlines()
        lines = [line for line in lines if line != "database config"] + ["database config"]  # global lines stand above it
        pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="ascii")

    def files(self):
        return {"/etc/ldap": self.folder}

    def argv(self):
        return [self.binary, "-d", "0", "-f", self.folder / "slapd.conf", "-h", f"ldap://127.0.0.1:{self.port}"]


class Postgresql(Server):
    name, starttls_name, port_in_capture = "postgresql", "postgres", 5432
    faults = {"enable-tls12": "ssl_min_protocol_version = 'TLSv1.3'", "enable-common-suite": "ssl_ciphers = 'AES256-SHA'",
              "send-intermediate": "ssl_cert_file = '{f}/leaf.pem'", "enable-tls-on-port": "ssl = off",
              "trust-client-ca": "ssl_ca_file = '{f}/foreign.pem'",
              "enlarge-dh-group": "ssl_dh_params_file = '{f}/dh1024.pem'\nssl_ciphers = 'DHE:@SECLEVEL=0'",
              "complete-revocation-lists": "ssl_ca_file = '{f}/client-ca.pem'\nssl_crl_file = '{f}/partial.crl'"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.user = starttls.own_user("postgres")
        self.binaries = pathlib.Path(starttls.program("/usr/lib/postgresql/*/bin/initdb")).parent
        if self.user:
            shutil.chown(folder, self.user, pwd.getpwnam(self.user).pw_gid)
        starttls.run([self.binaries / "initdb", "-D", folder / "data", "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--no-locale"], cwd=folder,
                     **self.options())
        conf = folder / "data/postgresql.conf"
        for line in ("listen_addresses = '127.0.0.1'", f"port = {self.port}", f"unix_socket_directories = '{folder}'", "fsync = off", "ssl = on",
                     f"ssl_cert_file = '{folder}/HOST.fullchain.pem'", f"ssl_key_file = '{folder}/HOST.key'", *self.faults[fault].format(f=folder).splitlines()):
            self.set(conf, line)

    def options(self):
        out = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}
        if self.fault == "enlarge-dh-group":  # as older ones of OpenSSL take it
            (self.folder / "openssl.cnf").write_text("openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nCipherString = DEFAULT:@SECLEVEL=0\n", encoding="ascii")
            out["env"] = {**os.environ, "OPENSSL_CONF": str(self.folder / "openssl.cnf")}
        return out

    def files(self):
        return {"/etc/postgresql": self.folder}

    def environment(self):
        return {**os.environ, "PGHOST": str(self.folder), "PGPORT": str(self.port), "PGDATABASE": "postgres"}

    def argv(self):
        return [self.binaries / "postgres", "-D", self.folder / "data"]


class MariaDb(Server):
    name, starttls_name, port_in_capture = "mariadb", "mysql", 3306
    faults = {"enable-tls12": "tls_version = TLSv1.3", "enable-common-suite": "ssl_cipher = AES256-SHA\ntls_version = TLSv1.2",
              "send-intermediate": "ssl_cert = {f}/leaf.pem", "enable-tls-on-port": "skip-ssl"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/mariadbd")
        self.user = starttls.own_user("mysql")
        (folder / "data").mkdir()
        (folder / "conf.d").mkdir()
        if self.user:
            shutil.chown(folder / "data", self.user)
        lines = ["[mysqld]", f"ssl_cert = {folder}/HOST.fullchain.pem", f"ssl_key = {folder}/HOST.key", *self.faults[fault].format(f=folder).splitlines()]
        if fault == "enable-tls-on-port":
            lines = ["[mysqld]"]
        (folder / "my.cnf").write_text("\n".join(lines) + f"\n!includedir {folder}/conf.d/\n", encoding="ascii")

    def files(self):
        return {"/etc/mysql": self.folder}

    def set(self, path, line):
        if not pathlib.Path(path).exists():
            pathlib.Path(path).write_text("[mysqld]\n", encoding="ascii")  # the recipe says so in words
        super().set(path, line)

    def argv(self):
        return [self.binary, f"--defaults-file={self.folder}/my.cnf", f"--datadir={self.folder}/data", f"--port={self.port}", "--bind-address=127.0.0.1",
                f"--socket={self.folder}/data/socket", f"--pid-file={self.folder}/data/pid", "--skip-grant-tables", "--skip-log-bin", "--innodb=OFF",
                "--default-storage-engine=MyISAM", *([f"--user={self.user}"] if self.user else [])]


class Mosquitto(Server):
    name, port_in_capture = "mosquitto", 8883
    faults = {"enable-tls12": "tls_version tlsv1.3", "enable-common-suite": "ciphers AES256-SHA", "send-intermediate": "certfile {f}/leaf.pem",
              "make-client-certificate-optional": "require_certificate true\ncafile {f}/client-ca.pem",
              "trust-client-ca": "require_certificate true\ncafile {f}/foreign.pem",
              "complete-revocation-lists": "require_certificate true\ncafile {f}/client-ca.pem\ncrlfile {f}/partial.crl"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/mosquitto")
        (folder / "conf.d").mkdir()
        (folder / "mosquitto.conf").write_text(f"{'user root' if starttls.ROOT else ''}\nallow_anonymous true\ninclude_dir {folder}/conf.d\n", encoding="ascii")
        for line in (f"listener {self.port} 127.0.0.1", f"certfile {folder}/HOST.fullchain.pem", f"keyfile {folder}/HOST.key",
                     *self.faults[fault].format(f=folder).splitlines()):
            self.set(folder / "conf.d/tls.conf", line)

    def files(self):
        return {"/etc/mosquitto": self.folder}

    def argv(self):
        return [self.binary, "-c", self.folder / "mosquitto.conf"]


class Stunnel(Server):
    name, unnamed = "stunnel", True
    faults = {"enable-tls12": "sslVersionMin = TLSv1.3", "enable-common-suite": "ciphers = AES256-SHA", "send-intermediate": "cert = {f}/leaf.pem",
              "enable-common-group": "curves = P-521",
              "make-client-certificate-optional": "verifyChain = yes\nrequireCert = yes\nCAfile = {f}/client-ca.pem",
              "trust-client-ca": "verifyChain = yes\nrequireCert = yes\nCAfile = {f}/foreign.pem",
              "enlarge-dh-group": "securityLevel = 0\nciphers = DHE\ncert = {f}/HOST.pem",
              "complete-revocation-lists": "verifyChain = yes\nrequireCert = yes\nCAfile = {f}/client-ca.pem\nCRLfile = {f}/partial.crl"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/bin/stunnel")
        conf = folder / "stunnel.conf"
        conf.write_text("foreground = yes\npid =\n[web]\n", encoding="ascii")
        for line in (f"accept = 127.0.0.1:{self.port}", "exec = /bin/cat", "execArgs = cat", f"cert = {folder}/HOST.fullchain.pem", f"key = {folder}/HOST.key",
                     *self.faults[fault].format(f=folder).splitlines()):
            self.set(conf, line)

    def files(self):
        return {"/etc/stunnel": self.folder}

    def own(self, name):
        add_small_group(self.folder / "HOST.pem", self.folder)

    def argv(self):
        return [self.binary, self.folder / "stunnel.conf"]


class Vsftpd(Server):
    name, starttls_name, port_in_capture = "vsftpd", "ftp", 21
    faults = {"enable-common-suite": "ssl_ciphers=AES256-SHA", "send-intermediate": "rsa_cert_file={f}/leaf.pem\nssl_ciphers=HIGH", "enable-tls-on-port": "ssl_enable=NO"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/sbin/vsftpd")
        (folder / "empty").mkdir(mode=0o555)
        for line in ("listen=YES", "listen_ipv6=NO", "listen_address=127.0.0.1", f"listen_port={self.port}", "background=NO", "anonymous_enable=NO",
                     "local_enable=YES", "seccomp_sandbox=NO", f"secure_chroot_dir={folder}/empty", "xferlog_enable=NO", "ssl_enable=YES",
                     f"rsa_cert_file={folder}/HOST.fullchain.pem", f"rsa_private_key_file={folder}/HOST.key",
                     *([] if starttls.ROOT else ["run_as_launching_user=YES"]), *self.faults[fault].format(f=folder).splitlines()):
            self.set(folder / "vsftpd.conf", line)

    def files(self):
        return {"/etc/vsftpd.conf": self.folder / "vsftpd.conf", "/etc/ssl/certs": self.folder, "/etc/ssl/private": self.folder}

    def argv(self):
        return [self.binary, self.folder / "vsftpd.conf"]


CLIENT_CAS = ("client-root", "client-issuing-ca")


def trust(folder, store, names):
    """Makes a trust store of Java."""
    for name in names:
        starttls.run(["keytool", "-importcert", "-noprompt", "-storepass", "PASSWORD", "-alias", name, "-file", folder / f"{name}.pem", "-keystore", store,
                      "-storetype", "PKCS12"], cwd=folder)


class Tomcat(Server):
    """An instance of Debian's Tomcat, as `tomcat10-instance-create` lays one out."""
    name, unnamed = "tomcat", True
    home = pathlib.Path("/usr/share/tomcat10")
    faults = {"prefer-ecdhe": '<SSLHostConfig ciphers="DHE-RSA-AES256-GCM-SHA384" />', "enlarge-dh-group": '<SSLHostConfig ciphers="DHE-RSA-AES256-GCM-SHA384" />',
              "enable-common-suite": '<SSLHostConfig ciphers="AES256-SHA" />', "enable-tls12": '<SSLHostConfig protocols="TLSv1.3" />',
              "send-intermediate": '<Certificate certificateKeyFile="conf/server.key" certificateFile="conf/leaf.pem" />', "enable-common-group": "",
              "enable-tls-on-port": "", "trust-client-ca": '<SSLHostConfig certificateVerification="required" />',
              "make-client-certificate-optional": '<SSLHostConfig certificateVerification="required" />',
              "complete-revocation-lists": '<SSLHostConfig certificateVerification="required" truststoreFile="conf/trust.p12" truststorePassword="PASSWORD" '
                                           'truststoreType="PKCS12" certificateRevocationListFile="conf/partial.crl" />'}
    options_of = {"prefer-ecdhe": "-Djdk.tls.ephemeralDHKeySize=1024", "enlarge-dh-group": "-Djdk.tls.ephemeralDHKeySize=1024",
                  "enable-common-group": "-Djdk.tls.namedGroups=secp521r1"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        starttls.program(str(self.home / "bin/catalina.sh"))
        starttls.program("/usr/bin/java")
        for name in ("bin", "conf", "logs", "temp", "webapps", "work"):
            (folder / name).mkdir()
        (folder / "conf/web.xml").write_text("<web-app/>\n", encoding="ascii")
        (folder / "bin/setenv.sh").write_text(f'CATALINA_OPTS="{self.options_of.get(fault, "")}"\n', encoding="ascii")
        inside = "" if fault == "enable-tls-on-port" else """ SSLEnabled="true" scheme="https" secure="true">
      <SSLHostConfig><Certificate certificateKeyFile="conf/server.key" certificateFile="conf/server.pem" certificateChainFile="conf/intermediate.pem" /></SSLHostConfig>
    </Connector>"""
        (folder / "conf/server.xml").write_text(f"""<Server port="-1"><Service name="Catalina">
    <Connector address="127.0.0.1" port="{self.port}"{inside or "/>"}
    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" autoDeploy="false" /></Engine>
  </Service></Server>
""", encoding="ascii")
        if self.faults[fault]:
            self.set("conf/server.xml", self.faults[fault])

    def files(self):
        return {}

    def set(self, path, line):
        """What stands there of an element is written into the one that is there."""
        path = self.folder / path
        if path.name == "setenv.sh":
            path.write_text(path.read_text(encoding="ascii") + line + "\n", encoding="ascii")
            return
        tree = ElementTree.parse(path)
        name, attributes = re.match(r"<(\w+)((?: \w+=\"[^\"]*\")*)", line).groups()
        element = next(tree.iter(name))
        if name == "Certificate":
            element.attrib.clear()
        element.attrib.update(dict(re.findall(r'(\w+)="([^"]*)"', attributes)))
        if name == "Connector":
            element.set("port", str(self.port))
        tree.write(path)

    def insert(self, text):
        """Elements that belong into the Connector."""
        path = self.folder / "conf/server.xml"
        tree = ElementTree.parse(path)
        next(tree.iter("Connector")).append(ElementTree.fromstring(text))
        tree.write(path)

    def own(self, name):
        for pem in (*self.folder.glob("*.pem"), *self.folder.glob("*.crl"), self.folder / "server.key"):
            shutil.copy(pem, self.folder / "conf")
        if self.fault == "complete-revocation-lists":
            trust(self.folder, self.folder / "conf/trust.p12", CLIENT_CAS)

    def environment(self):
        return {**os.environ, "CATALINA_HOME": str(self.home), "CATALINA_BASE": str(self.folder), "JAVA_OPTS": JAVA_IN_A_HURRY}

    def argv(self):
        return [self.home / "bin/catalina.sh", "run"]

    def options(self):
        return {"env": {**self.environment(), "JRE_HOME": "/usr"}}


class Jetty(Server):
    """A base folder of Debian's Jetty, as its start.jar wants one."""
    name, unnamed = "jetty", True
    home = pathlib.Path("/usr/share/jetty9")
    exclude_nothing = '<Set name="ExcludeCipherSuites"><Array type="String" /></Set>'
    faults = {"prefer-ecdhe": exclude_nothing + '<Set name="UseCipherSuitesOrder">false</Set>', "enlarge-dh-group": exclude_nothing,
              "enable-common-suite": exclude_nothing + '<Set name="IncludeCipherSuites"><Array type="String"><Item>TLS_RSA_WITH_AES_256_CBC_SHA256</Item></Array></Set>',
              "enable-tls12": '<Set name="IncludeProtocols"><Array type="String"><Item>TLSv1.3</Item></Array></Set>', "enable-common-group": "",
              "send-intermediate": "", "enable-tls-on-port": "", "trust-client-ca": "", "make-client-certificate-optional": "",
              "complete-revocation-lists": '<Set name="ValidatePeerCerts">true</Set><Set name="CrlPath"><Property name="jetty.base" />/etc/partial.crl</Set>'}
    asks_for_certificates = ("trust-client-ca", "make-client-certificate-optional", "complete-revocation-lists")
    options_of = {"enlarge-dh-group": "-Djdk.tls.ephemeralDHKeySize=1024", "prefer-ecdhe": "-Djdk.tls.ephemeralDHKeySize=1024",
                  "enable-common-group": "-Djdk.tls.namedGroups=secp521r1"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        starttls.program(str(self.home / "start.jar"))
        starttls.program("/usr/bin/java")
        self.base = folder / "base"
        for name in ("start.d", "etc"):
            (self.base / name).mkdir(parents=True)
        lines = ["--module=ssl", "--module=https", "jetty.ssl.host=127.0.0.1", f"jetty.ssl.port={self.port}", "jetty.sslContext.keyStorePath=etc/first.p12",
                 "jetty.sslContext.keyStorePassword=PASSWORD", "jetty.sslContext.keyManagerPassword=PASSWORD", "jetty.sslContext.trustStorePath=etc/first-trust.p12", "jetty.sslContext.trustStorePassword=PASSWORD", f"jetty.sslContext.needClientAuth={'true' if fault in self.asks_for_certificates else 'false'}"]
        if fault == "enable-tls-on-port":
            lines = ["--module=http", "jetty.http.host=127.0.0.1", f"jetty.http.port={self.port}"]
        (self.base / ("start.d/http.ini" if fault == "enable-tls-on-port" else "start.d/ssl.ini")).write_text("\n".join(lines) + "\n", encoding="ascii")
        if fault in self.options_of:
            (self.base / "start.d/first.ini").write_text(f"--exec\n{self.options_of[fault]}\n", encoding="ascii")
        if self.faults[fault]:
            first = (self.home / "etc/jetty-ssl-context.xml").read_text(encoding="utf-8").splitlines()[0]
            tweak = f'{first}<Configure id="sslContextFactory" class="org.eclipse.jetty.util.ssl.SslContextFactory$Server">{self.faults[fault]}</Configure>\n'
            (self.base / "etc/first.xml").write_text(tweak, encoding="ascii")
            self.set(self.base / "start.d/ssl.ini", "etc/first.xml")

    def own(self, name):
        sent = [] if self.fault == "send-intermediate" else ["-certfile", "intermediate.pem"]
        starttls.run(["openssl", "pkcs12", "-export", "-inkey", "server.key", "-in", "server.pem", *sent, "-passout", "pass:PASSWORD", "-out", self.base / "etc/first.p12"],
                     cwd=self.folder)
        trust(self.folder, self.base / "etc/first-trust.p12", ("foreign",) if self.fault == "trust-client-ca" else CLIENT_CAS)
        shutil.copy(self.folder / "partial.crl", self.base / "etc")
        shutil.copy(self.base / "etc/first.p12", self.base / "etc/keystore.p12")

    def files(self):
        return {"$JETTY_BASE": self.base}

    def set(self, path, line):
        path = pathlib.Path(path)
        if path.suffix == ".xml":
            path.write_text(path.read_text(encoding="ascii") + line + "\n", encoding="ascii")
        elif line == "etc/tweak-ssl.xml":  # files are read in their order
            path.write_text(path.read_text(encoding="ascii") + line + "\n", encoding="ascii")
        else:
            super().set(path, line)
            if line == "jetty.ssl.port=8443":
                super().set(path, f"jetty.ssl.port={self.port}")
                super().set(path, "jetty.ssl.host=127.0.0.1")
                (self.base / "start.d/http.ini").rename(self.folder / "http.ini")  # it has the port here

    def run(self, command):
        # What keytool and openssl would ask for.
        command = command.replace("pkcs12 -export", "pkcs12 -export -passout pass:PASSWORD").replace("-importcert", "-importcert -noprompt -storepass PASSWORD")
        # Jetty 9, as the recipe says; that of Debian has to be told where it is.
        if command.startswith("rm ") and (self.folder / "http.ini").exists():
            shutil.copy(self.folder / "http.ini", self.base / "start.d")
        super().run(command.replace("--add-modules", f"jetty.home={self.home} jetty.base={self.base} --add-to-start"))

    def environment(self):
        return {**os.environ, "JAVA_TOOL_OPTIONS": JAVA_IN_A_HURRY, "JETTY_HOME": str(self.home)}

    def argv(self):
        return ["java", "-jar", self.home / "start.jar", f"jetty.home={self.home}", f"jetty.base={self.base}"]

    def options(self):
        return {"env": self.environment(), "start_new_session": True}


class RabbitMq(Server):
    """A node with a port mapper of its own, all of it on loopback."""
    name, unnamed, port_in_capture, patience = "rabbitmq", True, 5671, 60
    faults = {"prefer-ecdhe": "ssl_options.ciphers.1 = DHE-RSA-AES256-GCM-SHA384\nssl_options.dhfile = {f}/dh1024.pem\nssl_options.versions.1 = tlsv1.2",
              "enlarge-dh-group": "ssl_options.ciphers.1 = DHE-RSA-AES256-GCM-SHA384\nssl_options.dhfile = {f}/dh1024.pem\nssl_options.versions.1 = tlsv1.2",
              "enable-common-suite": "ssl_options.ciphers.1 = AES256-SHA\nssl_options.versions.1 = tlsv1.2", "enable-tls12": "ssl_options.versions.1 = tlsv1.3",
              "send-intermediate": "ssl_options.certfile = {f}/leaf.pem", "enable-tls-on-port": "",
              "make-client-certificate-optional": "ssl_options.cacertfile = {f}/client-ca.pem\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true",
              "trust-client-ca": "ssl_options.cacertfile = {f}/foreign.pem\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true",
              "complete-revocation-lists": "ssl_options.cacertfile = {f}/client-ca.pem\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true\n"
                                           "ssl_options.depth = 3"}

    def __init__(self, folder, fault):
        super().__init__(folder, fault)
        self.binary = starttls.program("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server")
        self.mapper, self.mapper_port, self.node_port = None, processes.free_port(), processes.free_port()
        self.etc_here = folder / "rabbitmq"
        (self.etc_here / "crls").mkdir(parents=True)
        (self.etc_here / "enabled_plugins").write_text("[].\n", encoding="ascii")
        lines = ["listeners.tcp = none", f"listeners.ssl.default = 127.0.0.1:{self.port}", f"ssl_options.certfile = {self.etc_here}/HOST.fullchain.pem",
                 f"ssl_options.keyfile = {self.etc_here}/HOST.key"]
        if fault == "enable-tls-on-port":
            lines = [f"listeners.tcp.default = 127.0.0.1:{self.port}"]
        for line in (*lines, *self.faults[fault].format(f=self.etc_here).splitlines()):
            super().set(self.etc_here / "rabbitmq.conf", line)
        if fault == "complete-revocation-lists":
            files = "".join(f'{{{kind}file, "{self.etc_here}/{name}"}}, ' for kind, name in (("cert", "HOST.fullchain.pem"), ("key", "HOST.key"), ("cacert", "client-ca.pem")))
            self.set(self.etc_here / "advanced.config", f"[{{rabbit, [{{ssl_options, [{files}{{verify, verify_peer}}, {{fail_if_no_peer_cert, true}}, {{crl_check, peer}}, "
                     f'{{crl_cache, {{ssl_crl_hash_dir, {{internal, [{{dir, "{self.etc_here}/crls"}}]}}}}}}]}}]}}].')

    def files(self):
        return {"/etc/rabbitmq": self.etc_here}

    def set(self, path, line):
        path = pathlib.Path(path)
        if path.suffix == ".config":
            path.write_text(line + "\n", encoding="ascii")
            return
        super().set(path, line)
        if line.startswith("listeners.ssl.default = 5671"):
            super().set(path, "listeners.tcp = none")  # whose port is the one that is asked here
            super().set(path, f"listeners.ssl.default = 127.0.0.1:{self.port}")
            lines = path.read_text(encoding="ascii").splitlines()
            path.write_text("\n".join(line for line in lines if "tcp.default" not in line) + "\n", encoding="ascii")

    def own(self, name):
        for file in (*self.folder.glob("*.pem"), *self.folder.glob("*.key")):
            shutil.copy(file, self.etc_here)
        shutil.copy(self.folder / "root.crl", self.etc_here / "crls")
        starttls.run(["openssl", "rehash", self.etc_here / "crls"], cwd=self.folder)

    def environment(self):
        here = str(self.folder)
        loopback = "-kernel inet_dist_use_interface {127,0,0,1}"
        return {**os.environ, "HOME": here, "RABBITMQ_NODENAME": f"lab{self.port}@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1", "RABBITMQ_DIST_PORT": str(self.node_port),
                "RABBITMQ_CONFIG_FILE": f"{self.etc_here}/rabbitmq", "RABBITMQ_ADVANCED_CONFIG_FILE": f"{self.etc_here}/advanced.config",
                "RABBITMQ_CONF_ENV_FILE": "/dev/null", "RABBITMQ_ENABLED_PLUGINS_FILE": f"{self.etc_here}/enabled_plugins", "RABBITMQ_MNESIA_BASE": here,
                "RABBITMQ_LOG_BASE": here, "RABBITMQ_LOGS": "-", "ERL_EPMD_PORT": str(self.mapper_port), "ERL_EPMD_ADDRESS": "127.0.0.1", "RUNNING_UNDER_SYSTEMD": "true",
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": loopback, "ERL_CRASH_DUMP": "/dev/null"}

    def start(self):
        if self.mapper is None:
            self.mapper = processes.start(["epmd", "-address", "127.0.0.1", "-port", self.mapper_port], stays=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL)
            processes.wait_until_listening(self.mapper, self.mapper_port)
        super().start()

    def end(self):
        if self.mapper:
            processes.end(self.mapper)
        self.mapper = None

    def argv(self):
        return [self.binary]

    def options(self):
        return {"env": self.environment()}


ALL = (Postfix, Dovecot, OpenLdap, Postgresql, MariaDb, Mosquitto, Stunnel, Vsftpd, Nginx, Apache, Haproxy, Tomcat, Jetty, RabbitMq)
