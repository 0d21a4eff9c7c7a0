"""A ruleset: a named set of policies from YAML, checked as a whole.

A file may extend a pack or another file; then each policy is overridden one option at a time,
and ``name: off`` leaves one out. Every mistake is told, at its place in the file where it stands.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
from attrs import Factory, evolve, field, frozen

from .codec import Names, Reader, Skill
from .curve import FINEST, Curve
from .engine.rules import Rules
from .policy import Policy, SkillPolicy
from .problems import Mistakes, Problem
from .registry import always, kinds, policy_class
from .source import Mapping as Map
from .source import Node, Scalar, Source, read_source
from .words import did_you_mean, listing, quoted

ENGINE_REVISION = 1  # raise it when the engine's results change
LARGEST_PRODUCT = 2**62
LARGEST_AWARD = 10**9  # units

PACKS = next(
    folder for folder in (Path(__file__).parent / "rulesets", Path(__file__).parent.parent / "rulesets") if folder.is_dir()
)


def _text(help: str, default: str = "", **how: Any) -> Any:
    return field(default=default, metadata={"help": help, **how})


@frozen
class About:
    """What a ruleset file says beside its policies."""

    ruleset: str = field(metadata={"help": "the name of the ruleset"})
    title: str = _text("what it is called in full")
    about: str = _text("what kind of table it is for")
    extends: str = _text("a pack's name or a path: what this file only changes")
    licence: str = _text("the licence of this file, by its SPDX name")
    attribution: tuple[str, ...] = field(default=(), metadata={"help": "the lines that its sources ask for"})
    source: tuple[str, ...] = field(default=(), metadata={"help": "where its numbers come from"})
    points: str = _text("what points are called", "")
    xp_per_point: int = field(default=0, metadata={"help": "XP that a point is worth", "least": 1})
    calendar: Mapping[str, int] = field(default=Factory(dict), metadata={"help": "days in a week, month, year"})
    skills: Mapping[str, Skill] = field(
        default=Factory(dict), metadata={"help": "skills with category and stat", "reads": lambda r, n, w: skills(r, n)}
    )
    policies: Any = field(default=None, metadata={"help": "the house rules", "reads": lambda r, n, w: n})


@frozen(eq=False)
class Ruleset:
    """Checked policies and the words they use. ``digest`` changes with anything that changes results."""

    name: str
    file: str
    title: str
    about: str
    licence: str
    attribution: tuple[str, ...]
    source: tuple[str, ...]
    names: Names
    policies: tuple[Policy, ...]
    digest: str

    @cached_property
    def rules(self) -> Rules:
        """The policies, bound to their moments."""
        return Rules(self.policies)

    def with_skills(self, more: Mapping[str, Skill]) -> Ruleset:
        """The same rules for a campaign that adds skills of its own."""
        if not more:
            return self
        names = evolve(self.names, skills={**self.names.skills, **more})
        return evolve(self, names=names, policies=tuple(_governing(list(self.policies), names, {}, [])))


def skills(reader: Reader, node: Node) -> dict[str, Skill]:
    """Skills by id; a skill may be given by its category alone."""
    found = {}
    for key, (_, value) in reader.entries(node, "skills").items():
        short = isinstance(value, Scalar) and bool(value.text)
        skill = Skill(category=value.text) if short else reader.fill(Skill, value, f'the skill "{key}"')  # type: ignore[union-attr]
        if skill is not None:
            found[key] = skill
    return found


@frozen
class _Given:
    """One policy as the files give it: its kind, and where each option stands."""

    kind: str
    reader: Reader
    node: Node
    options: dict[str, tuple[Reader, Node, Node]]


def packs() -> list[str]:
    """The names of the rulesets that come with rpgprog."""
    return sorted(folder.name for folder in PACKS.iterdir() if (folder / "ruleset.yaml").is_file())


def find_ruleset(name: str, beside: str = "") -> Path | None:
    """The file of a pack, or of a path (relative to the file it stands in)."""
    if (PACKS / name / "ruleset.yaml").is_file() and os.sep not in name:
        return PACKS / name / "ruleset.yaml"
    path = Path(beside).parent / name
    return path / "ruleset.yaml" if path.is_dir() else path if path.is_file() else None


def load_ruleset(name: str | os.PathLike[str]) -> Ruleset:
    """A ruleset from a pack's name or a file's path.

    Raises Mistakes with everything that is wrong in it and in what it extends.

    >>> load_ruleset("dp-forty").title
    'Forty points a level'
    """
    path = find_ruleset(os.fspath(name))
    if path is None:
        raise Mistakes([Problem(None, f"there is no ruleset {quoted(os.fspath(name))}{did_you_mean(os.fspath(name), packs())}")])
    return _build(read_source(path))


def _build(source: Source) -> Ruleset:
    problems: list[Problem] = []
    layers = _layers(source, problems)
    if problems:
        raise Mistakes(problems)
    about, names = layers[-1][1], _names(layers)
    given: dict[str, _Given] = {}
    for reader, layer in layers:
        reader.names = names
        _merge(given, reader, layer.policies)
    policies = [p for name, policy in given.items() if (p := _policy(name, policy, problems)) is not None]
    policies += [policy_class(kind)(name=kind) for kind in always()]
    _check(policies, given, names, problems)
    if problems:
        raise Mistakes(problems)
    talents = {talent: None for policy in policies for talent in getattr(policy, "talents", ())}
    names = evolve(names, talents=tuple(talents))
    first = [getattr(about, name) or next((getattr(a, name) for _, a in reversed(layers) if getattr(a, name)), "") for name in ("title", "about", "licence")]
    texts = [tuple(dict.fromkeys(line for _, a in layers for line in getattr(a, name))) for name in ("attribution", "source")]
    return Ruleset(about.ruleset, source.file, *first, *texts, names, tuple(policies), _digest(layers, policies))


def _layers(source: Source, problems: list[Problem], seen: tuple[str, ...] = ()) -> list[tuple[Reader, About]]:
    """This file and what it extends, the deepest first."""
    reader = Reader(source, problems)
    about = reader.fill(About, source.root, "a ruleset")
    if about is None:
        return []
    if not about.extends:
        return [(reader, about)]
    node = reader.entries(source.root, "")["extends"][1]
    path = find_ruleset(about.extends, source.file)
    if path is None:
        reader.problem(node, f"extends: there is no ruleset {quoted(about.extends)}{did_you_mean(about.extends, packs())}")
    elif str(path.resolve()) in (*seen, str(Path(source.file).resolve())):
        reader.problem(node, f"extends: {quoted(about.extends)} extends this file in turn")
    else:
        try:
            below = _layers(read_source(path), problems, (*seen, str(Path(source.file).resolve())))
        except Mistakes as mistakes:
            problems += mistakes.problems
            return []
        return [*below, (reader, about)]
    return []


def _names(layers: list[tuple[Reader, About]]) -> Names:
    names = Names()
    for _, about in layers:
        names = evolve(
            names,
            points=about.points or names.points,
            xp=about.xp_per_point or names.xp,
            calendar={**names.calendar, **about.calendar},
            skills={**names.skills, **about.skills},
        )
    return names


def _merge(given: dict[str, _Given], reader: Reader, node: Node | None) -> None:
    for name, (key, value) in reader.entries(node, "policies").items() if node is not None else ():
        if isinstance(value, Scalar) and value.plain and value.text == "off":
            if given.pop(name, None) is None:
                reader.problem(key, f'there is no policy "{name}" to switch off{did_you_mean(name, given)}')
            continue
        if isinstance(value, Scalar) and value.plain and value.text == "on":
            options = {}
        else:
            options = {key: (reader, k, v) for key, (k, v) in reader.entries(value, name).items()}
        kind = _kind(name, options, given, reader, key)
        if kind:
            before = given[name].options if name in given and given[name].kind == kind else {}
            given[name] = _Given(kind, reader, key, {**before, **options})


def _kind(name: str, options: dict[str, Any], given: Mapping[str, _Given], reader: Reader, key: Node) -> str:
    if "kind" in options:
        _, _, node = options.pop("kind")
        return reader.known(node, "kind", "kind of policy", kinds()) or ""
    if name in given:
        return given[name].kind
    try:
        policy_class(name)
    except KeyError:
        reader.problem(key, f'there is no policy "{name}"{did_you_mean(name, kinds())} (or say kind: of a rule of your own name)')
        return ""
    return name


def _policy(name: str, given: _Given, problems: list[Problem]) -> Policy | None:
    mistakes, cls = len(problems), policy_class(given.kind)
    if cls.always:
        given.reader.problem(given.node, f'"{name}" is always on and has no options')
        return None
    values = given.reader.options(cls, given.options, given.node, name)
    return cls(name=name, **values) if len(problems) == mistakes else None


def _check(policies: list[Policy], given: Mapping[str, _Given], names: Names, problems: list[Problem]) -> None:
    policies[:] = _governing(policies, names, given, problems)
    _check_doubles(policies, given, problems)
    _check_decays(policies, given, names, problems)
    _check_products(policies, given, problems)


def _governing(
    policies: list[Policy], names: Names, given: Mapping[str, _Given], problems: list[Problem]
) -> Iterator[Policy]:
    """Among the policies of one kind the narrowest ``only`` governs a skill; equals are a mistake."""
    for policy in policies:
        rivals = [p for p in policies if type(p) is type(policy)]
        if not isinstance(policy, SkillPolicy) or (len(rivals) == 1 and not policy.only):
            yield policy
            continue
        governs = set()
        for skill in policy.only or names.skills:
            closest = min(len(p.only or names.skills) for p in rivals if not p.only or skill in p.only)  # type: ignore[attr-defined]
            tied = [p for p in rivals if len(p.only or names.skills) == closest and (not p.only or skill in p.only)]  # type: ignore[attr-defined]
            if tied[0] is policy:
                governs.add(skill)
                if len(tied) > 1 and given:
                    _tell(given, problems, tied[1].name, f'"{tied[1].name}" and "{policy.name}" both govern {skill}, and neither is narrower')
        yield evolve(policy, governs=frozenset(governs))


def _tell(given: Mapping[str, _Given], problems: list[Problem], name: str, message: str) -> None:
    place = given[name].reader.source.place(given[name].node)
    if not any(problem.place == place for problem in problems):
        problems.append(Problem(place, message))


def _check_doubles(policies: list[Policy], given: Mapping[str, _Given], problems: list[Problem]) -> None:
    for policy in policies:
        rivals = [p for p in policies if type(p) is type(policy)]
        if len(rivals) > 1 and not isinstance(policy, SkillPolicy) and policy is not rivals[0]:
            _tell(given, problems, policy.name, f'"{policy.name}" does the same as "{rivals[0].name}": one of them must go')


def _check_decays(policies: list[Policy], given: Mapping[str, _Given], names: Names, problems: list[Problem]) -> None:
    """D2 and D4 on one skill: which took the last rank would depend on how time is cut."""
    both = {kind: [p for p in policies if p.kind == kind] for kind in ("decay", "global-decay")}
    for one in both["decay"]:
        for other in both["global-decay"]:
            shared = [s for s in names.skills if s in one.governs and s in other.governs]  # type: ignore[attr-defined]
            if shared:
                few = listing(shared[:3]) + (" and others" if len(shared) > 3 else "")
                _tell(given, problems, one.name, f'"{one.name}" and "{other.name}" both take ranks of {few}: switch one off, or say only:')


def _check_products(policies: list[Policy], given: Mapping[str, _Given], problems: list[Problem]) -> None:
    """The largest award times all factors must fit 62 bits: whole numbers in lanes wrap."""
    product, largest = LARGEST_AWARD, ""
    for policy in policies:
        for f in attrs.fields(type(policy)):
            curve = getattr(policy, f.name)
            if f.metadata.get("factor") and isinstance(curve, Curve):
                product *= max(curve[n] for n in range(curve.first - 1, curve.first + 200))
                largest = policy.name if curve.over == FINEST or not largest else largest
    if product >= LARGEST_PRODUCT and largest:
        _tell(given, problems, largest, f'the factors of "{largest}" and other rules are too fine or too large together: '
            "write them as a list with few digits")  # fmt: skip


def _digest(layers: list[tuple[Reader, About]], policies: list[Policy]) -> str:
    """What results depend on: the files' content, and the revisions of the engine and of each policy."""
    content = [_plain(reader.source.root) for reader, _ in layers]
    revisions = sorted((p.name, p.kind, p.revision) for p in policies)
    text = json.dumps([ENGINE_REVISION, revisions, content], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Map):
        return {key: _plain(value) for key, (_, value) in node.entries.items()}
    return [_plain(item) for item in node.items]
