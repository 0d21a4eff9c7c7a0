"""What a policy tells the core about itself, beside its options and its methods.

Warnings about rules that do not fit together look at these, never at a rule's name, so that a rule from
another package takes part. The words below are what rules do for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

PAYS_POINTS = "pays points"
PAYS_ENCOUNTERS = "pays points for encounters"
PAYS_USES = "pays for uses of a skill"
PAYS_XP_FOR_USES = "pays XP for uses of a skill"
TURNS_XP = "turns XP into ranks"
BRINGS_RANKS = "brings ranks without a purchase"
SELLS_RANKS = "sells ranks"
SELLS_TALENTS = "sells talents"
SAVES_FOR_TALENTS = "lets players save for a talent beyond a limit"
SAVES_FOR_RANKS = "lets players save for a rank beyond a limit"
TRAINS = "trains"
TRAINS_BY_TIME = "trains: hours become ranks"
TRAINS_FOR_XP = "trains: hours earn XP"
TAKES_RANKS = "takes ranks"
TAKES_RANKS_BY_TIME = "takes ranks as time passes"
TAKES_UNUSED = "takes away what is unused"
GIVES_BONUS = "gives a bonus to skills"
RAISES_LEVELS = "raises levels"
FORBIDS_PENALTIES = "forbids double penalties"
ASKS_FOR_USES = "asks when a skill was last used"
AWAITS_ANSWERS = "waits for answers about the last use"

Test = Callable[[Any], object]  # of a policy
Deeds = Mapping[str, Test | None]  # what a rule does, each perhaps only where its options are such


@frozen(eq=False, repr=False)
class Need:
    """What a rule or an option has nothing to act on without.

    ``deeds``: another rule for some of the same skills must do any of these; none: nothing helps.
    ``lack`` says in words what is missing; ``when`` says for which of the rule's options it is needed.
    """

    deeds: tuple[str, ...]
    lack: str
    when: Test | None = None


@frozen(eq=False, repr=False)
class Steps:
    """A curve over ranks, levels or sessions that should not fall: for warnings about misprints.

    ``counts``    what the curve counts
    ``cost``      whether its numbers are costs; otherwise they are limits
    ``start``     the level at which counting begins
    ``last``      the last count that matters; 0: all do
    ``per_point`` how many of its numbers make a point
    """

    counts: str
    cost: bool = True
    start: Callable[[Any], int] = lambda _: 1
    last: Callable[[Any], int] = lambda _: 0
    per_point: Callable[[Any], int] = lambda _: 1


@frozen(kw_only=True)
class Brought:
    """Words and figures that a rule adds to those of its ruleset."""

    talents: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()  # the only ones there are
    hours_per_week: int | None = None  # of training; None: the rule says nothing about training


class Misfit(ValueError):
    """An option does not fit the words of its ruleset; the message is for the author of the file."""

    def __init__(self, option: str, message: str) -> None:
        """Keep which option it is."""
        super().__init__(message)
        self.option = option
