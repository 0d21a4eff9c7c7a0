"""A database and its file show the same sheets, also when somebody is to join after the open session."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.store import Store

FILE = """\
campaign: The Case
ruleset: classless-dp
characters:
  kessa: {points: 300}
  odo: {joined: 60}
journal:
  - session: One
    day: 12
    events:
      - met: {what: goblin}
"""
LATER = (
    "awarded: {points: 9}",
    "{session: Two, after: 8 days}",
    "{downtime: 30 days}",
    "passed: 10 days",
    "reverted: {event: 4, by: Ann, why: a slip}",
    "bought: {who: kessa, skill: driving}",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(FILE)
    return tmp_path / "case.yaml"


def shown(campaign: Campaign) -> object:
    return campaign.sheets(), campaign.book.sheet(), [problem.message for problem in campaign.problems]


def test_the_limit_at_the_end_of_the_open_session_holds(store: Store, file: Path) -> None:
    """Whoever joins later does not keep the session from being over."""
    stored = store.bring(file).campaign
    assert open_campaign(file).sheet("kessa").free == 26000
    for _ in range(2):
        assert shown(stored.open()) == shown(open_campaign(file))
        stored.take_snapshot()
        stored = store.campaign()


@pytest.mark.parametrize("entries", list(product(LATER, LATER)))
def test_both_homes_go_on_alike_before_somebody_joins(
    store: Store, file: Path, entries: tuple[str, ...]
) -> None:
    stored, home = store.bring(file).campaign, FileCampaign(file)
    for entry in entries:
        assert shown(stored.preview(entry).after) == shown(home.preview(entry).after)  # type: ignore[attr-defined]
        stored.append(entry)  # type: ignore[attr-defined]
        home.record(entry)
        for opened in (stored.open(), store.campaign().open()):
            assert shown(opened) == shown(open_campaign(file))
