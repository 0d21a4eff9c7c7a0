"""The numbers of a ruleset, varied by path: for sweeps over a value, and for what a value changes.

policies.novelty.factor         an option; its value is text as it would stand in a ruleset file
policies.purchase.cost.1-6      in a map, by its key: here the band 1-6
policies.novelty.factor.2       in a list, counted from 1: what the second encounter is worth
policies.levels.step~1          in a formula, the first number that stands in it, counted from 1
policies.hoard-limit            a whole rule: on, off, or a map of options
"""

from .apply import at, varied
from .numbers import Number, numbers, scaled, worth
from .sweep import MOST_VALUES, sweep

__all__ = ["MOST_VALUES", "Number", "at", "numbers", "scaled", "sweep", "varied", "worth"]
