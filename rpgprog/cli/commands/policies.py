"""``rpgprog policies [NAME]``."""

from __future__ import annotations

import click

from ...ledger.refusals import Code
from ...policy.faults import package_of
from ...problems import Mistakes, Problem
from ...problems.wording import did_you_mean
from ...ruleset.catalogue import MECHANISMS, TOOLS
from ...ruleset.manual import first_sentence, manual
from ...ruleset.registry import broken, kinds, policy_class, shadowed, why_missing
from ...views.workload import asked
from .. import tables


@click.command("policies")
@click.argument("name", required=False)
@click.option("--mechanisms", is_flag=True, help="List every mechanism, with the rule that provides it.")
@click.option("--meter", is_flag=True, help="List what each rule asks you to write down.")
@click.option("--codes", is_flag=True, help="List the codes of refusals, for authors and programs.")
def command(name: str | None, mechanisms: bool, meter: bool, codes: bool) -> int:
    """List the house rules, or print the manual of one: what it does, its options, an example."""
    if name and (mechanisms or meter or codes):
        raise click.UsageError("--mechanisms, --meter and --codes list all of them: leave the name out")
    if mechanisms:
        tables.table(("Id", "Mechanism", "Rule", "Switched on by"), _mechanisms())
        return report_broken()
    if codes:
        tables.table(("Code", "Meaning"), [[code.value, code.meaning] for code in Code])
        return 0
    if not name:
        heading = "Per session" if meter else "Mechanisms"
        rows = [[kind, first_sentence(kind), _about(kind, meter)] for kind in kinds()]
        tables.table(("Rule", "What it does", heading), rows)
        return report_broken()
    if why := why_missing(name):
        raise Mistakes([Problem(None, why)])
    if name not in kinds():
        raise click.UsageError(f'there is no policy "{name}"{did_you_mean(name, kinds())}')
    tables.document(manual(name))
    return 0


def _about(kind: str, meter: bool) -> str:
    """What it asks to be written down, or the mechanisms it carries."""
    cls = policy_class(kind)
    if not meter:
        return ", ".join(cls.covers)
    try:
        return ", ".join(asked(cls(name=kind)))
    except Exception:
        if package_of(cls):  # it cannot do without options
            return ""
        raise


def report_broken() -> int:
    """Name the rules of other packages that are not to be had; 1 if any of them cannot be loaded."""
    sentences = broken()
    for sentence in (*sentences, *shadowed()):
        click.echo(f"warning: {sentence}", err=True)
    return 1 if sentences else 0


def _mechanisms() -> list[list[str]]:
    carried = {
        mechanism: [kind, line or "always on"]
        for kind in kinds()
        for mechanism, line in policy_class(kind).covers.items()
    }
    return [
        [mechanism, words, *carried.get(mechanism, ["", TOOLS.get(mechanism, "")])]
        for mechanism, words in MECHANISMS.items()
    ]
