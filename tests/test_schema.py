"""The schemas accept what the readers accept, and refuse what an editor should underline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rpgprog.journal.json_schema import campaign_schema, ruleset_schema
from rpgprog.ruleset import PACKS, packs

ROAD = Path(__file__).parent / "road.yaml"


@pytest.mark.slow
@pytest.mark.parametrize("schema", [campaign_schema(), ruleset_schema()], ids=["campaign", "ruleset"])
def test_they_are_schemas(schema: Any) -> None:
    """By the standard's own schema."""
    jsonschema.Draft202012Validator.check_schema(schema)


def plain(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)


@pytest.mark.slow
@pytest.mark.parametrize("pack", packs())
def test_shipped_files_hold(pack: str) -> None:
    """Each ruleset and each example campaign."""
    jsonschema.validate(_texts(plain(PACKS / pack / "ruleset.yaml")), ruleset_schema())
    jsonschema.validate(_texts(plain(PACKS / pack / "campaign.yaml")), campaign_schema())


def _texts(value: Any) -> Any:
    """Keys are texts in JSON, and dates too."""
    if isinstance(value, dict):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("used: {who: Kessa", "usd: {who: Kessa"),
        ("times: 6", "tmes: 6"),
        ("times: 6", "times: many"),
        ("day: 12", "day: soon"),
        ("ruleset: dp-forty", "rules: dp-forty"),
        ("stakes: true", "stakes: 7"),
        ("outcome: success", "outcome: brilliant"),
        ("rank: 9", "rnk: 9"),
    ],
)
def test_slips_are_underlined(right: str, wrong: str) -> None:
    """A misspelt word or a wrong type does not hold."""
    text = ROAD.read_text()
    jsonschema.validate(yaml.safe_load(text), campaign_schema())
    assert right in text
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text.replace(right, wrong, 1)), campaign_schema())


@pytest.mark.slow
def test_a_misspelt_option_is_underlined() -> None:
    """In a ruleset."""
    good = {"ruleset": "mine", "policies": {"decay": {"period": "3 months"}}}
    jsonschema.validate(good, ruleset_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"ruleset": "mine", "policies": {"decay": {"perod": 3}}}, ruleset_schema())
