"""Rulesets drawn from all policies, their options around the thresholds that matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import strategies as st

from .earning import COARSE_FACTORS, EARNING, LEVELS
from .keeping import DECAY, KEEPING
from .learning import LEARNING
from .values import Options, among

USUAL = ("awards", "novelty", "practice", "purchase", "relearning", "training")
FACTORED = {"challenge", "check-list", "rising-cap"}  # beside their factors those of novelty must be coarse
WIDTH = 110
RARE: Mapping[str, Options] = {
    kind: options for kind, options in {**EARNING, **LEARNING, **KEEPING}.items() if kind not in USUAL
}
HEAD: Mapping[str, Any] = {
    "ruleset": "drawn",
    "points": "dp",
    "skills": {
        "climb": {"category": "body", "stat": "wits"},
        "swim": {"category": "body", "stat": "wits"},
        "lore": {"category": "mind", "stat": "wits"},
    },
}


@st.composite
def rulesets(draw: st.DrawFn) -> str:
    """The text of a ruleset."""
    every = {**EARNING, **LEARNING, **KEEPING, **LEVELS, **DECAY}
    kinds = [*USUAL, *(kind for kind in RARE if draw(st.booleans()))]
    kinds.append(draw(among("levels", "levels", "levels", "gated-levels", "percent-levels")))
    kinds.append(draw(among("decay", "decay", "global-decay")))
    policies = {kind: dict(draw(every[kind])) for kind in kinds}
    _coarsen(policies, draw(among(*COARSE_FACTORS)))
    text: str = yaml.dump(
        {**HEAD, "policies": policies}, Dumper=_Plain, sort_keys=False, default_flow_style=None, width=WIDTH
    )
    return text


def _coarsen(policies: dict[str, dict[str, Any]], factor: Any) -> None:
    """Leave out what is too fine together: the product of all factors must fit 62 bits."""
    with_factors = FACTORED & policies.keys()
    if with_factors:
        policies["novelty"]["factor"] = factor
    if with_factors == FACTORED:
        policies["awards"].pop("catch_up", None)


_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Plain(_Dumper):  # type: ignore[misc]
    """Writes a value again wherever it stands, without anchors."""

    def ignore_aliases(self, _: Any) -> bool:
        return True
