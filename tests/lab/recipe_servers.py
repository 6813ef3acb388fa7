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
        if not processes.wait_until_listening(self.process, self.port):
            self.stop()
            raise CannotStart(f"{self.name} does not listen: {self.log.read_text(errors='replace').strip()[-400:]}")

    def stop(self):
        if self.process:
            processes.end(self.process, patience=10)
        self.process = None

    def run(self, command):
        """A command of a recipe, as its user would type it."""
        starttls.run(["sh", "-c", self.mapped(command)], cwd=self.folder, env=self.environment())

    def environment(self):
        return dict(os.environ)


class Postfix(Server):
    name, starttls_name, port_in_capture = "postfix", "smtp", 25
    faults = {"enable-tls12": "smtpd_tls_protocols = >=TLSv1.3\nsmtpd_tls_mandatory_protocols = >=TLSv1.3",
              "enable-common-suite": "smtpd_tls_exclude_ciphers = kECDHE, kDHE\nsmtpd_tls_mandatory_exclude_ciphers = kECDHE, kDHE",
              "send-intermediate": "smtpd_tls_chain_files = {f}/HOST.key, {f}/leaf.pem",
              "enable-tls-on-port": "smtpd_tls_security_level = none"}

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
              "send-intermediate": "ssl_cert = <{f}/leaf.pem", "enable-tls-on-port": "ssl = no"}

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
              "trust-client-ca": "ssl_ca_file = '{f}/foreign.pem'"}

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
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}

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
              "trust-client-ca": "require_certificate true\ncafile {f}/foreign.pem"}

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
              "trust-client-ca": "verifyChain = yes\nrequireCert = yes\nCAfile = {f}/foreign.pem"}

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


class Tomcat(Server):
    """An instance of Debian's Tomcat, as `tomcat10-instance-create` lays one out."""
    name, unnamed = "tomcat", True
    home = pathlib.Path("/usr/share/tomcat10")
    faults = {"prefer-ecdhe": '<SSLHostConfig ciphers="DHE-RSA-AES256-GCM-SHA384" />', "enlarge-dh-group": '<SSLHostConfig ciphers="DHE-RSA-AES256-GCM-SHA384" />',
              "enable-common-suite": '<SSLHostConfig ciphers="AES256-SHA" />', "enable-tls12": '<SSLHostConfig protocols="TLSv1.3" />',
              "send-intermediate": '<Certificate certificateKeyFile="conf/server.key" certificateFile="conf/leaf.pem" />', "enable-common-group": "",
              "enable-tls-on-port": "", "trust-client-ca": '<SSLHostConfig certificateVerification="required" />',
              "make-client-certificate-optional": '<SSLHostConfig certificateVerification="required" />'}
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

    def environment(self):
        return {**os.environ, "CATALINA_HOME": str(self.home), "CATALINA_BASE": str(self.folder), "JAVA_OPTS": JAVA_IN_A_HURRY}

    def argv(self):
        return [self.home / "bin/catalina.sh", "run"]

    def options(self):
        return {"env": {**self.environment(), "JRE_HOME": "/usr"}}


ALL = (Postfix, Dovecot, OpenLdap, Postgresql, MariaDb, Mosquitto, Stunnel, Vsftpd, Tomcat)
