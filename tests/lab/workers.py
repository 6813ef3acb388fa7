"""Programs that stay and serve many cells: the Java machine (also as server), Node, Python."""
import itertools
import queue
import subprocess
import threading
import time

import processes

HOSTS = ("portal.lab.test", "lab.test", "a.shop.lab.test", "unknown.lab.test", "www.other.test", "other.test", "portal",
         "legacy.lab.test", "portal.portal.test")


class Worker:
    """Answers `id TAB word TAB text` to each line; LOG lines go to the server they name."""

    def __init__(self, argv, log):
        self.log = open(log, "wb")  # noqa: SIM115  as long as the process
        self.process = processes.start(argv, stays=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
                                       start_new_session=True)
        self.numbers = itertools.count(1)
        self.waiting = {"0": queue.Queue()}
        self.logs = {}
        self.lock = threading.Lock()
        threading.Thread(target=self.read, daemon=True).start()
        self.version = self.waiting["0"].get(timeout=60)[1]

    def read(self):
        for line in self.process.stdout:
            number, word, text = (line.decode(errors="replace").rstrip("\n").split("\t", 2) + ["", ""])[:3]
            if word == "LOG":
                self.logs.setdefault(number, []).append(text)
            elif number in self.waiting:
                self.waiting[number].put((word, text))
        for box in list(self.waiting.values()):
            box.put(("FAIL", "lab: the worker ended"))

    def ask(self, word, seconds, **options):
        """(OK or FAIL, text); TimeoutError where no answer comes."""
        number = str(next(self.numbers))
        box = self.waiting[number] = queue.Queue()
        pairs = [f"{key}={value}" for key, value in options.items() if value]
        with self.lock:
            self.process.stdin.write(("\t".join([number, word, *pairs]) + "\n").encode())
            self.process.stdin.flush()
        try:
            return box.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError(f"no answer to {word} in {seconds} s") from None
        finally:
            del self.waiting[number]

    def stop(self):
        processes.end(self.process)
        self.log.close()


class Java(Worker):
    def __init__(self, classes, folder, properties=(), name="java"):
        hosts = folder / "hosts"
        hosts.write_text("".join(f"127.0.0.1 {h}\n" for h in HOSTS), encoding="ascii")
        argv = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                f"-Djdk.net.hosts.file={hosts}", *properties, "-cp", classes, "Peer"]
        super().__init__(argv, folder / f"{name}.log")
        self.known_suites = None

    def suites(self, versions):
        """Those a server has by itself, for `versions`."""
        if self.known_suites is None:
            self.known_suites = self.ask("suites", 20)[1].split(",")
        signalling = "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"
        return [s for s in self.known_suites if s != signalling and ("TLSv1.3" in versions or "_WITH_" in s)
                and (versions != ("TLSv1.3",) or "_WITH_" not in s)]

    def start_server(self, server):
        c = server.config
        word, text = self.ask("server", 20, server=f"server-{server.port}", port=server.port, versions=",".join(c.versions),
                              identity=",".join(map(str, server.chain_folders)), suites=",".join(c.suites), order=c.order,
                              alpn=",".join(c.alpn), name=c.server_names[0] if c.unknown_name == "refuse" else "",
                              ask=c.client_certificate, people=server.people if c.client_certificate != "none" else "")
        if word != "OK":
            raise RuntimeError(f"java server does not start: {text}")

    def stop_server(self, server):
        self.ask("stop", 20, server=f"server-{server.port}")

    def server_log(self, server, patience=1.0):
        """Complete where the connection has ended: its thread says so last."""
        lines, until = self.logs.setdefault(f"server-{server.port}", []), time.monotonic() + patience
        while lines.count("end") < server.met and time.monotonic() < until:
            time.sleep(0.005)
        new, server.told = lines[server.told:], len(lines)
        return "\n".join(line for line in new if line != "end")


def compile_java(source, folder):
    subprocess.run(["javac", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-d", folder, source], check=True, capture_output=True)
    return folder
