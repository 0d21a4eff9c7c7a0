"""House rules about how ranks are kept and lost: decay, upkeep, certificates, specialities."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from .values import Options, among, options, points

DECAY: Mapping[str, Options] = {
    "decay": options(
        period=st.integers(1, 40).map("{} days".format),
        floor=st.integers(0, 2),
        floor_of_peak=among(0, 0.25),
        refreshes=among("any", "use"),
        absent=among("frozen", "ages"),
        clock=among("game time", "game time", "sessions attended", "real time", "when asked"),
        training_hours=points(8),
    ),
    "global-decay": options(
        every=st.integers(1, 40).map("{} days".format),
        unit=among("day", "day", "level", "points", "session"),
        loss=st.integers(1, 2),
        floor=st.integers(0, 2),
    ),
}

KEEPING: Mapping[str, Options] = {
    "level-atrophy": options(percent=among(25, 50, 100), floor=st.integers(0, 2)),
    "edge": options(
        after=st.integers(0, 20).map("{} days".format),
        every=among(0, 0, "7 days"),
        part=among(0, 0.05),
        regain_uses=st.integers(1, 3),
        regain_hours=points(40),
        for_good=among(0, 0, 50),
    ),
    "ask-on-use": options(after=st.integers(0, 20).map("{} days".format)),
    "upkeep": options(hours_per_skill=points(2), budget=points(5)),
    "certificates": options(
        skills=st.just({"guide": "climb", "lifeguard": "swim", "diver": "swim"}),
        valid=st.integers(0, 20).map("{} days".format),
    ),
    "specialisation": options(
        window=st.integers(1, 20).map("{} days".format),
        min_share=among(0.25, 0.5, 1),
        auto_follow=st.booleans(),
        training_hours=points(30),
        lost_after=among("90 days", "120 days"),
        only=among(None, ["swim", "lore"]),
    ),
}
