"""The JSON Schema of a file of builds, made from the same classes and patterns that read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...journal.json_schema import GOAL, LIST, SPAN, Schema, head, map_of, object_schema, skills_schema
from .activities import COURSE, PACE
from .file import BuildsFile
from .frequency import ABSENCES, MOST, PATTERNS
from .plan import CONDITIONS, WORDS, Saving
from .table import Achievement, Build, Encounter, Table, Training, Use

_WEIGHTS = {"anyOf": [LIST, {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}]}
_WISH, _PLAN = {"$ref": "#/$defs/wish"}, {"$ref": "#/$defs/plan"}
_PART = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": r"^[0-9]"}]}


def builds_schema() -> Schema:
    """The schema of files of builds."""
    schema = object_schema(BuildsFile, {"skills": skills_schema()})
    schema["properties"]["builds"] = {**map_of(_nothing_or(_build())), "type": "object", "minProperties": 1}
    every = {"anyOf": [SPAN, {"type": "array", "items": SPAN, "minItems": 1}]}
    schema["properties"]["table"] = object_schema(Table, {**_happens(), "every": every})
    named = {"wish": _wish(), "plan": {"anyOf": [_WISH, {"type": "array", "items": _WISH}, {"type": "null"}]}}
    return {**head("builds"), "$defs": named, **schema}


def _build() -> Schema:
    happens = _happens()
    own = {word: happens[word] for word in ("uses", "training")}
    ranks = map_of({"type": "integer", "minimum": 0})
    return object_schema(Build, {**own, "plan": _PLAN, "start": ranks, "ranks": ranks})


def _happens() -> dict[str, Schema]:
    """What happens at a table, each with how often."""
    often = _written(PATTERNS, MOST)
    pace = {"type": "string", "pattern": f"^({PACE.pattern}|{COURSE})$"}
    use = {"anyOf": [often, object_schema(Use, {"often": often, "success": _PART})]}
    return {
        "absent": _written(ABSENCES, 1),
        "encounters": map_of({"anyOf": [often, object_schema(Encounter, {"often": often})]}),
        "awards": map_of(object_schema(Achievement, {"often": often})),
        "uses": {**map_of(use), "properties": {"success": _PART}},
        "training": map_of({"anyOf": [pace, object_schema(Training, {"often": pace})]}),
    }


def _written(patterns: Iterable[str], most: int) -> Schema:
    """A number of times, or a text that says how often."""
    texts = {"type": "string", "pattern": f"^({'|'.join(patterns)})$"}
    return {"anyOf": [{"type": "number", "minimum": 0, "maximum": most}, texts]}


def _wish() -> Schema:
    """A text, or one word with what it takes and perhaps conditions."""
    values = {
        "save": {"anyOf": [GOAL, object_schema(Saving, {"for": GOAL})]},
        "share": _WEIGHTS,
        "relearn": {"anyOf": [*LIST["anyOf"], {"type": "object"}]},
    }
    properties: dict[str, Any] = {word: values.get(word, _PLAN) for word in WORDS}
    return {
        "anyOf": [
            GOAL,
            {
                "type": "object",
                "properties": {**properties, **dict.fromkeys(CONDITIONS, GOAL)},
                "oneOf": [{"required": [word]} for word in WORDS],
                "additionalProperties": False,
            },
        ]
    }


def _nothing_or(schema: Schema) -> Schema:
    return {"anyOf": [{"type": "null"}, schema]}
