"""Values on one line, as both JSON and YAML read them."""

from __future__ import annotations

import json
import re
from typing import Any

_NOT_PRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")  # escaped in YAML


def on_one_line(value: Any) -> str:
    """JSON, with all that YAML would not read as it stands escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_PRINTED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
