"""The page ``rulesets/house-rules.md``: made from the manuals of the rules, the mechanisms and their tests."""

from __future__ import annotations

import re
from pathlib import Path

from rpgprog.ruleset.catalogue import MECHANISMS, TOOLS
from rpgprog.ruleset.lint import WARNINGS
from rpgprog.ruleset.manual import manual
from rpgprog.ruleset.registry import own_kinds, policy_class

TESTS = Path(__file__).parent
NAMED = re.compile(r"^def test_([a-z]+\d+[a-d]?)_", re.MULTILINE)

HEAD = """\
# House rules

Everything a table can switch on, and how. A ruleset is a map of rules under `policies:`; put a line of
this page there and the rule holds. A pack that you extend has some of them already; write down only what
differs.

```yaml
ruleset: our-table
extends: dp-forty
policies:
  {example}
```

`rpgprog policies NAME` prints one manual, `rpgprog policies --mechanisms` the table below, and
`rpgprog check FILE` reports rules that fight each other.

## Every mechanism

The letters say what it is about: L levels, A awards and pacing, N novelty, U use, S saving, R training, D decay
and relearning, C specialities, certificates and upkeep, I what follows from level and ranks, G the game master,
X and O what other games do.

| Id | Mechanism | Switched on by | Tested in |
|---|---|---|---|
"""


def modules_by_mechanism() -> dict[str, list[str]]:
    """The test modules that have tests named after a mechanism."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name in dict.fromkeys(NAMED.findall(path.read_text(encoding="utf-8"))):
            found.setdefault(name, []).append(path.relative_to(TESTS).as_posix())
    return found


def page() -> str:
    """The whole page."""
    rules = "\n".join(manual(kind, level=3) for kind in own_kinds())
    head = HEAD.replace("{example}", "decay: {period: 3 months}")
    return f"{head}{_mechanisms()}\n## The rules\n\n{rules}\n{_warnings()}"


def _mechanisms() -> str:
    lines = {m: line or "always on" for kind in own_kinds() for m, line in policy_class(kind).covers.items()}
    tests = modules_by_mechanism()
    rows = [
        [
            mechanism,
            words,
            f"`{lines.get(mechanism) or TOOLS[mechanism]}`",
            _links(tests.get(mechanism.lower(), [])),
        ]
        for mechanism, words in MECHANISMS.items()
    ]
    return "".join(_row(row) for row in rows)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _links(tests: list[str]) -> str:
    return ", ".join(f"[{Path(test).stem.removeprefix('test_')}](../tests/{test})" for test in tests)


def _warnings() -> str:
    head = (
        "## Warnings\n\nWhat `rpgprog check` says about rules that fight each other or can never act. If you mean it,\n"
        "say so in the file: `accepted: {NAME: the reason}`.\n\n| Name | What it says |\n|---|---|\n"
    )
    return head + "".join(_row([f"`{name}`", words]) for name, words in WARNINGS.items())
