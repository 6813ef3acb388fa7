#!/usr/bin/env python3
"""starttls_servers.py [--only REGEX]: real servers on loopback that turn to TLS by a command, in a folder of their own,
as whoever runs this. `servers()` starts those that are installed; run alone, each is asked with openssl s_client and
by what it answers when TLS is off.

Postfix needs root and is left out otherwise. The others take the rights of their own users where this runs as root.
Exits 77 where none is installed."""
import argparse
import contextlib
import dataclasses
import glob
import grp
import hashlib
import os
import pathlib
import pwd
import re
import shutil
import ssl
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))
import processes  # noqa: E402  pylint: disable=wrong-import-position

SKIPPED = 77
NAME = "starttls.lab.test"
ROOT = os.geteuid() == 0
POSTFIX = "/usr/lib/postfix/sbin/master"
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")


class CannotStart(Exception):
    """It is not installed, needs rights that are not there, or did not listen; says which."""


@dataclasses.dataclass(frozen=True)
class Running:
    """A server that listens on 127.0.0.1. `configured` is what its settings decide: certificate (SHA-256, hexadecimal),
    versions (as --json has them; left out where its library decides), tls (False: it refuses, with `refusal`)."""
    name: str
    starttls: str
    port: int
    configured: dict


class Place:
    """A folder with a key and a certificate, which the users of the servers may enter."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.chmod(0o755)
        self.key, self.certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7", "-subj", f"/CN={NAME}",
             "-addext", f"subjectAltName=DNS:{NAME},DNS:localhost,IP:127.0.0.1",
             "-keyout", self.key, "-out", self.certificate])
        der = ssl.PEM_cert_to_DER_cert(self.certificate.read_text(encoding="ascii"))
        self.facts = {"tls": True, "certificate": hashlib.sha256(der).hexdigest()}

    def new(self, name, user=None):
        """A folder for one server, of the user that it runs as, with the key as that user may read it."""
        path = self.folder / name
        path.mkdir()
        shutil.copy(self.key, path / "key.pem")
        (path / "key.pem").chmod(0o600)
        if user:
            for owned in (path, path / "key.pem"):
                shutil.chown(owned, user, pwd.getpwnam(user).pw_gid)
        return path


def run(argv, **options):
    done = subprocess.run([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, timeout=120, **options)
    if done.returncode:
        raise CannotStart(f"{argv[0]}: {done.stdout.decode(errors='replace').strip()[-500:]}")


def program(*candidates):
    """The first of them that is there; the last in order of names where there are several versions."""
    for candidate in candidates:
        found = sorted(glob.glob(candidate))
        if found:
            return found[-1]
    raise CannotStart(f"not installed: {candidates[0]}")


def own_user(name):
    """The user that a server runs as: its own where this is root, else whoever runs this (None)."""
    if not ROOT:
        return None
    try:
        pwd.getpwnam(name)
    except KeyError as error:
        raise CannotStart(f"no user {name}") from error
    return name


@contextlib.contextmanager
def listening(argv, folder, ports, **options):
    """Runs it until the caller is done, once it listens on all of the ports."""
    with open(folder / "log", "wb") as log:
        process = processes.start(argv, stays=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, **options)
    try:
        for port in ports:
            if not processes.wait_until_listening(process, port):
                said = (folder / "log").read_text(errors="replace").strip()[-500:]
                raise CannotStart(f"{argv[0]} does not listen: {said}")
        yield process
    finally:
        processes.end(process, patience=10)


def postfix_queue(folder):
    """The folders that Postfix expects, of the users that it expects."""
    queue = folder / "queue"
    queue.mkdir()
    for name in QUEUES:
        (queue / name).mkdir(mode=0o700)
        shutil.chown(queue / name, "postfix")
    for name, mode in (("maildrop", 0o730), ("public", 0o710)):
        (queue / name).mkdir()
        (queue / name).chmod(mode)
        shutil.chown(queue / name, "postfix", "postdrop")
    (queue / "pid").mkdir()
    (folder / "data").mkdir()
    shutil.chown(folder / "data", "postfix")


def postfix_main(folder, master):
    """main.cf, but for TLS."""
    return f"""compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {pathlib.Path(master).parent}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = {NAME}
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
smtpd_tls_session_cache_database =
smtpd_peername_lookup = no
alias_maps =
local_recipient_maps =
"""


def postfix_master(port):
    return f"""127.0.0.1:{port} inet n - n - - smtpd
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
postlog unix-dgram n - n - 1 postlogd
tlsmgr unix - - n 1000? 1 tlsmgr
"""


@contextlib.contextmanager
def postfix(place, tls=True):
    master = program(POSTFIX)
    if not ROOT:
        raise CannotStart("postfix needs root")
    folder = place.new("postfix" if tls else "postfix-plain")
    port = processes.free_port()
    postfix_queue(folder)
    (folder / "main.cf").write_text(postfix_main(folder, master) + f"""smtpd_tls_security_level = {'encrypt' if tls else 'none'}
smtpd_tls_chain_files = {folder}/key.pem, {place.certificate}
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_mandatory_protocols = >=TLSv1.2
""", encoding="ascii")
    (folder / "master.cf").write_text(postfix_master(port), encoding="ascii")
    environment = {**os.environ, "MAIL_CONFIG": str(folder), "MAIL_LOGTAG": "postfix"}
    with listening([master, "-c", folder, "-d"], folder, [port], env=environment):
        facts = place.facts | {"versions": ["TLSv1.2", "TLSv1.3"]} if tls else off("502 5.5.1 Error: command not implemented")
        yield [Running("postfix" if tls else "postfix-plain", "smtp", port, facts)]


def dovecot_conf(folder, ports, tls):
    """dovecot.conf with a service for each of `ports` (protocol: port); `tls` are its lines about TLS."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    internal, login = own_user("dovecot") or me, own_user("dovenull") or me
    group = "dovecot" if ROOT else grp.getgrgid(os.getegid()).gr_name
    listeners = {"imap": "imap-login", "pop3": "pop3-login", "sieve": "managesieve-login", "lmtp": "lmtp"}

    def service(name, number):
        extra = f"inet_listener {name}s {{\n port = 0\n }}\n" if name in ("imap", "pop3") else ""
        return (f"service {listeners[name]} {{\n chroot =\n inet_listener {name} {{\n address = 127.0.0.1\n port = {number}\n }}\n"
                f" {extra}}}\n")

    (folder / "dovecot.conf").write_text(f"""base_dir = {folder}/run
state_dir = {folder}/state
protocols = {' '.join(ports)}
log_path = {folder}/dovecot.log
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail
{tls}
service anvil {{
 chroot =
}}
service stats {{
 chroot =
}}
passdb {{
 driver = static
 args = nopassword=y
}}
userdb {{
 driver = static
 args = uid={os.getuid()} gid={os.getgid()} home={folder}/mail
}}
""" + "".join(service(name, number) for name, number in ports.items()), encoding="ascii")


@contextlib.contextmanager
def dovecot(place, tls=True):
    folder = place.new("dovecot" if tls else "dovecot-plain")
    binary = program("/usr/sbin/dovecot")
    port = {name: processes.free_port() for name in ("imap", "pop3", "sieve", "lmtp")}
    dovecot_conf(folder, port, f"""ssl = {'yes' if tls else 'no'}
ssl_cert = <{place.certificate}
ssl_key = <{folder}/key.pem
ssl_min_protocol = TLSv1.2
ssl_dh =""")
    no = {"imap": "a1 BAD TLS support isn't enabled.", "pop3": "-ERR TLS support isn't enabled.",
          "sieve": 'NO "TLS support isn\'t enabled."', "lmtp": "502 5.5.1 TLS support is not enabled."}
    with listening([binary, "-F", "-c", folder / "dovecot.conf"], folder, port.values()):
        yield [Running(f"dovecot-{name}" if tls else f"dovecot-{name}-plain", name, number,
                       place.facts | {"versions": ["TLSv1.2", "TLSv1.3"]} if tls else off(no[name]))
               for name, number in port.items()]


@contextlib.contextmanager
def openldap(place, tls=True):
    folder, port = place.new("slapd" if tls else "slapd-plain"), processes.free_port()
    binary = program("/usr/sbin/slapd", "/usr/libexec/slapd")
    secured = f"""TLSCertificateFile {place.certificate}
TLSCertificateKeyFile {folder}/key.pem
TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3
security tls=1
"""
    (folder / "slapd.conf").write_text(f"""pidfile {folder}/pid
argsfile {folder}/args
{secured if tls else ''}database config
""", encoding="ascii")
    with listening([binary, "-d", "0", "-f", folder / "slapd.conf", "-h", f"ldap://127.0.0.1:{port}"], folder, [port]):
        facts = place.facts | {"versions": ["TLSv1.2", "TLSv1.3"]} if tls else off(
            "protocolError (2): unsupported extended operation")
        yield [Running("openldap" if tls else "openldap-plain", "ldap", port, facts)]


@contextlib.contextmanager
def postgresql(place, tls=True):
    binaries = pathlib.Path(program("/usr/lib/postgresql/*/bin/initdb")).parent
    user = own_user("postgres")
    folder, port = place.new("postgresql" if tls else "postgresql-plain", user), processes.free_port()
    other = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    run([binaries / "initdb", "-D", folder / "data", "-A", "trust", "-N", "-E", "UTF8", "--no-locale"], cwd=folder, **other)
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off",
                "ssl": "on" if tls else "off"}
    if tls:
        settings |= {"ssl_cert_file": place.certificate, "ssl_key_file": folder / "key.pem",
                     "ssl_min_protocol_version": "TLSv1.2"}
    options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    with listening([binaries / "postgres", "-D", folder / "data", *options], folder, [port], **other):
        facts = place.facts | {"versions": ["TLSv1.2", "TLSv1.3"]} if tls else off("N")
        yield [Running("postgresql" if tls else "postgresql-plain", "postgres", port, facts)]


@contextlib.contextmanager
def mariadb(place, tls=True):
    binary = program("/usr/sbin/mariadbd")
    user = own_user("mysql")
    folder, port = place.new("mariadb" if tls else "mariadb-plain", user), processes.free_port()
    data = folder / "data"
    data.mkdir()
    if user:
        shutil.chown(data, user)
    secured = [f"--ssl-cert={place.certificate}", f"--ssl-key={folder}/key.pem", "--tls-version=TLSv1.2,TLSv1.3"]
    # Without tables of its own it asks nobody for a password; the engines would be the longest part of the start.
    argv = [binary, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1",
            f"--socket={folder}/socket", f"--pid-file={folder}/pid", "--skip-grant-tables", "--skip-log-bin",
            "--innodb=OFF", "--default-storage-engine=MyISAM", *([f"--user={user}"] if user else []),
            *(secured if tls else ["--skip-ssl"])]
    with listening(argv, folder, [port]):
        facts = place.facts | {"versions": ["TLSv1.2", "TLSv1.3"]} if tls else off(None)
        yield [Running("mariadb" if tls else "mariadb-plain", "mysql", port, facts)]


@contextlib.contextmanager
def vsftpd(place, tls=True):
    binary = program("/usr/sbin/vsftpd")
    folder, port = place.new("vsftpd" if tls else "vsftpd-plain"), processes.free_port()
    (folder / "empty").mkdir(mode=0o555)
    (folder / "vsftpd.conf").write_text(f"""listen=YES
listen_ipv6=NO
listen_address=127.0.0.1
listen_port={port}
background=NO
anonymous_enable=NO
local_enable=YES
seccomp_sandbox=NO
secure_chroot_dir={folder}/empty
xferlog_enable=NO
ssl_enable={'YES' if tls else 'NO'}
rsa_cert_file={place.certificate}
rsa_private_key_file={folder}/key.pem
ssl_ciphers=HIGH
{'' if ROOT else 'run_as_launching_user=YES'}
""", encoding="ascii")
    with listening([binary, folder / "vsftpd.conf"], folder, [port]):
        yield [Running("vsftpd" if tls else "vsftpd-plain", "ftp", port,
                       place.facts if tls else off("530 Please login with USER and PASS."))]


def off(refusal):
    """Facts of a server without TLS; `refusal` is what it says when it is asked for it, where it says anything."""
    return {"tls": False, "refusal": refusal}


STARTERS = (postfix, dovecot, openldap, postgresql, mariadb, vsftpd)


@contextlib.contextmanager
def servers(folder, only=".", complain=None, plain=False):
    """All that can be started here and whose name fits, as a list of Running; plain: also those that refuse TLS.
    complain(starter, why) hears of the others."""
    place = Place(folder)
    with contextlib.ExitStack() as stack:
        running = []
        for starter in STARTERS:
            if not re.search(only, starter.__name__):
                continue
            for tls in (True, False) if plain else (True,):
                try:
                    running += stack.enter_context(starter(place, tls))
                except CannotStart as why:
                    if complain:
                        complain(starter.__name__, why)
        yield running


def handshake(server, version=None):
    """(version, SHA-256 of the certificate) that openssl s_client gets; None: no handshake."""
    argv = ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-starttls", server.starttls, "-showcerts",
            *([version] if version else [])]
    done = subprocess.run(argv, input=b"", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=30)
    text = done.stdout.decode(errors="replace")
    pem = re.search(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.DOTALL)
    agreed = re.search(r"^New, (TLSv1\.[0-9]|TLSv1), Cipher is", text, re.MULTILINE)
    if not pem or not agreed:
        return None
    return agreed.group(1), hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.group(0))).hexdigest()


def check(server):
    """What is wrong with it, a line each."""
    if not server.configured["tls"]:
        return [f"{server.name}: it began TLS"] if handshake(server) else []
    wrong = []
    for version in server.configured.get("versions", ["TLSv1.3"]):
        want = (version, server.configured["certificate"])
        got = handshake(server, "-" + version.lower().replace("v", "").replace(".", "_"))
        if got != want:
            wrong.append(f"{server.name}: {version}: {got}, not {want}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=".")
    args = parser.parse_args()
    wrong = []
    with tempfile.TemporaryDirectory(prefix="tlswhy-starttls-") as folder:
        with servers(folder, args.only, lambda name, why: print(f"{name}: left out: {why}"), plain=True) as running:
            for server in running:
                found = check(server)
                wrong += found
                print(f"{server.name}: {server.starttls} at {server.port}: {'WRONG' if found else 'as configured'}")
            ports = {server.port for server in running}
    still = ports & processes.listening_ports()
    wrong += [f"port {port} is still open" for port in still]
    print("\n".join(wrong + [f"{len(running)} servers, {len(wrong)} wrong"]))
    return SKIPPED if not running else bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
