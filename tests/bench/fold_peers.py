"""What the fold is measured against: the five rules, written by hand and with `eventsourcing`.

The rules (points and experience are whole numbers, in thousandths):

1. Encounter: each member of the party gets 2 points, halved for each earlier encounter of that
   character with the same family.  The points can be spent; they also count as earned.
2. Level: starts at 1; one more for every 40 points earned.
3. Use: 4 XP to the skill and to the character's total of practice; 20 XP turn into a rank.
4. Purchase: a rank costs 2 points, or 1 point while the rank is below the highest ever held.
   What the points do not cover is refused and changes nothing.
5. Decay: a rank is lost for every 180 days since the skill was last used or bought.

Three peers apply them to the same stream: `BareLoop` (balances only), `ReceiptLoop` (balances, and a
receipt for every change of one) and `EsReplay` (an aggregate of the `eventsourcing` library, rebuilt
from its recorded events).  Each holds its state and has `run(chunk)`, so that a stream can be worked off
in slices.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from eventsourcing.domain import Aggregate

Event: TypeAlias = tuple[Any, ...]
Account: TypeAlias = tuple[str, str, str]
Balances: TypeAlias = dict[Account, int]
Receipt: TypeAlias = tuple[Account, int, str, Event | None]

CHARACTERS = tuple(f"c{number}" for number in range(20))
SKILLS = tuple(f"s{number}" for number in range(12))
FAMILIES_AT_ONCE = 8
PARTY_SIZE = 4
REGION_LENGTH = 4000
LONGEST_PAUSE = 60

MILLION = 10**6
FIRST_REWARD = 2000
LEVEL_STEP = 40_000
XP_PER_USE = 4000
XP_PER_RANK = 20_000
FULL_PRICE = 2000
RELEARN_PRICE = 1000
DECAY_DAYS = 180


# --- the stream -----------------------------------------------------------------------------------


def make_stream(n: int, seed: int, region_length: int = REGION_LENGTH) -> list[Event]:
    """Make `n` events: 40 % encounters, 35 % uses, 15 % purchases, 10 % passing of time.

    Eight families are met at a time.  One family yields less than 4 points to a character, however often
    it is met, so eight of them alone would never lead to the 40 points of a level: every `region_length`
    events the campaign moves on to a region with eight families of its own (f0 to f7, f8 to f15, ...).
    """
    rng = random.Random(seed)
    kinds = rng.choices(("met", "used", "bought", "passed"), (40, 35, 15, 10), k=n)
    return [_make_event(kind, number // region_length, rng) for number, kind in enumerate(kinds)]


def _make_event(kind: str, region: int, rng: random.Random) -> Event:
    if kind == "met":
        family = region * FAMILIES_AT_ONCE + rng.randrange(FAMILIES_AT_ONCE)
        return "met", tuple(rng.sample(CHARACTERS, PARTY_SIZE)), f"f{family}"
    if kind == "passed":
        return "passed", rng.randint(1, LONGEST_PAUSE)
    return kind, rng.choice(CHARACTERS), rng.choice(SKILLS)


# --- the reward of an encounter -------------------------------------------------------------------


def reward(prior: int) -> int:
    """The reward of an encounter after `prior` earlier ones; both steps round half to even."""
    factor = round(Fraction(MILLION, 2**prior))
    return round(Fraction(FIRST_REWARD * factor, MILLION))


def _all_rewards() -> Iterator[int]:
    prior = 0
    while amount := reward(prior):
        yield amount
        prior += 1


REWARDS = tuple(_all_rewards())
"""The rewards by number of earlier encounters; beyond the end of it there is none."""


# --- by hand: what both loops keep ----------------------------------------------------------------

# The places in the list kept for a character ...
POINTS, EARNED, LEVEL, PRACTISED, SPENT, RELEARNED = range(6)
CHARACTER_KINDS = ("points", "earned", "level", "practised", "spent", "relearned")
# ... and in the list kept for a skill of a character. SINCE is the day plus one; 0 means never.
XP, RANK, PEAK, SINCE = range(4)
SKILL_KINDS = ("xp", "rank", "peak", "since")


class HandState:
    """What a hand-written loop keeps from one chunk to the next: dicts of short lists of numbers."""

    def __init__(self) -> None:
        self.day = 0
        self.people = {who: [0, 0, 1, 0, 0, 0] for who in CHARACTERS}
        self.skills = {who: {skill: [0, 0, 0, 0] for skill in SKILLS} for who in CHARACTERS}
        self.met: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.held: dict[tuple[str, str], list[int]] = {}
        """The skills with at least one rank: only they can decay."""


def hand_balances(state: HandState) -> Balances:
    """The balances of a hand-written loop by account, without those that are zero."""
    found = {("campaign", "day", ""): state.day}
    for who, person in state.people.items():
        found |= {(who, kind, ""): amount for kind, amount in zip(CHARACTER_KINDS, person, strict=True)}
    for who, skills in state.skills.items():
        for name, skill in skills.items():
            found |= {(who, kind, name): amount for kind, amount in zip(SKILL_KINDS, skill, strict=True)}
    for family, counts in state.met.items():
        found |= {(who, "met", family): count for who, count in counts.items()}
    return _without_zeros(found)


def _without_zeros(balances: Balances) -> Balances:
    return {account: amount for account, amount in balances.items() if amount}


# --- by hand: balances only -----------------------------------------------------------------------


class BareLoop(HandState):
    """The five rules as one loop that keeps the balances and nothing else."""

    def run(self, chunk: Iterable[Event]) -> None:
        """Work off the events of `chunk`."""
        people, skills, met, held = self.people, self.skills, self.met, self.held
        rewards, rewarded = REWARDS, len(REWARDS)
        today = self.day + 1
        for event in chunk:
            kind = event[0]
            if kind == "met":
                _, party, family = event
                counts = met[family]
                for who in party:
                    prior = counts[who]
                    counts[who] = prior + 1
                    if prior < rewarded:
                        amount = rewards[prior]
                        person = people[who]
                        person[POINTS] += amount
                        person[EARNED] = earned = person[EARNED] + amount
                        level = 1 + earned // LEVEL_STEP
                        if level > person[LEVEL]:
                            person[LEVEL] = level
            elif kind == "used":
                _, who, name = event
                people[who][PRACTISED] += XP_PER_USE
                skill = skills[who][name]
                skill[SINCE] = today
                skill[XP] = xp = skill[XP] + XP_PER_USE
                while xp >= XP_PER_RANK:
                    skill[XP] = xp = xp - XP_PER_RANK
                    skill[RANK] = rank = skill[RANK] + 1
                    if rank > skill[PEAK]:
                        skill[PEAK] = rank
                    held[who, name] = skill
            elif kind == "bought":
                _, who, name = event
                person = people[who]
                skill = skills[who][name]
                rank = skill[RANK]
                if rank < skill[PEAK]:
                    if person[POINTS] < RELEARN_PRICE:
                        continue
                    person[POINTS] -= RELEARN_PRICE
                    person[RELEARNED] += RELEARN_PRICE
                else:
                    if person[POINTS] < FULL_PRICE:
                        continue
                    person[POINTS] -= FULL_PRICE
                    person[SPENT] += FULL_PRICE
                    skill[PEAK] = rank + 1
                skill[RANK] = rank + 1
                skill[SINCE] = today
                held[who, name] = skill
            else:
                today += event[1]
                overdue = today - DECAY_DAYS
                for key, skill in [item for item in held.items() if item[1][SINCE] <= overdue]:
                    while skill[RANK] and skill[SINCE] <= overdue:
                        skill[RANK] -= 1
                        skill[SINCE] += DECAY_DAYS
                    if not skill[RANK]:
                        del held[key]
        self.day = today - 1


def hand_bare(stream: Iterable[Event]) -> BareLoop:
    """Work off a whole stream; `hand_balances` turns what comes back into balances by account."""
    loop = BareLoop()
    loop.run(stream)
    return loop


# --- by hand: balances and receipts ---------------------------------------------------------------


class ReceiptLoop(HandState):
    """The same loop, which also writes a receipt for every change of a balance.

    A receipt is a tuple: the account, the amount, the rule, and the event that caused it.  The receipts
    begin with the level that every character starts from, so that they add up to the balances.
    """

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = [((who, "level", ""), 1, "start", None) for who in CHARACTERS]

    def run(self, chunk: Iterable[Event]) -> None:
        """Work off the events of `chunk`."""
        people, skills, met, held = self.people, self.skills, self.met, self.held
        rewards, rewarded = REWARDS, len(REWARDS)
        post = self.receipts.append
        today = self.day + 1
        for event in chunk:
            kind = event[0]
            if kind == "met":
                _, party, family = event
                counts = met[family]
                for who in party:
                    prior = counts[who]
                    counts[who] = prior + 1
                    post(((who, "met", family), 1, "encounter", event))
                    if prior < rewarded:
                        amount = rewards[prior]
                        person = people[who]
                        person[POINTS] += amount
                        person[EARNED] = earned = person[EARNED] + amount
                        post(((who, "points", ""), amount, "encounter", event))
                        post(((who, "earned", ""), amount, "encounter", event))
                        level = 1 + earned // LEVEL_STEP
                        if level > person[LEVEL]:
                            post(((who, "level", ""), level - person[LEVEL], "level", event))
                            person[LEVEL] = level
            elif kind == "used":
                _, who, name = event
                people[who][PRACTISED] += XP_PER_USE
                post(((who, "practised", ""), XP_PER_USE, "use", event))
                skill = skills[who][name]
                if skill[SINCE] != today:
                    post(((who, "since", name), today - skill[SINCE], "use", event))
                    skill[SINCE] = today
                skill[XP] = xp = skill[XP] + XP_PER_USE
                post(((who, "xp", name), XP_PER_USE, "use", event))
                while xp >= XP_PER_RANK:
                    skill[XP] = xp = xp - XP_PER_RANK
                    post(((who, "xp", name), -XP_PER_RANK, "use", event))
                    skill[RANK] = rank = skill[RANK] + 1
                    post(((who, "rank", name), 1, "use", event))
                    if rank > skill[PEAK]:
                        skill[PEAK] = rank
                        post(((who, "peak", name), 1, "use", event))
                    held[who, name] = skill
            elif kind == "bought":
                _, who, name = event
                person = people[who]
                skill = skills[who][name]
                rank = skill[RANK]
                if rank < skill[PEAK]:
                    if person[POINTS] < RELEARN_PRICE:
                        continue
                    person[POINTS] -= RELEARN_PRICE
                    post(((who, "points", ""), -RELEARN_PRICE, "purchase", event))
                    person[RELEARNED] += RELEARN_PRICE
                    post(((who, "relearned", ""), RELEARN_PRICE, "purchase", event))
                else:
                    if person[POINTS] < FULL_PRICE:
                        continue
                    person[POINTS] -= FULL_PRICE
                    post(((who, "points", ""), -FULL_PRICE, "purchase", event))
                    person[SPENT] += FULL_PRICE
                    post(((who, "spent", ""), FULL_PRICE, "purchase", event))
                    skill[PEAK] = rank + 1
                    post(((who, "peak", name), 1, "purchase", event))
                skill[RANK] = rank + 1
                post(((who, "rank", name), 1, "purchase", event))
                if skill[SINCE] != today:
                    post(((who, "since", name), today - skill[SINCE], "purchase", event))
                    skill[SINCE] = today
                held[who, name] = skill
            else:
                today += event[1]
                post((("campaign", "day", ""), event[1], "time", event))
                overdue = today - DECAY_DAYS
                for key, skill in [item for item in held.items() if item[1][SINCE] <= overdue]:
                    who, name = key
                    while skill[RANK] and skill[SINCE] <= overdue:
                        skill[RANK] -= 1
                        post(((who, "rank", name), -1, "decay", event))
                        skill[SINCE] += DECAY_DAYS
                        post(((who, "since", name), DECAY_DAYS, "decay", event))
                    if not skill[RANK]:
                        del held[key]
        self.day = today - 1


def hand_receipts(stream: Iterable[Event]) -> tuple[Balances, list[Receipt]]:
    """Work off a whole stream; the balances and the receipts."""
    loop = ReceiptLoop()
    loop.run(stream)
    return hand_balances(loop), loop.receipts


def summed(receipts: Iterable[Receipt]) -> Balances:
    """What the receipts add up to by account, without the accounts that are zero."""
    totals: defaultdict[Account, int] = defaultdict(int)
    for account, amount, _, _ in receipts:
        totals[account] += amount
    return _without_zeros(totals)


def occurrences(stream: Iterable[Event], receipts: Iterable[Receipt]) -> dict[str, int]:
    """How often each thing worth knowing about a stream happened in it."""
    events = Counter(event[0] for event in stream)
    changes = Counter((rule, account[1]) for account, _, rule, _ in receipts)
    bought = changes["purchase", "rank"]
    return dict(events) | {
        "purchases": bought,
        "relearned": changes["purchase", "relearned"],
        "refused": events["bought"] - bought,
        "ranks by use": changes["use", "rank"],
        "ranks lost": changes["decay", "rank"],
        "levels": changes["level", "level"],
        "receipts": changes.total(),
    }


# --- with the eventsourcing library ---------------------------------------------------------------


@dataclass(slots=True)
class Skill:
    """One skill of one character in the aggregate; `since` is the day plus one, 0 means never."""

    xp: int = 0
    rank: int = 0
    peak: int = 0
    since: int = 0

    def raise_rank(self) -> None:
        """One rank more, and the highest ever held with it."""
        self.rank += 1
        if self.rank > self.peak:
            self.peak = self.rank


@dataclass(slots=True)
class Character:
    """One character in the aggregate."""

    skills: dict[str, Skill]
    points: int = 0
    earned: int = 0
    level: int = 1
    practised: int = 0
    spent: int = 0
    relearned: int = 0


class Campaign(Aggregate):
    """The campaign as an aggregate: a method per command, and an event class that applies the rules.

    There is one recorded event for each event of the stream, so a purchase is recorded as it was asked
    for, and whether the points cover it is found again on replay.  The events are written out with an
    `apply` method because the library replays those faster than methods decorated with `@event`.
    """

    def __init__(self) -> None:
        self.day = 0
        self.people = {who: Character({name: Skill() for name in SKILLS}) for who in CHARACTERS}
        self.encounters: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.held: dict[tuple[str, str], Skill] = {}

    def met(self, party: tuple[str, ...], family: str) -> None:
        """The party meets a family."""
        self.trigger_event(self.Met, party=party, family=family)

    def used(self, who: str, name: str) -> None:
        """A character uses a skill."""
        self.trigger_event(self.Used, who=who, name=name)

    def bought(self, who: str, name: str) -> None:
        """A character asks for a rank of a skill."""
        self.trigger_event(self.Bought, who=who, name=name)

    def passed(self, days: int) -> None:
        """Days pass."""
        self.trigger_event(self.Passed, days=days)

    class Met(Aggregate.Event):
        """Rules 1 and 2: points for the party, and the levels they lead to."""

        party: tuple[str, ...]
        family: str

        def apply(self, aggregate: Campaign) -> None:
            counts = aggregate.encounters[self.family]
            for who in self.party:
                prior = counts[who]
                counts[who] = prior + 1
                if prior < len(REWARDS):
                    amount = REWARDS[prior]
                    person = aggregate.people[who]
                    person.points += amount
                    person.earned += amount
                    person.level = 1 + person.earned // LEVEL_STEP

    class Used(Aggregate.Event):
        """Rule 3: experience, and the ranks it turns into."""

        who: str
        name: str

        def apply(self, aggregate: Campaign) -> None:
            person = aggregate.people[self.who]
            person.practised += XP_PER_USE
            skill = person.skills[self.name]
            skill.since = aggregate.day + 1
            skill.xp += XP_PER_USE
            while skill.xp >= XP_PER_RANK:
                skill.xp -= XP_PER_RANK
                skill.raise_rank()
                aggregate.held[self.who, self.name] = skill

    class Bought(Aggregate.Event):
        """Rule 4: a rank for points, if they cover it."""

        who: str
        name: str

        def apply(self, aggregate: Campaign) -> None:
            person = aggregate.people[self.who]
            skill = person.skills[self.name]
            relearning = skill.rank < skill.peak
            price = RELEARN_PRICE if relearning else FULL_PRICE
            if person.points < price:
                return
            person.points -= price
            if relearning:
                person.relearned += price
            else:
                person.spent += price
            skill.raise_rank()
            skill.since = aggregate.day + 1
            aggregate.held[self.who, self.name] = skill

    class Passed(Aggregate.Event):
        """Rule 5: time passes, and ranks are lost."""

        days: int

        def apply(self, aggregate: Campaign) -> None:
            aggregate.day += self.days
            overdue = aggregate.day + 1 - DECAY_DAYS
            held = aggregate.held
            for key, skill in [item for item in held.items() if item[1].since <= overdue]:
                while skill.rank and skill.since <= overdue:
                    skill.rank -= 1
                    skill.since += DECAY_DAYS
                if not skill.rank:
                    del held[key]


class EsReplay:
    """The library's replay: the aggregate is rebuilt by mutating it with one recorded event after another.

    The events are those kept in memory; nothing is read from a store or decoded.
    """

    def __init__(self, created: Any) -> None:
        self.campaign: Campaign = created.mutate(None)

    def run(self, chunk: Iterable[Any]) -> None:
        """Replay the recorded events of `chunk`."""
        campaign = self.campaign
        for event in chunk:
            campaign = event.mutate(campaign)
        self.campaign = campaign


def es_record(stream: Iterable[Event]) -> list[Any]:
    """Record a stream: the event that creates the campaign, then one for each event of the stream."""
    campaign = Campaign()
    commands: dict[str, Callable[..., None]] = {
        "met": campaign.met,
        "used": campaign.used,
        "bought": campaign.bought,
        "passed": campaign.passed,
    }
    for kind, *details in stream:
        commands[kind](*details)
    return list(campaign.collect_events())


def es_replay(events: Sequence[Any]) -> Campaign:
    """Rebuild the campaign from all its recorded events."""
    replay = EsReplay(events[0])
    replay.run(events[1:])
    return replay.campaign


def es_balances(campaign: Campaign) -> Balances:
    """The balances of the aggregate by account, without those that are zero."""
    found = {("campaign", "day", ""): campaign.day}
    for who, person in campaign.people.items():
        found |= {(who, kind, ""): getattr(person, kind) for kind in CHARACTER_KINDS}
        for name, skill in person.skills.items():
            found |= {(who, kind, name): getattr(skill, kind) for kind in SKILL_KINDS}
    for family, counts in campaign.encounters.items():
        found |= {(who, "met", family): count for who, count in counts.items()}
    return _without_zeros(found)
