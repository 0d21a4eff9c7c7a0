"""What is published works elsewhere: the built wheel carries the rulesets and runs the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution as an index would have it."""
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(dist.glob("*.whl"))


def test_the_wheel_carries_the_rulesets_and_the_manual(wheel: Path) -> None:
    """With their campaigns, notices and types."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for pack in (ROOT / "rulesets").iterdir():
        for file in pack.iterdir() if pack.is_dir() else ():
            assert f"rpgprog/rulesets/{pack.name}/{file.name}" in names
    for page in (ROOT / "rpgprog" / "manual").glob("*.md"):
        assert f"rpgprog/manual/{page.name}" in names
    assert "rpgprog/py.typed" in names
    assert not any(name.startswith("tests/") for name in names)


def test_it_runs_the_main_job_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Installed into a folder of its own, with nothing of the checkout beside it."""
    place, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(place),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    env = {**os.environ, "PYTHONPATH": str(place)}

    def asked(*args: str) -> str:
        done = subprocess.run(
            [sys.executable, *args], cwd=work, env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert asked("-c", "import rpgprog; print(rpgprog.__file__)").startswith(str(place))
    assert "dp-forty" in asked("-m", "rpgprog", "rulesets")
    assert "gm" in asked("-m", "rpgprog", "manual")
    assert asked("-m", "rpgprog", "manual", "gm").startswith("# ")
    asked("-m", "rpgprog", "new", "mine.yaml", "--character", "Ada")
    assert "Ada" in asked("-m", "rpgprog", "sheet", "mine.yaml")
    long_road = str(place / "rpgprog" / "rulesets" / "dp-forty" / "campaign.yaml")
    assert "Level" in asked("-m", "rpgprog", "sheet", long_road)
