#!/usr/bin/env python3
"""shells_test.py PROGRAM: `tlswhy completions SHELL` and `tlswhy manual` name every option that --help has and no
other, and the shells that are installed here complete with them. What is not installed is skipped."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
OPTION = re.compile(r"--[a-z][a-z-]+")
SHELLS = ("bash", "zsh", "fish", "powershell")
COMMANDS = {"probe", "verify", "changes", "causes", "clients", "learn", "completions", "manual"}
# Each line of --help that begins with an option.
DECLARED = re.compile(r"^ +(?:-\w, ?)?(--[a-z][a-z-]+)", re.MULTILINE)


def tlswhy(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def said(*arguments):
    return tlswhy(*arguments).stdout


def declared():
    return set(DECLARED.findall(said("--help", "--lang", "en")))


def with_script(shell, command):
    """What `command` prints in a shell that reads the script "$script" first and has tlswhy on its path."""
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "script"
        script.write_text(said("completions", shell, "--lang", "ko"), encoding="utf-8")
        (pathlib.Path(folder) / "tlswhy").symlink_to(PROGRAM)
        environment = dict(os.environ, script=str(script), PATH=f"{folder}:{os.environ['PATH']}", HOME=folder)
        return subprocess.run([shell, "-c", command], capture_output=True, text=True, env=environment, check=False)


class Options(unittest.TestCase):
    def test_help_is_read(self):
        self.assertLess({"--help", "--version", "--as", "--redact-key", "--replay"}, declared())

    def test_every_script_has_all_of_them(self):
        for shell in SHELLS:
            script = said("completions", shell)
            # fish names them without the two hyphens.
            named = {f"--{name}" for name in re.findall(r" -l ([a-z-]+)", script)} if shell == "fish" else None
            if shell == "zsh":
                named = set(re.findall(r"^    '\*(--[a-z-]+)\[", script, re.MULTILINE))
            if shell == "powershell":
                named = set(re.findall(r"^    '(--[a-z-]+)' = '", script, re.MULTILINE))
            if shell == "bash":
                named = set(OPTION.findall(re.search(r"if \[\[ \$word == -\* \]\]; then\n +words='([^']*)'", script)[1]))
            with self.subTest(shell):
                self.assertEqual(named, declared())
                self.assertLess(COMMANDS, set(re.findall(r"[a-z]+", script)))

    def test_manual_has_all_of_them(self):
        for tag in ("en", "ko", "zh-Hant"):
            text = said("manual", "--lang", tag).replace("\\-", "-")
            labels = set(re.findall(r"^\.TP\n(?:\\fB-\w\\fR, )?\\fB(--[a-z-]+)\\fR", text, re.MULTILINE))
            self.assertEqual(labels, declared(), tag)
            for command in COMMANDS:
                self.assertIn(f"\\fBtlswhy {command}\\fR", text)

    def test_an_unknown_shell_is_a_mistake(self):
        for arguments in (["completions"], ["completions", "csh"]):
            done = tlswhy(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("powershell", done.stderr)


class Bash(unittest.TestCase):
    def completed(self, *words):
        quoted = " ".join(f"'{word}'" for word in ("tlswhy", *words))
        done = with_script("bash", f'. "$script"; COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _tlswhy; '
                                   'printf "%s\\n" "${COMPREPLY[@]}"; complete -p tlswhy >&2')
        self.assertIn("-F _tlswhy", done.stderr)
        return set(done.stdout.split())

    def test_completes(self):
        self.assertEqual(self.completed("--reda"), {"--redact", "--redact-key"})
        self.assertEqual(self.completed("pro"), {"probe"})
        self.assertIn("java-8u152", self.completed("x.pcap", "--as", "java-8u1"))
        self.assertIn("weak-dh-group", self.completed("causes", "weak-"))
        self.assertEqual(self.completed("--lang", "k"), {"ko"})
        self.assertEqual(self.completed("--html", "x"), set())  # bash offers files


@unittest.skipUnless(shutil.which("fish"), "no fish is installed")
class Fish(unittest.TestCase):
    def completed(self, line):
        done = with_script("fish", f"source $script; complete -C '{line}'")
        self.assertEqual(done.stderr, "")
        return {entry.split("\t")[0] for entry in done.stdout.splitlines()}

    def test_completes(self):
        self.assertEqual(self.completed("tlswhy --reda"), {"--redact", "--redact-key"})
        self.assertIn("probe", self.completed("tlswhy pro"))
        self.assertIn("java-8u152", self.completed("tlswhy --as java-8u1"))
        self.assertIn("weak-dh-group", self.completed("tlswhy causes weak-"))


def has_terminals():
    """Whether this system gives out pseudo-terminals: a bare root folder has no devpts."""
    try:
        for end in os.openpty():
            os.close(end)
    except OSError:
        return False
    return True


@unittest.skipUnless(shutil.which("zsh"), "no zsh is installed")
@unittest.skipUnless(has_terminals(), "no pseudo-terminal can be had, in which zsh completes")
class Zsh(unittest.TestCase):
    # A terminal of its own, in which Tab is pressed.
    DIALOGUE = """
      zmodload zsh/zpty
      zpty -b shell 'zsh -f -i'
      say() { zpty -w shell "$1"; }
      # As it is typed, this line does not hold the word that is waited for.
      say 'PS1=; autoload -Uz compinit; compinit -u -D; . "$script"; zstyle ":completion:*" list-prompt ""; print -r -- RE""ADY'
      wait_for() { local all= piece i; for ((i = 0; i < 200; ++i)); do
          if zpty -r -t shell piece; then all+=$piece; else sleep 0.05; fi; [[ $all == *$1* ]] && break; done; print -r -- "$all"; }
      wait_for READY >/dev/null
      zpty -w -n shell $'tlswhy $WORDS\\t'
      wait_for "$EXPECTED"
    """

    def completed(self, words, expected):
        return with_script("zsh", self.DIALOGUE.replace("$WORDS", words).replace("$EXPECTED", expected)).stdout

    def test_completes(self):
        for words, expected in (("--redact-k", "--redact-key"), ("prob", "probe"), ("--as java-8u15", "java-8u152"),
                                ("causes weak-dh-gr", "weak-dh-group")):
            self.assertIn(expected, self.completed(words, expected))


@unittest.skipUnless(shutil.which("pwsh"), "no PowerShell is installed: its script was not run")
class PowerShell(unittest.TestCase):
    def test_completes(self):
        command = ". $env:script; (TabExpansion2 'tlswhy --redact-k' 17).CompletionMatches.CompletionText"
        self.assertIn("--redact-key", with_script("pwsh", command).stdout)


@unittest.skipUnless(shutil.which("groff"), "no groff is installed")
class Manual(unittest.TestCase):
    def test_is_set_without_a_warning(self):
        for tag in ("en", "ko", "zh-Hant"):
            done = subprocess.run(["groff", "-man", "-ww", "-z", "-Kutf8", "-Tutf8"], input=said("manual", "--lang", tag),
                                  capture_output=True, text=True, check=False)
            # A sentence of Chinese may have no space at all, and groff 1.22 breaks lines nowhere else.
            warnings = [line for line in done.stderr.splitlines() if tag == "en" or "can't break line" not in line]
            self.assertEqual(warnings, [], tag)


if __name__ == "__main__":
    unittest.main()
