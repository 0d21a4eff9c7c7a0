"""House rules about how ranks are gained: purchase, training, dice, and what levels bring."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from .values import Options, among, options, points

COSTS = (1, 2, "1/2", {"start": 1, "add": 1})

LEARNING: Mapping[str, Options] = {
    "purchase": options(
        cost=st.sampled_from(COSTS), favoured=st.sampled_from([None, *COSTS]), talents=st.just({"sight": 5})
    ),
    "relearning": options(cost=among(1, "1/2"), faster=st.integers(1, 3)),
    "training": options(
        model=among("time", "xp"),
        weeks=among("rank", "1/2"),
        per_known=among(0, 0, 0.25),
        hours_per_week=among(4, 40),
        limit=among("none", "trainer"),
        master_from=among(3, 20),
        cover=st.booleans(),
        sources=among(0, 0, 1, 2),
        season=st.integers(1, 30),
    ),
    "stale-training": options(
        factor=among("0.8 ** (n - 1)", [1, "1/3", 0]), reset=among([], ["new trainer", "use"], ["new text"])
    ),
    "mixed-learning": options(interval=st.integers(1, 20)),
    "training-queue": options(
        one_at_a_time=st.booleans(),
        queue=among("wait", "wait", "refuse"),
        sessions=among("interrupt", "go on"),
    ),
    "improvement": options(
        marks=among("success", "any"),
        die=among(2, 6),
        bonus=among(None, "wits"),
        gain=st.integers(1, 3),
        fixed=st.integers(0, 2),
        top=st.integers(2, 6),
        at_top=among("reach", "over"),
    ),
    "repetition": options(uses=st.integers(1, 3), mode=among("threshold", "block")),
    "rank-cap": options(
        cap=among("level + 3", "2 * level"),
        capped=st.booleans(),
        at_most=st.integers(0, 2),
        per=among("session", "level"),
        column=st.booleans(),
        needs=among("nothing", "nothing", "use"),
    ),
    "rank-bonus": options(after_decay=among("forward", "reverse")),
    "level-benefits": options(
        every=st.integers(1, 2),
        cap=among(10, 50),
        favoured_only=st.booleans(),
        points=among(0, 0.01),  # little: where spending counts, levels must not pay for the next ones
        coins=among(0, 1),
        talents=among({}, {"sight": 1}, {"sight": 2, "flight": 3}),
    ),
    "earmark": options(),
    "instalments": options(per_level=points(3), activity=st.booleans()),
    "refunds": options(
        gives=among("paid", "paid", "today", "nothing"),
        fee=among(0, 0, 0.1, 0.333),
        order=among("any", "any", "last first"),
        only=among(None, None, ["climb"]),
    ),
    "volume": options(
        ranks=among({"midpoint": 4, "scale": 2, "ceiling": 6}, "uses / 2", [0, 3]),
        mode=among("raise", "gate"),
    ),
}
