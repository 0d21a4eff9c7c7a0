"""``rpgprog``: its commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from .. import __version__
from ..problems import Mistakes

FINE, PROBLEMS, USAGE = 0, 1, 2

COMMANDS = {
    "sheet": "Show characters: level, points, skills, what comes next and what will be lost.",
    "why": "Tell how a number came to be.",
    "log": "List what was earned, spent, gained and lost.",
    "history": "Tell a character's story, session by session.",
    "what-if": "Replay a campaign's past under other rules, beside what was.",
    "diff": "Compare two moments of a campaign, or two what-ifs.",
    "gap": "Tell how far a goal is, and the cheapest way there.",
    "pace": "Say what an encounter is worth, and how fast levels come.",
    "simulate": "Play builds many times: how fast they grow, how sure, which is ahead when.",
    "report": "Show a game master awards, demand, goals and losses at a glance.",
    "check": "Find every mistake in rulesets and campaigns.",
    "record": "Append events to a campaign's journal, or preview them.",
    "revert": "Take back events, whatever came after them.",
    "adopt": "Let other rules hold from here on.",
    "new": "Begin a campaign file.",
    "import": "Bring a campaign into a database.",
    "export": "Write a campaign of a database as a file.",
    "verify": "Find what was changed in a database behind its back.",
    "backup": "Copy a database while others write.",
    "restore": "Copy a backup into an empty database.",
    "snapshots": "List what a database keeps to open quickly.",
    "erase": "Erase the name of a real person from a database.",
    "events": "List what may stand in a journal, and what may stand in each entry.",
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

    A campaign is a YAML file, or stands in a database: FILE is its path, sqlite:PATH or postgresql://...
    Every number explains itself: ask why.
    """


def run(args: Sequence[str] | None = None) -> int:
    """Run a command: 0 fine, 1 problems found, 2 wrong usage. A user's mistake never shows a traceback."""
    try:
        result = cli.main(args=args, prog_name="rpgprog", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        return PROBLEMS
    except Mistakes as mistakes:
        for problem in mistakes.problems:
            click.echo(str(problem), err=True)
        return PROBLEMS
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return FINE
    return result if isinstance(result, int) else FINE
