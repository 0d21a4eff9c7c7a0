"""From nodes to checked values: every value is read strictly, every mistake is kept with its place.

What may stand in a file is an attrs class; each field says by its metadata (``option``) how it is read.
A reading method never raises: it notes the mistake and answers None, so that all mistakes come at once.

The reader is built in layers: plain values, amounts with units, names and lists, curves, whole classes.
"""

from .amounts import MOST_POINTS
from .fields import Reader, bare_type, readable, takes_formula, value_type
from .names import Names, Skill
from .scalars import described, in_order

__all__ = [
    "MOST_POINTS",
    "Names",
    "Reader",
    "Skill",
    "bare_type",
    "described",
    "in_order",
    "readable",
    "takes_formula",
    "value_type",
]
