"""What policies are told of books and awards is what the engine offers, on one campaign and on many."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from rpgprog import policy
from rpgprog.engine.award import Award
from rpgprog.engine.base import BaseBook
from rpgprog.engine.book import Book
from rpgprog.engine.lanes import Lanes
from rpgprog.engine.rules import Rules
from rpgprog.policies.bookkeeping import Bookkeeping

RULES = Rules([Bookkeeping(name="bookkeeping")])


def offered(protocol: type) -> dict[str, Any]:
    """What a protocol and those it extends promise, by name."""
    lines = [vars(cls) for cls in reversed(protocol.__mro__) if getattr(cls, "_is_protocol", False)]
    return {
        name: value
        for line in lines
        for name, value in line.items()
        if isinstance(value, property) or (inspect.isfunction(value) and name in PROMISED)
    }


PROMISED = {
    *(name for name in vars(policy.Book) if not name.startswith("_")),
    *(name for name in vars(policy.Award) if not name.startswith("_")),
    *("all", "__getitem__", "__contains__"),
}


def shape(method: Any) -> list[tuple[str, Any, Any]]:
    """A method's parameters as a caller sees them."""
    parameters = inspect.signature(method).parameters.values()
    same = {inspect.Parameter.POSITIONAL_ONLY: inspect.Parameter.POSITIONAL_OR_KEYWORD}
    return [(p.name, same.get(p.kind, p.kind), p.default) for p in parameters]


@pytest.mark.parametrize("made", [Book, lambda rules: Lanes(rules, 3)], ids=["one campaign", "lanes"])
def test_books_offer_what_policies_are_promised(made: Any) -> None:
    """Each method under its name, with the same parameters and defaults; each property."""
    book = made(RULES)
    for name, promise in offered(policy.Book).items():
        assert hasattr(book, name), name
        if inspect.isfunction(promise):
            assert shape(getattr(type(book), name)) == shape(promise), name


def test_nothing_a_book_offers_policies_is_missing_from_the_protocol() -> None:
    """What only one kind of book has, or only the engine uses, stays out of it."""
    engine = {
        "accounts",
        "after",
        "awards",
        "bind",
        "by",
        "due",
        "keeps_due",
        "override",
        "plans",
        "react",
        "receipts",
        "within",
    }
    assert {name for name in dir(BaseBook) if not name.startswith("_")} - engine <= set(offered(policy.Book))


def test_awards_offer_what_policies_are_promised() -> None:
    """Methods with the same parameters; everything that may be read or set is there."""
    for name, promise in offered(policy.Award).items():
        assert hasattr(Award, name), name
        if inspect.isfunction(promise):
            assert shape(getattr(Award, name)) == shape(promise), name
    settable = {name for name in policy.Award.__annotations__ if not name.startswith("_")}
    assert settable <= set(Award.__slots__)
    assert settable | set(offered(policy.Award)) | {"why"} >= set(
        Award.__slots__
    )  # why it was opened: of its posting
