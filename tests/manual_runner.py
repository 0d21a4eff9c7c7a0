"""One page run from top to bottom, in a folder of its own."""

from __future__ import annotations

import contextlib
import doctest
import io
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import define, field
from manual_blocks import Block, blocks
from manual_commands import Shell, commands
from manual_frames import FRAMES, framed, with_entries
from manual_outputs import brought_up_to_date, same

TRIED = "tried.yaml"  # a piece in its frame, beside the page's own files
FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


@define(eq=False)
class PageRun:
    """What a page's examples do: the files they make, what they print, and where that is not what is shown."""

    folder: Path
    shell: Shell = field(init=False)
    names: dict[str, Any] = field(factory=dict)
    problems: list[str] = field(factory=list)
    changes: dict[Block, str] = field(factory=dict)
    printed: list[str] | None = None  # by the script just before

    @shell.default
    def _shell(self) -> Shell:
        return Shell(self.folder)

    def run(self, page: Path) -> None:
        """Run all examples of a page, each once; what is wrong stands in ``problems``."""
        page_blocks = blocks(page)
        for block in page_blocks:
            try:
                self._run(block)
            except (ValueError, OSError) as error:
                self.problems.append(f"{block.place}: {error}")
        self._all_python_is_used(page_blocks)

    def _run(self, block: Block) -> None:
        if block.kind not in KINDS:
            raise ValueError(f'"{block.info}" is no kind of example: {", ".join(KINDS)}')
        if self.printed and block.words != ("output",):
            raise ValueError("the script before prints something: show it in a block ```text output")
        KINDS[block.kind](self, block)

    # Files and pieces of them.

    def yaml(self, block: Block) -> None:
        """A file, a piece of one, or entries for a journal: opened by ``rpgprog check``."""
        wrong = "mistakes" in block.words
        if block.file:
            self._write(block.file, block.text)
            return self._check(block, block.file, 1 if wrong else 0)
        if added := block.options.get("append"):
            self._write(added, with_entries(self.folder / added, block))
            return self._check(block, added, 1 if wrong else 0)
        if "entries" in block.options:
            self._write(TRIED, with_entries(self.folder / block.options["entries"], block))
        elif len(block.words) == 1 and block.words[0] in FRAMES:
            self._write(TRIED, framed(block))
        else:
            frames = ", ".join(FRAMES)
            raise ValueError(f"neither a file (# NAME.yaml), nor entries=FILE or append=FILE, nor {frames}")
        return self._check(block, TRIED, 0)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _check(self, block: Block, file: str, code: int) -> None:
        printed = self.shell.run(f"rpgprog check {file}")
        if self.shell.code != code:
            raise ValueError("\n".join([f"check gives {self.shell.code} instead of {code}", *printed]))

    def toml(self, block: Block) -> None:
        """A pyproject.toml."""
        if not block.file:
            raise ValueError("a toml block is a file: begin with # pyproject.toml")
        tomllib.loads(block.text)
        self._write(block.file, block.text)

    def csv(self, block: Block) -> None:
        """A table."""
        if not block.file:
            raise ValueError("a csv block is a file: begin with # table.csv")
        self._write(block.file, block.text)

    # Commands and Python.

    def console(self, block: Block) -> None:
        """Commands with exactly what they print."""
        lines, code = [], 0
        for command in commands(block.text):
            printed = self.shell.run(command.text)
            if command.text != "echo $?":
                code = max(code, self.shell.code)
            self._compare(block, command.shown, printed)
            lines += [*command.lines, *brought_up_to_date(command.shown, printed)]
        self._change(block, lines)
        if code != int(block.options.get("exit", 0)):
            raise ValueError(f"exit code {code}: say so, exit={code}")

    def python(self, block: Block) -> None:
        """A file, a session with >>> prompts, or a script whose output the next block shows."""
        if block.file:
            compile(block.text, block.file, "exec")
            self._write(block.file, block.text)
        elif ">>> " in block.text:
            self._doctest(block)
        else:
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(block.text, block.place, "exec"), self.names)
            self.printed = out.getvalue().splitlines()

    def text(self, block: Block) -> None:
        """What the script before prints, or an illustration that nothing can run."""
        if block.words == ("output",):
            printed, self.printed = self.printed, None
            if printed is None:
                raise ValueError("there is no script before it that prints anything")
            shown = block.text.splitlines()
            self._compare(block, shown, printed)
            self._change(block, brought_up_to_date(shown, printed))

    def set_up(self, block: Block) -> None:
        """For the reader's own shell; which lines may stand there is for the tests to say."""

    def _doctest(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, self.names, block.place, None, 0)
        runner = _Noting(optionflags=FLAGS)
        report: list[str] = []
        runner.run(test, out=report.append, clear_globs=False)
        self.names.update(test.globs)
        lines = block.text.splitlines()
        for example, got in reversed(runner.differ):
            at = example.lineno + example.source.count("\n")
            lines[at : at + example.want.count("\n")] = got.splitlines()
        self._change(block, lines)
        self.problems += [f"{block.place}: {text}" for text in report]

    def _compare(self, block: Block, shown: list[str], printed: list[str]) -> None:
        while shown and not shown[-1]:
            shown.pop()
        if not same(shown, printed):
            told = ["shown is:", *shown, "printed is:", *printed]
            self.problems.append("\n".join([f"{block.place}: not what is printed", *told]))

    def _change(self, block: Block, lines: list[str]) -> None:
        text = "".join(f"{line}\n" for line in lines)
        if text != block.text:
            self.changes[block] = text

    def _all_python_is_used(self, page_blocks: list[Block]) -> None:
        """A file of Python is run by something that comes after it."""
        if self.printed:
            self.problems.append("the last script prints something: show it in a block ```text output")
        ran = " ".join(self.shell.ran)
        for block in page_blocks:
            used = "pip install" in ran or "pytest" in ran or block.file in ran
            if block.kind == "python" and block.file and not used:
                self.problems.append(f"{block.place}: nothing on the page runs {block.file}")


class _Noting(doctest.DocTestRunner):
    """Notes what was printed instead."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.differ: list[tuple[doctest.Example, str]] = []

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:
        """Keep what was printed."""
        self.differ.append((example, got))
        super().report_failure(out, test, example, got)


KINDS: dict[str, Callable[[PageRun, Block], None]] = {
    "yaml": PageRun.yaml,
    "toml": PageRun.toml,
    "csv": PageRun.csv,
    "console": PageRun.console,
    "python": PageRun.python,
    "text": PageRun.text,
    "sh": PageRun.set_up,
    "powershell": PageRun.set_up,
    "bat": PageRun.set_up,
}
