"""What a player is told about a file of builds with mistakes, word for word.

Each file in ``wrong_builds`` is beside a text with the messages that it must give, all of them.
``RPGPROG_REWRITE=1 pytest tests/test_wrong_builds.py`` writes the texts anew: read what changed before you
keep it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_wrong_files import mutated

from rpgprog.campaign.campaign import open_campaign
from rpgprog.cli.app import run
from rpgprog.problems import Mistakes, Problem
from rpgprog.simulate.builds.file import Builds, read_builds
from rpgprog.source import Source, parse_source

WRONG = Path(__file__).parent / "wrong_builds"
RULES = ("house", "classes", "an-unknown-policy")
RIGHT = "nothing-wrong"
GOOD = (WRONG / f"{RIGHT}.yaml").read_text(encoding="utf-8")
FILES = sorted(path.stem for path in WRONG.glob("*.yaml") if path.stem not in (*RULES, RIGHT))


def problems_of(file: Path | Source) -> tuple[Problem, ...]:
    try:
        read_builds(file)
    except Mistakes as mistakes:
        return mistakes.problems
    return ()


def told(file: Path | Source) -> str:
    """The messages about a file, with the names of files as seen from the folder."""
    lines = (
        str(problem).replace(f"{WRONG}{os.sep}", "").replace(os.sep, "/") for problem in problems_of(file)
    )
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("file", FILES)
def test_each_mistake_is_reported_at_its_place(file: str) -> None:
    found, expected = told(WRONG / f"{file}.yaml"), WRONG / f"{file}.txt"
    if os.environ.get("RPGPROG_REWRITE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert found


@pytest.mark.parametrize("file", FILES)
def test_each_mistake_is_reported_once(file: str) -> None:
    """No line twice; and at one place of the file one thing is wrong."""
    problems = problems_of(WRONG / f"{file}.yaml")
    assert len(set(problems)) == len(problems)
    assert [problem for problem in problems if "\n" in str(problem)] == []


def test_a_file_with_every_word_is_right() -> None:
    assert told(WRONG / f"{RIGHT}.yaml") == ""


def read(text: str, name: str = "fuzzed.yaml", lenient: bool = False) -> Builds:
    return read_builds(parse_source(text, str(WRONG / name)), lenient=lenient)


def test_campaigns_and_builds_are_distinguished() -> None:
    """Either way round the command is named that reads it."""
    with pytest.raises(Mistakes, match=f"this is a file of builds: rpgprog simulate {WRONG / RIGHT}.yaml"):
        open_campaign(WRONG / f"{RIGHT}.yaml")


def test_a_file_with_builds_is_a_file_of_builds_whatever_else_is_in_it() -> None:
    for word in ("journal", "characters", "policies"):
        problems = problems_of(parse_source(f"{GOOD}{word}: {{}}\n", str(WRONG / "builds.yaml")))
        assert [problem.message.partition(";")[0] for problem in problems] == [
            f'a file of builds has no "{word}"'
        ]


def test_a_number_with_thousands_of_digits() -> None:
    problems = problems_of(
        parse_source(GOOD.replace("climbing 10", f"climbing {'9' * 5000}", 1), str(WRONG / "x.yaml"))
    )
    assert [problem.message[-len("between 1 and 10,000") :] for problem in problems] == [
        "between 1 and 10,000"
    ]


def test_the_command_line_reports_it_and_exits_accordingly(capsys: Any) -> None:
    assert run(["simulate", str(WRONG / "no-table.yaml")]) == 1
    assert [line.rpartition("no-table.yaml:")[2] for line in capsys.readouterr().err.splitlines()] == [
        '1:1: a file of builds needs "table": what a session at this table is like',
        '3:18: plan: "climbing ten": needs a whole number, not "ten": say "climbing 10"',
    ]


@pytest.mark.parametrize("name", ["", "dp-fourty", "x" * 5000, "a\0b", "/"])
def test_another_ruleset_that_is_not_there(name: str) -> None:
    with pytest.raises(Mistakes, match="there is no ruleset"):
        read_builds(WRONG / f"{RIGHT}.yaml", name)
    with pytest.raises(Mistakes):
        read(f"ruleset: {name!r}\nbuilds: {{scout: }}\ntable: {{encounters: {{goblin: 2}}}}")


def test_under_other_rules_what_does_not_fit_is_left_out() -> None:
    """Another ruleset sells no lore: the other wishes stand, and it is noted."""
    text = "ruleset: house.yaml\nbuilds: {scout: {plan: [climbing 3, lore 3, gliding 2]}}\ntable: {encounters: {goblin: 2}}"
    builds = read(text, lenient=True)
    assert [wish.text for wish in builds.builds["scout"].plan] == ["climbing 3"]
    assert len(builds.notes) == 2
    with pytest.raises(Mistakes):
        read(text)


CAPPED = """\
ruleset: capped
skills: {{climbing: }}
policies: {{awards: on, purchase: on, levels: on, rank-cap: {{cap: {cap}}}}}
"""


@pytest.mark.parametrize(
    ("cap", "most"),
    [("12", 12), ("level + 3", 0), ("{0-4: 3, 5+: 6}", 6), ("{0-4: 6, 5+: 3}", 6), ("1", 1), ("0", 0)],
)
def test_a_cap_that_no_level_raises(tmp_path: Path, cap: str, most: int) -> None:
    """One that grows with the level forbids nothing for ever; up to the highest all is well."""
    (tmp_path / "rules.yaml").write_text(CAPPED.format(cap=cap))

    def mistakes(rank: int) -> list[str]:
        text = f"ruleset: rules.yaml\nbuilds: {{scout: {{plan: [climbing {rank}]}}}}\ntable: {{encounters: {{goblin: 2}}}}"
        return [p.message for p in problems_of(parse_source(text, str(tmp_path / "builds.yaml")))]

    if most:
        assert mistakes(most) == []
    never = f"plan, climbing {most + 1}: no rank beyond {most} can ever be bought under capped"
    assert mistakes(most + 1) == ([] if cap == "level + 3" else [never])


@pytest.mark.parametrize(
    ("rules", "build", "fine"),
    [
        ("awards: on", "{start: {climbing: 3}}", False),
        ("{awards: on, decay: on}", "{start: {climbing: 3}}", True),  # what is not used is forgotten
        ("{awards: on, decay: on}", "{}", False),
        ("rising-cap: {attendance: 6}", "{}", True),  # being there is worth points
        ("rising-cap: {attendance: 0}", "{}", False),
        ("awards: on", "{uses: {climbing: 1}}", True),
        ("awards: on", "{training: {climbing: course}}", True),
        ("awards: on", "{training: {climbing: 0 hours a week}}", False),
    ],
)
def test_a_table_at_which_nothing_happens(tmp_path: Path, rules: str, build: str, fine: bool) -> None:
    """It is told, unless something comes of the sessions or of time alone."""
    rules = rules if rules.startswith("{") else f"{{{rules}}}"
    (tmp_path / "rules.yaml").write_text(f"ruleset: still\nskills: {{climbing: }}\npolicies: {rules}")
    text = f"ruleset: rules.yaml\nbuilds: {{scout: {build}}}\ntable: {{sessions: 3}}"
    found = [p.message for p in problems_of(parse_source(text, str(tmp_path / "builds.yaml")))]
    told = "nothing ever happens at this table: add encounters:, awards:, uses: or training:"
    assert found == ([] if fine else [told])


WORDS = st.sampled_from(
    [
        *("climbing 10", "1 in 8 sessions", "3 per month", "exactly 2", "1-4", "2d6", "course", "level 5"),
        *("10 hours per week", "-1", "0 in 0", "9" * 70, "²", "1 per ² weeks", "² hours a day", "planned"),
        *("talent/far sight", "{save: far sight}", "{share: {stealth: 2}}", "{then: {buy: climbing 3}}"),
        *("{when: level 3}", "100 per day", "10000 years", "1/0 per week", "{climbing: 3}", "{often: 1}"),
        *(
            "{often: [1]}",
            "companion 2",
            "1000",
            "d",
            "1d",
            "0d0",
            "1 per",
            "per day",
            "{for: }",
            "{}",
            "[[]]",
        ),
    ]
)


@pytest.mark.slow
@settings(max_examples=150)
@given(mutated(GOOD), st.booleans())
def test_a_changed_file_is_read_or_refused(text: str, lenient: bool) -> None:
    _read_or_told(text, lenient)


@settings(max_examples=150)
@given(st.data(), WORDS)
def test_a_word_in_the_wrong_place_is_read_or_refused(data: Any, word: str) -> None:
    """Each word of a file of builds, somewhere else in it."""
    lines = GOOD.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key, colon, value = lines[at].partition(":")
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    lines[at] = key + colon + value[:start] + word + value[end:]
    _read_or_told("\n".join(lines), data.draw(st.booleans()))


def _read_or_told(text: str, lenient: bool) -> None:
    """And what is read can be asked how likely it is."""
    try:
        builds = read(text, lenient=lenient)
    except Mistakes as mistakes:
        problems = mistakes.problems
    else:
        problems = builds.notes
        entries = (*builds.table.encounters.values(), *builds.table.uses.values())
        numbers = [e.often.numbers(builds.table.usual_gap) for e in entries if e.often and not problems]
        assert all(number.most <= 1000 for number in numbers)
        return
    assert problems
    assert all("\n" not in str(problem) for problem in problems)
