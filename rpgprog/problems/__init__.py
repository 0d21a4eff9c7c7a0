"""Mistakes in a user's files: where they are and what is wrong, in words for a game master."""

from collections.abc import Iterable

from attrs import field, frozen

from .wording import visible


@frozen
class Place:
    """A place in a file; line and column are counted from 1.

    In JSON, and in values of a program, a JSON Pointer (RFC 6901) says where; lines only give the order.
    """

    file: str
    line: int
    column: int
    pointer: str = ""

    def __str__(self) -> str:
        """Return "file:line:column", as editors understand it, or "file#/pointer"."""
        return f"{self.file}#{self.pointer}" if self.pointer else f"{self.file}:{self.line}:{self.column}"


@frozen
class Problem:
    """One mistake, or with level "warning" one thing worth a second look."""

    place: Place | None
    message: str = field(converter=visible)
    level: str = "error"

    def __str__(self) -> str:
        """Return "file:line:column: message", or the message alone when no place is known."""
        message = f"warning: {self.message}" if self.level == "warning" else self.message
        return message if self.place is None else f"{self.place}: {message}"


class Mistakes(Exception):
    """The mistakes found in the user's files, all at once, in `problems`.

    >>> print(Mistakes([Problem(Place("road.yaml", 12, 9), "this cannot be read")]))
    road.yaml:12:9: this cannot be read
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order given."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return one problem a line."""
        return "\n".join(map(str, self.problems))
