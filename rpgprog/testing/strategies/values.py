"""Values that rules and journals are drawn from, as they stand in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Options = st.SearchStrategy[Mapping[str, Any]]

NEVER_USED = object()  # an option that is left out


def among(*values: Any) -> st.SearchStrategy[Any]:
    """One of these; several times the same makes it likelier."""
    return st.sampled_from(values)


def points(most: int) -> st.SearchStrategy[float]:
    """A number of points in quarters: odd amounts show where something is rounded."""
    return st.integers(1, 4 * most).map(lambda quarters: quarters / 4)


def options(**each: st.SearchStrategy[Any]) -> Options:
    """The options of a policy; those drawn as None are left out."""
    drawn = st.fixed_dictionaries(each)
    return drawn.map(lambda values: {name: value for name, value in values.items() if value is not None})
