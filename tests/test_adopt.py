"""Rules that change in the middle: what stays, what is counted again, whose clocks begin now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from rpgprog.api import open_campaign as anywhere
from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.cli.app import run

OLD = """\
ruleset: old
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 2}
  purchase: {cost: 4}
  refunds: on
  practice: {xp: 5, cost: 20}
  levels: {step: 10}
"""
HEAD = """\
campaign: Change
ruleset: old.yaml
characters:
  kessa: {ranks: {swim: 2}, player: Ines}
journal:
  - session: One
    day: 10
    events:
      - awarded: {who: kessa, points: 25}
      - bought: {who: kessa, skill: climb, ranks: 3}
      - used: {who: kessa, skill: lore, times: 6}
"""


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """Play so far, then these rules from here on, then more; the campaign and its number of problems."""

    def play(
        new: str, keep: str = "ranks", more: str = "", more_said: str = "", head: str = HEAD
    ) -> Campaign:
        (tmp_path / "old.yaml").write_text(OLD)
        (tmp_path / "new.yaml").write_text(f"ruleset: new\nextends: old.yaml\npolicies:\n  {new}\n")
        adopted = f"adopted: {{ruleset: new.yaml, keep: {keep}, by: Ann, why: better{more_said}}}"
        (tmp_path / "c.yaml").write_text(f"{head}      - {adopted}\n{more}")
        campaign = open_campaign(tmp_path / "c.yaml")
        assert campaign.problems == (), campaign.problems
        return campaign

    return play


def ranks(campaign: Campaign) -> dict[str, int]:
    return {row.skill: row.rank for row in campaign.sheet("kessa").skills if row.rank}


def holds(campaign: Campaign, kind: str, of: str = "") -> int:
    return campaign.book.sheet().get(("kessa", kind, of), 0)


# From here on.


def test_the_past_stays_as_it_was_and_new_prices_hold_from_here_on(table: Any) -> None:
    campaign = table("purchase: {cost: 1}", more="      - bought: {who: kessa, skill: climb}\n")
    assert [row.amount for row in campaign.log(kinds=["points"])] == [25_000, -4000, -4000, -4000, -1000]
    assert campaign.ruleset.name == "new"
    assert campaign.at(9).ruleset.name == "old"
    assert campaign.journal.began.name == "old"


def test_an_adoption_that_is_taken_back_never_was(table: Any) -> None:
    more = "      - bought: {who: kessa, skill: climb}\n      - reverted: {event: 6, by: Ann, why: no}\n"
    campaign = table("purchase: {cost: 1}", more=more, more_said="")
    gone = [step.recorded.word for step in campaign.folded if step.reverted]
    assert gone == ["adopted"]
    assert campaign.ruleset.name == "old"
    assert holds(campaign, "points") == 25_000 - 4 * 4000


def test_a_digest_tells_that_the_file_was_changed_since(table: Any, tmp_path: Path) -> None:
    digest = table("purchase: {cost: 1}").ruleset.digest
    assert table("purchase: {cost: 1}", more_said=f", digest: {digest[:12]}").problems == ()
    (tmp_path / "new.yaml").write_text("ruleset: new\nextends: old.yaml\npolicies:\n  purchase: {cost: 2}\n")
    (problem,) = open_campaign(tmp_path / "c.yaml").problems
    assert 'digest: "new.yaml" was changed since it was adopted' in problem.message


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("ruleset: nwe.yaml", 'ruleset: there is no ruleset "nwe.yaml"'),
        ("ruleset: new.yaml, keep: levels", "keep: "),
    ],
)
def test_what_cannot_be_adopted(table: Any, tmp_path: Path, new: str, told: str) -> None:
    table("purchase: {cost: 1}")
    path = tmp_path / "c.yaml"
    path.write_text(f"{HEAD}      - adopted: {{{new}, by: Ann, why: x}}\n")
    assert any(told in problem.message for problem in open_campaign(path).problems)


# Ranks kept.


def test_half_of_the_way_stays_half_of_the_way(table: Any) -> None:
    """30 XP in lore: a rank for 20, 10 of 20 on the way; of 50 that is 25."""
    before = table("awards: {encounter: 3}")
    assert (ranks(before)["lore"], holds(before, "xp", "lore")) == (1, 10_000)
    after = table("practice: {xp: 5, cost: 50}")
    assert (ranks(after), holds(after, "xp", "lore")) == (ranks(before), 25_000)


def test_levels_stay_and_what_they_take_counts_as_earned(table: Any) -> None:
    """25 points are level 3 of 10 each; of 20 each they would be level 2."""
    campaign = table("levels: {step: 20}")
    assert campaign.sheet("kessa").level == 3
    assert campaign.sheet("kessa").earned == 40_000
    assert campaign.sheet("kessa").free == 13_000
    assert campaign.sheet("kessa").to_next_level == 20_000


def test_a_clock_begins_at_adoption(table: Any) -> None:
    """Nobody loses at once what was long unused, nor is anything forgotten that never faded before."""
    campaign = table("decay: {period: 30}", more="  - downtime: 100 days\n")
    lost = [(row.day, row.of) for row in campaign.log(kinds=["rank"]) if row.amount < 0]
    assert lost[:3] == [(40, "climb"), (40, "lore"), (40, "swim")]
    assert table("decay: {period: 30}", more="  - downtime: 29 days\n").log(kinds=["rank"])[-1].amount > 0


def changed(tmp_path: Path, before: str, after: str, journal: str, later: str = "") -> Campaign:
    """Play under rules, adopt others, and play on."""
    skills = "skills: {swim: athletics, climb: athletics}\npolicies:\n  awards: {encounter: 2}\n"
    for name, rules in (("before", before), ("after", after)):
        (tmp_path / f"{name}.yaml").write_text(f"ruleset: {name}\n{skills}{indent(dedent(rules), '  ')}")
    text = """\
campaign: Change
ruleset: before.yaml
characters:
  kessa: {ranks: {swim: 5}}
journal:
"""
    adopted = "- adopted: {ruleset: after.yaml, by: Ann, why: better}\n"
    text += indent("\n".join((dedent(journal), adopted, dedent(later))), "  ")
    (tmp_path / "changed.yaml").write_text(text)
    campaign = open_campaign(tmp_path / "changed.yaml")
    assert campaign.problems == (), campaign.problems
    return campaign


def lost_on(campaign: Campaign) -> list[int]:
    """The days on which ranks of swimming went."""
    rows = campaign.log(kinds=["rank"])
    return [row.day for row in rows for _ in range(-int(row.amount)) if row.of == "swim"]


def sheet(campaign: Campaign) -> Any:
    return campaign.sheet("kessa")


@pytest.mark.parametrize(
    ("before", "after", "later", "days"),
    [
        ("decay: {period: 60}", "decay: {period: 30}", "- passed: 30", [80]),
        ("decay: {period: 60}", "decay: {period: 30}", "- passed: 29", []),
        ("decay: {period: 60}", "decay: {period: 60, floor: 1}", "- passed: 60", [110]),
        ("", "decay: {period: 30}", "- passed: 30", [80]),
        ("global-decay: {every: 60}", "global-decay: {every: 30}", "- passed: 30", [80]),
        ("", "global-decay: {every: 30}", "- passed: 30", [80]),
        (
            "decay: {period: 60}",
            "decay: {period: 60, only: [climb]}\nrust: {kind: decay, period: 30}",
            "- passed: 30",
            [80],
        ),
        (
            "decay: {period: 60}",
            "decay: {period: 3, clock: sessions attended}",
            "\n".join(f"- {{session: S{n}, after: 1}}" for n in range(7)),
            [53, 56],
        ),
    ],
)
def test_the_clock_of_a_changed_rule_starts_at_adoption(
    tmp_path: Path, before: str, after: str, later: str, days: list[int]
) -> None:
    assert lost_on(changed(tmp_path, before, after, "- passed: 50", later)) == days


def test_a_rule_that_was_dropped_and_is_back_starts_its_clock_again(tmp_path: Path) -> None:
    again = "- adopted: {ruleset: before.yaml, by: Ann, why: on second thoughts}\n- passed: 100"
    later = f"- passed: 100\n{again}"
    assert lost_on(changed(tmp_path, "decay: {period: 60}", "", "- passed: 50", later)) == [210]


def test_a_changed_question_takes_nothing_for_the_time_before(tmp_path: Path) -> None:
    """Of the days since the last use only those under the rule as it is now count."""
    questions = "ask-on-use: {after: 30}\ndecay: {period: %d, clock: when asked}"
    later = """
        - passed: 45
        - used: {who: kessa, skill: swim}
        - answered: {who: kessa, skill: swim, last_used: 0}
    """
    campaign = changed(tmp_path, questions % 60, questions % 20, "- passed: 100", later)
    assert sheet(campaign).skills[0].rank == 3


def test_an_edge_starts_again_when_its_rule_is_changed(tmp_path: Path) -> None:
    bonus = "rank-bonus: {per_rank: 5}\nedge: {after: %d, penalty: 5}"
    campaign = changed(tmp_path, bonus % 40, bonus % 60, "- passed: 50", "- passed: 60")
    assert sheet(campaign).skills[0].bonus == 25
    assert sheet(campaign.after(2)).skills[0].bonus == 20
    later = changed(tmp_path, bonus % 40, bonus % 60, "- passed: 50", "- passed: 61")
    assert sheet(later).skills[0].bonus == 20


def test_whoever_was_away_at_adoption_is_under_the_new_rules_as_well(tmp_path: Path) -> None:
    """Her levels until then bring nothing, and for her too the clock of the new rule runs."""
    levels = "levels: {step: 10}\n"
    journal = "- awarded: {points: 30}\n- left: {who: kessa}"
    later = "- returned: {who: kessa}\n- passed: 31\n- awarded: {points: 10}"
    benefits = levels + "level-benefits: {bonus: 0, coins: 50}\nglobal-decay: {every: 30}"
    campaign = changed(tmp_path, levels, benefits, journal, later)
    assert (holds(campaign, "coins"), lost_on(campaign)) == (50_000, [30])


HELD = [
    (
        "earmark: on\npurchase: {talents: {sight: 20}}",
        "purchase: {talents: {sight: 20}}",
        "- awarded: {points: 10}\n- saved: {who: kessa, for: sight, points: 6, why: far}",
        {"held": 0, "points": 10_000},
    ),
    (
        "bound-points: on\npurchase: on",
        "purchase: on",
        "- awarded: {points: 10, skills: [swim]}",
        {"bound": 0, "points": 10_000},
    ),
    (
        "instalments: {activity: false}\npurchase: {talents: {sight: 20}}",
        "purchase: {talents: {sight: 20}}",
        "- awarded: {points: 10}\n- paid_in: {who: kessa, for: sight, points: 6}",
        {"paid in": 0, "points": 10_000, "spent": 0},
    ),
    (
        "levels: {step: 40, at_most: 1, excess: bank}",
        "levels: {step: 40, at_most: 1}",
        "- awarded: {points: 100}",
        {"banked": 0, "earned": 100_000, "points": 100_000},
    ),
    (
        "levels: {step: 40, at_most: 1, excess: bank}",
        "",
        "- awarded: {points: 100}",
        {"banked": 0, "earned": 100_000, "points": 100_000},
    ),
    ("grain: on", "", "- awarded: {points: 0.5}", {"earned": 500, "points": 500}),
    (
        "grain: on",
        "grain: {leftover: lose}",
        "- awarded: {points: 0.5}\n- awarded: {points: 0.5}",
        {"points": 1000},
    ),
    ("improvement: on", "", "- used: {who: kessa, skill: swim, outcome: success}", {"marked": 0}),
    ("ask-on-use: on\ndecay: {clock: when asked}", "", "- used: {who: kessa, skill: swim}", {"question": 0}),
    ("hoard-limit: on", "", "- agreed: {who: kessa, to: hoarding, by: Ann, why: x}", {"agreed": 0}),
    (
        "certificates: {skills: {lifeguard: swim}}",
        "",
        "- certified: {who: kessa, as: lifeguard}",
        {"certificate": 0},
    ),
    (
        "specialisation: on",
        "",
        "- used: {who: kessa, skill: swim, with: crawl}\n- specialised: {who: kessa, skill: swim, in: crawl}",
        {"speciality": 0},
    ),
    ("percent-levels: on", "levels: on", "- awarded: {percent: 30}", {"progress": 0}),
    (
        "upkeep: on\ndecay: on",
        "decay: on",
        "- keeps_up: {who: kessa, hours: 2, skills: [swim]}",
        {"kept up": 0},
    ),
]


@pytest.mark.parametrize(("before", "after", "journal", "balances"), HELD)
def test_a_rule_that_leaves_hands_back_what_it_holds(
    tmp_path: Path, before: str, after: str, journal: str, balances: dict[str, int]
) -> None:
    """By postings of its own; and of a rule that is gone nothing is remembered."""
    later = "- {session: Three, day: 30}" if "bank" in before else ""
    campaign = changed(tmp_path, before, after, journal, later)
    sums: dict[str, int] = dict.fromkeys(balances, 0)
    for (who, kind, _), amount in campaign.book.sheet().items():
        if who == "kessa" and kind in sums:
            sums[kind] += amount
    assert sums == balances
    names = {policy.name for policy in campaign.ruleset.policies}
    remembered = {kind.partition(".")[0] for _, kind, _ in campaign.book.sheet() if "." in kind}
    assert remembered <= names


def test_a_skill_fades_again_when_its_upkeep_is_no_longer_a_rule(tmp_path: Path) -> None:
    kept = "- keeps_up: {who: kessa, hours: 2, skills: [swim]}\n- passed: 50"
    campaign = changed(
        tmp_path, "upkeep: on\ndecay: {period: 30}", "decay: {period: 30}", kept, "- passed: 30"
    )
    assert lost_on(campaign) == [80]


def test_a_course_ends_with_the_rule_that_holds_it(tmp_path: Path) -> None:
    """Four weeks of six are over: these hours stay, and the rest of the fee comes back."""
    training = "training: {weeks: 6, hours_per_week: 10, coins: 30}"
    course = """
        - ruled: {who: kessa, coins: 1000, by: Ann, why: rich}
        - started: {who: kessa, skill: climb, trainer: {name: Alda, rank: 1}}
        - passed: 28
    """
    campaign = changed(tmp_path, f"{training}\ntraining-queue: on", training, course)
    assert holds(campaign, "course", "climb") == 0
    assert holds(campaign, "trained", "climb") == 40_000
    assert holds(campaign, "coins") == 1000_000 - 4 * 30_000


def test_a_renamed_rule_keeps_its_memory(table: Any, tmp_path: Path) -> None:
    """Otherwise it begins anew."""
    head = HEAD.replace("old.yaml", "slow.yaml")
    (tmp_path / "slow.yaml").write_text("ruleset: slow\nextends: old.yaml\npolicies: {decay: {period: 60}}\n")
    new = "rust: {kind: decay, period: 60}"
    for said, day in ((", renamed: {decay: rust}", 70), ("", 90)):
        wait = "  - session: Two\n    day: 30\n    events:\n"
        campaign = table(new, more="  - downtime: 60 days\n", head=head + wait, more_said=said)
        lost = [row.day for row in campaign.log(kinds=["rank"]) if row.amount < 0 and row.of == "lore"]
        assert lost[:1] == [day], said


def test_a_level_rule_that_is_new_begins_with_what_they_have(table: Any, tmp_path: Path) -> None:
    (tmp_path / "flat.yaml").write_text("ruleset: flat\nextends: old.yaml\npolicies: {levels: off}\n")
    campaign = table("levels: {step: 10}", head=HEAD.replace("old.yaml", "flat.yaml"))
    assert campaign.at(9).sheet("kessa").level == 0
    assert campaign.sheet("kessa").level == 3


# Effort kept.


def test_points_are_spent_again_skill_by_skill(table: Any) -> None:
    """12 points were paid for three ranks of climb: at 5 they are two, and 2 points are free again."""
    campaign = table("purchase: {cost: 5}", "effort")
    assert ranks(campaign) == {"climb": 2, "swim": 2, "lore": 1}
    sheet = campaign.sheet("kessa")
    assert (sheet.free, sheet.spent, sheet.earned) == (15_000, 10_000, 25_000)
    assert holds(campaign, "peak", "climb") == 2
    again = "      - refunded: {who: kessa, skill: climb, by: A, why: b}\n"
    assert table("purchase: {cost: 5}", "effort", more=again).sheet("kessa").free == 25_000


def test_xp_are_recounted(table: Any) -> None:
    """30 XP at 20 a rank: at 8 they are three ranks and 6 XP; brought ranks were worth 20 XP each, too."""
    campaign = table("practice: {xp: 5, cost: 8}", "effort")
    assert ranks(campaign) == {"climb": 3, "swim": 5, "lore": 3}
    assert (holds(campaign, "xp", "lore"), holds(campaign, "xp", "swim")) == (6000, 0)


def test_levels_follow_what_is_counted(table: Any) -> None:
    assert table("levels: {step: 5}", "effort").sheet("kessa").level == 6
    assert table("levels: {step: 13}", "effort").sheet("kessa").level == 2
    assert table("levels: {step: 26}", "effort").sheet("kessa").level == 1
    assert table("levels: {step: 25}", "effort").sheet("kessa").level == 2
    assert table("levels: {step: 26}", "effort").sheet("kessa").earned == 25_000


def test_ranks_for_which_there_is_no_price_now_stay(table: Any) -> None:
    assert ranks(table("practice: off", "effort")) == {"climb": 3, "swim": 2, "lore": 1}
    assert ranks(table("purchase: off\n  refunds: off", "effort")) == {"climb": 3, "swim": 2, "lore": 1}


def test_the_same_rules_again_change_nothing(table: Any) -> None:
    for keep in ("ranks", "effort"):
        campaign = table("awards: {encounter: 2}", keep)
        assert [row for row in campaign.log() if row.policy == "adopted"] == []


# As a game master does it.


@pytest.fixture(params=["file", "sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path, table: Any) -> Iterator[str]:
    from databases import fresh

    from rpgprog.store import open_store

    table("purchase: {cost: 5}")
    path = tmp_path / "c.yaml"
    path.write_text(HEAD)
    if request.param == "file":
        yield str(path)
        return
    with fresh(request.param, tmp_path) as address:
        with open_store(address) as store:
            store.bring(path)
        yield address


def test_the_table_comes_first(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["adopt", where, str(tmp_path / "new.yaml"), "--by", "Ann", "--why", "dearer", "--keep", "effort"]
    assert run(args) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "From old to new, effort kept:"
    assert any(line.split() == ["kessa", "rank", "climb", "3", "2"] for line in out.splitlines())
    assert out.splitlines()[-1] == "Nothing recorded yet: add --yes to record it."
    assert anywhere(where).ruleset.name == "old"
    assert run([*args, "--yes"]) == 0
    assert anywhere(where).ruleset.name == "new"
    assert ranks(anywhere(where))["climb"] == 2
    capsys.readouterr()
    assert run(args) == 0
    assert capsys.readouterr().out == "The campaign already plays by these rules (new).\n"


def test_a_database_needs_no_file_beside_it(where: str, tmp_path: Path) -> None:
    args = ["adopt", where, str(tmp_path / "new.yaml"), "--by", "Ann", "--why", "dearer", "--yes"]
    assert run(args) == 0
    if not where.endswith(".yaml"):
        (tmp_path / "old.yaml").unlink()
        (tmp_path / "new.yaml").unlink()
        assert run(["check", where]) == 0
        assert run(["export", where, "--out", str(tmp_path / "out.yaml")]) == 0
    assert anywhere(where).ruleset.name == "new"
