"""Rules of another package take part: the core knows what rules do, and never goes by what they are called."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from plug_ins import installed

import rpgprog
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.registry import own_kinds, policy_class

SKILLS = "skills: {climb: athletics, swim: athletics}"


def text(*lines: str) -> str:
    policies = "".join(f"\n  {line}" for line in lines)
    return f"ruleset: ours\n{SKILLS}\npolicies:{policies}\n"


def load(folder: Path, *lines: str) -> Any:
    file = folder / "rules.yaml"
    file.write_text(text(*lines), encoding="utf-8")
    return load_ruleset(file)


def warned(folder: Path, *lines: str) -> list[str]:
    return [problem.message.partition(";")[0] for problem in load(folder, *lines).warnings]


def policy(name: str, *lines: str, base: str = "Policy") -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f'\n@frozen\nclass {name}({base}):\n    """A rule."""\n{body}'


@pytest.mark.parametrize("kind", own_kinds())
def test_every_rule_of_ours_says_what_it_does_for_others(kind: str) -> None:
    """So that warnings about what is missing can be trusted."""
    assert policy_class(kind).does is not None


IDLE = '"relearning" never acts: no rule takes ranks away (decay, global-decay, level-atrophy)'


@pytest.mark.parametrize(
    ("does", "message"),
    [
        ("{'takes ranks': None}", []),
        ("None", []),
        ("{}", [IDLE]),
        ("{'takes ranks': lambda self: False}", [IDLE]),
    ],
)
def test_what_another_package_does_counts(tmp_path: Path, does: str, message: list[str]) -> None:
    """One that says nothing may do anything."""
    source = policy("Amnesia", f"does: ClassVar[Any] = {does}")
    with installed(tmp_path, "clinic", source, amnesia="Amnesia"):
        lines = ("amnesia: on", "awards: on", "purchase: on", "relearning: {cost: 1}")
        assert warned(tmp_path, *lines) == message


def test_an_option_is_not_called_useless_where_a_rule_does_not_say_what_it_does(tmp_path: Path) -> None:
    """It may do what the option needs."""
    lines = ("decay: on", "practice: on", "relearning: {cost: 1}")
    assert len(warned(tmp_path, *lines)) == 1
    with installed(tmp_path, "bazaar", policy("Market", "does: ClassVar[Any] = None"), market="Market"):
        assert warned(tmp_path, *lines, "market: on") == []


def test_another_package_may_sell(tmp_path: Path) -> None:
    """Then limits on what is bought, and prices to relearn, have something to act on."""
    lines = ("rank-cap: on", "decay: on", "practice: on", "relearning: {cost: 1}", "market: on")
    source = policy("Market", "does: ClassVar[Any] = {'sells ranks': None}")
    with installed(tmp_path, "bazaar", source, market="Market"):
        assert warned(tmp_path, *lines) == []
    assert len(warned(tmp_path, *lines[:-1])) == 2


def test_two_rules_that_take_ranks_as_time_passes_are_refused(tmp_path: Path) -> None:
    """Whoever wrote them; for different skills they may stand together."""
    source = policy("Rust", "does: ClassVar[Any] = {'takes ranks as time passes': None}", base="SkillPolicy")
    with installed(tmp_path, "forge", source, rust="Rust"):
        with pytest.raises(Mistakes, match='"decay" and "rust" both take ranks of climb and swim'):
            load(tmp_path, "rust: on", "decay: on")
        load(tmp_path, "rust: {only: [climb]}", "decay: {only: [swim]}")


def test_two_ladders_are_pointed_out_whoever_brings_one(tmp_path: Path) -> None:
    """Both raise the same level."""
    source = policy("Saga", "does: ClassVar[Any] = {'raises levels': None}")
    with installed(tmp_path, "epic", source, saga="Saga"):
        [message] = warned(tmp_path, "saga: on", "levels: on", "awards: on")
        assert message.startswith('"saga" and "levels" raise the same level')


OPTIONS = """
from rpgprog.curve import Curve
from rpgprog.curve.option import curve_option
from rpgprog.policy import Misfit, Need, Steps, some, when

@frozen
class Guild(Policy):
    \"\"\"A guild.\"\"\"
    does: ClassVar[Any] = {}
    useless_without: ClassVar[Any] = (Need(("sells ranks",), "nothing is for sale"),)
    mode: str = option("free", choices=("free", "paid"), help="whether members pay")
    dues: Curve = curve_option([1, 2], unit="coins", steps=Steps("rank"), only_with=when(mode="paid"),
                               names={"degree": "the degree"}, help="coins for each degree")
    badge: int = option(0, unit="badges", useless_without=Need(("trains",), "nobody trains"), help="badges")
    motto: str = option("", help="a motto")

    def fitted(self, names: Any) -> Any:
        if self.motto == "climb":
            raise Misfit("motto", "it is a skill")
        return self
"""


def test_warnings_about_options_are_any_packages(tmp_path: Path) -> None:
    """What is not read, what nothing answers to, a table that falls: as its options declare."""
    with installed(tmp_path, "guilds", OPTIONS, guild="Guild"):
        assert warned(tmp_path, "guild: {dues: [2, 1]}") == [
            '"guild" never acts: nothing is for sale',
            'dues of "guild" has no effect: it is read only with mode: paid',
        ]
        assert warned(tmp_path, "guild: {mode: paid, dues: [3, 2], badge: 1}", "purchase: on") == [
            '"guild": dues is 3 at rank 1 but only 2 at rank 2: a higher rank costs less than a lower one',
            'badge of "guild" has no effect: nobody trains',
        ]


def test_a_formula_of_another_package_has_its_own_names(tmp_path: Path) -> None:
    """Those that its option declares."""
    with installed(tmp_path, "guilds", OPTIONS, guild="Guild"):
        [guild] = [p for p in load(tmp_path, 'guild: {dues: "2 * degree"}').policies if p.kind == "guild"]
        assert guild.dues[3] == 6000
        with pytest.raises(Mistakes, match=r'dues: "rank" is not known here: .* and the name degree'):
            load(tmp_path, 'guild: {dues: "2 * rank"}')


def test_an_option_that_does_not_fit_is_reported_at_its_place(tmp_path: Path) -> None:
    """Whatever it is called."""
    with installed(tmp_path, "guilds", OPTIONS, guild="Guild"):
        with pytest.raises(Mistakes) as caught:
            load(tmp_path, "guild: {motto: climb}")
        [problem] = caught.value.problems
        assert problem.message == "motto: it is a skill"
        assert (problem.place.line, problem.place.column) == (4, 18)


DECAY = """
@frozen
class Purchase(Policy):
    \"\"\"Named like a rule of ours, in a module named like one, and nothing like it.\"\"\"
    does: ClassVar[Any] = {}
    talents: int = option(0, unit="talents", help="a number of something")
    by_profession: str = option("", help="a text")
    hours_per_week: str = option("many", help="a text")
"""


def test_a_module_named_like_a_rule_of_ours_is_none(tmp_path: Path) -> None:
    """Its kind is what it was announced as; its options mean what they declare."""
    with installed(tmp_path, "decay", DECAY, boutique="Purchase"):
        ruleset = load(tmp_path, "boutique: {talents: 3 talents}", "decay: on", "practice: on")
        assert [p.kind for p in ruleset.policies] == ["boutique", "decay", "practice", "bookkeeping"]
        assert ruleset.warnings == ()
        assert (ruleset.names.talents, ruleset.names.professions) == ((), ())
        assert (ruleset.names.hours_per_week, ruleset.names.trains) == (40, False)


BUILT_ON_OURS = """
from rpgprog.policies.decay import Decay

@frozen
class Purchase(Policy):
    \"\"\"Made in Python, in a module named like a rule of ours.\"\"\"

@frozen
class Rust(Decay):
    \"\"\"Built on a rule of ours.\"\"\"
"""


def test_rules_made_in_python_or_derived_from_ours_are_examined_as_what_they_are(tmp_path: Path) -> None:
    """By its class, never by the name of its module."""
    with installed(tmp_path, "purchase", BUILT_ON_OURS, rust="Rust"):
        purchase: Any = importlib.import_module("purchase")
        ruleset = load(tmp_path, "rust: on", "purchase: on").with_policies(purchase.Purchase(name="stall"))
        assert ruleset.policies[2].kind == "purchase"
        [message] = [problem.message for problem in ruleset.warnings]
        assert message.startswith('"rust" takes ranks of climb and swim when unused')


SCHOOL = """
from rpgprog.policy import Brought

@frozen
class School(Policy):
    \"\"\"A school.\"\"\"
    does: ClassVar[Any] = {}

    def brings(self) -> Any:
        return Brought(talents=("algebra",), professions=("clerk",), hours_per_week=35)
"""


def test_a_rule_of_another_package_brings_words(tmp_path: Path) -> None:
    """Talents, professions, hours of training."""
    with installed(tmp_path, "schools", SCHOOL, school="School"):
        names = load(tmp_path, "school: on").names
        assert (names.talents, names.professions) == (("algebra",), ("clerk",))
        assert (names.hours_per_week, names.trains) == (35, True)


CRICKET = """
from rpgprog.events import Awarded

@frozen
class Cricket(Policy):
    \"\"\"Six balls make an over.\"\"\"
    does: ClassVar[Any] = {}
    over: str = memory("over")

    @on(Awarded)
    def bowl(self, event: Any, book: Any) -> None:
        for who in event.who:
            book.post(book[who, self.over, ""], 6000, "bowled")
"""


def test_a_memory_of_another_package_does_not_limit_points(tmp_path: Path) -> None:
    """Whatever it is called; a limit says by a reading what is above it."""
    game = tmp_path / "game.yaml"
    game.write_text(
        "campaign: Game\nruleset: rules.yaml\ncharacters: {Ada: {}}\njournal:\n"
        "  - {session: One, day: 1, events: [awarded: {points: 9}]}\n  - {passed: 1 day}\n"
    )
    with installed(tmp_path, "pitch", CRICKET, cricket="Cricket"):
        load(tmp_path, "cricket: on", "awards: on")
        assert rpgprog.open_campaign(game).sheet("Ada").above_limit == 0
        load(tmp_path, "cricket: on", "awards: on", "hoard-limit: {cap: 5}")
        assert rpgprog.open_campaign(game).sheet("Ada").above_limit == 4000
