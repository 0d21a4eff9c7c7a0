"""Text of a user's file in; nodes with places, or mistakes in plain words, out."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rpgprog import source
from rpgprog.problems import Mistakes, Place
from rpgprog.source import Items, Node, Scalar, Source, builder, messages, parse_source, read_source

CAMPAIGN = """\
# A campaign
name: The Old Road
skills:
  climbing:
    cost: 3
    needs: [strength, 'level > 2']
    grants: {stat: agility, by: 1}
  swimming:

notes:
- "two
  lines"
- |
  a block

  of text

- last
"""


def mistakes(text: str | bytes) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        parse_source(text, "f.yaml")
    return str(caught.value).split("\n")


def at(text: str | bytes, *path: str | int) -> Any:
    """Return the node found by following keys and positions from the root."""
    node: Node = parse_source(text, "f.yaml").root
    for step in path:
        node = node.items[step] if isinstance(step, int) else node.entries[step][1]  # type: ignore[union-attr]
    return node


def plain_data(node: Node) -> Any:
    """Return nested dicts, lists and strings, as PyYAML would without resolving values."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain_data(item) for item in node.items]
    return {text: plain_data(value) for text, (_, value) in node.entries.items()}


# What is kept of a good file


@pytest.mark.parametrize(
    ("path", "line", "column", "end_line"),
    [
        ([], 2, 1, 19),
        (["name"], 2, 7, 2),
        (["skills"], 4, 3, 10),
        (["skills", "climbing"], 5, 5, 8),
        (["skills", "climbing", "cost"], 5, 11, 5),
        (["skills", "climbing", "needs"], 6, 12, 6),
        (["skills", "climbing", "needs", 0], 6, 13, 6),
        (["skills", "climbing", "needs", 1], 6, 23, 6),
        (["skills", "climbing", "grants"], 7, 13, 7),
        (["skills", "climbing", "grants", "stat"], 7, 20, 7),
        (["skills", "climbing", "grants", "by"], 7, 33, 7),
        (["skills", "swimming"], 8, 12, 8),
        (["notes"], 11, 1, 19),
        (["notes", 0], 11, 3, 12),
        (["notes", 1], 13, 3, 18),
        (["notes", 2], 18, 3, 18),
    ],
)
def test_every_value_has_its_place(path: list[str | int], line: int, column: int, end_line: int) -> None:
    node = at(CAMPAIGN, *path)
    assert (node.line, node.column, node.end_line) == (line, column, end_line)


def test_keys_have_a_place_too_and_stay_in_file_order() -> None:
    root = at(CAMPAIGN)
    assert [(key.text, key.line, key.column) for key, _ in root.entries.values()] == [
        ("name", 2, 1),
        ("skills", 3, 1),
        ("notes", 10, 1),
    ]


def test_the_source_makes_places_for_messages() -> None:
    found = parse_source(CAMPAIGN, "road.yaml")
    assert found.place(at(CAMPAIGN, "name")) == Place("road.yaml", 2, 7)
    assert (found.file, found.text) == ("road.yaml", CAMPAIGN)


def test_columns_count_characters() -> None:
    assert at("{é: ß, 😀: x, ok: y}", "ok").column == 18
    assert at("{é: ß, 😀: x, ok: y}".encode(), "ok").column == 18


def test_flow_and_block_differ() -> None:
    text = "block: [1, {a: b}]\nother:\n- x\n"
    assert at(text).flow is False
    assert at(text, "block").flow is True
    assert at(text, "block", 1).flow is True
    assert at(text, "other").flow is False


def test_no_value_is_resolved() -> None:
    text = "[yes, 1e3, 012, 1:30, 2024-01-01, ~, null, .inf, -0, '1', \"no\"]"
    items = at(text).items
    assert [item.text for item in items] == [
        *("yes", "1e3", "012", "1:30", "2024-01-01", "~", "null", ".inf", "-0", "1", "no")
    ]
    assert [item.plain for item in items] == [True] * 9 + [False] * 2


def test_block_text_is_not_plain() -> None:
    assert not at("a: |\n  1\n", "a").plain
    assert not at("a: >\n  1\n", "a").plain


def test_a_missing_value_is_an_empty_plain_scalar() -> None:
    missing, empty = at("{a: , b: ''}", "a"), at("{a: , b: ''}", "b")
    assert (missing.text, missing.plain) == ("", True)
    assert (empty.text, empty.plain) == ("", False)


def test_numbers_and_words_are_keys_by_their_text() -> None:
    assert list(at("{1: a, yes: b, '': c, 'x y': d, '<<': e}").entries) == ["1", "yes", "", "x y", "<<"]


def test_windows_files_are_read_like_others() -> None:
    windows = b"\xef\xbb\xbf" + CAMPAIGN.replace("\n", "\r\n").encode()
    assert plain_data(at(windows)) == plain_data(at(CAMPAIGN))
    node = at(windows, "skills", "climbing", "cost")
    assert (node.line, node.column, node.end_line) == (5, 11, 5)
    assert at(windows, "notes").end_line == 19
    assert parse_source(windows, "f.yaml").text == CAMPAIGN.replace("\n", "\r\n")


def test_a_byte_order_mark_moves_no_column() -> None:
    for text in ("\ufeffa: 1", b"\xef\xbb\xbfa: 1"):
        assert at(text).entries["a"][0].column == 1
        assert parse_source(text, "f.yaml").text == "a: 1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_one(end: str) -> None:
    root = at(f"a: 1{end}b: 2{end}c: {end}  d: 'e{end}{end}f'{end}")
    assert [(key, value[0].line) for key, value in root.entries.items()] == [("a", 1), ("b", 2), ("c", 3)]
    folded = "\n" if end in "\r\n\x85" else end * 2
    assert (root.entries["c"][1].entries["d"][1].text, root.end_line) == (f"e{folded}f", 7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (">\n x\n y\n\n z\n", "x y\nz\n"),
        (">\n x\n   y\n z\n", "x\n  y\nz\n"),
        (">\n   x\n\n     y\n\n   z\n", "x\n\n  y\n\nz\n"),
        ("|+\n x\n\n\n", "x\n\n\n"),
        ("|-\n x\n\n\n", "x"),
        ("|1\n  x\n y\n", " x\ny\n"),
        ("|2-\n    x\n", "  x"),
        ("|\n\n  x\n", "\nx\n"),
        ("|\n  x", "x"),
        ('"a\\\n   b"', "ab"),
        ('"a\\\n\n   b"', "a\nb"),
        ('"a \\\n \\ b"', "a  b"),
        ('"a  \n  b\n\n  c"', "a b\nc"),
        ('"\\x41\\u00e9\\U0001F600\\t\\/"', "Aé😀\t/"),
        ("'it''s\n  b'", "it's b"),
        ("a\n  b\n\n  c # d", "a b\nc"),
    ],
)
def test_what_a_text_of_many_lines_says(text: str, value: str) -> None:
    assert at(text).text == value


def test_a_comment_ends_a_text() -> None:
    assert plain_data(at("a: b\n  # c\nd: e\n")) == {"a": "b", "d": "e"}


def test_the_digit_of_a_block_counts_from_what_is_around_it() -> None:
    assert plain_data(at("- |1\n  x\n- k: |2\n      x\n")) == [" x\n", {"k": "  x\n"}]


def test_a_block_may_begin_below_its_key() -> None:
    assert plain_data(at("a:\n|\n x\nb:\n  >\n  y\n")) == {"a": "x\n", "b": "y\n"}


def test_the_end_of_a_file_is_a_line_of_its_own() -> None:
    assert [at(text).end_line for text in ("a: 1", "a: 1\n", "a: 1\n\n", "- a\n#")] == [2, 2, 3, 3]


def test_an_anchor_above_a_key_names_the_mapping() -> None:
    """On the line of the key it names the key."""
    read = plain_data(at("x: &m\n  &k a: 1\ny: *m\nz: *k\n"))
    assert read == {"x": {"a": "1"}, "y": {"a": "1"}, "z": "a"}


def test_a_marked_document_is_one_document() -> None:
    assert plain_data(at("%YAML 1.1\n---\na: 1\n...\n# the end\n")) == {"a": "1"}


def test_an_alias_is_the_very_node() -> None:
    text = "- &one {a: 1}\n- *one\n- &two x\n- *two\n"
    assert at(text, 0) is not None
    items = at(text).items
    assert items[0] is items[1]
    assert items[2] is items[3]


def test_an_alias_means_the_last_of_its_name() -> None:
    assert plain_data(at("[&a 1, *a, &a 2, *a]")) == ["1", "1", "2", "2"]


def test_an_alias_may_be_a_key() -> None:
    assert plain_data(at("- &a x\n- {*a : 1}\n")) == ["x", {"x": "1"}]


# Files


def test_a_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "road.yaml"
    path.write_text("name: Zoë\n", encoding="utf-8")
    found = read_source(path)
    assert (found.file, plain_data(found.root)) == (str(path), {"name": "Zoë"})
    assert read_source(str(path)).text == found.text


def refused_file(path: Path) -> str:
    with pytest.raises(Mistakes) as caught:
        read_source(path)
    [problem] = caught.value.problems
    assert problem.place is None
    return problem.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refused_file(tmp_path / "no.yaml") == f'there is no file "{tmp_path}/no.yaml"'


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert refused_file(tmp_path) == f'"{tmp_path}" is a folder, not a file'


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refused_file(path) == f'"{path}" is a device or pipe, not a file'


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("a: 1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert refused_file(path) == f'"{path}" cannot be read: Permission denied'


def test_a_path_no_system_accepts(tmp_path: Path) -> None:
    assert "cannot be read" in refused_file(tmp_path / "a\0b")


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("the file was opened"))
    assert refused_file(path) == f'"{path}" is too large: 50,000,000 bytes, at most 10,000,000'


def test_a_file_of_just_the_allowed_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n#".ljust(source.MAX_BYTES, b"x"))
    assert plain_data(read_source(path).root) == {"a": "1"}
    path.write_bytes(b"a: 1\n#".ljust(source.MAX_BYTES + 1, b"x"))
    assert "too large" in refused_file(path)


def test_a_file_that_grows_while_it_is_read_is_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.yaml"
    path.write_bytes(b"a: 1\n")
    before = os.stat(path)
    path.write_bytes(b"a: 1\n#".ljust(source.MAX_BYTES + 5, b"x"))
    monkeypatch.setattr(os, "stat", lambda _: before)
    assert "too large" in refused_file(path)


def test_a_huge_text_is_refused() -> None:
    [message] = mistakes("#" * (source.MAX_BYTES + 1))
    assert message == '"f.yaml" is too large: 10,000,001 bytes, at most 10,000,000'


# What is no text


def test_a_picture_is_not_a_text_file() -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"
    assert mistakes(png) == ["f.yaml:1:1: this is not a text file"]


def test_latin_1_names_the_first_bad_byte() -> None:
    text = "name: Straße\nother: straße\n# Grüße: café".encode()
    bad = text.replace("café".encode(), "café".encode("latin-1"))
    assert mistakes(bad) == ["f.yaml:3:13: this is not UTF-8 text (byte E9): save the file as UTF-8"]


def test_utf_16_is_to_be_saved_as_utf_8() -> None:
    assert mistakes("a: 1".encode("utf-16")) == [
        "f.yaml:1:1: this is not UTF-8 text (byte FF): save the file as UTF-8"
    ]


@pytest.mark.parametrize("odd", ["\0", "\x07", "\x1b", "\x7f", "\x92", "\ufffe", "\ud800"])
@pytest.mark.parametrize(
    "text", ["a: {odd}", "a: 1\n# {odd}\n", "a: 'x{odd}'\n", "a: [\n{odd}", "a\n{odd}: b: c"]
)
def test_control_characters_are_not_text(text: str, odd: str) -> None:
    before = text.partition("{odd}")[0].split("\n")
    [message] = mistakes(text.replace("{odd}", odd))
    place = f"f.yaml:{len(before)}:{len(before[-1]) + 1}"
    assert message == f"{place}: this is not a text file (character U+{ord(odd):04X})"


@pytest.mark.parametrize(
    "text", ["", b"", " \n\n", "# only a comment\n", "---\n", b"\xef\xbb\xbf", "%YAML 1.1\n---\n"]
)
def test_an_empty_file(text: str | bytes) -> None:
    assert mistakes(text) == ["f.yaml:1:1: the file is empty"]


# What is no YAML


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n\tb: 1\n", "2:1: a tab is used for indentation: use spaces"),
        ("a:\n  b: 1\n\tc: 2\n", "3:1: a tab is used for indentation: use spaces"),
        ("a: |\n\tx\n", "2:1: a tab is used for indentation: use spaces"),
        ("a: 1\nb: 'two\nc: 3\n", "2:4: the quote that begins here is never closed"),
        ('a: "x\n---\n', "1:4: the quote that begins here is never closed"),
        (
            "note: Beware: dragons\n",
            '1:13: a ":" where none can be: quote the text if the colon belongs to it, '
            "otherwise check the indentation and the line above",
        ),
        ("a: - b", '1:4: a list item ("- ") cannot begin here: give it a line of its own'),
        ("a: b\nc\nd: 1\n", '2:1: this line needs a ":" and a space after its key'),
        ("a: @b", '1:4: a text cannot begin with "@": put it in quotes'),
        ("a: *bold* text", '1:4: a text cannot begin with "*": put it in quotes'),
        ("a: ? b", '1:4: a text cannot begin with "?": put it in quotes'),
        ("a: >5d6", '1:4: a text cannot begin with ">": put it in quotes'),
        ("a: 1\n%b: 2", '2:1: a text cannot begin with "%": put it in quotes'),
        (
            'a: "C:\\games"',
            '1:7: in double quotes "\\" begins a special character: write "\\\\", or use single quotes',
        ),
        ("a: [1, 2\nb: 3\n", '2:2: a "," is missing, or the "[" on line 1 is not closed'),
        ("a:\n  b: {c: 1", '2:6: a "," is missing, or the "{" on line 2 is not closed'),
        ("a: }", '1:4: "}" cannot stand here: a value is missing, or needs quotes'),
        (
            "a:\n   b: 1\n  c: 2",
            "3:3: this does not fit the keys that begin on line 1: check indentation and quotes",
        ),
        ("a: 'it's'", "1:8: this does not fit the keys that begin on line 1: check indentation and quotes"),
        (
            "\n- a\nb: c",
            "3:1: this does not fit the list that begins on line 2: check indentation and quotes",
        ),
        ("'x' y", "1:5: this does not fit what is above it: check indentation and quotes"),
        ("%YAML 3.0\n---\n", "1:1: this cannot be read: found incompatible YAML document"),
        ("%PAGE 1\n---\na: 1", '1:1: a text cannot begin with "%": put it in quotes'),
        ("%YAML 1.2\na: 1", "2:1: this does not fit what is above it: check indentation and quotes"),
        ("[1, 2", '1:1: a "," is missing, or the "[" on line 1 is not closed'),
        ("a: [1,\n---\n", '2:1: a "," is missing, or the "[" on line 1 is not closed'),
        ("a: [1, 2}", '1:9: a "," is missing, or the "[" on line 1 is not closed'),
        ("a: {b: 1, : 2}", "1:11: {COLON}"),
        ("a: {b: ?c}", '1:8: a text cannot begin with "?": put it in quotes'),
        ("a: [b, - c]", '1:8: a list item ("- ") cannot begin here: give it a line of its own'),
        ("a: 'b': c", "1:7: {COLON}"),
        ("- 'b' 'c", "1:7: the quote that begins here is never closed"),
        ("a: 'b' - c", '1:8: a list item ("- ") cannot begin here: give it a line of its own'),
        ("a: 1\n- b", "2:1: this does not fit the keys that begin on line 1: check indentation and quotes"),
        ("- a\nb\n", "2:1: this does not fit the list that begins on line 1: check indentation and quotes"),
        (": a", "1:1: {COLON}"),
        ("a: &b &c d", '1:7: "&" cannot stand here: a value is missing, or needs quotes'),
        ("a: &b\n  &c d", '2:3: "&" cannot stand here: a value is missing, or needs quotes'),
        ("a: 'x\n---\ny'", "1:4: the quote that begins here is never closed"),
        (
            "a: 'b'\n  : c",
            "2:3: this does not fit the keys that begin on line 1: check indentation and quotes",
        ),
        ("\ta: 1", "1:1: a tab is used for indentation: use spaces"),
        ("a: &b *c", '1:7: "*" cannot stand here: a value is missing, or needs quotes'),
        ("- \ta: 1\n", "1:3: a tab is used for indentation: use spaces"),
        ("a: |\n  x\n\ty: 1\n", "3:1: a tab is used for indentation: use spaces"),
        ("a: |\n  x\n\t\n  y\n", "3:1: a tab is used for indentation: use spaces"),
        ('"\\ud83d"', "1:2: {ESCAPE}"),
        ('"a\n  \\q"', "2:3: {ESCAPE}"),
        ("a: 1\n\ufeffb: 2", "2:1: an invisible character (U+FEFF) stands here: delete it"),
    ],
)
def test_broken_yaml_is_explained(text: str, message: str) -> None:
    message = message.replace("{COLON}", messages.COLON).replace("{ESCAPE}", messages.ESCAPE)
    assert mistakes(text) == [f"f.yaml:{message}"]


# What is YAML, but not wanted


def test_all_doubled_keys_are_reported_at_once() -> None:
    text = "a: 1\na: 2\nb:\n  c: 1\n  d: 2\n  c: 3\n  'c': 4\ne: [{f: 1, f: 2}]\na: 2\n"
    assert mistakes(text) == [
        'f.yaml:2:1: the key "a" is doubled: the first is on line 1',
        'f.yaml:6:3: the key "c" is doubled: the first is on line 4',
        'f.yaml:7:3: the key "c" is doubled: the first is on line 4',
        'f.yaml:8:12: the key "f" is doubled: the first is on line 8',
        'f.yaml:9:1: the key "a" is doubled: the first is on line 1',
    ]


def test_doubled_keys_are_reported_together_with_what_stops_the_reading() -> None:
    assert mistakes("a: {b: 1, b: 2}\nc: @\n") == [
        'f.yaml:1:11: the key "b" is doubled: the first is on line 1',
        'f.yaml:2:4: a text cannot begin with "@": put it in quotes',
    ]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!python/object/apply:os.system [ls]", "!!python/object/apply:os.system"),
        ("a: !foo b", "!foo"),
        ("a: !!str b", "!!str"),
        ("a: ! b", "!"),
        ("a: !!set {b}", "!!set"),
        ("a: &x !foo", "!foo"),
        ("a: !<tag:x> b", "tag:x"),
    ],
)
def test_tags_are_refused(text: str, tag: str) -> None:
    assert mistakes(text) == [f'f.yaml:1:4: the tag "{tag}" is not allowed: quote it if it is text']


def test_tags_of_keys_and_of_the_root_are_refused() -> None:
    assert len(mistakes("!!map\n!!str a: 1\n!x b: 2\n")) == 3


def test_undeclared_tags_are_refused() -> None:
    assert mistakes("a: !e!x y") == [
        'f.yaml:1:4: tags ("!") are not allowed: put a text that begins with "!" in quotes'
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [("? [a]\n: b", "1:3"), ("{{a: b}: c}", "1:2"), ("x: {{ y }}", "1:5"), ("x: &x [1]\n? *x\n: 1", "1:4")],
)
def test_lists_and_mappings_as_keys_are_refused(text: str, place: str) -> None:
    assert mistakes(text) == [f"f.yaml:{place}: a key cannot be a list or mapping: quote it if it is text"]


def test_merge_keys_are_refused() -> None:
    assert mistakes("a: &a {b: 1}\nc:\n  <<: *a\n") == [
        'f.yaml:3:3: merge keys ("<<") are not allowed: write the keys out'
    ]


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "--- a\n---\n", "a: 1\n...\n---\nb: 2\n"])
def test_a_second_document_is_refused(text: str) -> None:
    line = text.split("\n").index("---", 1) + 1
    assert mistakes(text) == [f"f.yaml:{line}:1: {messages.SECOND}"]


def test_nothing_follows_the_end_of_a_document() -> None:
    assert mistakes("a: 1\n...\nb: 2\n") == [f"f.yaml:3:1: {messages.SECOND}"]


def test_an_alias_of_nothing() -> None:
    assert mistakes("a: *b") == ['f.yaml:1:4: there is no "&b" above for "*b": quote it if it is text']


@pytest.mark.parametrize(
    ("text", "place"), [("&a [*a]", "1:5"), ("a: &a\n  b: {c: [*a]}", "2:11"), ("&a {*a : 1}", "1:5")]
)
def test_an_alias_inside_of_itself_is_refused(text: str, place: str) -> None:
    assert mistakes(text) == [f'f.yaml:{place}: "*a" stands inside "&a" itself']


# Limits

TOO_DEEP = "too many lists and mappings inside each other: at most 40"
TOO_MANY = "too many values, aliases expanded: at most 500,000"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 50_000, "1:41"),
        ("[\n" * 50_000, "41:1"),
        ("[" * 50_000 + "]" * 50_000, "1:41"),
        ("{a: " * 50_000, "1:161"),
        ("- " * 50_000, "1:81"),
        ("? " * 50_000, "1:81"),
        ("".join(f"{' ' * depth}a:\n" for depth in range(2_000)), "41:41"),
    ],
)
def test_deep_nesting_is_refused(text: str, place: str) -> None:
    assert mistakes(text) == [f"f.yaml:{place}: {TOO_DEEP}"]


def test_forty_lists_inside_each_other_are_allowed() -> None:
    assert at("[" * 40 + "x" + "]" * 40, *[0] * 40).text == "x"
    assert mistakes("[" * 41 + "]" * 41) == [f"f.yaml:1:41: {TOO_DEEP}"]


def test_aliases_do_not_nest_deeper_than_lists_may() -> None:
    half = "[" * 20 + "x" + "]" * 20
    fits, deep = "[" * 19 + "*a" + "]" * 19, "[" * 20 + "*a" + "]" * 20
    assert len(at(f"- &a {half}\n- {fits}\n").items) == 2
    assert mistakes(f"- &a {half}\n- {deep}\n") == [f"f.yaml:2:23: {TOO_DEEP}"]


def test_aliases_of_aliases_do_not_nest_deeper_either() -> None:
    third = "- &{} [[[[[[[[[[[[[{}]]]]]]]]]]]]]\n"
    text = third.format("a", "x") + third.format("b", "*a") + third.format("c", "*b")
    assert at(text, 2) is not None
    assert mistakes(text + "- [*c]\n") == [f"f.yaml:4:4: {TOO_DEEP}"]


def test_a_hundred_aliases_are_allowed() -> None:
    text = "- &a x\n" + "- *a\n" * 100
    assert len(at(text).items) == 101
    assert mistakes(text + "- *a\n") == ['f.yaml:102:3: too many aliases ("*a"): at most 100']


def test_billion_laughs_are_refused() -> None:
    lines = ["a: &a [" + "lol, " * 9 + "lol]"]
    for name, below in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{below}"] * 10) + "]")
    [message] = mistakes("\n".join(lines))
    assert message.startswith("f.yaml:6:") and message.endswith(TOO_MANY)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[1, 2, 3]", 4),
        ("[1, 2, []]", 4),
        ("{a: 1, b: {}}", 5),
        ("[&a x, *a]", 3),
        ("[1, 2, &a [3, {b: 4}], *a]", 13),
        ("[&a [1, 2], &b [*a, *a], *b]", 18),
    ],
)
def test_values_are_counted_with_aliases_expanded(
    text: str, values: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "MAX_NODES", values)
    assert at(text) is not None
    monkeypatch.setattr(builder, "MAX_NODES", values - 1)
    assert "too many values" in mistakes(text)[0]


@pytest.mark.slow
def test_ten_megabytes_of_values_are_refused() -> None:
    assert mistakes("[" + "1," * 600_000 + "]") == [f"f.yaml:1:{2 * 499_999 + 2}: {TOO_MANY}"]


# Any text at all

PIECES = [
    *"ab1 -:?,[]{}#&*!|>'\"%@`\\\t\n",
    "\n  ",
    ": ",
    "- ",
    "&a ",
    "*a",
    "<<: ",
    "!!x ",
    "---\n",
    "...\n",
]
PIECES += [
    "\r\n",
    "\x85",
    "\u2028",
    "\ufeff",
    "\0",
    "\x0c",
    "\ud800",
    "é",
    "😀",
    "\\x",
    "\\U",
    "%YAML ",
    "%TAG ",
]


def read_or_refused(text: str | bytes) -> Source | None:
    try:
        return parse_source(text, "f.yaml")
    except Mistakes as found:
        for problem in found.problems:
            assert problem.message and problem.place and min(problem.place.line, problem.place.column) > 0
        return None


@settings(deadline=None)
@given(text=st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example(text='"\\UFFFFFFFF"')
@example(text="%YAML " + "9" * 5_000 + ".1\n---\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(deadline=None)
@given(st.binary() | st.text().map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


# PyYAML itself does not read back the old line break U+0085 when it writes it unescaped.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85"), max_size=20)
DATA = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(DATA, st.sampled_from([None, True, False]), st.booleans())
def test_what_pyyaml_writes_is_read_back(data: Any, flow: bool | None, unicode: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode)
    assert plain_data(parse_source(text, "f.yaml").root) == data
