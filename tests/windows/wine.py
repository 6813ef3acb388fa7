"""Windows programs under wine, in a prefix of their own: nothing of the user's is read or changed."""
import os
import pathlib
import shutil
import subprocess

PROGRAMS = ("/usr/lib/wine/wine64", "wine64", "wine")


def program():
    """wine's path; None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Wine:
    def __init__(self, prefix):
        self.program = program()
        self.environment = dict(
            os.environ, WINEPREFIX=str(pathlib.Path(prefix).resolve()), WINEDEBUG="-all", LC_ALL="C.UTF-8",
            WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe=", DISPLAY="")
        pathlib.Path(prefix).mkdir(parents=True, exist_ok=True)
        self.run("cmd", "/c", "exit", seconds=300)  # makes the prefix, once

    def run(self, *arguments, cwd=None, stdin=b"", seconds=120):
        return subprocess.run([self.program, *map(str, arguments)], cwd=cwd, input=stdin, capture_output=True, check=False,
                              timeout=seconds, env=self.environment)

    def add_registry(self, key, value, data):
        done = self.run("reg", "add", key, "/v", value, "/t", "REG_BINARY", "/d", data.hex(), "/f")
        assert done.returncode == 0, done.stdout + done.stderr

    def delete_registry(self, key):
        self.run("reg", "delete", key, "/f")

    def end(self):
        """Ends the server of this prefix, and so what still runs in it."""
        server = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
        subprocess.run([server, "-k"], env=self.environment, check=False, capture_output=True, timeout=60)
