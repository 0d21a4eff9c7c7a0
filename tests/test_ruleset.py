"""Rulesets: how files build on each other, which rule governs what, and what the digest depends on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rpgprog.policy import Policy
from rpgprog.problems import Mistakes
from rpgprog.reader import Skill
from rpgprog.ruleset import Ruleset, find_ruleset, load_ruleset, packs

BASE = """\
ruleset: base
title: The base
about: For tests
licence: MIT
attribution: [line one]
points: dp
xp_per_point: 20
calendar: {month: 28}
skills:
  climbing: {category: athletics, stat: strength}
  swimming: {category: athletics, stat: strength}
  lore: learning
policies:
  purchase: {cost: 4, favoured: 2, talents: {far sight: 30}}
  decay: {period: 6 months, floor: 2}
  hoard-limit: {cap: 5}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def load(folder: Path, text: str, name: str = "own.yaml") -> Ruleset:
    (folder / name).write_text(text)
    return load_ruleset(folder / name)


def changed(folder: Path, policies: str = "", head: str = "") -> Ruleset:
    lines = "".join(f"\n  {line}" for line in policies.splitlines())
    return load(folder, f"ruleset: own\nextends: base.yaml\n{head}\npolicies:{lines}\n")


def rule(ruleset: Ruleset, name: str) -> Any:
    [policy] = [policy for policy in ruleset.policies if policy.name == name]
    return policy


def names(ruleset: Ruleset) -> set[str]:
    return {policy.name for policy in ruleset.policies}


def mistakes(folder: Path, policies: str, head: str = "") -> list[str]:
    with pytest.raises(Mistakes) as caught:
        changed(folder, policies, head)
    return [problem.message for problem in caught.value.problems]


# What a file says.


def test_a_file_has_its_words_and_its_rules(folder: Path) -> None:
    base = load_ruleset(folder / "base.yaml")
    assert (base.name, base.title, base.licence, base.attribution) == (
        "base",
        "The base",
        "MIT",
        ("line one",),
    )
    assert (base.names.points, base.names.xp, base.names.talents) == ("dp", 20, ("far sight",))
    assert base.names.skills["lore"] == Skill(category="learning")
    assert names(base) == {"purchase", "decay", "hoard-limit", "bookkeeping"}
    assert rule(base, "decay").period == 6 * 28
    assert rule(base, "purchase").cost[7] == 4000


def test_every_pack_loads() -> None:
    assert [load_ruleset(pack).name for pack in packs()] == packs()


def test_a_ruleset_is_a_pack_a_file_or_a_folder(folder: Path) -> None:
    assert find_ruleset("dp-forty") == find_ruleset("dp-forty", str(folder / "x.yaml"))
    assert find_ruleset("base.yaml", str(folder / "x.yaml")) == folder / "base.yaml"
    (folder / "pack").mkdir()
    assert find_ruleset("pack", str(folder / "x.yaml")) is None
    (folder / "pack" / "ruleset.yaml").write_text(BASE)
    assert find_ruleset("pack", str(folder / "x.yaml")) == folder / "pack" / "ruleset.yaml"
    assert find_ruleset("../base.yaml", str(folder / "pack" / "x.yaml")) == folder / "base.yaml"
    assert find_ruleset("no.yaml", str(folder / "x.yaml")) is None


@pytest.mark.parametrize("written", ["on", "{}", "", "~"])
def test_a_rule_is_switched_on_as_it_is(folder: Path, written: str) -> None:
    assert rule(changed(folder, f"grain: {written}"), "grain").size == 1000


# extends: and what changes.


def test_an_option_is_overridden_alone(folder: Path) -> None:
    own = changed(folder, "decay: {period: 3 months}")
    assert (rule(own, "decay").period, rule(own, "decay").floor) == (84, 2)
    assert names(own) == names(load_ruleset(folder / "base.yaml"))


def test_a_map_or_a_list_is_an_option_and_replaced_whole(folder: Path) -> None:
    own = changed(folder, "purchase: {talents: {keen ear: 3}}")
    assert rule(own, "purchase").talents == {"keen ear": 3000}
    assert own.names.talents == ("keen ear",)
    assert rule(own, "purchase").favoured[1] == 2000


def test_a_rule_is_left_out(folder: Path) -> None:
    assert "decay" not in names(changed(folder, "decay: off"))


def test_a_rule_may_be_switched_off_and_come_back_as_its_default(folder: Path) -> None:
    changed(folder, "decay: off")
    own = load(folder, "ruleset: third\nextends: own.yaml\npolicies: {decay: on}\n", "third.yaml")
    assert (rule(own, "decay").period, rule(own, "decay").floor) == (180, 0)


def test_files_may_build_on_each_other_in_a_row(folder: Path) -> None:
    changed(folder, "decay: {period: 3 months}", "attribution: [line two]\ntitle: Mine")
    own = load(folder, "ruleset: third\nextends: own.yaml\npolicies: {decay: {floor: 1}}\n", "third.yaml")
    assert (rule(own, "decay").period, rule(own, "decay").floor) == (84, 1)
    assert (own.name, own.title, own.licence) == ("third", "Mine", "MIT")
    assert own.attribution == ("line one", "line two")


def test_words_of_a_later_file_hold_for_the_options_of_the_earlier(folder: Path) -> None:
    """A month is as long as the file says that the campaign names."""
    own = changed(
        folder, "", "calendar: {month: 30}\nskills: {riding: athletics}\npoints: sp\nxp_per_point: 5"
    )
    assert rule(own, "decay").period == 180
    assert list(own.names.skills) == ["climbing", "swimming", "lore", "riding"]
    assert (own.names.points, own.names.xp) == ("sp", 5)


def test_a_rule_of_a_name_of_its_own_says_its_kind(folder: Path) -> None:
    own = changed(folder, "book-dust: {kind: decay, only: [learning], period: 1 year}")
    assert rule(own, "book-dust").kind == "decay"
    assert (rule(own, "book-dust").floor, rule(own, "decay").floor) == (0, 2)


def test_a_rule_may_change_its_kind(folder: Path) -> None:
    """And keeps none of the options of the old kind."""
    own = changed(folder, "decay: {kind: global-decay, every: 1 year}")
    assert (rule(own, "decay").kind, rule(own, "decay").floor) == ("global-decay", 0)


def test_the_kind_need_not_be_said_again(folder: Path) -> None:
    changed(folder, "book-dust: {kind: decay, only: [lore], period: 1 year}")
    own = load(folder, "ruleset: third\nextends: own.yaml\npolicies: {book-dust: {floor: 1}}\n", "third.yaml")
    assert (rule(own, "book-dust").kind, rule(own, "book-dust").period) == ("decay", 365)


def test_a_mistake_is_reported_in_the_file_where_it_stands(folder: Path) -> None:
    (folder / "base.yaml").write_text(BASE.replace("floor: 2", "flor: 2"))
    with pytest.raises(Mistakes) as caught:
        changed(folder, "decay: {period: soon}")
    files = [Path(problem.place.file).name for problem in caught.value.problems if problem.place]
    assert files == ["base.yaml", "own.yaml"]


def test_an_option_that_is_overridden_is_not_read(folder: Path) -> None:
    (folder / "base.yaml").write_text(BASE.replace("period: 6 months", "period: soon"))
    assert rule(changed(folder, "decay: {period: 3 months}"), "decay").period == 84


# Which rule governs.


def governed(ruleset: Ruleset, name: str) -> set[str]:
    return {skill for skill in ruleset.names.skills if skill in rule(ruleset, name).governs}


def test_the_narrowest_rule_governs_a_skill(folder: Path) -> None:
    own = changed(
        folder,
        "rust: {kind: decay, only: [athletics]}\nsea-legs: {kind: decay, only: [swimming]}",
    )
    assert governed(own, "decay") == {"lore"}
    assert governed(own, "rust") == {"climbing"}
    assert governed(own, "sea-legs") == {"swimming"}


def test_a_rule_for_some_skills_leaves_the_others_alone(folder: Path) -> None:
    own = changed(folder, "decay: {only: {categories: [athletics]}}\npurchase: {only: {skills: [lore]}}")
    assert governed(own, "decay") == {"climbing", "swimming"}
    assert governed(own, "purchase") == {"lore"}


def test_a_rule_for_nothing_less_than_all_governs_even_what_comes_later(folder: Path) -> None:
    assert "anything" in rule(load_ruleset(folder / "base.yaml"), "decay").governs


def test_overlapping_rules_of_different_width_are_not_a_mistake(folder: Path) -> None:
    own = changed(
        folder, "rust: {kind: decay, only: [climbing, swimming]}\nold: {kind: decay, only: [climbing]}"
    )
    assert governed(own, "rust") == {"swimming"}


@pytest.mark.parametrize(
    ("policies", "why"),
    [
        (
            "rust: {kind: decay}",
            '"rust" and "decay" both govern climbing, and neither is narrower: say only: in one of them',
        ),
        (
            "rust: {kind: decay, only: [lore]}\nmould: {kind: decay, only: [learning]}",
            '"mould" and "rust" both govern lore, and neither is narrower: say only: in one of them',
        ),
        ("second: {kind: hoard-limit}", '"second" does the same as "hoard-limit": one of them must go'),
        (
            "global-decay: on",
            '"decay" and "global-decay" both take ranks of climbing, swimming and lore: '
            "switch one off, or say only:",
        ),
        (
            "global-decay: {only: [lore]}",
            '"decay" and "global-decay" both take ranks of lore: switch one off, or say only:',
        ),
        ("grain: off", 'there is no policy "grain" to switch off; allowed: purchase, decay, hoard-limit'),
        ("hord-limit: off", 'there is no policy "hord-limit" to switch off; did you mean "hoard-limit"?'),
        ("bookkeeping: off", '"bookkeeping" is always on and has no options'),
        ("books: {kind: bookkeeping}", None),
    ],
)
def test_rules_that_do_not_fit_together(folder: Path, policies: str, why: str | None) -> None:
    [message] = mistakes(folder, policies)
    assert message == why or (
        why is None and message.startswith('kind: there is no kind of policy "bookkeeping"')
    )


def test_two_kinds_of_decay_may_share_the_skills_between_them(folder: Path) -> None:
    own = changed(folder, "decay: {only: [athletics]}\nglobal-decay: {only: [learning]}")
    assert (governed(own, "decay"), governed(own, "global-decay")) == ({"climbing", "swimming"}, {"lore"})


FINE = '"1 / 2 ** (n - 1)"'


def test_factors_must_fit_together(folder: Path) -> None:
    """Each may be fine, both together may not: whole numbers of 62 bits would wrap."""
    formula = 'challenge: {factor: "min(1, 1 / 2 ** (difference - 1))"}'
    assert changed(folder, f"novelty: {{factor: {FINE}}}")
    assert changed(folder, formula)
    [message] = mistakes(folder, f"novelty: {{factor: {FINE}}}\n{formula}")
    assert message.startswith("the factors of novelty and challenge are too fine or too large together")


def test_a_factor_that_grows_far_out_is_seen(folder: Path) -> None:
    [message] = mistakes(folder, "novelty: {factor: {1-5000: 1, 5001+: 9999999999}}")
    assert message.startswith("the factors of novelty are too fine or too large: ")
    assert changed(folder, "novelty: {factor: {1-5000: 1, 5001+: 999999999}}")


def test_wide_bounds_alone_refuse_nothing(folder: Path) -> None:
    """What a formula could be for all one knows may be far more than what it is."""
    assert changed(folder, 'novelty: {factor: "n ** 5 / (n ** 5 + 1)"}')


# A campaign's own skills.


def test_a_campaigns_skills_are_governed_by_their_category(folder: Path) -> None:
    own = changed(folder, "rust: {kind: decay, only: [athletics]}\nrank-bonus: {only: [learning]}")
    more = own.with_skills({"rowing": Skill(category="athletics"), "runes": Skill(category="learning")})
    assert governed(more, "rust") == {"climbing", "swimming", "rowing"}
    assert governed(more, "rank-bonus") == {"lore", "runes"}
    assert governed(more, "decay") == {"lore", "runes"}
    assert more.names.talents == own.names.talents
    assert own.with_skills({}) is own


def test_a_campaigns_skills_may_make_rules_equal(folder: Path) -> None:
    own = changed(folder, "dust: {kind: decay, only: [learning]}\nb: {kind: decay, only: [lore, climbing]}")
    with pytest.raises(Mistakes, match='"b" and "dust" both govern lore, and neither is narrower'):
        own.with_skills({"runes": Skill(category="learning")})


# The digest.


def test_the_digest_is_of_what_results_depend_on(folder: Path) -> None:
    base = load_ruleset(folder / "base.yaml").digest
    assert changed(folder).digest == base
    assert changed(folder, "", "title: Mine\nabout: x\nlicence: x\nsource: [x]\npoints: sp").digest == base
    assert changed(folder, "decay: {period: 6 months}").digest == base
    reordered = BASE.replace("period: 6 months, floor: 2", "floor: 2, period: 6 months") + "# the end\n"
    assert load(folder, reordered).digest == base


@pytest.mark.parametrize(
    ("policies", "head"),
    [
        ("decay: {period: 5 months}", ""),
        ("decay: {floor: 1}", ""),
        ("decay: off", ""),
        ("grain: on", ""),
        ("rust: {kind: decay, only: [lore]}", ""),
        ("purchase: {talents: {far sight: 31}}", ""),
        ("", "xp_per_point: 10"),
        ("", "calendar: {month: 30}"),
        ("", "skills: {riding: athletics}"),
        ("", "skills: {lore: athletics}"),
        ("", "skills: {lore: {category: learning, stat: reason}}"),
    ],
)
def test_the_digest_changes_when_results_could(folder: Path, policies: str, head: str) -> None:
    assert changed(folder, policies, head).digest != load_ruleset(folder / "base.yaml").digest


def test_the_digest_changes_with_a_revision(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = load_ruleset(folder / "base.yaml")
    monkeypatch.setattr(type(rule(base, "decay")), "revision", 99)
    assert load_ruleset(folder / "base.yaml").digest != base.digest
    monkeypatch.undo()
    assert load_ruleset(folder / "base.yaml").digest == base.digest
    monkeypatch.setattr("rpgprog.ruleset.ENGINE_REVISION", 99)
    assert load_ruleset(folder / "base.yaml").digest != base.digest


def test_the_digest_changes_with_a_campaigns_skills(folder: Path) -> None:
    base = load_ruleset(folder / "base.yaml")
    assert base.with_skills({"rowing": Skill(category="athletics")}).digest != base.digest


def test_rules_are_bound_once(folder: Path) -> None:
    base = load_ruleset(folder / "base.yaml")
    assert base.rules is base.rules
    assert all(isinstance(policy, Policy) for policy in base.rules.policies)


RESET = """
ruleset: ours
extends: base.yaml
policies:
  levels: {chart: %s, start: %s}
  purchase: {favoured: %s}
"""


@pytest.mark.parametrize("word", ["null", "off", "~", ""])
def test_an_inherited_option_is_reset_by_null_or_off(tmp_path: Path, word: str) -> None:
    """A chart, a number, a curve: as if no file said it, in the digest too."""
    base = "ruleset: base\npolicies:\n  levels: {chart: [0, 400], start: 1}\n  purchase: {favoured: 1}\n"
    (tmp_path / "base.yaml").write_text(base)
    (tmp_path / "ours.yaml").write_text(RESET % (word, word, word))
    (tmp_path / "plain.yaml").write_text("ruleset: ours\npolicies:\n  levels: on\n  purchase: on\n")
    ours, plain = load_ruleset(tmp_path / "ours.yaml"), load_ruleset(tmp_path / "plain.yaml")
    assert ours.digest == plain.digest
    levels = {policy.name: policy for policy in ours.policies}["levels"]
    assert levels.chart is None  # type: ignore[attr-defined]


def test_off_is_no_reset_where_it_could_be_meant_as_a_value(tmp_path: Path) -> None:
    """Of something that is true or false it would be the default, which may be true."""
    (tmp_path / "ours.yaml").write_text("ruleset: ours\npolicies:\n  level-benefits: {favoured_only: off}\n")
    with pytest.raises(Mistakes, match="favoured_only: takes true or false"):
        load_ruleset(tmp_path / "ours.yaml")
    (tmp_path / "ours.yaml").write_text("ruleset: ours\npolicies:\n  rank-bonus: {afterdecay: null}\n")
    with pytest.raises(Mistakes, match='no "afterdecay"'):
        load_ruleset(tmp_path / "ours.yaml")


@pytest.mark.parametrize("kind", ["check-list", "stacking"])
def test_a_mechanisms_line_holds_beside_factors_that_it_never_meets(tmp_path: Path, kind: str) -> None:
    """Factors of encounters and of uses are multiplied with each other nowhere."""
    line = {
        "check-list": 'check-list: {free: 4, factor: "1 / 2 ** n"}',
        "stacking": "stacking: {mode: strongest only}",
    }[kind]
    (tmp_path / "ours.yaml").write_text(f"ruleset: ours\nextends: dp-forty\npolicies:\n  {line}\n")
    assert kind in {policy.kind for policy in load_ruleset(tmp_path / "ours.yaml").policies}


def test_factors_that_meet_are_still_refused_if_too_fine_together(tmp_path: Path) -> None:
    lines = 'check-list: {factor: "1 / 3 ** n"}\n  novelty: {of: uses, factor: "1 / 3 ** n"}\n  stacking: {mode: strongest only}'
    (tmp_path / "ours.yaml").write_text(f"ruleset: ours\nextends: dp-forty\npolicies:\n  {lines}\n")
    with pytest.raises(Mistakes, match="too fine or too large together"):
        load_ruleset(tmp_path / "ours.yaml")
