"""A sequence that is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload


class Lazy(Sequence[Any]):
    """A sequence that is made when it is first looked at."""

    def __init__(self, make: Callable[[], Sequence[Any]]) -> None:
        """Keep how it is made."""
        self._make = make

    @cached_property
    def _items(self) -> Sequence[Any]:
        items: Sequence[Any] = self._make()
        return items

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        """Return one, or some."""
        return self._items[at]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        """Go through all."""
        return iter(self._items)
