"""The commands that a ``console`` block may show, run in the folder of its page."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from attrs import define, field

from rpgprog.cli.app import run

PROMPT = "$ "


@define
class Shell:
    """A shell that knows a handful of commands. What it prints is what a reader would see."""

    folder: Path
    code: int = 0
    installed: bool = False  # whether a package of the page's own is: then each command is a process
    ran: list[str] = field(factory=list)

    def run(self, command: str) -> list[str]:
        """The lines that a command prints; its exit code is ``code``."""
        words = shlex.split(command)
        self.ran.append(command)
        if ">" not in words:
            return self._printed(words, subprocess.STDOUT)
        at = words.index(">")
        [name] = words[at + 1 :]
        (self.folder / name).write_text("\n".join(self._printed(words[:at], None)) + "\n", encoding="utf-8")
        return []

    def _printed(self, words: list[str], errors: int | None) -> list[str]:
        name, *rest = words
        known = {"rpgprog": self._rpgprog, "cat": self._cat, "cp": self._cp, "echo": self._echo}
        known |= {"python": self._python, "pytest": self._pytest, "pip": self._pip}
        if name not in known:
            raise ValueError(f'"{name}" is no command that an example may use: {", ".join(known)}')
        text = known[name](rest) if name != "rpgprog" else self._rpgprog(rest, errors)
        return [line.rstrip() for line in text.rstrip().splitlines()]

    def _rpgprog(self, words: list[str], errors: int | None = subprocess.STDOUT) -> str:
        if self.installed:
            return self._process(["-m", "rpgprog", *words], errors)
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out if errors else io.StringIO()):
            self.code = run(words)
        return out.getvalue()

    def _cat(self, words: list[str]) -> str:
        [name] = words
        return (self.folder / name).read_text(encoding="utf-8")

    def _cp(self, words: list[str]) -> str:
        shutil.copyfile(self.folder / words[0], self.folder / words[1])
        return ""

    def _echo(self, words: list[str]) -> str:
        if words != ["$?"]:
            raise ValueError("only echo $? may stand in an example")
        return str(self.code)

    def _python(self, words: list[str]) -> str:
        return self._process(words, subprocess.STDOUT)

    def _pytest(self, words: list[str]) -> str:
        quiet = ["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(self.folder)]
        return self._process(["-m", "pytest", *quiet, *words], subprocess.STDOUT)

    def _pip(self, words: list[str]) -> str:
        """``pip install -e .``: the package of the folder, found as an installed one is."""
        if [word for word in words if word != "-q"] != ["install", "-e", "."]:
            raise ValueError("only pip install -e . may stand in an example")
        about = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        place = self.folder / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
        place.mkdir(exist_ok=True)
        head = f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n"
        (place / "METADATA").write_text(head, encoding="utf-8")
        groups = about.get("entry-points", {}).items()
        lines = [f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in of.items()) for group, of in groups]
        (place / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
        self.installed = True
        return ""

    def _process(self, words: list[str], errors: int | None) -> str:
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=errors or subprocess.DEVNULL,
            text=True,
            check=False,
        )
        self.code = done.returncode
        return done.stdout


@define
class Command:
    """A command as it stands on the page, and the lines that it shows as printed."""

    lines: list[str]
    shown: list[str] = field(factory=list)

    @property
    def text(self) -> str:
        """The command on one line."""
        return "".join(line.removesuffix("\\") for line in self.lines).removeprefix(PROMPT)


def commands(text: str) -> list[Command]:
    """The commands of a block; a line that ends with a backslash goes on in the next."""
    found: list[Command] = []
    for line in text.splitlines():
        if found and found[-1].lines[-1].endswith("\\"):
            found[-1].lines.append(line)
        elif line.startswith(PROMPT):
            found.append(Command([line]))
        elif not found:
            raise ValueError(f'it begins with "{line}" instead of "$ " and a command')
        else:
            found[-1].shown.append(line)
    return found
