"""Makes nodes: with their places, within the limits, aliases resolved."""

from ..problems import Mistakes, Place, Problem
from . import messages
from .cursor import Cursor
from .grammar import NAME, TAG
from .nodes import Items, Mapping, Node, Scalar, size_and_height

MAX_DEPTH = 40  # aliases expanded: whoever reads the nodes may recurse without running out of stack
MAX_ALIASES = 100  # enough to share pieces, few enough for people to follow
MAX_NODES = 500_000  # aliases expanded: ten lines of them can stand for billions of values


class Builder(Cursor):
    """A text that is being read, and what was made of it so far."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__(text)
        self.file = file
        self.around: list[Node] = []  # the lists and mappings that are not over yet
        self.anchors: dict[str, Node] = {}
        self.properties: tuple[int, int, str] | None = None  # of the next node: line, column, "&name"
        self.problems: list[tuple[int, int, str]] = []
        self.count = self.aliases = 0

    def scalar(self, text: str, plain: bool, start: int, end: int) -> Scalar:
        """Make a text that stands from offset `start` to before `end`, or on the one line of `start`."""
        line, column = self.place(start)
        node = Scalar(text, plain, line, column, line if end == start else self.place(end)[0])
        self.count += 1
        if self.count > MAX_NODES or self.properties is not None:
            self._inspect(node, start)
        return node

    def empty(self, at: int) -> Scalar:
        """Make a value that is not there: a text of nothing, without quotes."""
        return self.scalar("", True, at, at)

    def begin(self, node: Items | Mapping, start: int) -> None:
        """Begin a list or mapping."""
        node.line, node.column = self.place(start)
        self.around.append(node)
        self.count += 1
        if self.count > MAX_NODES or len(self.around) > MAX_DEPTH or self.properties is not None:
            self._inspect(node, start)

    def _inspect(self, node: Node, start: int) -> None:
        if self.properties is not None:
            node.line, node.column, name = self.properties
            self.properties = None
            self.anchors[name] = node
        self._check_limits(start)

    def _check_limits(self, at: int, height: int = 0) -> None:
        if self.count > MAX_NODES:
            self.stop(at, messages.too_many_values(MAX_NODES))
        if len(self.around) + height > MAX_DEPTH:
            self.stop(at, messages.too_deep(MAX_DEPTH))

    def add(self, mapping: Mapping, key: Node, value: Node) -> None:
        """Put an entry into a mapping, or say why its key cannot be one."""
        entries = mapping.entries
        if not isinstance(key, Scalar):
            self._complain(key, messages.KEY)
        elif key.text in entries:
            self._complain(key, messages.doubled(key.text, entries[key.text][0].line))
        elif key.plain and key.text == "<<":
            self._complain(key, messages.MERGE)
        else:
            entries[key.text] = (key, value)

    def _complain(self, node: Node, message: str) -> None:
        self.problems.append((node.line, node.column, message))

    def mistakes(self) -> Mistakes:
        """Return all that is wrong, in the order of the text."""
        return Mistakes(
            Problem(Place(self.file, line, column), message)
            for line, column, message in sorted(self.problems)
        )

    def alias(self) -> Node:
        """Read a "*name": the node it refers to."""
        at, name = self.pos, self._name()
        node = self.anchors.get(name)
        self.aliases += 1
        if self.properties is not None:
            self.stop(at, messages.no_value("*"))
        if self.aliases > MAX_ALIASES:
            self.stop(at, messages.too_many_aliases(name, MAX_ALIASES))
        if node is None:
            self.stop(at, messages.no_anchor(name))
        if any(node is around for around in self.around):
            self.stop(at, messages.inside_itself(name))
        size, height = size_and_height(node)
        self.count += size
        self._check_limits(at, height)
        return node

    def read_properties(self) -> None:
        """Read "&name" and "!tag", in either order, for the node behind them."""
        line, column = self.place(self.pos)
        name = tag = ""
        for _ in range(2):
            if not name and self.text.startswith("&", self.pos):
                name = self._name()
            elif not tag and self.text.startswith("!", self.pos):
                tag = self._tag()
                self.problems.append((line, column, messages.tag(tag)))
            self.spaces()
        self.properties = (line, column, name)

    def _name(self) -> str:
        match = NAME.match(self.text, self.pos)
        if match is None:
            self.stop(self.pos, messages.begins_with(self.text[self.pos]))
        self.pos = match.end()
        return match[1]

    def _tag(self) -> str:
        match = TAG.match(self.text, self.pos)
        if match is None:
            self.stop(self.pos, messages.TAGS)
        self.pos = match.end()
        return match[1].removeprefix("!<").removesuffix(">").replace("tag:yaml.org,2002:", "!!")
