"""The command: ``rpgprog`` and ``python -m rpgprog``."""

import gc
import sys

from . import __version__


def main() -> int:
    """Run the command line. Asking for the version alone imports nothing else."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"rpgprog {__version__}")
        return 0
    gc.set_threshold(100_000)  # a command is over before its garbage matters
    try:
        from .cli.app import run
    except ModuleNotFoundError as missing:
        print(f'the command needs "{missing.name}": pip install "rpgprog[cli]"', file=sys.stderr)
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())
