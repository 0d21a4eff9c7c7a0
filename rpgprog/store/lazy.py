"""A sequence that is computed on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload


class Lazy(Sequence[Any]):
    """A sequence that is computed on first use."""

    def __init__(self, make: Callable[[], Sequence[Any]]) -> None:
        """Remember how to compute it."""
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
        """Return an item or a slice."""
        return self._items[at]

    def __len__(self) -> int:
        """Number of items."""
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the items."""
        return iter(self._items)
