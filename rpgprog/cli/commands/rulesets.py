"""``rpgprog rulesets [NAME]``."""

from __future__ import annotations

from typing import Any

import click

from ...reader import readable
from ...ruleset import Ruleset, load_ruleset, packs
from ...views.workload import meter
from .. import tables
from ..common import format_option
from ..option_values import written

COLUMNS = ("Ruleset", "Title", "Licence", "Points", "Policies", "Skills")


@click.command("rulesets")
@click.argument("name", required=False)
@format_option("table", "json", "md")
def command(name: str | None, form: str) -> int:
    """List the rulesets that come with rpgprog, or show one: its rules, skills, licence and sources."""
    if name:
        _show(load_ruleset(name))
        return 0
    rulesets = [load_ruleset(pack) for pack in packs()]
    if form == "json":
        tables.as_json([_summary(ruleset) for ruleset in rulesets])
    else:
        rows = [
            [str(value) for value in _summary(ruleset).values() if not isinstance(value, list)]
            for ruleset in rulesets
        ]
        (tables.markdown if form == "md" else tables.table)(COLUMNS, rows, ("Policies", "Skills"))
        for ruleset in rulesets:
            for text in ruleset.attribution:
                tables.line(f"{ruleset.name}: {text}")
    return 0


def _summary(ruleset: Ruleset) -> dict[str, object]:
    return {
        "name": ruleset.name,
        "title": ruleset.title,
        "licence": ruleset.licence,
        "points": ruleset.names.points,
        "policies": len(ruleset.policies),
        "skills": len(ruleset.names.skills),
        "attribution": list(ruleset.attribution),
        "source": list(ruleset.source),
    }


def _show(ruleset: Ruleset) -> None:
    tables.line(f"{ruleset.name}: {ruleset.title}", "bold")
    for text in (
        ruleset.about,
        f"Licence: {ruleset.licence}" if ruleset.licence else "",
        *ruleset.attribution,
    ):
        if text:
            tables.line(text)
    for source in ruleset.source:
        tables.line(f"Source: {source}")
    for field in meter(ruleset.policies):
        tables.line(f"To write down: {field.field} (for {', '.join(field.rules)})")
    tables.table(("Rule", "Kind", "Options"), [_rule(policy) for policy in ruleset.policies])
    skills = [
        [skill, about.name or skill, about.category, about.stat]
        for skill, about in ruleset.names.skills.items()
    ]
    if skills:
        tables.table(("Skill", "Called", "Category", "Stat"), skills)


def _rule(policy: Any) -> list[str]:
    """A rule and what its options say, those that say anything."""
    cls: Any = type(policy)
    fields = readable(cls).items()
    texts = {key: written(getattr(policy, field.name), field.metadata) for key, field in fields}
    return [policy.name, policy.kind, "; ".join(f"{key}: {text}" for key, text in texts.items() if text)]
