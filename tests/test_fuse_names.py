"""Whatever a policy calls its things, written out it does the same; what is unclear is logged, never hidden."""

from __future__ import annotations

import ast
import builtins
import linecache
import logging
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.engine.award import Award
from rpgprog.engine.book import Book
from rpgprog.engine.fused.fuse import Fused
from rpgprog.engine.fused.text import PREFIX
from rpgprog.engine.rules import Rules
from rpgprog.events import Event, Met, Used
from rpgprog.policies.awards import Awards
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.novelty import Novelty
from rpgprog.policies.practice import Practice

LOGGER = "rpgprog.engine.fused"
USED = Used(who="ann", skill="a")
numbers = count()

HEAD = """
import attrs
from attrs import frozen
from rpgprog import events as happened, policy as house
from rpgprog.events import Used
from rpgprog.policy import Policy, on, option, where

"""
HOSTILE = """
{g} = {number}

def {h}({p}, {q}):
    {r} = {p} + {g}
    if {q} > {r}:
        return {q}
    return {r} ** 2

@attrs.frozen
class Odd(house.Policy):
    most: int = house.option({number})
    text: str = house.option({text!r})

    @house.on(happened.Used)
    def {m}(self, {e}, {b}):
        {x} = {b}[{e}.who, {kind!r}, {of!r}].balance + self.most
        for {y} in range({e}.times + 2):
            if {y} == 1:
                continue
            {x} = {x} + {y} * {g} + len({e}.skill) + sum([{z} for {z} in range(3)])
        self.{n}({x}, {b})
        {b}.only({x} > 2, self.{n}, {h}({x}, self.most))
        {b}.post({b}[{e}.who, {other!r}, {of!r}], self.most ** 2 - {b}.figure("odd", {b}.today), f"{{self.text}} {{{x}}}")

    def {n}(self, {p}, {b}):
        {y} = {b}["ann", {other!r}, {kind!r}]
        {b}.post({y}, abs({p}) % 7, ({text!r}, {p}))
        if {y}.balance > {number}:
            {z} = {y}.balance
            {b}.post({b}["bob", {kind!r}, 5], {z})

    @house.figure("odd")
    def {s}(self, {x}, {e}, {b}):
        return {h}({x} + self.most, {e}.balance)

    @house.award(happened.Met, stage=house.Stage.SCALE)
    def {t}(self, {e}, {b}):
        {x} = {b}[{e}.who, {kind!r}, ""].balance
        {e}.scale({x} + 3, 4, ({text!r}, {x}))
"""
TAKEN = [
    *(
        "book",
        "event",
        "award",
        "account",
        "log",
        "awards",
        "opened",
        "changed",
        "accounts",
        "reacted",
        "reason",
    ),
    *(
        "amount",
        "number",
        "result",
        "again",
        "changes0",
        "known0",
        "bind",
        "act",
        "Award",
        "new",
        "day",
        "policy",
    ),
    *(
        "sum",
        "len",
        "range",
        "abs",
        "all",
        "eval",
        "where",
        "Used",
        "tuple",
        "proxy",
        "_",
        "__",
        "x_1",
        "x_2",
    ),
    *(PREFIX, "fused", "\ufb01x", "fix", "self_"),
]
GENERATED = [
    f"{PREFIX}{name}" for name in ("book", "log", "accounts0", "known3", "x_1", "awards", "changes0", "act")
]
KINDS = ["rank", "xp", "", "\ufb01x", "fix", "fix x", "fix-x", "all", "of", "5", "x\ny", "'\"", "{x}", "\\"]
names = st.lists(st.sampled_from([*TAKEN, *GENERATED]), min_size=15, max_size=15, unique=True)
kinds = st.sampled_from(KINDS)


def written(source: str, **options: Any) -> Rules:
    """Rules with a policy of this text beside some of the shipped ones."""
    name, text = f"<a policy {next(numbers)}>", HEAD + source
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
    space: dict[str, Any] = {"__name__": "policies"}
    exec(compile(text, name, "exec"), space)
    shipped = [
        Bookkeeping(name="bookkeeping"),
        Awards(name="awards"),
        Novelty(name="novelty"),
        Practice(name="practice"),
    ]
    return Rules([*shipped, space["Odd"](name="odd", **options)])


def plainly(why: Any) -> str:
    """A reason as a text that is the same for equal ones."""
    return str([str(getattr(why, slot)) for slot in Award.__slots__] if isinstance(why, Award) else why)


def outcome(rules: Rules, events: list[Event], plain: int) -> list[Any]:
    """All that a book posts, or which error an event ends in."""
    book, said = Book(Rules(rules.policies), plain=plain), []
    for event in events:
        try:
            said += [(account.key, amount, by, plainly(why)) for account, amount, by, why in book.step(event)]
        except Exception as error:
            said.append(type(error))
    return said


@pytest.mark.slow
@given(names, kinds, kinds, kinds, st.sampled_from(["", "plain", "'\"\\\n", "{}"]), st.integers(-9, 9))
def test_a_policys_names_are_never_taken_for_others(
    called: list[str], kind: str, other: str, of: str, text: str, number: int
) -> None:
    """Those of Python, of the text it is written into, of other policies, with a prefix or without."""
    own = dict(zip("ghpqrmebxyznst", called, strict=False))
    rules = written(HOSTILE.format(**own, kind=kind, other=other, of=of, text=text, number=number))
    events = [USED, Met(who=("ann",), what="orc"), USED]
    assert outcome(rules, events, 0) == outcome(rules, events, 10**9)


@pytest.mark.parametrize("called", ["len", "range", "sum", "Used"])
def test_a_comprehensions_variable_may_be_called_as_something_else_outside_of_it(called: str) -> None:
    """Both keep their meaning."""
    own = dict(zip("ghpqrmebxyznst", "ghpqrmebxyznst", strict=True)) | {"z": called}
    rules = written(HOSTILE.format(**own, kind="rank", other="xp", of="a", text="", number=1))
    events = [USED, Met(who=("ann",), what="orc"), USED]
    fused = outcome(rules, events, 0)
    assert fused == outcome(rules, events, 10**9)
    assert len(fused) > 10  # no error


def test_every_name_in_a_written_out_text_is_its_own_or_pythons() -> None:
    """So none can be taken for another."""
    own = dict(zip("ghpqrmebxyznst", TAKEN, strict=False))
    rules = written(HOSTILE.format(**own, kind="a b", other="rank", of="", text="x", number=3))
    fused = Fused(rules)
    assert fused.event(Used) and fused.event(Met)
    texts = [
        "".join(lines)
        for name, (_, _, lines, _) in linecache.cache.items()
        if name.endswith(f" {id(fused)}>")
    ]
    assert len(texts) >= 3
    for node in [node for text in texts for node in ast.walk(ast.parse(text))]:
        name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else None
        assert name is None or name.startswith(PREFIX) or hasattr(builtins, name), name


SHORT = """
@frozen
class Odd(Policy):
    most: int = option(-3)
    text: str = option("x")

    @on(Used)
    def act(self, event, book):
        rank = book[event.who, "rank", "a"]
"""
CASES = {
    "a negative number to a power": "book.post(rank, self.most ** 2)",
    "an attribute of a negative number": "book.post(rank, self.most.bit_length())",
    "an attribute that is not there": "book.post(rank, self.nothing if event.skill == 'b' else 1)",
    "a comparison that fails": "book.post(rank, 1 if event.skill == 'a' or self.most < self.text else 2)",
    "an option with quotes in a text": "book.post(rank, 1, f'{self.text!r:>30} {self.text}')",
    "too few arguments, not reached": "book.post(rank, where(True, 1) if event.skill == 'b' else 1)",
    "too few arguments": "book.award(event, rank)",
    "a word that require does not know": "book.require(True, 'x', 'x', needed=3)",
    "kinds that look alike": "book.post(book['a', '\ufb01x', ''], 1)\n        book.post(book['a', 'fix', ''], 2)",
    "of a number": "book.post(book['a', 'x', 5], 1)\n        book.post(book['a', 'x', '5'], 2)",
    "a kind that is a number": "book.post(book['a', 5, 'x'], 1)\n        book.post(book['a', '5', 'x'], 2)",
    "a name from a tuple": "book.post(book[(*('a', 'b'), 'c')], 1)",
    "a name that nothing has": "book.post(rank, len(awards))",
    "four hundred terms": f"book.post(rank, {' + '.join(['event.times'] * 400)})",
    "a huge number": "book.post(rank, (10 ** 5000 > self.most) * 1)",
}


@pytest.mark.parametrize("statement", CASES.values(), ids=CASES)
def test_strange_text_does_what_it_says(statement: str) -> None:
    """In words of Python that are easily written out wrong."""
    rules = written(f"{SHORT}        {statement}\n", text="a'b\"c\\\n")
    assert outcome(rules, [USED, USED], 0) == outcome(rules, [USED, USED], 10**9)


LOOPS = "".join(f"{' ' * 4 * (n + 2)}for _{n} in range(1):\n" for n in range(12))
NESTED = f"""
@frozen
class Odd(Policy):
    @on(Used)
    def act(self, event, book):
{LOOPS}{" " * 56}self.more(event, book)

    def more(self, event, book):
{LOOPS}{" " * 56}book.post(book[event.who, "rank", "a"], 1)
"""


def test_events_that_cannot_be_written_out_stay_with_their_policies(caplog: pytest.LogCaptureFixture) -> None:
    """Loops in loops of a helper are more than Python takes in one function: logged once, for all books."""
    rules = written(NESTED)
    with caplog.at_level(logging.INFO, LOGGER):
        books = [Book(rules, plain=0) for _ in range(2)]
        for book in books:
            book.step(USED)
            book.step(Met(who=("ann",), what="orc"))
            assert book["ann", "rank", "a"].balance == 1
            assert book.handlers[Used] == book._handle != book.handlers[Met]
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        (
            "INFO",
            "Used stays with its policies: too many statically nested blocks (<rpgprog Used "
            + caplog.records[0].getMessage().rpartition("<rpgprog Used ")[2],
        )
    ]


def test_a_method_that_stays_a_call_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """With the reason."""
    body = "        try:\n            book.post(rank, 1)\n        finally:\n            pass\n"
    with caplog.at_level(logging.DEBUG, LOGGER):
        Book(written(SHORT + body), plain=0).step(USED)
    assert "Odd.act is called: it has Try in it" in [record.getMessage() for record in caplog.records]


def test_a_fault_of_the_compiler_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is unclear is left to the policies."""

    def broken(self: Fused, event_class: type) -> None:
        raise KeyError(event_class)

    monkeypatch.setattr(Fused, "event", broken)
    with pytest.raises(KeyError):
        Book(Rules([Bookkeeping(name="bookkeeping")]), plain=0).step(USED)


@pytest.mark.slow
def test_texts_grow_no_longer_than_is_good(caplog: pytest.LogCaptureFixture) -> None:
    """Tests that end in different ways double what follows them: thirty of them are called."""
    tests = "".join(
        f"        if event.times == {n}:\n            if rank.balance:\n                return\n"
        for n in range(30)
    )
    rules = written(f"{SHORT}{tests}        book.post(rank, 1)\n")
    assert outcome(rules, [USED, USED], 0) == outcome(rules, [USED, USED], 10**9)
