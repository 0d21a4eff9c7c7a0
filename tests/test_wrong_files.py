"""What a game master is told about a file with mistakes, word for word.

Each file in ``wrong`` is beside a text with the messages that it must give, all of them.
``RPGPROG_REWRITE=1 pytest tests/test_wrong_files.py`` writes the texts anew: read what changed before you
keep it.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.problems import Mistakes, Problem
from rpgprog.ruleset import load_ruleset
from rpgprog.source import parse_source

WRONG = Path(__file__).parent / "wrong"
FILES = sorted(path.relative_to(WRONG) for path in WRONG.glob("*/*.yaml"))


def told(path: Path, root: Path = WRONG) -> str:
    """The messages about a file, with the names of files as seen from the folder."""
    try:
        is_ruleset = path.parent.name == "rulesets"
        problems = getattr(load_ruleset(path) if is_ruleset else open_campaign(path), "problems", ())
    except Mistakes as mistakes:
        problems = mistakes.problems
    lines = (str(problem).replace(f"{root}{os.sep}", "").replace(os.sep, "/") for problem in problems)
    return "".join(f"{line}\n" for line in lines)


def opened(name: str) -> Campaign:
    return open_campaign(WRONG / "campaigns" / f"{name}.yaml")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_each_mistake_is_reported_at_its_place(file: Path) -> None:
    expected, found = (WRONG / file).with_suffix(".txt"), told(WRONG / file)
    if os.environ.get("RPGPROG_REWRITE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert found


def test_five_mistakes_are_reported_at_once() -> None:
    assert [problem.place.line for problem in opened("five-mistakes").problems if problem.place] == [
        11,
        12,
        13,
        14,
        15,
    ]


def test_the_rest_of_a_campaign_is_there_beside_a_wrong_event() -> None:
    """Four points awarded in the session whose list of those present names a stranger; one rank bought."""
    campaign = opened("a-stranger-is-present")
    kessa, bram = campaign.sheets()
    assert (kessa.earned, kessa.free, kessa.skills[0].rank) == (4000, 2000, 4)
    assert (bram.earned, len(campaign.problems)) == (0, 1)


def test_a_refused_purchase_does_not_hide_what_went_well() -> None:
    campaign = opened("a-refused-purchase")
    assert "purchase" in campaign.problems[0].message
    [skill] = campaign.sheet("Kessa").skills
    assert (campaign.sheet("Kessa").free, skill.rank, skill.xp) == (0, 4, 4000)


def test_what_is_right_about_a_character_counts() -> None:
    """A misspelt skill costs nobody the rank of the one beside it."""
    kessa = opened("wrong-characters").sheet("Kessa")
    assert [(row.skill, row.rank) for row in kessa.skills] == [("climbing", 4)]
    assert [sheet.who for sheet in opened("wrong-characters").sheets()] == [
        "Kessa",
        "Bram",
        "Old Mirra",
        "Ann",
    ]


def test_a_session_without_a_day_is_reported_and_still_counts() -> None:
    assert opened("session-without-a-day").sheet("Kessa").earned == 8000


GOOD = """\
campaign: The Long Road
ruleset: house.yaml
characters:
  Kessa: {favoured: [athletics], ranks: {climbing: 3}}
  Bram: {profession: "scholar"}
journal:
  - session: The goblin pass
    day: 12
    events:
      - met: {what: goblin, family: goblinoid, who: all, times: 3}
      - bought: {who: Kessa, skill: climbing}
      - used: {who: Kessa, skill: climbing, note: over the ridge}
      - awarded: {who: all, points: 1.5 dp, id: ridge}
  - downtime: 6 months
    absent: [Kessa]
    events:
      - trained: {who: Bram, skill: lore, hours: 40, trainer: {name: Old Mirra, rank: 9}}
      - reverted: {event: ridge, by: GM one, why: "it was a dream"}
"""


def rows(campaign: Campaign) -> list[object]:
    return [(row.day, row.who, row.kind, row.of, row.amount, row.line) for row in campaign.log()]


def test_a_windows_file_is_read_as_the_plain_one(tmp_path: Path) -> None:
    """With carriage returns and a byte order mark: the same sheets, the same lines."""
    (tmp_path / "house.yaml").write_bytes((WRONG / "house.yaml").read_bytes())
    plain, windows = tmp_path / "plain.yaml", tmp_path / "windows.yaml"
    plain.write_bytes(GOOD.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    one, other = open_campaign(plain), open_campaign(windows)
    assert one.problems == other.problems == ()
    assert one.sheets() == other.sheets()
    assert rows(one) == rows(other)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """Fifty thousand brackets crash the usual way of reading YAML."""
    deep = tmp_path / "rulesets" / "deep.yaml"
    deep.parent.mkdir()
    deep.write_text("ruleset: " + "[" * 50_000)
    expected = "rulesets/deep.yaml:1:49: too many lists and mappings inside each other: at most 40\n"
    assert told(deep, tmp_path) == expected


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000)
    assert told(huge, tmp_path) == '"huge.yaml" is too large: 50,000,000 bytes, at most 10,000,000\n'


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert told(tmp_path / "road.yaml", tmp_path) == 'there is no file "road.yaml"\n'
    with pytest.raises(Mistakes, match='there is no ruleset "dp-fourty"; did you mean "dp-forty"'):
        load_ruleset("dp-fourty")


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", ".", "..", "/"])
def test_odd_names_of_rulesets(name: str) -> None:
    with pytest.raises(Mistakes):
        load_ruleset(name)


# Whatever a file says, it is read or its mistakes are told: nothing else may come out of it.

SCALARS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "~",
                "null",
                "true",
                "no",
                "0",
                "1",
                "-1",
                "3.7",
                "012",
                "12:30",
                "1e3",
                "1/0",
                "1/3",
                "50%",
            ),
            *('"90"', "'x'", "9" * 40, "-" + "9" * 25, "999999999", "10000", "all", "party", "Kessa", "Bram"),
            *("climbing", "athletics", "6 months", "-3 dp", "2 gp", "on", "off", "house.yaml", "dp-forty"),
            *(
                "n",
                "rank ** rank",
                "1 / n",
                "'n - 7'",
                "2 ** 2 ** n",
                "{}",
                "[]",
                "[1, 2]",
                "{a: 1}",
                "[[]]",
                "{1-5: 2}",
            ),
            *(
                "{1-5: 2, 6+: 1}",
                "{list: [1, 2], then: repeat}",
                "{start: 2, growth: 3}",
                "2026-05-21",
                "9 weeks",
            ),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(json.dumps),
)


def dumped(value: Any) -> str:
    """A tree of lists, maps and texts as YAML of one line; a text stands as it is."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {dumped(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumped, value)) + "]"
    return str(value)


def tree(node: Any) -> Any:
    if hasattr(node, "entries"):
        return {json.dumps(key): tree(value) for key, (_, value) in node.entries.items()}
    if hasattr(node, "items"):
        return [tree(item) for item in node.items]
    return node.text if node.plain and not set(node.text) & set("{}[],&*#:'\"") else json.dumps(node.text)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    if not path:
        return change(value)
    key, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = changed(copy[key], tuple(rest), change)
    return copy


def shuffled(value: Any, scalar: str, how: str) -> Any:
    """One way of getting a value wrong."""
    if how == "swap":
        return (
            list(value.values())
            if isinstance(value, dict)
            else {str(n): item for n, item in enumerate(value)}
        )
    if how == "drop":
        return dict(list(value.items())[1:]) if isinstance(value, dict) else value[1:]
    if how == "double":
        return {**value, json.dumps(scalar): scalar} if isinstance(value, dict) else [*value, *value]
    return value


@st.composite
def mutated(draw: Any, text: str) -> str:
    """A good file with a few things in it changed: other scalars, dropped keys, lists for maps."""
    found = tree(parse_source(text, "good").root)
    for _ in range(draw(st.sampled_from([1, 1, 2, 4]))):
        path = draw(st.sampled_from(places(found)))
        scalar, how = (
            draw(SCALARS),
            draw(st.sampled_from(["swap", "drop", "double", "scalar", "scalar", "scalar"])),
        )

        def change(value: Any, scalar: str = scalar, how: str = how) -> Any:
            return (
                shuffled(value, scalar, how) if isinstance(value, dict | list) and how != "scalar" else scalar
            )

        found = changed(found, path, change)
    return dumped(found)


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        return open_campaign(parse_source(text, str(WRONG / "fuzzed.yaml"))).problems
    except Mistakes as mistakes:
        return mistakes.problems


@given(mutated(GOOD))
def test_a_changed_campaign_is_read_or_refused(text: str) -> None:
    for problem in problems_of(text):
        assert problem.message
        assert "\n" not in str(problem)


RULES = (WRONG / "everything.yaml").read_text(encoding="utf-8")


@given(mutated(RULES))
def test_a_changed_ruleset_is_read_or_refused(text: str) -> None:
    """And what is read can be played by."""
    with tempfile.TemporaryDirectory() as folder:
        rules, campaign = Path(folder, "rules.yaml"), Path(folder, "road.yaml")
        rules.write_text(text, encoding="utf-8")
        campaign.write_text(GOOD.replace("house.yaml", "rules.yaml"), encoding="utf-8")
        try:
            assert len(open_campaign(campaign).sheets()) == 2
        except Mistakes as mistakes:
            told_of = mistakes.problems
        else:
            return
    assert told_of
    assert all("\n" not in str(problem) for problem in told_of)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source = parse_source(text, str(WRONG / "fuzzed.yaml"))
    except Mistakes:
        return
    assert problems_of(source.text)
