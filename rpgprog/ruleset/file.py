"""What stands in a ruleset file, and how files that extend each other come together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from attrs import evolve, frozen

from ..problems import Mistakes, Problem
from ..problems.wording import did_you_mean, quoted
from ..reader import Names, Reader, bare_type, readable
from ..reader.scalars import is_nothing
from ..source import Mapping as Map
from ..source import Node, Scalar, Source, file_bytes, read_source
from .about import About
from .packs import find_ruleset, packs
from .registry import always, kinds, own_kinds, policy_class, why_missing


@frozen(eq=False, repr=False)
class Given:
    """One policy as the files give it: its kind, and where each option stands."""

    kind: str
    reader: Reader
    node: Node
    options: dict[str, tuple[Reader, Node, Node]]


OWN_KEYS = frozenset(("ruleset", "extends", "policies"))  # a ruleset file has at least one of these
Layer = tuple[Source, About]  # a file; the one it extends comes before it


def read_layers(source: Source, problems: list[Problem], above: tuple[Path, ...] = ()) -> list[Layer]:
    """This file and what it extends, the deepest first; none if one of them cannot be had."""
    reader = Reader(source, problems)
    if not isinstance(source.root, Map):
        reader.problem(source.root, "a ruleset file begins with ruleset: and its name")
        return []
    about = reader.fill(About, source.root, "a ruleset", salvage=True)
    if about is None or not about.extends:
        return [(source, about)] if about else []
    node = reader.entries(source.root, "a ruleset")["extends"][1]
    above = (*above, Path(source.file).resolve())
    path = find_ruleset(about.extends, source.file)
    if path is None:
        reader.problem(node, f"extends: {_unknown(about.extends)}")
    elif path.resolve() in above:
        itself = "is this very file" if path.resolve() == above[-1] else "extends this file in turn: a circle"
        reader.problem(node, f"extends: {quoted(about.extends)} {itself}")
    elif below := _read_below(path, problems, above):
        return [*below, (source, about)]
    return []


def _unknown(name: str) -> str:
    return f"there is no ruleset {quoted(name)}{did_you_mean(name, packs())}"


def read_ruleset_source(path: Path) -> Source:
    """Read a ruleset file that another file names. Of a file that is no ruleset, nothing is quoted.

    Raises Mistakes as ``read_source`` does.
    """
    stranger = Mistakes([Problem(None, f'"{path}" is not a ruleset file')])
    try:
        source = read_source(path)
    except Mistakes as mistakes:
        if any(problem.place for problem in mistakes.problems) and not _looks_like_one(path):
            raise stranger from None
        raise
    if not isinstance(source.root, Map) or OWN_KEYS.isdisjoint(source.root.entries):
        raise stranger
    return source


def _looks_like_one(path: Path) -> bool:
    """Whether a line of a file that is not YAML begins as one of a ruleset."""
    lines = file_bytes(str(path)).splitlines()
    return any(line.startswith(tuple(f"{key}:".encode() for key in OWN_KEYS)) for line in lines)


def _read_below(path: Path, problems: list[Problem], above: tuple[Path, ...]) -> list[Layer]:
    try:
        return read_layers(read_ruleset_source(path), problems, above)
    except Mistakes as mistakes:
        problems += mistakes.problems
        return []


def names_of(layers: Sequence[Layer]) -> Names:
    """The words that these files bring along; the later ones win."""
    names = Names()
    for _, about in layers:
        names = evolve(
            names,
            points=about.points or names.points,
            xp=about.xp_per_point or names.xp,
            most_postings=about.most_postings or names.most_postings,
            calendar={**names.calendar, **about.calendar},
            skills={**names.skills, **about.skills},
        )
    return names


def merged(layers: Sequence[Layer], names: Names, problems: list[Problem]) -> dict[str, Given]:
    """Each policy with the options of all files, the later ones instead of the earlier."""
    rules: dict[str, Given] = {}
    for source, about in layers:
        reader = Reader(source, problems, names.in_rules())
        if about.policies is not None:
            for name, (key, value) in reader.entries(about.policies, "policies").items():
                _merge(rules, name, reader, key, value)
    return rules


def _merge(rules: dict[str, Given], name: str, reader: Reader, key: Scalar, value: Node) -> None:
    if name in always():
        reader.problem(key, f"{quoted(name)} is always on and has no options")
    elif isinstance(value, Scalar) and value.text == "off":
        if rules.pop(name, None) is None:
            reader.problem(key, f"there is no policy {quoted(name)} to switch off{did_you_mean(name, rules)}")
    elif (options := _options(name, reader, value)) is not None:
        kind = _kind(name, options, rules, reader, key)
        if kind:
            before = rules[name].options if name in rules and rules[name].kind == kind else {}
            together = {**before, **options}
            fields = readable(cast(Any, policy_class(kind)))
            kept = {o: entry for o, entry in together.items() if not _resets(fields.get(o), entry[2])}
            rules[name] = Given(kind, reader, key, kept)


def _resets(option: Any, node: Node) -> bool:
    """Whether null, or off where that is not a value, sets an option back to its default."""
    if option is None or not isinstance(node, Scalar) or not node.plain:
        return False
    values = option.metadata.get("choices", ())
    is_value = bare_type(option.type) is bool or node.text in values
    return is_nothing(node) or (node.text == "off" and not is_value)


def _options(name: str, reader: Reader, value: Node) -> dict[str, tuple[Reader, Node, Node]] | None:
    if isinstance(value, Scalar) and value.text in ("on", "", "~", "null"):
        return {}
    if isinstance(value, Map):
        return {option: (reader, key, node) for option, (key, node) in value.entries.items()}
    word = value.text.lower() if isinstance(value, Scalar) else ""
    hint = {"no": ": write off", "false": ": write off", "yes": ": write on", "true": ": write on"}
    shown = f"{quoted(value.text)}{hint.get(word, '')}" if isinstance(value, Scalar) else "a list"
    reader.problem(value, f"{name}: takes on, off or a map of options, not {shown}")
    return None


def _why_missing(kind: str) -> str:
    return "" if kind in own_kinds() else why_missing(kind)


def _kinds(name: str) -> list[str]:
    """The kinds that a file may name; other packages' are looked up only where ours are not enough."""
    return [kind for kind in (own_kinds() if name in own_kinds() else kinds()) if kind not in always()]


def _kind(name: str, options: dict[str, Any], rules: Mapping[str, Given], reader: Reader, key: Node) -> str:
    if "kind" in options:
        _, _, node = options.pop("kind")
        if why := _why_missing(getattr(node, "text", "")):
            reader.problem(node, f"kind: {why}")
            return ""
        return reader.known(node, "kind", "kind of policy", _kinds(getattr(node, "text", ""))) or ""
    if name in rules:
        return rules[name].kind
    if why := _why_missing(name):
        reader.problem(key, why)
        return ""
    if name not in _kinds(name):
        near = did_you_mean(name, _kinds(name))
        reader.problem(key, f"there is no policy {quoted(name)}{near} (a name of your own needs kind:)")
        return ""
    return name
