"""rpgprog: the progression engine for tabletop role-playing games.

    load_ruleset    house rules from a pack or a YAML file
    open_campaign   a campaign, from its file or from a database: sheets, logs and answers to "why?"
    preview, record what an event would change; the same, and recorded there
    Campaign, Ruleset   what the first two give
    Mistakes, Refused, Unknown   what can go wrong: files, events, names in a question

Each name is imported when it is first used, so that importing rpgprog costs next to nothing.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # what typing.TYPE_CHECKING is, without the cost of importing it

if TYPE_CHECKING:
    from .api import open_campaign, preview, record
    from .campaign.campaign import Campaign, Unknown
    from .engine.book import Refused
    from .problems import Mistakes
    from .ruleset import Ruleset, load_ruleset

_HOMES = {
    "Campaign": "campaign.campaign",
    "Mistakes": "problems",
    "Refused": "engine.book",
    "Ruleset": "ruleset",
    "Unknown": "campaign.campaign",
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


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'rpgprog' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
