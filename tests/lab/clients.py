"""Real clients. Each gives what it said and whether it got an answer through TLS."""
import dataclasses
import hashlib
import os
import pathlib
import re
import select
import subprocess
import time

import processes

HERE = pathlib.Path(__file__).resolve().parent
REQUEST = b"GET / HTTP/1.0\r\n\r\n"
ANSWER = re.compile(rb"HTTP/1\.[01] \d\d\d")
JAVA_AS_PROFILED = (17, 0, 18)  # from there on without static RSA and SHA-1 signatures; before it java-17-older.toml as well
LIMIT = 12.0  # seconds; a client that takes longer hangs, which is a failure of the cell
WORDS = {  # lines of the output that are the program's own message
    "openssl": r"error:|verify error",
    "curl": r"^curl: \(",
    "wget": r"ERROR|received alert|Unable|GnuTLS|cannot verify|requested host name|Read error|failed|not match|certificate",
    "gnutls": r"^\*\*\* |^\|<|- Status:|certificate",
    "nss": r"^tstclnt: |ERROR",
}


@dataclasses.dataclass
class Said:
    ok: bool
    message: str
    hung: bool = False


@dataclasses.dataclass(frozen=True)
class Client:
    """`options` narrow what the program does by itself; with any there is no profile to compare with."""
    program: str
    options: tuple = ()  # command line words, or (key, value) pairs for the workers
    tag: str = ""

    @property
    def name(self):
        return self.program + (f"+{self.tag}" if self.tag else "")


@dataclasses.dataclass
class Request:
    """One cell, as a client needs it. `folder` is where a client certificate lies."""
    port: int
    host: str
    trust: object
    folder: object = None
    patience: int = 6000


def is_address(host):
    return host.replace(".", "").isdigit()


def run(argv, stdin=b"", keep_open=False, seconds=LIMIT, **environment):
    """Output and exit code. With keep_open the request stays unfinished until something like an answer came."""
    process = processes.start(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**os.environ, "LC_ALL": "C", **environment})
    out, until = b"", time.monotonic() + seconds
    try:
        process.stdin.write(stdin)
        process.stdin.flush()
        if not keep_open:
            process.stdin.close()
        while time.monotonic() < until:
            if not select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                break
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                return out.decode(errors="replace"), process.wait(3)
            out += data
            if keep_open and ANSWER.search(out) and not process.stdin.closed:
                process.stdin.close()
        return out.decode(errors="replace"), None
    except BrokenPipeError:
        out += process.stdout.read()
        return out.decode(errors="replace"), process.wait(3)
    finally:
        if not process.stdin.closed:
            try:
                process.stdin.close()
            except BrokenPipeError:
                pass
        processes.end(process)
        process.stdout.close()


def spoken(program, out, code, ok, patience):
    """Hung: still there long after the moment at which it should have given up by itself or been stopped."""
    lines = [line.strip() for line in out.splitlines() if re.search(WORDS[program], line)]
    if code is None and not ok:
        lines.append("lab: TIMEOUT, the client was stopped")
    return Said(ok, " | ".join(dict.fromkeys(lines))[-1500:], hung=code is None and patience > LIMIT * 900)


def openssl(_, r, options):
    name = ["-verify_ip", r.host, "-noservername"] if is_address(r.host) else ["-verify_hostname", r.host, "-servername", r.host]
    identity = ["-cert", r.folder / "leaf.pem", "-key", r.folder / "key.pem", "-cert_chain", r.folder / "server.pem"] if r.folder else []
    out, code = run(["openssl", "s_client", "-connect", f"127.0.0.1:{r.port}", "-CAfile", r.trust, "-no-CAstore", "-no-CApath",
                     "-verify_return_error", "-ign_eof", *name, *identity, *options], REQUEST, seconds=r.patience / 1000)
    return spoken("openssl", out, code, bool(ANSWER.search(out.encode())), r.patience)


def curl(lab, r, options):
    identity = ["--cert", r.folder / "server.pem", "--key", r.folder / "key.pem"] if r.folder else []
    out, code = run(["curl", "-q", "-sS", "-m", r.patience / 1000, "--noproxy", "*", "--cacert", r.trust, "--capath", lab.folder / "empty",
                     "--resolve", f"{r.host}:{r.port}:127.0.0.1", "-o", os.devnull, "-w", "code %{http_code}\\n", *identity, *options,
                     f"https://{r.host}:{r.port}/"])
    return spoken("curl", out, code, code == 0 or bool(re.search(r"code [1-5]\d\d", out)), r.patience)


def wget(lab, r, options):
    """By a proxy, because it has no other way to reach a name that is not in the DNS."""
    identity = [f"--certificate={r.folder}/server.pem", f"--private-key={r.folder}/key.pem"] if r.folder else []
    out, code = run(["wget", "--no-config", "--no-hsts", "-nv", "-O", os.devnull, "-T", r.patience / 1000, "-t", "1", "-e", "use_proxy=yes",
                     "-e", f"https_proxy=http://127.0.0.1:{r.port}", f"--ca-certificate={r.trust}", f"--ca-directory={lab.folder}/empty", *identity,
                     *options, f"https://{r.host}/"], no_proxy="", NO_PROXY="")
    return spoken("wget", out, code, code == 0 or bool(re.search(r"ERROR [45]\d\d", out)), r.patience)


def gnutls(_, r, options):
    name = ["--verify-hostname", r.host] + ([] if is_address(r.host) else ["--sni-hostname", r.host])
    identity = ["--x509certfile", r.folder / "server.pem", "--x509keyfile", r.folder / "key.pem"] if r.folder else []
    out, code = run(["gnutls-cli", "--x509cafile", r.trust, *name, *identity, *options, "-p", r.port, "127.0.0.1"], REQUEST,
                    keep_open=True, seconds=r.patience / 1000)
    return spoken("gnutls", out, code, bool(ANSWER.search(out.encode())), r.patience)


def nss_database(lab, trust):
    """One for each set of trusted roots."""
    with lab.lock:
        folder = lab.folder / ("nss-" + hashlib.sha256(trust.read_bytes()).hexdigest()[:12])
        if not folder.exists():
            folder.mkdir()
            subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True, capture_output=True)
            for n, part in enumerate(re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----\n", trust.read_text(), re.S)):
                subprocess.run(["certutil", "-A", "-a", "-d", f"sql:{folder}", "-n", f"root{n}", "-t", "CP,,"], input=part.encode(),
                               check=True, capture_output=True)
    return folder


def nss(lab, r, options):
    name = [] if is_address(r.host) else ["-a", r.host]
    out, code = run(["tstclnt", "-h", "127.0.0.1", "-p", r.port, "-4", "-d", f"sql:{nss_database(lab, r.trust)}", *name, *options], REQUEST, keep_open=True, seconds=r.patience / 1000)
    return spoken("nss", out, code, bool(ANSWER.search(out.encode())), r.patience)


def by_worker(attribute, word):
    def ask(lab, r, options):
        worker = getattr(lab, attribute)
        try:
            result, text = worker.ask(word, LIMIT, port=r.port, host=r.host, trust=r.trust, identity=r.folder, patience=r.patience,
                                      **dict(options))
        except TimeoutError as error:
            return Said(False, f"lab: {error}", hung=True)
        return Said(result == "OK", text)
    return ask


PROGRAMS = {"openssl": openssl, "curl": curl, "wget": wget, "gnutls": gnutls, "nss": nss, "python": by_worker("python", "get"),
            "node": by_worker("node", "get"), "java": by_worker("java", "https"), "java-raw": by_worker("java", "raw"),
            "java-strict": by_worker("strict_java", "https")}
NEEDS = {"openssl": "openssl", "curl": "curl", "wget": "wget", "gnutls": "gnutls-cli", "nss": "tstclnt", "node": "node", "java": "javac",
         "certutil": "certutil"}
TUNNELLED = ("wget",)
WRONG_CLOCK = ("ahead",)  # tags of clients that are as their profile says but for the time
WITHOUT_PROFILE = ("java-strict",)  # settings of its own


def java_profiles(lab):
    """{program: profile} of the Java that is installed: built in, or a file that says what an older one offers."""
    version = tuple(map(int, re.findall(r"\d+", lab.java.version)[:3]))
    if version[:1] != (17,):
        return {"java": f"java-{version[0]}"}
    return {program: java_17_profile(lab.folder, built_in, version)
            for program, built_in in (("java", "java-17"), ("java-raw", "java-17-raw"))}


def java_17_profile(folder, built_in, version):
    """A file with the profile of Debian's build of this version."""
    out = pathlib.Path(folder) / f"{built_in}-debian.toml"
    parts = ["java-17-debian.toml"] if version >= JAVA_AS_PROFILED else ["java-17-older.toml", "java-17-debian.toml"]
    head = [f'inherits = "{built_in}"', 'basis = "lab"', 'source = ["measured: ClientHello, messages and verdicts of Java {version}"]'.format(version=".".join(map(str, version)))]
    out.write_text("\n".join([*head, *((HERE / part).read_text(encoding="utf-8") for part in parts)]), encoding="utf-8")
    return str(out)


def node_profile(lab):
    """That of Node's own build, or of a distribution's, which is another client: it links the system's OpenSSL."""
    version, *build = lab.node.version.split()
    return f"node-{version.lstrip('v').split('.')[0]}" + ("-debian" if "shared" in build else "")


def profiles(lab):
    """{program: id or file of the client profile that tlswhy has for it}"""
    return {"openssl": "openssl-3.0", "curl": "curl-7.88-openssl", "wget": "wget-1.21", "gnutls": "gnutls-3.7", "nss": "nss-3.87",
            "python": f"python-{lab.python.version}", "node": node_profile(lab), **java_profiles(lab)}


def ask(lab, client, request):
    return PROGRAMS[client.program](lab, request, client.options)
