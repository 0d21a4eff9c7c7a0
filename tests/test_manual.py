"""The README and the manual hold: every example in them is run.

A page is ``README.md`` or one of ``rpgprog/manual/*.md``. It is run from top to bottom in an empty folder
of its own (the README finds the ``rulesets`` of the checkout there). Each fenced block is of a known kind:

``yaml``
    A file: its first line is a comment with its name, ``# road.yaml``. It is written to the folder, where
    whatever follows finds it, and ``rpgprog check`` must find nothing wrong with it. Shown with mistakes
    on purpose: ``yaml mistakes``. Anything else is a piece, and says which frame completes it:

    - ``yaml append=road.yaml``: entries at the end of that file's journal; they stay there.
    - ``yaml entries=road.yaml``: the same on a copy; the file stays as it was.
    - ``yaml ruleset``, ``yaml policies``: keys of a ruleset, rules below its ``policies:``.
    - ``yaml campaign``, ``yaml characters``: keys of a campaign file, characters below ``characters:``.
    - ``yaml builds``, ``yaml build``, ``yaml plan``, ``yaml table``: keys of a file of builds, of one
      build, its wishes, keys of its ``table:``.

    ``base=forgetful`` is the ruleset it is completed with, instead of dp-forty.
``console``
    Lines that begin with ``$ `` are run, the others are exactly what is printed (the error stream too).
    A line ``...`` stands for one or more lines, ``...`` in a line for anything in that line. Commands are
    ``rpgprog`` (also with ``> FILE``), ``cat``, ``cp``, ``echo $?``, ``python``, ``pytest`` and
    ``pip install -e .``, which only makes the entry points of the folder's pyproject.toml known. Where a
    command fails on purpose: ``console exit=1``.
``python``
    A session with ``>>>`` (names last until the end of the page), a script (the same names; what it prints
    stands in a block ``text output`` right below), or a file (``# demo.py``) that a later command runs.
``toml``
    A file: ``# pyproject.toml``.
``text``
    Not run, for drawings; few are allowed.
``sh``, ``powershell``, ``bat``
    Not run: how to set up. Only lines that set up may stand there.

Words behind the first one of a fence do not show on the web, in a terminal or when piped. A picture is made
from a command: ``<!-- picture: $ rpgprog sheet ... -->`` above ``![...](file.svg)``.

After a change of texts, ``pytest tests/test_manual.py --update`` writes what is printed now into the
blocks and pictures, leaving out what was left out. Read the difference before you keep it.
"""

from __future__ import annotations

import io
import re
import shlex
from itertools import pairwise
from pathlib import Path

import click
import pytest
from manual_blocks import MARKDOWN, blocks, inline_code, rewritten, unfenced
from manual_commands import commands
from manual_pictures import drawn, pictures, words_of
from manual_runner import KINDS, PageRun

from rpgprog.cli.app import COMMANDS, cli, run
from rpgprog.cli.commands.manual import without_links
from rpgprog.manual import page as manual_page
from rpgprog.manual import pages as manual_pages

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "rpgprog" / "manual").glob("*.md"))]
FEW = 3  # drawings on a page
SET_UP = re.compile(
    r"python3 -m venv |py -m venv |\. \.venv/bin/activate|\.venv\\Scripts\\|pip install |dask (scheduler|worker)"
)

each_page = pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])


@pytest.mark.slow
@each_page
def test_every_example_runs_and_prints_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """From top to bottom; --update writes what is printed now."""
    if page == README:
        (tmp_path / "rulesets").symlink_to(ROOT / "rulesets")
    monkeypatch.chdir(tmp_path)
    example = PageRun(tmp_path)
    example.run(page)
    if request.config.getoption("--update"):
        rewritten(page, example.changes)
    else:
        assert not example.problems, "\n".join(example.problems)


@each_page
def test_no_example_escapes(page: Path) -> None:
    """Every fence has a known kind; nothing is shown as code without one; little is only shown."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for block in blocks(page):
        assert block.kind in KINDS, block.place
        assert lines[block.first - 1] == f"```{block.info}", f"{block.place}: a fence begins its line"
    assert unfenced(page) == []
    drawings = [block.place for block in blocks(page) if block.info == "text"]
    assert len(drawings) <= FEW, drawings


@each_page
def test_what_is_not_run_only_sets_up(page: Path) -> None:
    """Nothing that could be run hides in a block for the reader's own shell."""
    for block in blocks(page):
        if block.kind in ("sh", "powershell", "bat"):
            for line in block.text.splitlines():
                assert SET_UP.match(line), f"{block.place}: {line}"


@each_page
def test_commands_in_the_text_have_such_options(page: Path) -> None:
    """What is named in a sentence or in a table exists."""
    for code in inline_code(page):
        if code.startswith("rpgprog "):
            _check_command(code, page)


def _check_command(code: str, page: Path) -> None:
    _, name, *words = shlex.split(code)
    if name.startswith("-"):
        return
    assert name in COMMANDS, f"{page.name}: {code}"
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    known = {option for param in command.params for option in param.opts} | {"--help"}
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in known, f"{page.name}: {code}: {word}"


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    """To a file that there is, and a heading in it."""
    for token in MARKDOWN.parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            target = str(child.attrs.get("href") or child.attrs.get("src") or "")
            if not target or "://" in target:
                continue
            name, _, anchor = target.partition("#")
            file = page.parent / name if name else page
            assert file.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in _anchors(file), f"{page.name}: {target}"


def _anchors(page: Path) -> set[str]:
    """What headings are called in links, as GitHub makes it."""
    tokens = MARKDOWN.parse(page.read_text(encoding="utf-8"))
    headings = [b.content for a, b in pairwise(tokens) if a.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [page for page in PAGES if pictures(page)], ids=lambda page: page.stem)
def test_pictures_show_what_is_printed(
    page: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """On a terminal, from the folder of the checkout."""
    monkeypatch.chdir(ROOT)
    for picture in pictures(page):
        now = drawn(picture, monkeypatch)
        shown = picture.file.read_text(encoding="utf-8") if picture.file.exists() else ""
        if words_of(shown) != words_of(now) and request.config.getoption("--update"):
            picture.file.write_text(now, encoding="utf-8")
        else:
            assert words_of(shown) == words_of(now)


def test_each_command_has_an_example() -> None:
    """In the README or on a page of the manual, run like all examples."""
    shown = {
        command.text.split()[1]
        for page in PAGES
        for block in blocks(page)
        if block.kind == "console"
        for command in commands(block.text)
        if command.text.startswith("rpgprog ")
    }
    assert set(COMMANDS) - shown == set()


def test_the_readme_begins_with_what_sets_up() -> None:
    """A block that shows the long example, and one that passes the tests."""
    first, second = [block.text for block in blocks(README) if block.kind == "sh"][:2]
    assert first.count("\n") == second.count("\n") == 1
    assert "rulesets/dp-forty/campaign.yaml" in first
    assert "pytest" in second


def test_pages_say_what_they_are_for() -> None:
    """In one line, which the list shows."""
    about = manual_pages()
    assert set(about) == {page.stem for page in PAGES} - {"README"}
    for name, line in about.items():
        assert manual_page(name).startswith("# ")
        assert 10 < len(line) < 120
        assert line.endswith(".")


def test_a_page_says_nothing_that_is_only_for_tests() -> None:
    """Frames and names of pictures are not part of what is read."""
    for name in manual_pages():
        assert "<!--" not in manual_page(name)
        assert not re.search(r"^```\w+ ", manual_page(name), re.MULTILINE)


def test_the_command_lists_pages_and_prints_them_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """When piped."""
    assert run(["manual"]) == 0
    assert "gm " in capsys.readouterr().out
    assert run(["manual", "gm"]) == 0
    assert capsys.readouterr().out == manual_page("gm")


def test_an_unknown_page_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage, in one line."""
    assert run(["manual", "bilds"]) == 2
    assert capsys.readouterr().err.endswith('there is no page "bilds"; did you mean "builds"?\n')


def test_a_terminal_gets_it_set_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings without their signs, no line wider than it is."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setattr("sys.stdout", out)
    assert run(["manual", "gm"]) == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    assert "# " not in text.splitlines()[0]
    assert "](" not in text
    assert max(map(len, text.splitlines())) <= 70


def test_on_a_terminal_links_say_which_page_to_print() -> None:
    """A link within the page is just its words, one to the web stays."""
    text = "See [curves](curves.md#bands), [below](#used) and [YAML](https://yaml.org)."
    assert without_links(text) == "See curves (`rpgprog manual curves`), below and [YAML](https://yaml.org)."
