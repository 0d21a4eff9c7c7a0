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


def complaints(policies: str) -> list[str]:
    """What is wrong with these rules of a ruleset, by the schema: the deepest messages."""
    ruleset = {"ruleset": "x", "policies": yaml.safe_load(policies)}
    errors = jsonschema.Draft202012Validator(ruleset_schema()).iter_errors(_texts(ruleset))
    return [jsonschema.exceptions.best_match([error]).message for error in errors]


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        ("decay: {perid: 3}", "'perid' was unexpected"),
        ("decay: often", "'often' is not one of ['on', 'off'"),
        ("rust: {kind: decay, perid: 3}", "'perid' was unexpected"),
        ("rust: {kind: dekay}", "'dekay' is not one of"),
        ("rust: often", "'often' is not one of ['on', 'off'"),
        ("awards: {encounter: {}}", ""),
        ("hoard-limit: {cap: -3}", ""),
        ("hoard-limit: {cap: -3 dp}", ""),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_of_its_options(policies: str, message: str) -> None:
    """Whatever it is called."""
    assert any(message in complaint for complaint in complaints(policies)) or not message
    assert policies.startswith("awards") or complaints(policies)


@pytest.mark.parametrize(
    "policies",
    [
        "{decay: {period: 3}, rust: {kind: decay, period: 90}}",
        "rust: {period: 90}",
        "{decay: off, rust: off, awards: null, grain: on}",
        "hoard-limit: {cap: 3 dp}",
        "hoard-limit: {cap: dearest}",
    ],
)
def test_right_rules_hold(policies: str) -> None:
    assert complaints(policies) == []


@pytest.mark.parametrize("points", [-3, "-3 dp", "-1/2"])
def test_an_amount_that_cannot_be_negative_is_underlined(points: Any) -> None:
    journal = [{"session": "One", "day": 1, "events": [{"awarded": {"points": points}}]}]
    campaign = {"campaign": "x", "ruleset": "dp-forty", "characters": {}, "journal": journal}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(campaign, campaign_schema())
    journal[0]["events"] = [{"awarded": {"points": 3}}]
    jsonschema.validate(campaign, campaign_schema())


def test_each_schema_has_a_name_and_every_word_a_description() -> None:
    """Nothing is to be fetched by that name."""
    from rpgprog.simulate.builds.json_schema import builds_schema

    schemas = [ruleset_schema(), campaign_schema(), builds_schema()]
    assert [schema["$id"].rpartition(":")[2] for schema in schemas] == ["ruleset", "campaign", "builds"]
    assert all(schema["$id"].startswith("urn:rpgprog:") for schema in schemas)
    table = builds_schema()["properties"]["table"]["properties"]
    assert all(table[word].get("description") for word in table)


def test_new_writes_a_schema_beside_the_file_and_names_it(ask: Any, tmp_path: Path) -> None:
    """So that an editor checks it from the first line on; the file holds."""
    code, _, _ = ask("new", tmp_path / "road.yaml", "--schema")
    text = (tmp_path / "road.yaml").read_text()
    assert code == 0 and text.startswith("# yaml-language-server: $schema=campaign.schema.json\n")
    schema = yaml.safe_load((tmp_path / "campaign.schema.json").read_text())
    jsonschema.validate(yaml.safe_load(text), schema)
    assert ask("check", tmp_path / "road.yaml")[0] == 0
