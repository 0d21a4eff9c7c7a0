"""Recording: the file's own text stays, all events or none, and what is told is what happens."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from rpgprog import Mistakes, open_campaign, preview, record

HEAD = """\
campaign: A table   # ours
ruleset: dp-forty
characters:
  Ada: {}
  Ben: {}
journal:
"""
USED = "used: {who: Ada, skill: climbing}"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "table.yaml"
    file.write_bytes(text.encode())
    return file


@pytest.mark.parametrize(
    ("journal", "events", "after"),
    [
        pytest.param(
            "  - session: One\n    day: 1\n    events:\n      - awarded: {points: 1}   # well done\n\n# the end\n",
            [USED],
            "  - session: One\n    day: 1\n    events:\n      - awarded: {points: 1}   # well done\n"
            f"      - {USED}\n\n# the end\n",
            id="after the last event, before what follows",
        ),
        pytest.param(
            "- session: One\n  day: 1\n  events:\n  - awarded: {points: 1}\n",
            [USED, USED],
            f"- session: One\n  day: 1\n  events:\n  - awarded: {{points: 1}}\n  - {USED}\n  - {USED}\n",
            id="in the file's own indentation, several at once",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n",
            [USED],
            f"  - session: One\n    day: 1\n    events:\n      - {USED}\n",
            id="a session without events",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n    note: |\n      a long\n      night\n",
            [USED],
            f"  - session: One\n    day: 1\n    note: |\n      a long\n      night\n    events:\n      - {USED}\n",
            id="after a text of several lines",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n",
            ["session: Two\nday: 8\nevents:\n  - met: {what: wolf}"],
            "  - session: One\n    day: 1\n  - session: Two\n    day: 8\n    events:\n      - met: {what: wolf}\n",
            id="a new session",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n",
            ["{session: 'Two, again', day: 8, present: [Ada]}", "met: {what: wolf}"],
            '  - session: One\n    day: 1\n  - session: "Two, again"\n    day: 8\n    present: [Ada]\n'
            "    events:\n      - met: {what: wolf}\n",
            id="a new session on one line, and an event in it",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n    events:\n      - met:\n          what: wolf\n          who: [Ada]\n",
            ["- awarded:\n    points: 1"],
            "  - session: One\n    day: 1\n    events:\n      - met:\n          what: wolf\n          who: [Ada]\n"
            "      - awarded:\n          points: 1\n",
            id="after an event of several lines",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n  - passed: 3 days\n\n# the end\n",
            [USED, "{session: Two, day: 8}", USED],
            "  - session: One\n    day: 1\n  - passed: 3 days\n"
            f"  - {USED}\n  - session: Two\n    day: 8\n    events:\n      - {USED}\n\n# the end\n",
            id="between sessions, then a new one",
        ),
        pytest.param(
            "  - session: One\n    day: 1\n",
            [USED, "passed: 2 days", USED, "{downtime: 1 week}", USED, USED],
            f"  - session: One\n    day: 1\n    events:\n      - {USED}\n  - passed: 2 days\n  - {USED}\n"
            f"  - downtime: 1 week\n    events:\n      - {USED}\n      - {USED}\n",
            id="one after the other, each where it belongs",
        ),
        pytest.param(
            "\n# nothing yet\n",
            ["{session: One, day: 1}", USED],
            f"  - session: One\n    day: 1\n    events:\n      - {USED}\n\n# nothing yet\n",
            id="the first session of all",
        ),
    ],
)
def test_the_text_goes_where_a_person_would_write_it(
    tmp_path: Path, journal: str, events: list[str], after: str
) -> None:
    """And everything else stays as it is."""
    file = written(tmp_path, HEAD + journal)
    record(file, *events)
    assert file.read_text() == HEAD + after
    assert open_campaign(file).problems == ()


def test_windows_files_stay_windows_files(tmp_path: Path) -> None:
    """CRLF and the byte order mark are kept."""
    text = "\ufeff" + (
        HEAD + "  - session: One\n    day: 1\n    events:\n      - awarded: {points: 1}\n"
    ).replace("\n", "\r\n")
    file = written(tmp_path, text)
    record(file, USED)
    assert file.read_bytes() == text.encode() + f"      - {USED}\r\n".encode()


def test_a_preview_is_what_recording_does(tmp_path: Path) -> None:
    """Law 7, for a whole file."""
    file = written(tmp_path, HEAD + "  - session: One\n    day: 1\n")
    told = preview(file, "awarded: {points: 5}")
    done = record(file, "awarded: {points: 5}")
    assert told.moved == done.moved
    assert told.after.book.sheet() == open_campaign(file).book.sheet()


def test_all_events_or_none(tmp_path: Path) -> None:
    """One that is refused keeps the others out."""
    file = written(tmp_path, HEAD + "  - session: One\n    day: 1\n")
    before = file.read_bytes()
    with pytest.raises(Mistakes, match="sword costs more than they have"):
        record(file, "awarded: {points: 1}", "bought: {who: Ben, skill: sword}")
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == [file.name]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("hello", "an event is written as word: {...}"),
        ("usd: {who: Ada}", 'did you mean "used"?'),
        ("used: {who: Ada, skill: climbing", 'a "," is missing'),
        ("used: {who: Ada, skill: climbing}\nmet: {what: x}", "an event has one word"),
        ("reverted: {event: x, by: GM, why: y}", 'no entry with the id "x"'),
    ],
)
def test_what_cannot_be_read_is_not_written(tmp_path: Path, event: str, message: str) -> None:
    """With a message for people."""
    file = written(tmp_path, HEAD + "  - session: One\n    day: 1\n")
    before = file.read_bytes()
    with pytest.raises(Mistakes) as told:
        record(file, event)
    assert message in str(told.value)
    assert file.read_bytes() == before


def test_a_file_that_already_has_a_problem_can_still_be_recorded_in(tmp_path: Path) -> None:
    """Only what is new is held against the new event."""
    journal = "  - session: One\n    day: 1\n    events:\n      - bought: {who: Ada, skill: sword}\n"
    file = written(tmp_path, HEAD + journal)
    record(file, USED)
    assert file.read_text().endswith(f"      - {USED}\n")
    assert len(open_campaign(file).problems) == 1


def test_a_late_entry_tells_what_else_changes(tmp_path: Path) -> None:
    """A use that was forgotten puts off a loss."""
    journal = "  - session: One\n    day: 1\n    events:\n      - ruled: {who: Ada, skill: sword, ranks: 2, why: old times, by: GM}\n"
    file = written(tmp_path, HEAD + journal + "  - downtime: 200 days\n")
    change = preview(file, "used: {who: Ada, skill: sword, day: 100, late: forgotten}")
    assert (("Ada", "rank", "sword"), 1, 2) in change.moved


def test_the_file_keeps_its_permissions(tmp_path: Path) -> None:
    """The new text replaces the old in one go, under the same rights."""
    file = written(tmp_path, HEAD + "  - session: One\n    day: 1\n")
    file.chmod(0o640)
    record(file, USED)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two game masters at once: the second is told."""
    import rpgprog.campaign.file as module

    file = written(tmp_path, HEAD + "  - session: One\n    day: 1\n")
    plain = module.write_whole

    def slow(*how: object, **more: object) -> None:
        file.write_text(file.read_text() + "# another hand\n")
        plain(*how, **more)

    monkeypatch.setattr(module, "write_whole", slow)
    with pytest.raises(Mistakes, match="was changed meanwhile"):
        record(file, USED)
    assert file.read_text().endswith("# another hand\n")
    assert os.listdir(tmp_path) == [file.name]


def test_brackets_over_several_lines_are_reported(tmp_path: Path) -> None:
    """Where the text could not be put without rewriting the file."""
    session = (
        "  - session: One\n    day: 1\n    events: [awarded: {points: 1},\n      awarded: {points: 2}]\n"
    )
    file = written(tmp_path, HEAD + session)
    with pytest.raises(Mistakes, match="written in brackets"):
        record(file, USED)
    file = written(tmp_path, HEAD.replace("journal:\n", "journal: [session: One,\n  passed: 1]\n"))
    with pytest.raises(Mistakes, match="written in brackets"):
        record(file, "{session: One, day: 1}")
    file = written(tmp_path, HEAD.replace("journal:\n", ""))
    with pytest.raises(Mistakes, match="there is no session to add to yet"):
        record(file, USED)
    assert file.read_text() == HEAD.replace("journal:\n", "")


@pytest.mark.parametrize("nothing", ["", " []", " [ ]", " ~", " null", " {}"])
@pytest.mark.parametrize("comment", ["", "  # later"])
def test_an_empty_journal_takes_entries_however_it_is_written(
    nothing: str, comment: str, tmp_path: Path
) -> None:
    file = written(tmp_path, HEAD.replace("journal:\n", f"journal:{nothing}{comment}\n"))
    record(file, "{session: One, day: 1}", USED)
    assert comment in file.read_text()
    assert file.read_text().endswith(f"  - session: One\n    day: 1\n    events:\n      - {USED}\n")


@pytest.mark.parametrize(
    ("session", "comment"),
    [
        *(
            (f"  - session: One\n    day: 1\n    events:{nothing}\n", "")
            for nothing in ("", " []", " ~", " null", " {}")
        ),
        ("  - session: One\n    events: []  # none ] yet\n    day: 1\n", "# none ] yet"),
        ("  - {session: One, day: 1}\n", ""),
        ("  - {session: 'On}e', day: 1, events: [awarded: {points: 1}]}  # so } far\n", "# so } far"),
        ("  - {session: One, day: 1, events: []}\r\n", ""),
        (
            "  - session: One\n    events: [awarded: {points: 1}, {met: {what: '] #'}}]  # two ]\n    day: 1\n",
            "# two ]",
        ),
        ("  - downtime: 2\n    events: [trained: {who: Ben, skill: climbing, hours: 2}]\n", ""),
        ("  - {downtime: 2}", ""),
    ],
)
def test_events_join_a_last_session_however_it_is_written(session: str, comment: str, tmp_path: Path) -> None:
    """Nothing else that the file says changes; comments stay."""
    file = written(tmp_path, HEAD + session)
    before = open_campaign(file).journal.ledger
    record(file, USED, USED)
    after = open_campaign(file).journal.ledger
    assert [entry.word for entry in after].count("used") == 2
    kept = [(entry.word, entry.event.day) for entry in after if entry.word != "used"]
    assert kept == [(entry.word, entry.event.day) for entry in before]
    assert comment in file.read_text()


def test_a_journal_is_begun_where_there_is_none(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD.replace("journal:\n", ""))
    record(file, "{session: One, day: 1}", USED)
    assert file.read_text() == HEAD + f"  - session: One\n    day: 1\n    events:\n      - {USED}\n"


def test_a_file_is_parsed_twice_however_much_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was and as it will be; and each entry once."""
    from rpgprog.source.document import DocumentReader

    parsed, root = [], DocumentReader.root

    def counted(reader: DocumentReader) -> object:
        parsed.append(reader.file)
        return root(reader)

    file = written(tmp_path, HEAD + "  - session: One\n    day: 1\n")
    monkeypatch.setattr(DocumentReader, "root", counted)
    record(file, *[USED] * 20, "{session: Two, day: 3}", *[USED] * 20)
    assert parsed.count(str(file)) == 2
    assert sum(name.startswith("event ") for name in parsed) == 41
