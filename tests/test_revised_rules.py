"""Rules that give other results than when they were recorded: told with numbers, and accepted by somebody."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plug_ins import installed

from rpgprog.cli.app import run
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.store import StoredCampaign, open_store

RULES = """\
ruleset: ours
policies:
  supper: on
  awards: on
  purchase: {cost: 2}
"""
GAME = """\
campaign: The Ferry
ruleset: rules.yaml
skills: {climbing: athletics}
characters: {kessa: {}}
journal:
  - {session: One, day: 1, events: [awarded: {points: 3}]}
  - {session: Two, day: 8}
  - passed: 1 day
"""
SUPPER = """
from rpgprog.events import SessionEnded
from rpgprog.ledger.accounts import EARNED, POINTS

@frozen
class Supper(Policy):
    \"\"\"Whoever stays to the end of a session gets points.\"\"\"
    covers: ClassVar[Any] = {{}}
    revision: ClassVar[int] = {revision}
    points: int = option({points}, unit="points", help="points for staying")

    @on(SessionEnded, stage=Stage.ACT)
    def pay(self, event: Any, book: Any) -> None:
        for who in event.present:
            book.post(book[who, POINTS, ""], self.points * {times}, "the washing-up")
            book.post(book[who, EARNED, ""], self.points * {times}, "the washing-up")
"""


@contextmanager
def supper(folder: Path, points: int = 1000, times: int = 1, revision: int = 1) -> Iterator[None]:
    """A version of a package with a house rule."""
    for file in folder.glob("__pycache__/*"):
        file.unlink()
    sys.modules.pop("tablefood", None)
    text = SUPPER.format(points=points, times=times, revision=revision)
    with installed(folder, "tablefood", text, supper="Supper"):
        yield


@pytest.fixture
def ferry(address: str, tmp_path: Path) -> str:
    """A campaign recorded under the first version, with its balances kept: 5 points after two sessions."""
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "game.yaml").write_text(GAME)
    with supper(tmp_path), open_store(address) as store:
        stored = store.bring(tmp_path / "game.yaml").campaign
        assert stored.open().sheet("kessa").free == 5000
        stored.take_snapshot()
    return address


CHANGES = {
    "a default": {"points": 2000},
    "a revision": {"times": 2, "revision": 2},
}


def notice_of(stored: StoredCampaign) -> str:
    """The one notice that there is."""
    (notice,) = stored.open().notices
    return notice


def test_the_digest_has_the_defaults_that_no_file_writes(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    digests = []
    for points in (1000, 2000, 1000):
        with supper(tmp_path, points=points):
            digests.append(load_ruleset(tmp_path / "rules.yaml").digest)
    assert digests[0] == digests[2] != digests[1]


def test_the_digest_has_the_version_of_a_package(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    with supper(tmp_path):
        before = load_ruleset(tmp_path / "rules.yaml").digest
        (tmp_path / "tablefood-1.0.dist-info" / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: tablefood\nVersion: 1.1\n"
        )
        assert load_ruleset(tmp_path / "rules.yaml").digest != before


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_told_as_it_was_and_as_it_is(ferry: str, tmp_path: Path, change: str) -> None:
    """The sheet shows what the rules give now, and the notice says so beside what was kept."""
    with supper(tmp_path, **CHANGES[change]), open_store(ferry) as store:
        stored = store.campaign()
        assert stored.open().sheet("kessa").free == 7000
        lines = notice_of(stored).splitlines()
        assert "the rules ours give different results in this version of rpgprog" in lines[0]
        assert "  points of kessa: was 5 points on day 9, is 7 points now" in lines
        assert lines[-1].endswith("accepts this; until then nothing is recorded")
        assert "would" not in notice_of(stored)


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_recorded_until_somebody_accepts(
    ferry: str, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not by the library, the command line or an import; by the version that recorded it all goes on."""
    with supper(tmp_path, **CHANGES[change]), open_store(ferry) as store:
        stored = store.campaign()
        head = stored.head
        with pytest.raises(
            Mistakes, match="give other numbers in this version of rpgprog: nothing is recorded"
        ):
            stored.append("awarded: {points: 1}")
        (tmp_path / "game.yaml").write_text(GAME + "  - awarded: {points: 1}\n")
        with pytest.raises(Mistakes, match="until somebody accepts them"):
            store.bring(tmp_path / "game.yaml")
        assert run(["record", ferry, "awarded: {points: 1}"]) == 1
        assert "rpgprog adopt" in capsys.readouterr().err
        assert stored.head == head
    with supper(tmp_path), open_store(ferry) as store:
        assert store.campaign().open().notices == ()
        assert store.campaign().append("awarded: {points: 1}").head.seq > head.seq


@pytest.mark.parametrize("change", CHANGES)
def test_a_command_shows_it_and_accepts_it(
    ferry: str, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stands in the ledger, with by whom and why; then the campaign goes on, and nothing is told again."""
    adopt = ["adopt", ferry, "--by", "Ann", "--why", "the new version"]
    with supper(tmp_path, **CHANGES[change]):
        assert run(adopt) == 0
        assert "was 5 points on day 9, is 7 points now" in capsys.readouterr().out
        with open_store(ferry) as store:
            assert store.campaign().open().notices != ()
        assert run([*adopt, "--yes"]) == 0
        with open_store(ferry) as store:
            stored = store.campaign()
            assert stored.open().notices == ()
            assert stored.open().sheet("kessa").free == 7000
            stored.append("awarded: {points: 1}", by="Ann")
            assert stored.open().sheet("kessa").free == 8000
            assert [p for p in stored.verify() if p.level == "error"] == []
        capsys.readouterr()
        assert run(adopt) == 0
        assert "There is nothing to accept" in capsys.readouterr().out
        assert run(["export", ferry]) == 0
        exported = capsys.readouterr().out
        assert re.search(
            'ruleset: "rules.yaml", digest: "[0-9a-f]{12}", accepts: "[0-9a-f]{16}", by: "Ann", why: "the new',
            exported,
        )


def test_what_was_accepted_is_told_again_when_it_changes_again(ferry: str, tmp_path: Path) -> None:
    """A version after that, or the one before it."""
    with supper(tmp_path, points=2000):
        assert run(["adopt", ferry, "--by", "Ann", "--why", "new", "--yes"]) == 0
        with open_store(ferry) as store:
            assert store.campaign().take_snapshot()
    for points, was, now in ((3000, 7, 9), (1000, 7, 5)):
        with supper(tmp_path, points=points), open_store(ferry) as store:
            expected = f"points of kessa: was {was} points on day 9, is {now} points now"
            assert expected in notice_of(store.campaign())


def test_a_revision_that_moves_nothing_is_told_and_holds_nothing_up(ferry: str, tmp_path: Path) -> None:
    with supper(tmp_path, revision=2), open_store(ferry) as store:
        stored = store.campaign()
        assert "  no numbers change" in notice_of(stored).splitlines()
        stored.append("awarded: {points: 1}")
        assert stored.open().sheet("kessa").free == 6000


def test_without_balances_kept_it_is_told_that_nothing_can_be_compared(ferry: str, tmp_path: Path) -> None:
    with supper(tmp_path), open_store(ferry) as store:
        store.campaign().forget_snapshots()
    with supper(tmp_path, points=2000), open_store(ferry) as store:
        assert "  no earlier balances were kept, so nothing can be compared" in notice_of(store.campaign())


def test_a_file_keeps_no_earlier_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is read as it is: there is nothing to accept."""
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "game.yaml").write_text(GAME)
    with supper(tmp_path):
        assert run(["adopt", str(tmp_path / "game.yaml"), "--by", "Ann", "--why", "new"]) == 0
        assert re.search("There is nothing to accept", capsys.readouterr().out)
