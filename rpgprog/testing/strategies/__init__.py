"""What Hypothesis draws: rulesets and journals as text, and the events that they are made of."""

from .events import EVENTS, events, ledgers, roster
from .journals import journals
from .rulesets import rulesets

__all__ = ["EVENTS", "events", "journals", "ledgers", "roster", "rulesets"]
