"""What Hypothesis draws: rulesets and journals as text, and the events that they are made of."""

from .events import EVENTS, events, ledgers
from .journals import journals
from .people import roster
from .rulesets import rulesets

__all__ = ["EVENTS", "events", "journals", "ledgers", "roster", "rulesets"]
