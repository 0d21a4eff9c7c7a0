"""Reads lists and mappings in brackets."""

import re
from typing import NoReturn

from . import messages
from .grammar import FLOW_COLON, FLOW_COMMA, FLOW_MORE, FLOW_PAIR, FLOW_PLAIN, MARKER, SKIP
from .nodes import Items, Mapping, Node
from .text_reader import TextReader

_APOSTROPHE = re.compile(r"[:,\[{] *'[^']*\w' ?$")  # of a word, at which a text in single quotes ends


class FlowReader(TextReader):
    """Reads values in brackets, where lines and indentation mean nothing."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__(file, text)
        self.brackets: list[int] = []  # the offsets of those that are not closed yet

    def flow_list(self) -> Items:
        """Read a list from its "[" on."""
        node = Items([], True, 0, 0, 0)
        self._open(node)
        while not self._next_in("]"):
            node.items.append(self._item())
            self._comma("]")
        self._close(node)
        return node

    def flow_mapping(self) -> Mapping:
        """Read a mapping from its "{" on."""
        node = Mapping({}, True, 0, 0, 0)
        self._open(node)
        while not self._next_in("}"):
            self._entry(node, ",}")
            self._comma("}")
        self._close(node)
        return node

    def _open(self, node: Items | Mapping) -> None:
        self.begin(node, self.pos)
        self.brackets.append(self.pos)
        self.pos += 1
        self._skip()

    def _close(self, node: Items | Mapping) -> None:
        self.pos += 1
        self.brackets.pop()
        self._end(node)

    def _end(self, node: Items | Mapping) -> None:
        self.around.pop()
        node.end_line = self.place(self.pos)[0]

    def _item(self) -> Node:
        """Read an item of a list; "a: b" without braces is a mapping of one entry."""
        start, pair = self.pos, Mapping({}, True, 0, 0, 0)
        if self.text[start] == "?":
            self.begin(pair, start)
            self._entry(pair, ",]")
        else:
            value = self._value()
            if not self._colon(start):
                return value
            self.begin(pair, start)
            self.add(pair, value, self._value_of_key(start, ",]"))
        self._end(pair)
        return pair

    def _entry(self, node: Mapping, ends: str) -> None:
        """Read a key and its value into a mapping; "? " may stand before the key."""
        start = self.pos
        pair = FLOW_PAIR.match(self.text, start)
        if pair is not None:  # a short cut: two texts on one line, as most are
            self.pos, at = pair.end(), pair.start(2)
            key = self.scalar(pair[1], True, start, start)
            self.add(node, key, self.scalar(pair[2], True, at, at))
        elif self.text[start] == "?":
            self.pos += 1
            self._skip()
            value = self.empty(self.pos) if self._next_in(f":{ends}") else self._value()
            self._skip()
            self.add(node, value, self._value_of_key(self.pos, ends))
        else:
            self.add(node, self._value(), self._value_of_key(start, ends))

    def _value_of_key(self, start: int, ends: str) -> Node:
        """Read what stands behind a key that begins at `start`, which may be nothing."""
        colon = self._colon(start)
        self.pos = colon or self.pos
        self._skip()
        return self._value() if colon and not self._next_in(ends) else self.empty(self.pos)

    def _colon(self, start: int) -> int:
        """The offset behind a colon on the line of `start`, 0 if there is none."""
        colon = FLOW_COLON.match(self.text, self.pos)
        return colon.end() if colon and self.same_line(start) else 0

    def _value(self) -> Node:
        """Read a value."""
        character = self.text[self.pos]
        if character in "[{":
            return self.flow_list() if character == "[" else self.flow_mapping()
        if character in "\"'":
            return self.quoted()
        if character == "*":
            return self.alias()
        if character in "&!" and self.properties is None:
            self.read_properties()
            self._skip()
            return self.empty(self.pos) if self._next_in(",]}:") else self._value()
        return self.plain(FLOW_PLAIN, FLOW_MORE, -1)

    def _comma(self, closing: str) -> None:
        """Read the comma behind an entry; only the last needs none."""
        comma = FLOW_COMMA.match(self.text, self.pos)
        if comma is not None:
            self.pos = comma.end()
            return
        self._skip()
        if self._next_in(","):
            self.pos += 1
            self._skip()
        elif not self._next_in(closing):
            self._unclosed(self.pos)

    def _skip(self) -> None:
        """Go to the next thing that counts."""
        match = SKIP.match(self.text, self.pos)
        if match is not None:
            self.pos = match.end()
            if match[1] == "" and MARKER.match(self.text, self.pos):
                self._unclosed(self.pos)

    def _next_in(self, characters: str) -> bool:
        """Whether one of these characters is next; at the end of the text nothing is closed any more."""
        if self.pos == self.end:
            self._unclosed(self.brackets[-1])
        return self.text[self.pos] in characters

    def _unclosed(self, at: int) -> NoReturn:
        start = self.brackets[-1]
        if _APOSTROPHE.search(self.text, self.text.rfind("\n", 0, at) + 1, at):
            self.stop(at, messages.apostrophe())
        self.stop(at, messages.unclosed(self.text[start], self.place(start)[0]))
