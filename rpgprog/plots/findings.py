"""What a simulation says, in short sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems.wording import listing
from ..simulate.findings.rows import Reach, Results
from ..views.columns import many
from .ahead import decided, duels
from .rows import percent

_MOST = 40  # sentences: more are for the tables


def played(results: Results) -> str:
    """What was simulated."""
    many_rules = len(results.variants) > 1
    rules = f"{len(results.variants)} rulesets or values: " if many_rules else ""
    under = f"under {rules}{listing(results.variants)}"
    stopped = results.campaigns < results.asked
    part = f" It was stopped early; {results.asked:,} campaigns were requested." if stopped else ""
    return (
        f"{many(results.campaigns, 'campaign')} of {many(results.sessions, 'session')} each were played for "
        f"{listing(results.builds)} {under}; {results.events:,} events in all, from seed {results.seed}, "
        f"with the same dice for every build.{part}"
    )


def findings(results: Results) -> list[str]:
    """What stands out, most telling first; then what was left out."""
    texts = [*_ends(results), *_goals(results), *_leads(results), *_lost(results)]
    further = (
        [f"The tables have {len(texts) - _MOST} more findings like these."] if len(texts) > _MOST else []
    )
    return [*texts[:_MOST], *further, *(f"{note[:1].upper()}{note[1:]}." for note in results.notes)]


def _under(results: Results, rules: str) -> str:
    return f"Under {rules}, " if len(results.variants) > 1 else ""


def _ends(results: Results) -> Iterator[str]:
    """Level and points at the end."""
    last = {
        (band.rules, band.build, band.what): band
        for band in results.bands
        if band.session == results.sessions and not band.skill
    }
    for rules in results.variants:
        for build in results.builds:
            level, earned = last.get((rules, build, "level")), last.get((rules, build, "points earned"))
            if level is None or earned is None:
                continue
            reach = f"level {level.median} ({level.p10} to {level.p90} in four of five campaigns)"
            points = f"{earned.median:,} {results.points} earned"
            yield f"{_under(results, rules)}{build} ends at {reach}, with {points}."


def _goals(results: Results) -> Iterator[str]:
    """When half of the campaigns have what a build is after, and what most never get."""
    for rules in results.variants:
        for build in results.builds:
            reaches = [reach for reach in results.reaches if (reach.rules, reach.build) == (rules, build)]
            had = sorted((reach.median, reach.goal) for reach in reaches if reach.median is not None)
            late = [reach for reach in reaches if reach.median is None]
            parts = [f"half have {listing(f'{goal} by session {by:,}' for by, goal in had)}"] if had else []
            parts += [f"{reach.goal} is reached by {_few(reach)}" for reach in late]
            if parts:
                yield f"{_under(results, rules)}{build}: {'; '.join(parts)}."


def _few(reach: Reach) -> str:
    return f"{percent(reach.chance)} at the end" if reach.chance else "none"


def _leads(results: Results) -> Iterator[str]:
    """Who is ahead at the end, and where that changed."""
    for (rules, measure, build, other), rows in duels(results).items():
        under, last = _under(results, rules), rows[-1]
        if always := decided(rows):
            loser = other if always == build else build
            yield f"{under}{always} is ahead of {loser} in {measure} from the first session to the last."
            continue
        turns = [
            f"from session {crossing.session} {crossing.build}"
            for crossing in results.crossings
            if crossing.rules == rules
            and crossing.what == measure
            and {crossing.build, crossing.other} == {build, other}
        ]
        turned = f"; more often ahead is {listing(turns)}" if turns else ""
        yield (
            f"{under}in {measure}, {build} is ahead of {other} in {percent(last.ahead)} of the campaigns "
            f"at the end and behind in {percent(last.behind)}{turned}."
        )


def _lost(results: Results) -> Iterator[str]:
    """What took most, of each build."""
    for rules in results.variants:
        for build in results.builds:
            losses = [loss for loss in results.losses if (loss.rules, loss.build) == (rules, build)]
            worst = max(losses, key=lambda loss: loss.share, default=None)
            if worst is not None and worst.share > 0:
                share = f"{percent(worst.share)} of the {results.points} offered"
                yield f"{_under(results, rules)}{build}: {share} go to {worst.rule}."
