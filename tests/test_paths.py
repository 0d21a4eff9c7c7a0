"""Paths belong to the owner of the disk: no entry reaches beyond the campaign, and nothing of a foreign file is quoted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rpgprog import load_ruleset, open_campaign, preview
from rpgprog.cli.app import run as rpgprog
from rpgprog.problems import Mistakes
from rpgprog.store import StoredCampaign, open_store

RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics}
policies: {awards: {encounter: 2}, purchase: {cost: 4}, levels: {step: 10}}
"""
FILE = """\
campaign: Road
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 2}}
journal:
  - session: One
    day: 5
    events:
      - met: {what: goblin}
"""
DEARER = "extends: rules.yaml\nruleset: dearer\npolicies: {purchase: {cost: 9}}\n"
SECRETS = {
    "a line": "root:x:0:0:hunter2:/root:/bin/sh\n",
    "lines": "root:x:0:0:hunter2:/root\nbin: *:hunter2\n",
    "keys": "password: hunter2\nhunter2: [a, b]\n",
    "a list": "- hunter2\n- more\n",
    "no YAML": "{hunter2: [\n\thunter2\n",
    "no text": "\x00\x01hunter2\x02",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign in a folder of its own; beside the folder stand other files."""
    folder = tmp_path / "table"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES)
    (folder / "dearer.yaml").write_text(DEARER)
    (folder / "road.yaml").write_text(FILE)
    (tmp_path / "beyond.yaml").write_text(RULES.replace("tiny", "beyond").replace("cost: 4", "cost: 7"))
    return folder


def adopted(name: object) -> str:
    return f'adopted: {{ruleset: "{name}", by: Ann, why: new}}'


# In a file.


def test_an_entry_stays_within_the_campaigns_folder(folder: Path) -> None:
    """Also by a way round, or where there is no such file; a pack and a file beside it may be adopted."""
    road = folder / "road.yaml"
    for name in (
        "../beyond.yaml",
        folder.parent / "beyond.yaml",
        "x/../../beyond.yaml",
        "/etc/shadow",
        "../none.yaml",
    ):
        with pytest.raises(Mistakes, match="is outside the campaign's folder: copy it there, or name a pack"):
            preview(road, adopted(name))
    assert preview(road, adopted("dearer.yaml")).after.ruleset.name == "dearer"
    assert preview(road, adopted("./dearer.yaml")).after.ruleset.name == "dearer"
    assert preview(road, adopted(folder / "dearer.yaml")).after.ruleset.name == "dearer"
    with pytest.raises(Mistakes, match="there is no ruleset"):
        preview(road, adopted("none.yaml"))


def test_the_head_says_otherwise(folder: Path) -> None:
    """The folder of the rules that the owner names there is open to entries, too."""
    road = folder / "road.yaml"
    road.write_text(FILE.replace("rules.yaml", "../beyond.yaml"))
    (folder.parent / "cheap.yaml").write_text(RULES.replace("tiny", "cheap").replace("cost: 4", "cost: 1"))
    assert preview(road, adopted("../cheap.yaml")).after.ruleset.name == "cheap"


# Nothing is quoted.


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("way", ["head", "entry", "extends", "builds"])
def test_nothing_of_a_file_that_is_no_ruleset_is_quoted(
    folder: Path, way: str, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "secrets").write_text(SECRETS[secret])
    road, builds = folder / "road.yaml", folder / "builds.yaml"
    builds.write_text("{ruleset: secrets, builds: {a: {goals: [level 2]}}, table: {sessions: 2}}")
    command = ["check", str(road)]
    if way == "head":
        road.write_text(FILE.replace("rules.yaml", "secrets"))
    elif way == "entry":
        road.write_text(FILE + f"      - {adopted('secrets')}\n")
    elif way == "extends":
        (folder / "rules.yaml").write_text("extends: secrets\nruleset: x\n")
    else:
        command = ["simulate", str(builds)]
    assert rpgprog(command) == 1
    out, err = capsys.readouterr()
    assert "hunter2" not in out + err
    assert 'secrets" is not a ruleset file' in err


def test_mistakes_of_a_ruleset_are_told_as_before(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rules.yaml").write_text(RULES.replace("policies: {", "policies: {{"))
    assert rpgprog(["check", str(folder / "road.yaml")]) == 1
    assert "rules.yaml:4:" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/proc/kmsg"), reason="no such file here")
@pytest.mark.parametrize("name", ["/proc/kmsg", "/proc/self/pagemap", "/dev/zero", "/proc/self/environ"])
def test_what_the_kernel_makes_up_is_not_read(folder: Path, name: str) -> None:
    """It may never end; a head that names it is answered at once."""
    (folder / "road.yaml").write_text(FILE.replace("rules.yaml", name))
    command = [sys.executable, "-m", "rpgprog", "check", str(folder / "road.yaml")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "PATH=" not in run.stderr


# In a database.


@pytest.fixture
def road(address: str, folder: Path) -> Iterator[StoredCampaign]:
    with open_store(address) as store:
        store.bring(folder / "road.yaml")
        yield store.campaign()


def test_an_entry_of_a_database_names_a_pack_or_a_digest(
    road: StoredCampaign, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    began = road.open().ruleset.digest
    for name in (
        "dearer.yaml",
        "./dearer.yaml",
        folder / "dearer.yaml",
        "/etc/passwd",
        "../beyond.yaml",
        "0" * 64,
    ):
        with pytest.raises(
            Mistakes, match="is neither a pack nor the digest of rules that this database has"
        ):
            road.append(adopted(name))
    road.append(adopted(road.ruleset_reference("dearer.yaml")))
    assert road.open().ruleset.name == "dearer"
    dearer = load_ruleset(folder / "dearer.yaml").digest
    for digest in (began, dearer[:12], began[:8]):
        road.append(adopted(digest))
        assert road.open().ruleset.digest.startswith(digest)
    assert road.append(adopted("d6-pips")).changes is not None
    assert road.verify() == []


def test_the_owner_adopts_a_file_by_command(road: StoredCampaign, address: str, folder: Path) -> None:
    """Whatever folder it is in; afterwards the file is no longer needed."""
    beyond = folder.parent / "beyond.yaml"
    assert rpgprog(["adopt", address, str(beyond), "--by", "Ann", "--why", "new", "--yes"]) == 0
    beyond.unlink()
    assert open_campaign(address).ruleset.name == "beyond"
