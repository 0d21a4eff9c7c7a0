"""The evenings of a table: sessions that the campaign has already, and new ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from ...events import DowntimeStarted, Passed, SessionStarted
from ...journal.quoting import typed
from ...journal.recorded import Recorded
from ..campaign import Campaign


@frozen
class Evening:
    """What a table says of the session of some lines."""

    session: str = ""
    date: str = ""
    day: str = ""
    gm: str = field(default="", eq=False)  # whom the first of its lines names

    @property
    def name(self) -> str:
        """What its session is called: as the table has it, or by its date; nothing if it has neither."""
        return self.session or self.date


@define(eq=False, slots=False)
class Evenings:
    """The sessions of a campaign, as far as a table may speak of them."""

    campaign: Campaign
    every: str  # how long after the last one a session is, where the table gives no day
    headed: bool = False  # whether a new session stands before
    undated: bool = False  # whether one has no day of its own

    @cached_property
    def ids(self) -> set[str]:
        """The ids of all entries."""
        return {entry.id for entry in self.campaign.journal.ledger if entry.id}

    @cached_property
    def _begun(self) -> list[Recorded]:
        kinds = (SessionStarted, DowntimeStarted, Passed)
        return [entry for entry in self.campaign.journal.ledger if isinstance(entry.event, kinds)]

    @property
    def passed(self) -> bool:
        """Whether the last thing that began was time that passes."""
        return bool(self._begun) and isinstance(self._begun[-1].event, Passed)

    @staticmethod
    def in_order(evenings: Iterable[Evening]) -> list[Evening]:
        """By their days if all have one, or else by their dates, or else as the table has them."""
        told = [evening for evening in evenings if evening.name]
        rest = [evening for evening in evenings if not evening.name]
        if all(evening.day.isdecimal() for evening in told):
            told.sort(key=lambda evening: int(evening.day))
        elif all(evening.date for evening in told):
            told.sort(key=lambda evening: evening.date)
        return [*rest, *told]

    def beside(self, evening: Evening, path: str) -> tuple[dict[str, Any], str]:
        """What stands beside each new entry of an evening, and the session before them where it is new."""
        name = path.replace("\\", "/").rpartition("/")[2]
        if not evening.name:
            is_first = not (self._begun or self.headed)
            return {}, self._head(Evening(name.rpartition(".")[0])) if is_first else ""
        played = next(filter(lambda entry: _is(evening, entry), self._begun), None)
        if played is None:
            return {}, self._head(evening)
        if played is self._begun[-1] and not self.headed:
            return {}, ""
        return {"day": played.event.day, "late": f"entered in {name}"}, ""

    def _head(self, evening: Evening) -> str:
        first = not (self._begun or self.headed)
        after = "" if evening.day else (not first and self.every) or "0 days"
        self.headed, self.undated = True, self.undated or after == "0 days"
        fields = {"session": evening.name, "day": evening.day, "after": after}
        fields |= {"gm": evening.gm, "date": evening.date}
        bare = ("day", "after", "date")
        written = {key: text if key in bare else typed(text) for key, text in fields.items() if text}
        return f"{{{', '.join(f'{key}: {text}' for key, text in written.items())}}}"


def _is(evening: Evening, entry: Recorded) -> bool:
    """Whether an entry began the session of that evening: the name, and date or day where both have them."""
    event: Any = entry.event
    if not isinstance(event, SessionStarted) or event.name != evening.name:
        return False
    dated = date.fromordinal(int(event.date)).isoformat() if event.date else ""
    same_date = not (dated and evening.date) or dated == evening.date
    return same_date and (not evening.day or evening.day == str(event.day))
