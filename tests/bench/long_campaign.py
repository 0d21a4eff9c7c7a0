"""A long campaign, made up: sessions, encounters, uses, purchases, down-times, as events in a store.

    python tests/bench/long_campaign.py sqlite:long.db --events 1000000
    python tests/bench/long_campaign.py sqlite:long.db --events 1000000 --lines long.jsonl

Six characters under dp-forty, a session every few months, now and then some weeks of training, so that
skills are lost as fast as they are gained: a long campaign has sheets as large as a short one has. The same
seed makes the same campaign. ``--lines`` writes it as JSON lines too, as ``rpgprog import`` reads them.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[2])]

from rpgprog.engine.book import Book  # noqa: E402
from rpgprog.events import Awarded, Bought, DowntimeStarted, Event, Met, SessionStarted, Trained, Used  # noqa: E402
from rpgprog.ledger.accounts import POINTS, UNIT  # noqa: E402  (found beside this folder)
from rpgprog.source import parse_source  # noqa: E402
from rpgprog.store import Store, StoredCampaign, open_store  # noqa: E402
from rpgprog.store.import_file import bring  # noqa: E402

NAME = "The Long Campaign"
HEAD = """\
campaign: The Long Campaign
ruleset: dp-forty
characters:
  Kessa: {profession: scout, favoured: [subterfuge, athletics], ranks: {climbing: 3, stealth: 2}, coins: 60}
  Bram: {profession: scholar, favoured: [learning], ranks: {lore: 3, languages: 2}, coins: 240}
  Tollin: {profession: ferryman, favoured: [arms], ranks: {swimming: 3, sword: 1}, coins: 35}
  Odo: {profession: pedlar, favoured: [influence], ranks: {trading: 4, persuasion: 2}, coins: 180}
  Sunniva: {profession: hedge-witch, favoured: [magic], ranks: {attunement: 4, healing: 2}, coins: 90}
  Maro: {profession: guard, favoured: [arms, awareness], ranks: {bow: 3, perception: 2}, coins: 50}
journal: []
"""
PEOPLE = ("Kessa", "Bram", "Tollin", "Odo", "Sunniva", "Maro")
SKILLS = [
    "climbing",
    "swimming",
    "riding",
    "stealth",
    "locks",
    "perception",
    "tracking",
    "sword",
    "bow",
    "lore",
    "languages",
    "healing",
    "spellcraft",
    "attunement",
    "persuasion",
    "trading",
]
FAMILIES = [
    "goblinoid",
    "undead",
    "wolves",
    "vermin",
    "townsfolk",
    "drakes",
    "giants",
    "spirits",
    "bandits",
    "beasts",
    "fey",
    "demons",
]
KINDS = ("scout", "pack", "elder", "band", "chieftain")
GOALS = (
    "Everybody home alive",
    "The bridge held",
    "The letter delivered",
    "Found out who lies",
    "A debt paid",
)
OUTCOMES = ("success", "success", "success", "failure", "critical")
DEAREST = 4 * UNIT  # what a rank costs at most
ONE_SESSION = 60  # events, on average


def begin(store: Store) -> StoredCampaign:
    """The campaign before its first session."""
    return StoredCampaign.of(bring(store, parse_source(HEAD, "long.yaml"), by="Ann").campaign)


def extend(campaign: StoredCampaign, rows: int, seed: int = 1) -> None:
    """Play on until there are so many rows, a session or a down-time at once."""
    rng = random.Random(seed)
    campaign.open()
    session = 0
    while (left := rows - _state(campaign)) > 0:
        session += 1
        events = _session(session, campaign, rng) if session % 8 else _downtime(campaign, rng)
        campaign.append(*_fitting(list(events), left), by="Ann")


def _state(campaign: StoredCampaign) -> int:
    assert campaign.state is not None
    return campaign.state.seq


def _fitting(events: list[Event], left: int) -> list[Event]:
    """So many that not more rows come to be: the first may end what is open, in a row of its own."""
    if left == 1:
        return [Used(who=PEOPLE[0], skill=SKILLS[0])]
    return events[: left - 1]


def _session(number: int, campaign: StoredCampaign, rng: random.Random) -> Iterator[Event]:
    assert campaign.state is not None
    today, book = campaign.state.timeline.today, campaign.state.book
    present = tuple(who for who in PEOPLE if rng.random() < 0.9) or PEOPLE[:1]
    day = today + rng.randint(60, 240)  # what is not used rusts: the sheets stay of one size
    yield SessionStarted(name=f"Session {number}", day=day, present=present, hours="4")
    yield from _purchases(book, present, rng)
    for _ in range(rng.randint(ONE_SESSION * 2 // 3, ONE_SESSION)):
        yield _happening(present, rng)
    if number % 20 == 1:  # few goals: levels, too, stay within what a short campaign might have
        yield Awarded(who=present, points=str(rng.randint(3, 6)), why=rng.choice(GOALS))


def _happening(present: tuple[str, ...], rng: random.Random) -> Event:
    if rng.random() < 0.15:
        family = rng.choice(FAMILIES)
        who = tuple(name for name in present if rng.random() < 0.8) or present
        return Met(
            who=who,
            what=f"{family} {rng.choice(KINDS)}",
            family=family,
            challenge=rng.randint(1, 4),
        )
    return Used(who=rng.choice(present), skill=rng.choice(SKILLS), outcome=rng.choice(OUTCOMES))


def _purchases(book: Book, present: tuple[str, ...], rng: random.Random) -> Iterator[Event]:
    """What those present can surely afford."""
    for who in present:
        for _ in range(min(book[who, POINTS, ""].balance // DEAREST, 4)):
            yield Bought(who=who, skill=rng.choice(SKILLS))


def _downtime(campaign: StoredCampaign, rng: random.Random) -> Iterator[Event]:
    assert campaign.state is not None
    begins, weeks = campaign.state.timeline.today, rng.randint(2, 8)
    until = begins + 7 * weeks
    yield DowntimeStarted(day=begins, until=until)
    for week in range(1, weeks + 1):
        for who in PEOPLE:
            skill = rng.choice(SKILLS)
            yield Trained(
                who=who,
                skill=skill,
                hours="20",
                day=begins + 7 * week,
                trainer="Hesk",
                trainer_rank=10_000,
            )


def made(address: str, rows: int, seed: int = 1) -> StoredCampaign:
    """A campaign of so many rows in an empty database."""
    campaign = begin(open_store(address))
    extend(campaign, rows, seed)
    return campaign


def write_lines(campaign: StoredCampaign, path: str) -> None:
    """Every row as a line of JSON."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in campaign.as_lines())


def main() -> None:
    """Make one, and say how long it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", help="an empty database: sqlite:long.db")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", metavar="FILE", help="write it as JSON lines as well")
    asked = parser.parse_args()
    began = perf_counter()
    campaign = made(asked.address, asked.events, asked.seed)
    print(f"{campaign.head} in {perf_counter() - began:.0f} s")
    if asked.lines:
        began = perf_counter()
        write_lines(campaign, asked.lines)
        print(f"{asked.lines} in {perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
