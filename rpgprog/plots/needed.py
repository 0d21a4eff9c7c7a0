"""What plots need beyond the library, and what to say where it is missing."""

from __future__ import annotations

from importlib import import_module

from ..problems import Mistakes, Problem

_LIBRARIES = ("altair", "vl_convert")


def require_plotting() -> None:
    """Raises Mistakes where the extra for plots is not installed."""
    for name in _LIBRARIES:
        try:
            import_module(name)
        except ModuleNotFoundError as missing:
            message = f'plots need "{missing.name}": pip install "rpgprog[plot]"'
            raise Mistakes([Problem(None, message)]) from None
