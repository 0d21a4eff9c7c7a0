"""The progression engine for tabletop role-playing games.

    load_ruleset      house rules, from a pack or a YAML file
    open_campaign     a campaign, from its file or a database: sheets, logs and answers to "why?"
    preview, record   what an event would change; the same, recorded
    Campaign, Ruleset             what open_campaign and load_ruleset return
    Mistakes, Refused, Unknown    what they raise: for files, events, and names in a question

Authors of house rules also use rpgprog.policy, rpgprog.events and rpgprog.ledger.accounts;
applications with a database use rpgprog.store.

Each name is imported when it is first used: importing rpgprog itself costs next to nothing.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # what typing.TYPE_CHECKING is, without the cost of importing it

if TYPE_CHECKING:
    from .api import open_campaign, preview, record
    from .campaign.campaign import Campaign
    from .campaign.questions import Unknown
    from .ledger.refusals import Refused
    from .problems import Mistakes
    from .ruleset import Ruleset, load_ruleset

_HOMES = {
    "Campaign": "campaign.campaign",
    "Mistakes": "problems",
    "Refused": "ledger.refusals",
    "Ruleset": "ruleset",
    "Unknown": "campaign.questions",
    "load_ruleset": "ruleset",
    "open_campaign": "api",
    "preview": "api",
    "record": "api",
}

__all__ = [
    "Campaign",
    "Mistakes",
    "Refused",
    "Ruleset",
    "Unknown",
    "load_ruleset",
    "open_campaign",
    "preview",
    "record",
]


if not TYPE_CHECKING:  # a type checker shall find a misspelt name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'rpgprog' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
