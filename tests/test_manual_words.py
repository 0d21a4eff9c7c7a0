"""Whatever may stand in a file that people write is explained on a page, below the heading where it belongs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from manual_blocks import MARKDOWN, blocks

from rpgprog.journal.entries.base import Entry
from rpgprog.journal.entries.play import KINDS
from rpgprog.journal.json_schema import campaign_schema, ruleset_schema
from rpgprog.reader import readable
from rpgprog.simulate.builds.frequency import PATTERNS
from rpgprog.simulate.builds.json_schema import builds_schema

MANUAL = Path(__file__).parent.parent / "rpgprog" / "manual"
ANY_ENTRY = set(readable(Entry))
MENTIONED = {"who", "id", "seed", "with"}  # where another word is explained by them


def explained(page: str, heading: str) -> set[str]:
    """The words that stand in typewriter letters below a heading, until the next one."""
    found: set[str] = set()
    there = False
    tokens = MARKDOWN.parse((MANUAL / f"{page}.md").read_text(encoding="utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            there = token.content.replace("`", "") == heading
        elif there:
            codes = [c.content for c in token.children or () if c.type == "code_inline"]
            found |= {word for code in codes for word in re.findall(r"^(\w+):", code)}
    return found


def keys(schema: Any) -> set[str]:
    """The words that a schema has, in the words within it as well."""
    found = set(schema.get("properties", {}))
    for part in [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]:
        found |= keys(part)
    return found


CAMPAIGN, RULESET = campaign_schema(), ruleset_schema()
CHARACTER = CAMPAIGN["properties"]["characters"]["additionalProperties"]
SKILL = CAMPAIGN["properties"]["skills"]["additionalProperties"]
ITEMS = CAMPAIGN["properties"]["journal"]["items"]["anyOf"]
EVENT = CAMPAIGN["$defs"]["event"]["properties"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("The head of a campaign file", set(CAMPAIGN["properties"])),
        ("Characters", keys(CHARACTER)),
        ("Sessions, down-time, time that passes", {key for item in ITEMS[:3] for key in item["properties"]}),
        ("What any entry may say", ANY_ENTRY | keys(EVENT["met"]["properties"]["override"])),
        ("The head of a ruleset", set(RULESET["properties"]) | keys(SKILL)),
    ],
)
def test_every_word_of_a_campaign_is_explained(heading: str, expected: set[str]) -> None:
    """At the place where somebody would look it up; and nothing is explained that cannot stand there."""
    assert expected <= explained("gm", heading), expected - explained("gm", heading)
    assert explained("gm", heading) <= expected | MENTIONED


@pytest.mark.parametrize("word", KINDS)
def test_every_entry_is_explained(word: str) -> None:
    """Its own words, below its name. Whom it is about is said once where it is the same."""
    words = EVENT[word]["properties"]
    own = (set(words) - ANY_ENTRY) | keys(words.get("trainer", {}))
    assert own <= explained("gm", word), own - explained("gm", word)
    assert explained("gm", word) <= own | MENTIONED


def test_every_entry_has_an_example() -> None:
    """In a file, a piece of one, or a command."""
    shown = set[str]()
    for block in blocks(MANUAL / "gm.md"):
        if block.kind == "yaml" and "mistakes" not in block.words:
            shown |= _words(yaml.safe_load(block.text))
    assert {*KINDS, "session", "downtime", "passed"} - shown == set()


BUILDS = builds_schema()
BUILD = BUILDS["properties"]["builds"]["additionalProperties"]["anyOf"][1]["properties"]
TABLE = BUILDS["properties"]["table"]["properties"]


def occasion(word: str) -> set[str]:
    """What may stand in one of the things that happen at a table."""
    found = keys(TABLE[word]["additionalProperties"])
    return found - (keys(EVENT["trained"]["properties"]["trainer"]) if word != "training" else set())


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("The head of a file of builds", set(BUILDS["properties"])),
        ("A build", set(BUILD)),
        ("The table", set(TABLE)),
        ("An encounter", occasion("encounters")),
        ("An award", occasion("awards")),
        ("A use", occasion("uses")),
        ("Training", occasion("training")),
        ("The plan", set(BUILDS["$defs"]["wish"]["anyOf"][1]["properties"])),
    ],
)
def test_every_word_of_a_file_of_builds_is_explained(heading: str, expected: set[str]) -> None:
    """And nothing else."""
    assert expected <= explained("builds", heading), expected - explained("builds", heading)
    assert explained("builds", heading) <= expected | {"goals", "success"}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_way_to_say_how_often_is_explained(pattern: str) -> None:
    """Each has an example below its heading."""
    text = (MANUAL / "builds.md").read_text(encoding="utf-8")
    section = text[text.index("## How often") :].split("\n## ")[0]
    assert any(re.fullmatch(pattern, code) for code in re.findall(r"`([^`]+)`", section))


def _words(value: Any) -> set[str]:
    """All keys, however deep."""
    if isinstance(value, dict):
        return set(map(str, value)) | {word for inner in value.values() for word in _words(inner)}
    return {word for inner in value for word in _words(inner)} if isinstance(value, list) else set()


def test_whatever_an_entry_says_is_shown_or_refused() -> None:
    """The long example has every word of a head, a character and a session."""
    [text] = [block.text for block in blocks(MANUAL / "gm.md") if block.file == "all.yaml"]
    expected = set(CAMPAIGN["properties"]) | set(keys(CHARACTER)) | {"absent", "downtime", "passed"}
    expected |= set(ITEMS[0]["properties"]) - {"after"}
    expected -= {"calendar", "late"}  # with a calendar all days would be dates; a late session is another
    assert expected - _words(yaml.safe_load(text)) == set()
