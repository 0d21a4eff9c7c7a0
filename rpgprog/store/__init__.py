"""Campaigns in a database, for years of play and several people recording: SQLite or PostgreSQL.

>>> from rpgprog.store import open_store
>>> store = open_store("sqlite::memory:")
>>> road = store.bring("tests/road.yaml").campaign
>>> road.append("used: {who: Kessa, skill: climbing}", by="Ann").head.seq
36
>>> road.open().sheet("Kessa").name
'Kessa'
"""

from .results import Appended, Conflict, Head, KeyTaken
from .store import Store, StoredCampaign, open_store

__all__ = ["Appended", "Conflict", "Head", "KeyTaken", "Store", "StoredCampaign", "open_store"]
