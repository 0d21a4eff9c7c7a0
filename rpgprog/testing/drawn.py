"""Rulesets and journals that Hypothesis draws: imported when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .house_rules import HouseRules

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

NEEDS_HYPOTHESIS = 'drawing rulesets and journals needs Hypothesis: pip install "rpgprog[testing]"'


def rulesets() -> SearchStrategy[str]:
    """The texts of rulesets with any of the shipped policies, their options around the values that matter.

    Skills are climb, swim and lore, talents sight and flight. Put your own rule beside one in a list.
    Raises ModuleNotFoundError without Hypothesis.

    >>> from hypothesis import given, settings
    >>> from rpgprog.testing import play
    >>> @settings(max_examples=5, deadline=None, database=None)
    ... @given(rulesets())
    ... def test(ruleset):
    ...     play(ruleset, "characters: {ann: {profession: thief}}")
    >>> test()
    """
    _needs_hypothesis()
    from . import strategies

    return strategies.rulesets()


def journals(rules: HouseRules) -> SearchStrategy[str]:
    """The texts of journals that can be read under these rules; some of their events are refused.

    Three characters with ranks, points and a past; sessions, down-times and idle months. Without skills in
    the rules the journal brings its own. Raises ModuleNotFoundError without Hypothesis, and Mistakes.

    >>> from hypothesis import given, settings
    >>> from rpgprog.testing import same_everywhere
    >>> @settings(max_examples=5, deadline=None, database=None)
    ... @given(journals("dp-forty"))
    ... def test(journal):
    ...     same_everywhere("dp-forty", journal)
    >>> test()
    """
    _needs_hypothesis()
    from . import strategies

    return strategies.journals(rules)


def _needs_hypothesis() -> None:
    try:
        import hypothesis  # noqa: F401
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(NEEDS_HYPOTHESIS, name=missing.name) from None
