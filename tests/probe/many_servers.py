"""Very many TLS servers that cost little: one nginx that listens on as many addresses of 127.0.0.0/8."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))
import processes  # noqa: E402  pylint: disable=wrong-import-position
from probe_servers import EC, INTERMEDIATE, names  # noqa: E402  pylint: disable=wrong-import-position


def addresses(count):
    """127.0.1.1 and on."""
    return [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(count)]


class ManyServers:
    """All alike: TLS 1.2 with 3 suites and TLS 1.3 with 3, an ECDSA certificate. `hosts` is what to ask."""

    def __init__(self, authority, folder, count):
        folder.mkdir(parents=True)
        self.chain = authority.write(EC, folder / "chain")
        self.port = processes.free_port()
        self.hosts = [f"{address}:{self.port}" for address in addresses(count)]
        listen = "\n".join(f"listen {host} ssl;" for host in self.hosts)
        temporary = "".join(f"{module}_temp_path {folder}/tmp; "
                            for module in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        suites = ":".join(map(names.openssl_name, INTERMEDIATE))
        (folder / "nginx.conf").write_text(f"""
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
worker_rlimit_nofile 20000;
events {{ worker_connections 10000; }}
http {{ access_log off; {temporary} keepalive_timeout 5s; ssl_session_tickets on;
  server {{ {listen}
    server_name portal.lab.test; ssl_certificate {self.chain}/server.pem; ssl_certificate_key {self.chain}/key.pem;
    ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers {suites}; ssl_prefer_server_ciphers on;
    location / {{ return 200 "ok\\n"; }} }} }}
""", encoding="ascii")
        with open(folder / "log", "wb") as log:
            self.process = processes.start(["nginx", "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "log"],
                                           stays=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if not processes.wait_until_listening(self.process, self.port):
            raise RuntimeError(f"nginx does not start: {(folder / 'log').read_text(encoding='utf-8')[-400:]}")

    def stop(self):
        processes.end(self.process)
