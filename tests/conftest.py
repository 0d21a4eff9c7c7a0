"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("RPGPROG_EXAMPLES", "100"))  # for each law; more by hand, to hunt

settings.register_profile(
    "rpgprog", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("rpgprog")
