"""Windows programs under wine, in a prefix of their own: nothing of the user's is read or changed."""
import os
import pathlib
import shutil
import subprocess
import tempfile

PROGRAMS = ("/usr/lib/wine/wine64", "wine64", "wine")
# wine says this, with exit code 1, where the system has put its own heap at the one address that every Windows program shares
# (0x7ffe0000; about once in 4,000 starts, with randomized addresses). The program was not begun: it is started again.
NOT_BEGUN = b"failed to map the shared user data"


def program():
    """wine's path; None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Wine:
    def __init__(self, prefix):
        self.program = program()
        self.environment = dict(
            os.environ, WINEPREFIX=str(pathlib.Path(prefix).resolve()), WINEDEBUG="-all,err+virtual", LC_ALL="C.UTF-8",
            WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe=", DISPLAY="")
        pathlib.Path(prefix).mkdir(parents=True, exist_ok=True)
        # It stays until end(): otherwise it may go between two calls, and what the next one starts anew, wine's driver host,
        # writes its own failures to that call's standard error (a page fault in ntoskrnl.exe was seen, once in 700 calls).
        self.server("-p")
        self.run("cmd", "/c", "exit", seconds=300)  # makes the prefix, once

    def run(self, *arguments, cwd=None, stdin=b"", seconds=120):
        for _ in range(10):
            done = self.start(arguments, cwd, stdin, seconds)
            if NOT_BEGUN not in done.stderr:
                break
        return done

    def start(self, arguments, cwd, stdin, seconds):
        # Into files: wine's own services inherit what the call that starts them has, and would keep a pipe open.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            done = subprocess.run([self.program, *map(str, arguments)], cwd=cwd, input=stdin, stdout=out, stderr=err, check=False,
                                  timeout=seconds, env=self.environment)
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())

    def add_registry(self, key, value, data):
        done = self.run("reg", "add", key, "/v", value, "/t", "REG_BINARY", "/d", data.hex(), "/f")
        assert done.returncode == 0, done.stdout + done.stderr

    def delete_registry(self, key):
        self.run("reg", "delete", key, "/f")

    def server(self, option):
        server = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
        subprocess.run([server, option], env=self.environment, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=60)

    def end(self):
        """Ends the server of this prefix, and so what still runs in it."""
        self.server("-k")
