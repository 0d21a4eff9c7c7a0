"""What runs the manual's examples bites: each way in which a page can be wrong is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from manual_blocks import blocks, inline_code, rewritten, unfenced
from manual_outputs import brought_up_to_date, same
from manual_runner import PageRun

ROAD = """\
```yaml
# road.yaml
campaign: Road
ruleset: dp-forty
characters: {Ada: {}}
journal:
  - met: {what: goblin, day: 3}
```
"""


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is wrong on a page with this text."""
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def played(text: str) -> PageRun:
        page = tmp_path / "page.md"
        page.write_text(text, encoding="utf-8")
        run = PageRun(folder)
        run.run(page)
        return run

    return played


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("```\nrpgprog\n```\n", "is no kind of example"),
        ("```bash\nls\n```\n", '"bash" is no kind of example'),
        ("```yaml\nmet: {}\n```\n", "neither a file"),
        ("```yaml rules\nmet: {}\n```\n", "neither a file"),
        ("```yaml policies\ndekay: on\n```\n", 'did you mean "decay"?'),
        ("```yaml plan\n- climbing ten\n```\n", "climbing ten"),
        ("```yaml table\nencounters: {goblin: often}\n```\n", "encounters, goblin"),
        (ROAD.replace("what", "wat"), "check gives 1 instead of 0"),
        (ROAD.replace("```yaml", "```yaml mistakes"), "check gives 0 instead of 1"),
        (ROAD + "```yaml entries=road.yaml\n- met: {wat: goblin}\n```\n", 'did you mean "what"?'),
        (ROAD + "```console\n$ rpgprog check road.yaml\nfine\n```\n", "not what is printed"),
        (ROAD + "```console\n$ rpgprog sheet road.yaml\n```\n", "not what is printed"),
        (ROAD + "```console\n$ rpgprog sheet rod.yaml\n...\n```\n", "exit code 1: say so, exit=1"),
        ("```console\nrpgprog events\n```\n", 'instead of "$ "'),
        ("```console\n$ ls\n```\n", '"ls" is no command that an example may use'),
        ("```console\n$ pip install requests\n```\n", "only pip install -e ."),
        ("```python\n>>> 1 + 1\n3\n\n```\n", "Got:\n    2"),
        ("```python\nprint(1)\n```\n", "the last script prints something"),
        ("```python\nprint(1)\n```\n```text\n1\n```\n", "the script before prints something"),
        ("```python\nprint(1)\n```\n```text output\n2\n```\n", "not what is printed"),
        ("```text output\n2\n```\n", "no script before it"),
        ("```python\n# demo.py\nprint(1)\n```\n", "nothing on the page runs demo.py"),
        ("```toml\nname = 1\n```\n", "begin with # pyproject.toml"),
    ],
)
def test_a_wrong_page_is_reported(played: Any, text: str, problem: str) -> None:
    """With the place of the example."""
    problems = played(text).problems
    assert problems
    assert any(problem in text for text in problems), problems
    assert all(text.startswith("page.md:") or "last script" in text for text in problems)


def test_a_right_page_has_nothing_to_report(played: Any) -> None:
    """One example of each kind."""
    page = """\
```yaml entries=road.yaml
- bought: {who: Ada, skill: climbing, day: 4, override: {by: GM, why: a gift}}
```
```yaml append=road.yaml
- awarded: {points: 4, day: 4}
```
```console
$ rpgprog why road.yaml Ada \\
    points > points.txt
$ cat points.txt
points of Ada is 6 dp:
...
  4   +4 dp   6 dp  awards  4 for ...
$ cp road.yaml copy.yaml
$ rpgprog sheet copy.yaml Adda
...
$ echo $?
2
```
```python
# demo.py
import sys
print(sys.argv[1])
```
```console
$ python demo.py hello
hello
```
```python
>>> n = 6
>>> n * 7
42

```
```python
print(n)
```
```text output
6
```
"""
    page = page.replace("```console\n$ rpgprog why", "```console exit=2\n$ rpgprog why")
    assert played(ROAD + page).problems == []


def test_the_packages_of_a_page_are_known_to_its_commands(played: Any) -> None:
    """By their entry points, as if pip had installed them."""
    page = """\
```toml
# pyproject.toml
[project]
name = "our-rules"
version = "1"
[project.entry-points."rpgprog.policies"]
tides = "our_rules:Tides"
```
```python
# our_rules.py
from attrs import frozen
from rpgprog.policies.grain import Grain

@frozen(kw_only=True)
class Tides(Grain):
    '''The tide counts.'''
```
```console
$ pip install -e .
$ rpgprog policies tides
# tides

The tide counts.
...
```
"""
    assert played(page).problems == []


SHOWN = ["one", "...", "four: ab...", "...", "seven"]
PRINTED = ["one", "two", "three", "four: abc", "five", "six", "seven"]


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (SHOWN, PRINTED, True),
        (["one"], ["one"], True),
        (["one"], ["one", "two"], False),
        (["one", "two"], ["one"], False),
        (["..."], ["one"], True),
        (["..."], [], False),
        ([], [], True),
        ([], ["one"], False),
        (["one", "..."], ["one"], False),
        (["one", "..."], ["two", "one"], False),
        (["...", "seven"], [*PRINTED, "eight"], False),
        (["one", "...", "two"], ["one", "two"], False),
        (["one", "...", "one"], ["one"], False),
        (["a...c"], ["abbc"], True),
        (["a...c"], ["abbd"], False),
    ],
)
def test_dots_stand_for_omissions(shown: list[str], printed: list[str], expected: bool) -> None:
    """One line or more; or a part of a line."""
    assert same(shown, printed) is expected


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (SHOWN, PRINTED, SHOWN),
        (SHOWN, ["1", "2", "3", "four: abd", "6", "7!"], ["1", "...", "four: ab...", "...", "7!"]),
        (["one"], ["1", "2"], ["1", "2"]),
        (["head 3:f7... kept"], ["Kept: 3:f7ab"], ["Kept: 3:f7..."]),
        (["head 3:f7... kept"], ["the head 3:f7... stays"], ["the head 3:f7... stays"]),
        (["recorded 3:... now"], ["kept 3:f7ab"], ["kept 3:..."]),
        (["a", "...", "b"], ["c"], ["c"]),
    ],
)
def test_an_update_leaves_out_what_was_left_out(
    shown: list[str], printed: list[str], expected: list[str]
) -> None:
    """As far as it can be known again."""
    assert brought_up_to_date(shown, printed) == expected


def test_an_update_makes_a_page_true(played: Any) -> None:
    """Outputs, answers and what scripts print; the second time there is nothing to do."""
    page = """\
```console
$ rpgprog check \\
    road.yaml
old
$ rpgprog manual none
```
```python
>>> 1 + 1
3
>>> 2 + 2
4

```
```python
print(1)
```
```text output
2
```
"""
    run = played(ROAD + page.replace("```console", "```console exit=2"))
    [file] = {block.page for block in run.changes}
    rewritten(file, run.changes)
    text = file.read_text(encoding="utf-8")
    assert "road.yaml\nroad.yaml: fine: 1 character" in text
    assert ">>> 1 + 1\n2\n>>> 2 + 2\n4\n" in text
    assert played(text).problems == []
    assert played(text).changes == {}


def test_code_that_no_fence_holds_is_found(tmp_path: Path) -> None:
    """Indented, or in HTML; a comment is no code."""
    page = tmp_path / "page.md"
    page.write_text("text\n\n    indented\n\n<pre>html</pre>\n\n<!-- comment -->\n\n`a` and | `b` |\n")
    assert unfenced(page) == ["<pre>html</pre>\n", "indented\n"]
    assert inline_code(page) == ["a", "b"]
    page.write_text("- item\n\n  ```yaml entries=a.yaml times=2\n  - met\n  ```\n")
    [block] = blocks(page)
    assert (block.kind, block.words, block.options) == ("yaml", (), {"entries": "a.yaml", "times": "2"})
