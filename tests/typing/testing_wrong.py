"""What a type checker finds wrong in a test of house rules."""

from rpgprog.policies.grain import Grain
from rpgprog.testing import play, rule, same_everywhere

play([7], "characters: {ada: {}}")  # E: List item 0 has incompatible type "int"
play(Grain, "characters: {ada: {}}")  # E: Argument 1 to "play" has incompatible type "type[Grain]"
same_everywhere("dp-forty")  # E: Missing positional argument "journal"
rule(Grain(), "size: 2")  # E: Argument 1 to "rule" has incompatible type "Grain"
