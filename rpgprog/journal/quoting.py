"""Values on one line, as both JSON and YAML read them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][\w' -]*")
_TAKEN = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}  # YAML reads something else
_NOT_PRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")  # escaped in YAML


def on_one_line(value: Any) -> str:
    """JSON, with all that YAML would not read as it stands escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_PRINTED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def typed(text: str) -> str:
    """A text as somebody would type it: in quotes only where it needs them."""
    is_plain = _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _TAKEN
    return text if is_plain else on_one_line(text)


def typed_list(texts: Sequence[str]) -> str:
    """Texts as somebody would type them: one alone, or several in brackets."""
    return typed(texts[0]) if len(texts) == 1 else f"[{', '.join(map(typed, texts))}]"
