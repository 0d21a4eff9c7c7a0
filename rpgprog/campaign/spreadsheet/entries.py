"""Lines of a table as entries of a campaign."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import Factory, define, frozen

from ...problems import Mistakes, Place, Problem
from ...problems.wording import quoted
from ...reader.dates import NoDate, day_of
from ..campaign import Campaign
from ..questions import Unknown
from .cells import Line
from .evenings import Evening, Evenings
from .headings import Columns
from .items import Item, typed_item, worded_item
from .values import Unclear, amount, real_date

ALL = {"all", "everyone", "everybody", "party", "the party", "group", "the group", "table", "the table"}
AMOUNTS = ("points", "xp", "coins", "hours", "ranks", "times")
SESSION = ("session", "date", "day", "gm")  # of a line: what may stand once for all lines of an evening
Entry = tuple[int, Item, str]  # its line, what it says, and the GM named there
_SUM = re.compile(r"(grand )?(totals?|sums?)\b.*")
_AND = re.compile(r"\s*(?:[,;/&+]|\band\b)\s*")


@frozen
class How:
    """What a table cannot say: the decimal mark, the order of dates, the time between sessions, the GM."""

    decimal: str = ""
    dates: str = ""
    every: str = ""
    by: str = ""


@frozen
class New:
    """An entry that a table has and the campaign has not, and the line it stands in."""

    line: int
    text: str


@define
class Found:
    """What a table says: new entries, how many are there already, lines left out, what to know, mistakes."""

    entries: list[New] = Factory(list)
    lines: int = 0
    known: int = 0
    left_out: list[str] = Factory(list)
    notes: list[str] = Factory(list)
    problems: list[Problem] = Factory(list)


@define(eq=False, slots=False)
class Reading:
    """Reads the lines of one table for one campaign."""

    path: str
    campaign: Campaign
    columns: Columns
    how: How
    found: Found = Factory(Found)
    seen: Counter[str] = Factory(Counter)
    own_ids: set[str] = Factory(set)

    def read(self, lines: Iterable[Line]) -> Found:
        """All entries, evening by evening."""
        evenings: dict[Evening, list[Entry]] = {}
        last: dict[str, str] = {}
        for line in lines:
            self.found.lines += 1
            values = {
                self.columns[at]: cell for at, cell in enumerate(line.cells) if at in self.columns and cell
            }
            if any(key in values for key in SESSION[:3]):
                last = {key: values.get(key, "") for key in SESSION}
            if (item := self._item(line, values)) is not None:
                evening = Evening() if item.is_typed else self._evening(line, last)
                lines_of_it = evenings.setdefault(evening, [])
                lines_of_it.append((line.number, item, "" if item.is_typed else values.get("gm", "")))
        for evening in self._evenings.in_order(evenings):
            self._write(evening, evenings[evening])
        if self._evenings.undated and not self.how.every:
            today = self.campaign.names.on(self.campaign.today)
            new = f"new sessions are on {today}, unless --every says how far apart they are"
            self.found.notes.append(f"no column gives the day of the game: {new}")
        return self.found

    # One line.

    def _item(self, line: Line, values: Mapping[str, str]) -> Item | None:
        """The entry of a line; None where it has none, or none that can be read."""
        try:
            if "entry" in values:
                return typed_item(values["entry"])
            if "entry" in self.columns.values() and "who" not in self.columns.values():
                return None  # what stands in no entry follows from others
            if "who" not in values or _SUM.fullmatch(values["who"].casefold()):
                if any(key not in SESSION for key in values):
                    self.found.left_out.append(f"line {line.number}: nobody is named (a line of sums?)")
                return None
            fields = self._fields(line, values)
            return None if fields is None else worded_item(fields, values.get("gm") or self.how.by)
        except Unclear as unclear:
            self._reject(line, str(unclear))
        except Mistakes as mistakes:
            self._reject(line, mistakes.problems[0].message)
        return None

    def _fields(self, line: Line, values: Mapping[str, str]) -> dict[str, Any] | None:
        """The values of a line as an entry has them; None where one of them cannot be read."""
        fields: dict[str, Any] = {}
        for key, text in values.items():
            try:
                if key not in SESSION:
                    fields[key] = self._value(key, text)
            except Unclear as unclear:
                self._reject(line, f"{key}: {quoted(text)} {unclear}")
        return fields if len(fields) == sum(key not in SESSION for key in values) else None

    def _value(self, key: str, text: str) -> Any:
        if key == "who":
            is_all = text.casefold() in ALL
            return ["all"] if is_all else [self._person(name) for name in _AND.split(text) if name]
        return self._amount(key, text) if key in AMOUNTS else text

    def _person(self, name: str) -> str:
        """A character by id, by name, or by the name of a player who has no other. Raises Unclear."""
        try:
            return self.campaign.who(name)
        except Unknown as unknown:
            people = self.campaign.journal.characters.items()
            played = [who for who, about in people if (about.player or "").casefold() == name.casefold()]
            if len(played) == 1:
                return played[0]
            raise Unclear(f"names nobody: {unknown}") from None

    def _amount(self, key: str, text: str) -> str:
        number, unit = amount(text, self.how.decimal)
        word = unit.casefold()
        if key == "xp" or (key == "points" and word == "xp"):
            allowed, number = {"", "xp"}, f"{number} xp"
        else:
            points = self.campaign.ruleset.names.points.casefold() if key == "points" else ""
            allowed = {"", key, key.removesuffix("s"), points, key[0] if key == "hours" else ""}
        if word not in allowed:
            raise Unclear(f"is no number of {key}")
        return number

    def _evening(self, line: Line, values: Mapping[str, str]) -> Evening:
        dated = {
            key: self._moment(line, key, values[key]) if values.get(key) else "" for key in ("date", "day")
        }
        session = values.get("session", "")
        if dated["day"] and not (session or dated["date"]):
            session = self.campaign.names.on(int(dated["day"])).capitalize()
        return Evening(session, **dated, gm=values.get("gm", ""))

    def _moment(self, line: Line, key: str, text: str) -> str:
        """A real date, or a day of the game as a number; nothing where it is neither."""
        calendar = self.campaign.journal.calendar
        try:
            if key == "date":
                return real_date(text, self.how.dates)
            if calendar is not None and not text.isdecimal():
                return str(day_of(text, calendar))
            if not text.isdecimal():
                raise Unclear("is no day of the game, such as 12")
        except Unclear as unclear:
            self._reject(line, f"{key}: {quoted(text)} {unclear}")
            return ""
        except NoDate as wrong:
            self._reject(line, f"{key}: {wrong}")
            return ""
        return text

    # An evening.

    @cached_property
    def _evenings(self) -> Evenings:
        return Evenings(self.campaign, self.how.every)

    def _write(self, evening: Evening, items: Sequence[Entry]) -> None:
        """The new entries of an evening, behind its session where the campaign has none."""
        items = [(line, self._as_new(item), gm) for line, item, gm in items]
        keys = [self._key(evening, item) for _, item, _ in items]
        known = [at for at, key in enumerate(keys) if key in self._evenings.ids]
        beside, head = self._evenings.beside(evening, self.path)
        for at, ((line, item, gm), key) in enumerate(zip(items, keys, strict=True)):
            if at in known or (not item.takes_id and self._is_past(at, known, items)):
                self.found.known += 1
                continue
            if head:
                self.found.entries.append(New(line, head))
                head = ""
            other = {"note": f"GM {gm}"} if gm and gm != evening.gm else {}
            self.found.entries.append(New(line, item.text({**other, **beside, "id": key})))

    def _as_new(self, item: Item) -> Item:
        """An entry without an id that stands at another entry before."""
        if item.id and item.id in self.own_ids:
            return item.without_id()
        self.own_ids.add(item.id)
        return item

    def _is_past(self, at: int, known: Sequence[int], items: Sequence[object]) -> bool:
        """Whether time that passes, which has no id, is recorded: what follows it is, or it was the last."""
        is_last = at == len(items) - 1 and at - 1 in known and self._evenings.passed
        return is_last or any(later > at for later in known)

    def _key(self, evening: Evening, item: Item) -> str:
        """The id of an entry: a digest of what it says, and of how many before it say the same."""
        said = json.dumps([evening.session, evening.date, evening.day, item.text({})], ensure_ascii=False)
        self.seen[said] += 1
        digest = hashlib.sha256(f"{said} {self.seen[said]}".encode()).hexdigest()
        return item.id or f"row-{digest[:12]}"

    def _reject(self, line: Line, message: str) -> None:
        self.found.problems.append(Problem(Place(self.path, line.number, 1), message))
