"""An entry from one line of a table: typed as a whole, or made of what the columns say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from ...journal.quoting import on_one_line, typed, typed_list
from ...journal.typed_entry import in_brackets, typed_entry
from ...source import Mapping as Map
from ...source import Scalar
from .values import Unclear

_COMMON = ("times", "note", "ref")
_BARE = ("points", "xp", "coins", "hours", "ranks", "times")  # numbers stand without quotes
_WHAT = {"awarded": "for", "used": "what", "ruled": "why", "bought": "note", "trained": "note"}


@frozen
class Item:
    """An entry: its word, what stands under it, as text, and whether it was typed as a whole."""

    word: str  # empty: what stands in it stands beside each other, as in a session
    fields: Mapping[str, str]
    is_typed: bool = False
    takes_id: bool = True
    id: str = ""  # that it has itself

    def without_id(self) -> Item:
        """The same, to be given another id."""
        return evolve(self, id="", fields={key: text for key, text in self.fields.items() if key != "id"})

    def text(self, beside: Mapping[str, Any]) -> str:
        """The entry as it would be typed, with more words beside; its own come first."""
        more = {key: _beside(value) for key, value in beside.items() if key not in self.fields}
        fields = {**self.fields, **(more if self.takes_id else {})}
        inside = f"{{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}"
        return f"{self.word}: {inside}" if self.word else inside


def _beside(value: Any) -> str:
    return typed(value) if isinstance(value, str) else on_one_line(value)


def typed_item(text: str) -> Item:
    """An entry that stands in its cell as it would be typed. Raises Mistakes."""
    root = typed_entry(text).root
    if len(root.entries) == 1:
        ((word, (_, node)),) = root.entries.items()
        if isinstance(node, Map):
            return Item(word, _fields(node), is_typed=True, id=_id(node))
    fields = _fields(root)
    return Item("", fields, is_typed=True, takes_id="passed" not in fields, id=_id(root))


def _id(node: Map) -> str:
    return str(getattr(node.entries["id"][1], "text", "")) if "id" in node.entries else ""


def _fields(node: Map) -> dict[str, str]:
    return {key: in_brackets(value) for key, (_, value) in node.entries.items() if not _is_blank(value)}


def _is_blank(node: object) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def worded_item(fields: Mapping[str, Any], by: str) -> Item:
    """The entry that the columns of a line make. Raises Unclear where they make none, or more than one."""
    word, own = _word(fields)
    written = {"who": fields["who"]}
    for key in (*own, *_COMMON, "what"):
        if key in fields:
            name, text = _named(word, key), fields[key]
            written[name] = text.removesuffix(" xp") if name == "xp" else text
    if word == "ruled":
        if len(fields["who"]) > 1 or fields["who"] == ["all"]:
            raise Unclear("points are taken from one character at a time")
        if not by:
            raise Unclear("points are taken away: a GM must say so (a column for the GM, or --by)")
        written |= {"by": by, "why": written.get("why", "as the table has it")}
    return Item(word, {key: _written(key, value) for key, value in written.items()})


def _named(word: str, column: str) -> str:
    """What an entry calls that which stands in a column."""
    if column == "what":
        return _WHAT[word]
    return "points" if column == "xp" and word in ("awarded", "ruled") else column


def _written(key: str, value: Any) -> str:
    if isinstance(value, list):
        return typed_list(value)
    return value if key in _BARE else typed(value)


def _word(fields: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The word of the entry and the columns that belong under it."""
    if "talent" in fields:
        return "bought", ("talent",)
    if "skill" in fields:
        if "ranks" in fields:
            return "bought", ("skill", "ranks")
        if "hours" in fields:
            return "trained", ("skill", "hours", "xp")
        return "used", ("skill", "outcome", "xp")
    worths = [key for key in ("points", "xp", "coins") if key in fields]
    if not worths:
        raise Unclear("nothing that was earned or done stands in this line")
    if len(worths) > 1 and {"points", "xp"} <= {*worths}:
        raise Unclear("both points and XP stand in this line: which of them counts?")
    if any(fields[key].startswith("-") for key in worths):
        return "ruled", tuple(worths)
    return "awarded", tuple(worths)
