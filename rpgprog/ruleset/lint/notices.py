"""What a file says twice, and what it owes to those whose numbers it uses."""

from __future__ import annotations

from ...problems import Place
from ...problems.wording import listing, quoted
from ...source import Mapping
from ..registry import shadowed
from .house import Finding, Findings, House
from .numbers import say

_OWN = ("", "MIT")  # licences under which a table's own numbers stand


def no_notice(house: House) -> Findings:
    """Somebody else's numbers need their source and the lines that it asks for."""
    abouts = [about for _, about in house.layers]
    licence = next((about.licence for about in reversed(abouts) if about.licence), "")
    attribution = any(about.attribution for about in abouts)
    has = {"attribution": attribution, "source": any(about.source for about in abouts)}
    lacks = [name for name, there in has.items() if not there]
    if (licence not in _OWN or attribution) and lacks:
        because = f"the licence is {licence}" if licence not in _OWN else "there is an attribution"
        missing = f"{listing(lacks)} {'is' if len(lacks) == 1 else 'are'} missing"
        message = f"{because}, but {missing}; say whose figures these are"
        yield Finding("no-notice", _top(house, "licence", "attribution"), message)


def _top(house: House, *keys: str) -> Place | None:
    """Where one of these keys stands, in the last file that has it."""
    for source, _ in reversed(house.layers):
        entries = source.root.entries if isinstance(source.root, Mapping) else {}
        for key in keys:
            if key in entries:
                return source.place(entries[key][0])
    return None


def xp_differs(house: House) -> Findings:
    """A point is worth so much XP in entries and another much on the way to a level."""
    for rule in house.of("levels"):
        read = rule.thresholds == "xp" or rule.count == "earned and practised"
        if read and rule.xp_per_point != house.names.xp:
            levels, file = say(rule.xp_per_point), say(house.names.xp)
            finding = f"{quoted(rule.name)} counts a point as {levels} XP, but the file as {file}"
            how = "write the same xp_per_point in both"
            message = f"{finding}: an award written in XP counts differently toward the level; {how}"
            yield Finding("xp-differs", house.place(rule, "xp_per_point"), message)


def step_and_chart(house: House) -> Findings:
    """One of them is not read; a file may replace the steps of the one it extends by a chart."""
    for rule in house.of("levels"):
        if rule.chart is not None and 0 <= house.layer(rule, "step") >= house.layer(rule, "chart"):
            level, chart, step = rule.start + 1, say(rule.chart.exact(2)), say(rule.step.exact(2))
            finding = f"{quoted(rule.name)} has both a step and a chart, and only the chart counts"
            message = f"{finding}: level {level} begins at {chart}, not {step}; leave one of them out"
            yield Finding("step-and-chart", house.place(rule, "step"), message)


def same_name(house: House) -> Findings:
    """The rule that is used may not be the one that was meant."""
    for rule in house.policies:
        for sentence in shadowed(rule.kind):
            yield Finding("same-name", house.place(rule), sentence)


CHECKS = (no_notice, xp_differs, step_and_chart, same_name)
