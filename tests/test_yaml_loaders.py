"""Our own reading of YAML beside the two loaders of PyYAML: libyaml's and the one in Python.

What both read alike we read like them, to the line and column. Where they part (as they do at "?", tabs and
":" inside of brackets) we stay with one of them, whichever is installed, and whatever its version.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from test_source import DATA, PIECES, plain_data

from rpgprog.problems import Mistakes
from rpgprog.source import Items, Node, Scalar, parse_source

ROOT = Path(__file__).parents[1]
FILES = sorted(path for part in ("rulesets", "tests") for path in (ROOT / part).rglob("*.yaml"))

LIBYAML: Any = getattr(yaml, "CSafeLoader", None)
needs_libyaml = pytest.mark.skipif(LIBYAML is None, reason="this PyYAML has no libyaml")
LOADERS = [
    pytest.param(yaml.SafeLoader, id="python"),
    pytest.param(LIBYAML, id="libyaml", marks=needs_libyaml),
]


def theirs(loader: Any, text: str) -> list[Any] | None:
    """What a loader reads: every value with its place, an empty one without; nothing if it refuses."""
    told: list[Any] = []
    try:
        for event in iter(loader(text).get_event, None):
            mark = (event.start_mark.line + 1, event.start_mark.column + 1)
            match event:
                case yaml.ScalarEvent():
                    told.append((event.value, not event.style, event.value and mark))
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    told.append((type(event).__name__, bool(event.flow_style), mark))
                case yaml.CollectionEndEvent():
                    told.append("end")
                case yaml.DocumentStartEvent():
                    told.append("document")
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                return None
    except (yaml.YAMLError, ValueError, OverflowError):
        return None
    return told


def ours(text: str) -> list[Any] | None:
    """The same of our own reading; nothing if the text breaks a rule that only we have."""
    try:
        return ["document", *values(parse_source(text, "f.yaml").root)]
    except Mistakes as mistakes:
        said = str(mistakes)
    only_ours = ("doubled", "a key cannot be", "merge keys", "is empty", "second document", "U+FEFF")
    return None if any(words in said for words in only_ours) else [said]


def values(node: Node) -> list[Any]:
    mark = (node.line, node.column)
    if isinstance(node, Scalar):
        return [(node.text, node.plain, node.text and mark)]
    if isinstance(node, Items):
        inner = [value for item in node.items for value in values(item)]
        return [("SequenceStartEvent", node.flow, mark), *inner, "end"]
    inner = [value for key, item in node.entries.values() for value in (*values(key), *values(item))]
    return [("MappingStartEvent", node.flow, mark), *inner, "end"]


@pytest.mark.slow
@pytest.mark.parametrize("loader", LOADERS)
def test_all_files_here_are_read_alike(loader: Any) -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in FILES]
    pairs = [(theirs(loader, text), ours(text)) for text in texts]
    assert [pair for pair in pairs if None not in pair and pair[0] != pair[1]] == []
    assert sum(None not in pair for pair in pairs) > 100


LINES_OF_TEXT = st.text("ab #:-.'\\\n", max_size=20)
DOCUMENTS = DATA | st.recursive(
    LINES_OF_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
)


@pytest.mark.parametrize("loader", LOADERS)
@given(
    data=DOCUMENTS,
    flow=st.sampled_from([None, True, False]),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.sampled_from([10, 80]),
)
def test_what_pyyaml_writes_is_read_alike(
    loader: Any, data: Any, flow: bool | None, style: str | None, width: int
) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, default_style=style, width=width)
    read = theirs(loader, text)
    assert read is not None or "!" in text
    assert read is None or ours(text) in (None, read)


LINES = [line for path in FILES for line in path.read_text("utf-8", "replace").splitlines(keepends=True)]


BLOCKS = ["|", ">", "|-", ">+", "|2", ">1-", "\n  a\n", "\n    b\n", "\n\n", "\n   \n", "  c\n", "- ", "k: "]


@st.composite
def changed_files(draw: Any) -> str:
    """A few lines of a file from here, with pieces put in, left out or doubled."""
    begin = draw(st.integers(0, len(LINES) - 8))
    text = "".join(LINES[begin : begin + draw(st.integers(1, 8))])
    for _ in range(draw(st.integers(1, 3))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 3))
        text = text[:at] + draw(st.sampled_from(["", "", *PIECES])) + text[at + length :]
    return text


TEXTS = changed_files() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
TEXTS |= st.lists(st.sampled_from(BLOCKS), max_size=10).map("".join)


@needs_libyaml
@given(TEXTS)
def test_what_both_read_alike_we_read_like_them(text: str) -> None:
    read = theirs(LIBYAML, text)
    assume(read is not None and read.count("document") == 1 and read == theirs(yaml.SafeLoader, text))
    assert ours(text) in (None, read)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{note: who?, who: Kessa}", {"note": "who?", "who": "Kessa"}),  # in Python: "who", then a key
        ("{encounters:{goblin: 2}}", {"encounters": {"goblin": "2"}}),  # libyaml: an error
        ("{decay:}", {"decay": ""}),
        ("a: b\t\nc: d", {"a": "b", "c": "d"}),  # in Python: an error
        ("a: b\t# why", {"a": "b"}),
        ("a: |\t# why\n  b\n", {"a": "b\n"}),
        ("a: |\n   \tb\n", {"a": "\tb\n"}),  # libyaml: an error
        ("a: b\n\t\nc: d", {"a": "b", "c": "d"}),  # both: an error
    ],
)
def test_where_the_loaders_part(text: str, value: Any) -> None:
    assert plain_data(parse_source(text, "f.yaml").root) == value


def test_a_campaign_is_read_and_shown_without_any_loader() -> None:
    """What PyYAML does in one version or another cannot reach a player."""
    program = "import sys; sys.modules['yaml'] = None; from rpgprog.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "sheet", "rulesets/dp-forty/campaign.yaml", "Kessa"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("The Ferry at Sallow Ford")
