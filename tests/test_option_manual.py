"""What manuals and schemas say of an option is what the reader of files goes by, and all that there is to know."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, frozen

from rpgprog.curve import Curve
from rpgprog.curve.option import curve_option, names_of
from rpgprog.journal.json_schema import ruleset_schema
from rpgprog.policy import option, some, when
from rpgprog.problems import Mistakes
from rpgprog.reader import readable, takes_formula
from rpgprog.reader.describe import described, takes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.manual import CURVES, default_of, first_sentence, manual
from rpgprog.ruleset.registry import own_kinds, policy_class

OPTIONS = [(kind, key) for kind in own_kinds() for key in readable(policy_class(kind))]
FORMULAS = [(kind, key) for kind, key in OPTIONS if takes_formula(readable(policy_class(kind))[key])]

SCHEMA = ruleset_schema()

each_option = pytest.mark.parametrize(("kind", "key"), OPTIONS)
each_formula = pytest.mark.parametrize(("kind", "key"), FORMULAS)


def field_of(kind: str, key: str) -> Any:
    return readable(policy_class(kind))[key]


def rules(folder: Path, kind: str, options: str) -> Any:
    file = folder / "rules.yaml"
    skills = "skills: {climb: {category: arms, stat: agility}, magic lore: arcana}"
    file.write_text(
        f"ruleset: ours\n{skills}\npolicies:\n  ours: {{kind: {kind}, {options}}}\n", encoding="utf-8"
    )
    return load_ruleset(file)


# Every option is explained.


@each_option
def test_the_manual_tells_all_there_is_to_know(kind: str, key: str) -> None:
    """What it does, takes and defaults to, in the manual and in the schema alike."""
    field, text = field_of(kind, key), manual(kind)
    first, rest = re.findall(rf"^- `{key}`: (.*)\n  (.*)$", text, re.M)[0]
    assert first[0].isupper()
    assert first.endswith(".")
    assert rest.startswith(f"Takes {takes(field)}. If left out: ")
    for word in (*field.metadata.get("choices", ()), *field.metadata.get("words", ())):
        assert f"`{word}`" in rest
    if condition := field.metadata.get("only_with"):
        assert f"Read only with {condition.words}." in rest
    said = SCHEMA["$defs"][kind]["properties"][key]["description"]
    assert said == " ".join(described(field, default_of(policy_class(kind), key)))


@pytest.mark.parametrize("kind", own_kinds())
def test_a_manual_begins_with_a_sentence_and_points_to_curves(kind: str) -> None:
    """A game master knows at once what the rule does."""
    assert re.fullmatch(r"[A-Z].*[^.]\.", first_sentence(kind))
    assert len(first_sentence(kind)) < 120
    assert (CURVES in manual(kind)) == any(formula[0] == kind for formula in FORMULAS)


@each_option
def test_the_default_that_is_shown_is_read_as_the_default(kind: str, key: str, tmp_path: Path) -> None:
    """A file that writes it down has the same rule."""
    text = default_of(policy_class(kind), key).strip("`")
    if (
        not text
        or field_of(kind, key).metadata.get("shown")
        or field_of(kind, key).default is None
        or "..." in text
    ):
        return
    needs = ", capped: true" if (kind, key) == ("rank-cap", "cap") else ""
    [policy] = [p for p in rules(tmp_path, kind, f"{key}: {text}{needs}").policies if p.kind == kind]
    left_out = getattr(policy_class(kind)(name="ours"), key)
    value = getattr(policy, key)
    if isinstance(value, Curve):
        assert [value[n] * left_out.over for n in range(-3, 60)] == [
            left_out[n] * value.over for n in range(-3, 60)
        ]
    else:
        assert value == left_out


# Formulas.


def formula(field: Any, name: str) -> str:
    """A formula with this name that the option takes."""
    return f'"9 + 0 * {name}"' if field.metadata.get("totals") else f'"1 + 0 * {name}"'


@each_formula
def test_each_name_that_the_manual_gives_works_in_a_formula(kind: str, key: str, tmp_path: Path) -> None:
    """And no other: it is refused, with the list."""
    field = field_of(kind, key)
    more = ", base: {fireball: 10}" if kind == "ability" else ""
    for name in names_of(field.metadata):
        assert f"`{name}` (" in manual(kind)
        rules(tmp_path, kind, f"{key}: {formula(field, name)}{more}")
    with pytest.raises(Mistakes) as caught:
        rules(tmp_path, kind, f"{key}: {formula(field, 'zzz')}{more}")
    [problem] = caught.value.problems
    assert problem.message.startswith(f'{key}: "zzz" is not known here')
    for name in names_of(field.metadata):
        assert re.search(rf"and the names? .*\b{name}\b", problem.message)


def test_an_ability_may_use_the_words_of_its_ruleset(tmp_path: Path) -> None:
    """As its manual says: categories, skills and stats, with _ for a space or a hyphen."""
    assert "each category (its best rank), skill (its rank) and stat, with _" in manual("ability")
    for name in ("climb", "arms", "magic_lore", "agility"):
        rules(tmp_path, "ability", f"formula: {name}")
    with pytest.raises(Mistakes, match='formula: "base" is not known here'):
        rules(tmp_path, "ability", "formula: base")


# How it is said.


@frozen
class Sample:
    """Options of every type."""

    flag: bool = option(False, help="whether it is so")
    number: int = option(0, least=0, most=9, help="a number")
    price: int = option(0, unit="points", above=0, help="a price")
    sacks: int = option(0, unit="sacks", scale=4, least=2, help="sacks")
    ducks: int = option(0, unit="ducks", help="ducks")
    share: int = option(0, unit="part", help="a share")
    chance: int = option(0, unit="percent", help="a chance")
    span: int | str = option(0, unit="days", words=("for ever",), help="a time")
    word: str = option("a", choices=("a", "b", "c"), help="a word", only_with=when(flag=True))
    words: tuple[str, ...] = option((), choices=("a", "b"), help="words", only_with=some("number"))
    of: tuple[str, ...] = option((), reads="skills", help="skills")
    names: tuple[str, ...] = option((), help="names")
    prices: dict[str, int] = option(Factory(dict), unit="coins", help="prices")
    cost: Curve = curve_option(2, unit="coins", names={"rank": "the rank"}, help="a cost")
    factor: Curve = curve_option(1, factor=True, help="a factor")
    chart: Curve | None = curve_option(None, unit="points", chart=True, help="a chart")
    odd: str = option("", reads=lambda reader, node, what: "", help="only its reader knows")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("flag", "true or false"),
        ("number", "a whole number, from 0 to 9"),
        ("price", "points such as 3, 1.5 or 30 xp, more than 0"),
        ("sacks", "sacks such as 3 or 1.5, at least 2"),
        ("ducks", "a whole number of ducks"),
        ("share", "a part such as 1/2 or 25%"),
        ("chance", "a whole percentage"),
        ("span", "a span of time such as 6 months, or a number of days, or `for ever`"),
        ("word", "`a`, `b` or `c`"),
        ("words", "any of `a` or `b`, as a list"),
        ("of", "a skill or a category, or a list of them"),
        ("names", "a text, or a list of texts"),
        ("prices", "a map, each name with coins such as 25 or 2.5"),
        ("cost", "a curve of coins by rank"),
        ("factor", "a curve of factors by n"),
        ("chart", "a list of totals in points such as [0, 400, 800]"),
        ("odd", ""),
    ],
)
def test_what_an_option_takes(key: str, said: str) -> None:
    """Its type, its unit, its bounds and its words."""
    assert takes(readable(Sample)[key]) == said


def test_what_is_described() -> None:
    """In sentences: what it does, takes, defaults to, which names a formula may use, and when it is read."""
    fields = readable(Sample)
    assert described(fields["odd"]) == ["Only its reader knows."]
    assert described(fields["word"], "`a`") == [
        "A word.",
        "Takes `a`, `b` or `c`.",
        "If left out: `a`.",
        "Read only with flag: true.",
    ]
    assert described(fields["words"])[-1] == "Read only with number: above 0."
    assert described(fields["cost"])[-1] == "A formula may use `rank` (the rank)."
    assert described(fields["factor"])[-1] == (
        "A formula may use `n` (1 for the first, 2 for the second, and so on)."
    )
    assert described(fields["chart"])[-1].startswith("Takes")


def test_a_policy_of_another_package_has_a_manual_too() -> None:
    """All of the above needs nothing but the class."""
    assert inspect.getdoc(Sample)
    assert default_of(Sample, "cost") == "`2`"
    assert default_of(Sample, "span") == "`0 days`"
