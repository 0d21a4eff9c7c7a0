"""``rpgprog``: its commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from .. import __version__
from ..problems import Mistakes
from ..problems.wording import visible

FINE, PROBLEMS, USAGE = 0, 1, 2

COMMANDS = {
    "sheet": "Show characters: level, points, skills, what comes next and what will be lost.",
    "why": "Explain how a number came about.",
    "log": "List what was earned, spent, gained and lost.",
    "history": "Tell a character's story, session by session.",
    "what-if": "Replay a campaign's past under other rules, side by side with what happened.",
    "diff": "Compare two moments of a campaign, or two what-ifs.",
    "gap": "Show how far away a goal is, and the cheapest way to it.",
    "pace": "Work out what an encounter should be worth, and how fast levels come.",
    "simulate": "Play builds thousands of times: how fast they grow, how certain that is, which build leads.",
    "report": "Show awards, demand, goals and losses at a glance, for the game master.",
    "check": "Find every mistake in rulesets and campaigns.",
    "record": "Add events to a campaign, or preview them.",
    "insert": "Put a forgotten session where it belongs in the past.",
    "revert": "Undo events, whatever came after them.",
    "adopt": "Play by other rules from here on.",
    "new": "Start a campaign file.",
    "import": "Import a campaign into a database.",
    "export": "Export a campaign from a database to a file.",
    "verify": "Check that a database was not tampered with.",
    "backup": "Back up a database, even while it is in use.",
    "restore": "Restore a backup into an empty database.",
    "snapshots": "List the snapshots that let a database open quickly.",
    "erase": "Erase a real person's name from a database.",
    "events": "List the entries of a journal, and what each may say.",
    "rulesets": "List the rulesets that come with rpgprog, or show one.",
    "policies": "List the house rules, or print the manual of one.",
    "schema": "Print a JSON Schema for editors.",
    "manual": "Print the manual, page by page.",
}


MODULES = {"import": "import_"}  # where the name is a word of Python


def _module(command: str) -> str:
    return MODULES.get(command, command).replace("-", "_")


class Lazy(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"rpgprog.cli.commands.{_module(cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command with the nearest one."""
        from ..problems.wording import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f'there is no command "{args[0]}"{did_you_mean(args[0], COMMANDS)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="rpgprog %(version)s")
def cli() -> None:
    """The progression engine for tabletop role-playing games.

    A campaign is a YAML file or is kept in a database: FILE is a path, sqlite:PATH or postgresql://...
    Every number can explain itself: ask why.
    """


def _write_any_text(stream: Any) -> None:
    """Where an encoding lacks a character, write it out instead of failing half-way."""
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")


def run(args: Sequence[str] | None = None) -> int:
    """Run a command: 0 fine, 1 problems found, 2 wrong usage. A user's mistake never shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        _write_any_text(stream)
    try:
        result = cli.main(args=args, prog_name="rpgprog", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        return PROBLEMS
    except Mistakes as mistakes:
        for problem in mistakes.problems:
            click.echo(visible(str(problem)), err=True)
        return PROBLEMS
    except (BrokenPipeError, SystemExit):  # the reader of a pipe has seen enough: click exits then
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:  # where it names no file, a full disk behind the output
        what = (
            "the output cannot be written" if error.filename is None else f'"{error.filename}" cannot be used'
        )
        click.echo(f"{what}: {error.strerror or error}", err=True)
        return PROBLEMS
    return result if isinstance(result, int) else FINE
