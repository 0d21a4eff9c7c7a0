"""What a type checker finds wrong in an application."""

import rpgprog
from rpgprog import Campaign, open_campaign, record


def misspells(campaign: Campaign) -> None:
    """A name that is not there, an argument of the wrong type or missing."""
    rpgprog.load_rulesets("dp-forty")  # E: Module has no attribute "load_rulesets"
    campaign.sheat("Kessa")  # E: "Campaign" has no attribute "sheat"
    campaign.why("Kessa")  # E: Missing positional argument
    campaign.at("day 100")  # E: has incompatible type "str"; expected "int"
    record("road.yaml", 17)  # E: has incompatible type "int"
    record("road.yaml", "awarded: {points: 2}", expected="7")  # E: expected "int | None"


def changes(campaign: Campaign) -> None:
    """A campaign never changes."""
    campaign.folded = []  # E: Property "folded" defined in "Campaign" is read-only
    free: str = open_campaign("road.yaml").sheet("Kessa").free  # E: expression has type "int"
    print(free)
