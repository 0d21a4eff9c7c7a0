"""How long a command takes to start, as ratios of whole processes, interleaved.

version_vs_pass     ``rpgprog --version`` against ``python -c pass``
sheet_vs_imports    ``rpgprog sheet`` on the long example against importing the same third-party modules alone

Run by hand: ``python tests/bench/startup.py [--json]``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from timing import emit, table

ROOT = Path(__file__).parent.parent.parent
CAMPAIGN = ROOT / "rulesets" / "dp-forty" / "campaign.yaml"
THIRD_PARTY = ("attrs", "attr", "cattrs", "yaml", "click", "rich", "numpy")


# Installed packages are compiled ahead; a checkout is compiled at its first run, where that is not forbidden.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """One whole process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT)
    return time.perf_counter() - began


def imported_by_sheet() -> list[str]:
    """The third-party modules that the command imports, in its order."""
    code = (
        "import sys; from rpgprog.__main__ import main; sys.argv = ['rpgprog', 'sheet', sys.argv[1]]; main();"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(CAMPAIGN)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return [name for name in done.stderr.splitlines() if name.split(".")[0] in THIRD_PARTY]


def paired(ours: list[str], peer: list[str], rounds: int) -> tuple[float, float, float]:
    """The median of the ratios pair by pair, and both sides' median seconds."""
    pairs = [(seconds(ours), seconds(peer)) for _ in range(rounds + 1)][1:]
    ratio = statistics.median(a / b for a, b in pairs)
    return ratio, statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def main() -> None:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object of ratios")
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    command = str(Path(sys.executable).parent / "rpgprog")
    imports = "import " + ", ".join(imported_by_sheet())
    sides = {
        "version_vs_pass": ([command, "--version"], [sys.executable, "-c", "pass"]),
        "sheet_vs_imports": ([command, "sheet", str(CAMPAIGN)], [sys.executable, "-c", imports]),
    }
    measured = {name: paired(ours, peer, asked.rounds) for name, (ours, peer) in sides.items()}
    if not asked.json:
        rows = [
            (name, f"{r:.2f}", f"{a * 1000:.0f} ms", f"{b * 1000:.0f} ms")
            for name, (r, a, b) in measured.items()
        ]
        print(table([("", "ratio", "ours", "peer"), *rows]))
    emit({name: ratio for name, (ratio, _, _) in measured.items()}, asked.json)


if __name__ == "__main__":
    main()
