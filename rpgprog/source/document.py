"""Reads a file as a whole: its head, its one value, and that nothing follows."""

from . import messages
from .block import BlockReader
from .cursor import Stopped
from .grammar import DIRECTIVE, NOT_TEXT, VERSION
from .nodes import Node, Scalar


class DocumentReader(BlockReader):
    """Reads one file."""

    def root(self) -> Node:
        """Return the node of the whole text; raises Mistakes as `parse_source` says."""
        try:
            node = self.document()
        except Stopped as stopped:
            self.problems.append((*self.place(stopped.at), stopped.message))
        if self.problems:
            raise self.mistakes()
        return node

    def document(self) -> Node:
        """Read the whole text."""
        odd = NOT_TEXT.search(self.text)
        if odd is not None:
            self.stop(odd.start(), messages.not_text(odd[0]))
        self.head()
        if self.text.startswith("---", self.pos) and self.at_marker():
            self.pos += 3
            node = self.block_value(-1, False, False)
        else:
            node = self.below(-1, False, self.pos)
        self.tail()
        if isinstance(node, Scalar) and node.plain and not node.text:
            self.problems.append((1, 1, messages.EMPTY))
        return node

    def head(self) -> None:
        """Read what stands before the value: comments, "%YAML 1.2"."""
        if not self.skip():
            self.first = self.pos
            if "\t" in self.text[: self.pos] and self.pos < self.end:
                self.stop(self.text.index("\t"), messages.TAB)
        directives = False
        while self.text.startswith("%", self.pos) and self.pos == self.line_start:
            match = DIRECTIVE.match(self.text, self.pos)
            if match is None:
                self.refuse(self.pos)
            if match[1] is not None and not VERSION.fullmatch(match[1]):
                self.stop(self.pos, messages.VERSION)
            self.pos = match.end()
            self.skip()
            directives = True
        if directives and self.pos < self.end and not self.at_marker():
            self.misfit(None)

    def tail(self) -> None:
        """Make sure that nothing follows the value."""
        self.skip()
        ended = False
        while self.pos == self.first and self.text.startswith("...", self.pos) and self.at_marker():
            ended = True
            self.pos += 3
            self.skip()
        if self.pos == self.end:
            return
        if self.pos == self.first and (ended or self.at_marker()):
            self.stop(self.pos, messages.SECOND)
        self.misfit(None)
