"""Other rules than a campaign has, as people type them: another ruleset, and numbers that are changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from attrs import field, frozen

from ..campaign.campaign import Campaign
from ..ledger.accounts import LAST_USED, PEAK, RANK, XP
from ..ruleset import Ruleset, load_ruleset
from ..ruleset.overrides import varied

Changes = tuple[tuple[str, str], ...]


def read_changes(_ctx: Any, _param: Any, texts: tuple[str, ...]) -> Changes:
    """PATH=VALUE, several times."""
    for text in texts:
        path, _, value = text.partition("=")
        if not path.strip() or not value.strip():
            example = "takes PATH=VALUE such as policies.decay.period=90"
            raise click.BadParameter(f'{example}, not "{text}"')
    return tuple((path.strip(), value) for path, _, value in (text.partition("=") for text in texts))


def set_option(help: str, name: str = "--set", into: str = "changes") -> Callable[..., Any]:
    """Return the option that changes numbers of the rules: ``--set PATH=VALUE``, as often as wanted."""
    how: dict[str, Any] = {"multiple": True, "callback": read_changes, "metavar": "PATH=VALUE"}
    return click.option(name, into, help=help, **how)


@frozen(eq=False)
class Otherwise:
    """A campaign's whole past under other rules: ``label`` names them, ``notes`` say what was done for it."""

    campaign: Campaign
    label: str
    notes: tuple[str, ...] = field(default=())


def otherwise(campaign: Campaign, name: str | None, changes: Changes) -> Otherwise:
    """The past under a named ruleset, or that of today, with changes. Raises Mistakes."""
    base = load_ruleset(name) if name else campaign.ruleset
    rules = varied(base, dict(changes), _unknown(campaign, base)) if changes else base
    branch = campaign.what_if(rules)
    changed = ", ".join(f"{path.removeprefix('policies.')} = {value}" for path, value in changes)
    notes = (*_left_aside(campaign), *_kept(campaign, branch, base))
    return Otherwise(branch, f"{base.name} ({changed})" if changed else base.name, notes)


def rules_in_words(campaign: Campaign) -> str:
    """The rules that it was played under: "dp-forty", "dp-forty, use-xp from day 90"."""
    names = [f"{name} from {campaign.names.on(day)}" for day, name in _adopted(campaign)]
    return ", ".join((campaign.journal.began.name, *names))


def _adopted(campaign: Campaign) -> list[tuple[int, str]]:
    """The days on which other rules were adopted, and which."""
    steps = zip(campaign.journal.ledger, campaign.folded, strict=False)
    held = (recorded for recorded, step in steps if step.reverted is None and step.refused is None)
    return [
        (recorded.event.day or 0, recorded.adopts.name) for recorded in held if recorded.adopts is not None
    ]


def _left_aside(campaign: Campaign) -> list[str]:
    adopted = ", ".join(f"{name} on {campaign.names.on(day)}" for day, name in _adopted(campaign))
    return [f"Rules adopted along the way are ignored: {adopted}."] if adopted else []


def _unknown(campaign: Campaign, base: Ruleset) -> dict[str, Any]:
    skills = {**campaign.journal.began.names.skills, **campaign.ruleset.names.skills}
    return {skill: about for skill, about in skills.items() if skill not in base.names.skills}


def _kept(campaign: Campaign, branch: Campaign, base: Ruleset) -> list[str]:
    """Skills that somebody learned or used, and that the other rules do not know."""
    books = (*campaign.book.sheet(), *branch.book.sheet())
    seen = {of for _, kind, of in books if kind in (RANK, PEAK, XP, LAST_USED)}
    skills = {skill: about for skill, about in _unknown(campaign, base).items() if skill in seen}
    skills_text = ", ".join(f"{s} ({about.category})" if about.category else s for s, about in skills.items())
    return (
        [f"{base.name} lacks these skills, which the campaign keeps: {skills_text}."] if skills_text else []
    )
