"""Reads lists and mappings by their indentation."""

from typing import NoReturn

from . import messages
from .flow import FlowReader
from .grammar import BLOCK_MORE, BLOCK_PLAIN, BREAK, COLON, EXPLICIT, ITEM, KEY, LINE_OVER, MARKER, SKIP
from .nodes import Items, Mapping, Node
from .texts import block_text


class BlockReader(FlowReader):
    """Reads what is laid out in lines. A `column` counts from 0 here, as indentation does."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__(file, text)
        self.line_start = self.first = 0  # the line skipped to last: its offset, and that of what begins it

    def skip(self) -> bool:
        """Go to the next thing that counts; return whether it is on another line."""
        match = SKIP.match(self.text, self.pos)
        if match is None or match[1] is None:
            self.pos = match.end() if match else self.pos
            return False
        self.line_start, self.pos = match.start(1), match.end()
        self.first = self.pos
        if "\t" in match[1] and self.pos < self.end:
            self.stop(self.line_start + match[1].index("\t"), messages.TAB)
        return True

    def at_marker(self) -> bool:
        """Whether a "---" or "..." ends the document here."""
        return self.pos == self.line_start and MARKER.match(self.text, self.pos) is not None

    def block_value(self, column: int, keys: bool, lists: bool) -> Node:
        """Read what belongs to a key or dash that has just been read.

        Args:
            column: Where the list or mapping of that key or dash begins, -1 for none.
            keys: Whether on the same line a list or mapping may begin.
            lists: Whether a list may begin below at this very column.
        """
        behind = self.pos
        if self.skip():
            return self.below(column, lists, behind)
        if self.pos == self.end:
            return self.empty(behind)
        if keys and "\t" in self.text[behind : self.pos]:
            self.stop(self.text.index("\t", behind), messages.TAB)
        return self._node(column, keys, lists)

    def below(self, column: int, lists: bool, behind: int) -> Node:
        """Read what belongs to something above that ended at `behind`: nothing if this line does not."""
        here = self.pos - self.line_start
        if self.pos < self.end and not self.at_marker():
            if here > column or (here == column and self.text[self.pos] in "|>"):
                return self._node(column, True, lists)
            if here == column and lists and ITEM.match(self.text, self.pos):
                return self._list(here, True)
        return self.empty(behind)

    def _node(self, column: int, keys: bool, lists: bool) -> Node:
        """Read the value that begins here."""
        text, start = self.text, self.pos
        if keys:
            if ITEM.match(text, start):
                return self._list(start - self.line_start, False)
            if KEY.match(text, start) or EXPLICIT.match(text, start):
                return self._mapping(start, None)
        if text[start] in "&!":
            return self._with_properties(column, keys, lists)
        node = self._inline(column)
        if keys and self._at_colon(start):
            return self._mapping(start, node)
        return node

    def _with_properties(self, column: int, keys: bool, lists: bool) -> Node:
        """Read a value after its "&name" and "!tag"; before a key on the same line they are the key's."""
        start, outer = self.pos, self.properties
        self.read_properties()
        behind = self.pos
        if outer is None and self.skip():
            return self.below(column, lists, behind)
        node = self._inline_or_nothing(column)
        if keys and self._at_colon(start):
            self.properties = outer
            return self._mapping(start, node)
        if outer is not None:
            self.stop(start, messages.no_value(self.text[start]))
        return node

    def _inline_or_nothing(self, column: int) -> Node:
        over = LINE_OVER.match(self.text, self.pos) or COLON.match(self.text, self.pos)
        return self.empty(self.pos) if over else self._inline(column)

    def _inline(self, column: int) -> Node:
        """Read a value that is not a block list or block mapping."""
        character = self.text[self.pos]
        if character in "[{":
            return self.flow_list() if character == "[" else self.flow_mapping()
        if character in "\"'":
            return self.quoted()
        if character == "*":
            return self.alias()
        if character not in "|>":
            return self.plain(BLOCK_PLAIN, BLOCK_MORE, column)
        start = self.pos
        value, end = block_text(self.text, start, column)
        self.pos = end - (self.text[end - 1] in BREAK)  # skipping finds the end of a line
        return self.scalar(value, False, start, end)

    def _at_colon(self, start: int) -> bool:
        """Whether what began at `start` is a key."""
        return COLON.match(self.text, self.pos) is not None and self.same_line(start)

    def _list(self, column: int, level: bool) -> Items:
        """Read a list from its first dash on; `level` with the key it belongs to."""
        node = Items([], False, 0, 0, 0)
        self.begin(node, self.pos)
        while True:
            self.pos += 1
            node.items.append(self.block_value(column, True, False))
            if not self._another(node, column):
                break
            if not ITEM.match(self.text, self.pos):
                if level:
                    break
                self.misfit(node)
        self._end_block(node)
        return node

    def _mapping(self, start: int, key: Node | None) -> Mapping:
        """Read a mapping from its first key on, or from behind this key if it has been read."""
        node, column = Mapping({}, False, 0, 0, 0), start - self.line_start
        self.begin(node, start)
        goes_on = True
        while goes_on:
            if key is None and EXPLICIT.match(self.text, self.pos):
                goes_on = self._explicit_entry(node, column)
                continue
            key = self._key(column) if key is None else key
            self._past_colon()
            self.add(node, key, self.block_value(column, False, True))
            key, goes_on = None, self._another(node, column)
        self._end_block(node)
        return node

    def _explicit_entry(self, node: Mapping, column: int) -> bool:
        """Read "? key" and ": value" below it; return whether another entry follows."""
        self.pos += 1
        key = self.block_value(column, True, True)
        goes_on = self._another(node, column)
        if not goes_on or not COLON.match(self.text, self.pos):
            self.add(node, key, self.empty(self.pos))
            return goes_on
        self.pos += 1
        self.add(node, key, self.block_value(column, True, True))
        return self._another(node, column)

    def _key(self, column: int) -> Node:
        """Read a key, up to its colon."""
        start = self.pos
        match = KEY.match(self.text, start)
        if match is not None:
            self.pos = match.end(1)
            return self.scalar(match[1], True, start, start)
        if ITEM.match(self.text, start):
            self.misfit(self.around[-1])
        if self.text[start] in "&!":
            self.read_properties()
        key = self._inline_or_nothing(column) if self.pos > start else self._inline(column)
        if not self._at_colon(start):
            self.stop(start, messages.NO_COLON)
        return key

    def _past_colon(self) -> None:
        colon = COLON.match(self.text, self.pos)
        self.pos = colon.end() if colon else self.pos

    def _another(self, node: Items | Mapping, column: int) -> bool:
        """Whether one more entry of this list or mapping follows."""
        self.skip()
        here, fresh = self.pos - self.line_start, self.pos == self.first
        if self.pos == self.end or (fresh and here < column) or self.at_marker():
            return False
        if not fresh or here > column:
            self.misfit(node)
        return True

    def _end_block(self, node: Items | Mapping) -> None:
        """End a list or mapping on the line of what comes next; after the last that is one more."""
        self.around.pop()
        line, column = self.place(self.pos)
        node.end_line = line + 1 if self.pos == self.end and column > 1 else line

    def misfit(self, node: Node | None) -> NoReturn:
        """Say why this does not belong to the list or mapping around it."""
        text, at, fresh = self.text, self.pos, self.pos == self.first
        if not fresh and COLON.match(text, at):
            self.stop(at, messages.COLON)
        if text[at] in "@`%\ufeff" or (not fresh and (ITEM.match(text, at) or EXPLICIT.match(text, at))):
            self.refuse(at)
        if text[at] in "\"'":
            self.quoted()
        above = "what is above it"
        if node is not None:
            kind = "list that begins" if isinstance(node, Items) else "keys that begin"
            above = f"the {kind} on line {node.line}"
        self.stop(at, messages.misfit(above))
