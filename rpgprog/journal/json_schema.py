"""JSON Schemas of the files people write, made from the same classes that read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, get_args, get_origin

import attrs

from ..curve import Curve
from ..ledger.units import DAYS, scale_of, unit_of
from ..reader import Skill, bare_type, readable
from ..reader.describe import described
from ..reader.goals import Goal
from ..ruleset import About
from ..ruleset.manual import default_of
from ..ruleset.registry import kinds, policy_class
from . import CampaignFile, Character, DowntimeItem, SessionItem
from .calendar_file import MonthItem
from .entries.play import KINDS

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?[0-9./]+%?$"}]}
AMOUNT = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?[0-9./]+%?\s*[^0-9]*$"}]}
NOT_NEGATIVE = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[+]?[0-9./]+%?\s*[^0-9]*$"}]
}
SWITCHES = ["on", "off", True, False, None]
SPAN = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9./]+ [a-z]+$"}]}
DATE = r"^([^,]+, *)?([0-9]+ +)?[^0-9]*[^0-9 ] +[0-9]+( +[^0-9]+)?$"  # 3 Rain 412
DAY = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": DATE}]}
TEXT = {"type": ["string", "number"]}
CURVE = {
    "description": "one number, a list, bands such as 1-10: 5, growth, or a formula",
    "anyOf": [
        {"type": ["number", "string"]},
        {"type": "array", "items": NUMBER, "minItems": 1},
        {"type": "object"},
    ],
}
GOAL = {"type": "string", "pattern": r"\S"}
GOALS = {
    "anyOf": [
        GOAL,
        {"type": "array", "items": GOAL},
        {"type": ["object", "null"], "additionalProperties": {"type": ["integer", "null"], "minimum": 1}},
    ]
}
LIST = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}


def ruleset_schema() -> Schema:
    """The schema of ruleset files."""
    schema = object_schema(About)
    schema["properties"]["skills"] = skills_schema()
    rules = {kind: {**_rule(kind), "required": []} for kind in kinds()}
    of_a_kind = {kind: {"$ref": f"#/$defs/{kind}"} for kind in rules}
    schema["properties"]["policies"] = {
        "type": ["object", "null"],
        "properties": {kind: _on_off_or(options) for kind, options in of_a_kind.items()},
        "additionalProperties": _on_off_or(_by_kind(of_a_kind)),
    }
    return {**head("ruleset"), "$defs": rules, **schema}


def head(file: str) -> Schema:
    """What each schema begins with; its name is not an address: nothing is to be fetched."""
    return {"$schema": DRAFT, "$id": f"urn:rpgprog:{version('rpgprog')}:{file}", "title": f"rpgprog {file}"}


def _rule(kind: str) -> Schema:
    return object_schema(policy_class(kind), extra={"kind": {"type": "string"}})


def _on_off_or(options: Schema) -> Schema:
    """A rule: its options, or a switch. What is wrong with options is said of them, not of the switch."""
    return {"if": {"type": "object"}, "then": options, "else": {"enum": SWITCHES}}


def _by_kind(of_a_kind: Mapping[str, Schema]) -> Schema:
    """Options of a rule with another name: those of its kind, which a file it extends may have said."""
    named = {"properties": {"kind": {"enum": [*of_a_kind]}}}
    each = (
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": options}
        for kind, options in of_a_kind.items()
    )
    return {**named, "allOf": [*each]}


def campaign_schema() -> Schema:
    """The schema of campaign files."""
    event = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {word: object_schema(cls) for word, cls in KINDS.items()},
    }
    items = [object_schema(SessionItem), object_schema(DowntimeItem), _passed(), event]
    for item in items[:2]:
        item["properties"]["events"] = {"type": ["array", "null"], "items": {"$ref": "#/$defs/event"}}
    schema = object_schema(CampaignFile)
    schema["properties"]["characters"] = map_of({"anyOf": [{"type": "null"}, object_schema(Character)]})
    schema["properties"]["skills"] = skills_schema()
    calendar = schema["properties"]["calendar"]["properties"]
    calendar["months"] = _months(calendar["months"]["description"])
    schema["properties"]["journal"] = {
        "type": ["array", "null"],
        "items": {"anyOf": [*items[:3], {"$ref": "#/$defs/event"}]},
    }
    return {**head("campaign"), "$defs": {"event": event}, **schema}


def skills_schema() -> Schema:
    """Skills by name, each with its category, with more about it, or with nothing."""
    return map_of({"anyOf": [{"type": "string"}, {"type": "null"}, object_schema(Skill)]})


def _months(description: str) -> Schema:
    """The months of a calendar: each with its days, or with more about it."""
    month = {"anyOf": [{"type": "integer", "minimum": 1}, object_schema(MonthItem)]}
    return {**map_of(month), "description": description}


def _passed() -> Schema:
    return {
        "type": "object",
        "properties": {"passed": SPAN},
        "required": ["passed"],
        "additionalProperties": False,
    }


def object_schema(cls: Any, extra: Mapping[str, Schema] | None = None) -> Schema:
    """A map with the words of a class; ``extra`` are words whose values are another matter."""
    fields = readable(cls)
    own = {key: _field(cls, key) for key in fields}
    for key, schema in (extra or {}).items():
        own[key] = {**schema, "description": own[key]["description"]} if key in own else schema
    return {
        "type": "object",
        "description": " ".join((cls.__doc__ or "").split("\n\n")[0].split()),
        "properties": own,
        "required": [key for key, field in fields.items() if field.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def map_of(schema: Schema) -> Schema:
    """A map by name, or nothing."""
    return {"type": ["object", "null"], "additionalProperties": schema}


def _field(cls: Any, key: str) -> Schema:
    field = readable(cls)[key]
    return {**_value(field), "description": " ".join(described(field, default_of(cls, key)))}


def _value(field: Any) -> Schema:
    how, kind = field.metadata, bare_type(field.type)
    if "within" in how:
        return object_schema(how["within"])
    if kind is Curve:
        return CURVE
    if get_args(kind)[:1] == (Goal,):
        return GOALS
    if get_origin(kind) is tuple:
        return LIST if how.get("reads") != "skills" else {"anyOf": [*LIST["anyOf"], {"type": "object"}]}
    if get_origin(kind) is not None:
        inner = bare_type(get_args(kind)[1])
        return map_of(CURVE if inner is Curve else _scalar(inner, how))
    return _scalar(kind, how)


def _scalar(kind: Any, how: Mapping[str, Any]) -> Schema:
    plain = _plain(kind, how)
    return {"anyOf": [{"enum": list(how["words"])}, plain]} if "words" in how else plain


def _plain(kind: Any, how: Mapping[str, Any]) -> Schema:
    if how.get("choices"):
        return {"enum": list(how["choices"])}
    if how.get("date"):
        return DAY
    if unit := unit_of(how):
        return _counted(unit, how)
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return _whole(how)
    return TEXT


def _counted(unit: str, how: Mapping[str, Any]) -> Schema:
    """A number that its unit may follow."""
    if unit == DAYS:
        return SPAN
    if scale_of(how) > 1:
        return NOT_NEGATIVE if _is_bounded(how) else AMOUNT
    word = f"{re.escape(unit.removesuffix('s'))}s?"
    return {"anyOf": [_whole(how), {"type": "string", "pattern": rf"^[+-]?[0-9]+\s*{word}$"}]}


def _is_bounded(how: Mapping[str, Any]) -> bool:
    """Whether it may not be negative."""
    return bool(how.get("least", -1) >= 0 or how.get("above", -1) >= 0)


def _whole(how: Mapping[str, Any]) -> Schema:
    return {"type": "integer", **({"minimum": how["least"]} if "least" in how else {})}
