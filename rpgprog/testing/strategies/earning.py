"""House rules about what is earned: awards, novelty, practice, limits, level charts."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from .values import Options, among, options, points

COARSE_FACTORS = ([5, 2, "1/2"], {1: 1, 2: "1/2", "3+": 0})
FACTORS = ("1 / 2 ** (n - 1)", "1 / n", *COARSE_FACTORS)

EARNING: Mapping[str, Options] = {
    "awards": options(
        encounter=points(3),
        outcomes=among({}, {"failure": 0.25}),
        division=among("each", "split"),
        remainder=among("leave", "carry", "largest"),
        absent=among(0, 0.5, 1),
        catch_up=among(None, ["3/2", 2]),
    ),
    "novelty": options(
        factor=st.sampled_from(FACTORS),
        key=among("creature", "family", "situation"),
        of=among("encounters", "encounters", "uses", "both"),
        scope=among("character", "party"),
        worthless_at=st.integers(1, 6),
        unusual=among("full", "floor", "step back"),
        band=among(None, "wits"),
        beyond_most=points(1),
        bands=st.integers(1, 3),
    ),
    "practice": options(xp=points(9), cost=st.integers(3, 9), favoured=among(None, 2)),
    "challenge": options(),
    "first-contact": options(),
    "check-list": options(free=st.integers(0, 2), factor=among("1 / 2 ** n", ["1/3"])),
    "stacking": options(mode=among("allow", "strongest only")),
    "grain": options(size=among(1, 0.5), leftover=among("carry", "party", "lose")),
    "hoard-limit": options(cap=among(3, "dearest"), mode=among("warn", "block", "expire")),
    "rising-cap": options(
        cap=among("4 + 2 * n", [6, 9], 20),
        attendance=among(0, 0.25, 3),
        refund=among(1, {"0-4": 1, "5-9": "2/3", "10+": "1/2"}),
        base=among(0, 1),
    ),
    "bound-points": options(
        part=among(0.25, 0.5, 1), round=among("up", "down"), scope=among("set", "proportional")
    ),
}

LEVELS: Mapping[str, Options] = {
    "levels": options(
        step=st.integers(2, 8),
        chart=among(None, [0, 5, 12]),
        by_profession=among(None, {"thief": {"list": [0, 3, 7], "then": "repeat"}}),
        count=among("earned", "spent", "earned and practised"),
        thresholds=among("points", "xp"),
        on_loss=among("keep", "drop"),
        at_most=st.integers(0, 1),
        per=among("award", "session"),
        excess=among("forfeit", "bank"),
    ),
    "gated-levels": options(
        skills=st.integers(1, 3),
        offset=st.integers(-2, 1),
        only=among(None, ["climb", "swim"]),
        on_loss=among("keep", "drop"),
    ),
    "percent-levels": options(points=among(5, "2 * level"), start=st.integers(0, 1)),
}
