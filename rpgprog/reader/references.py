"""Lists, maps, choices, and the names of what must exist."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

from attrs import define

from ..problems.wording import did_you_mean, listing, nearest, quoted
from ..source import Items, Node, Scalar
from ..source import Mapping as Map
from .dates import Days
from .naming import unfit_person
from .scalars import is_nothing

MOST_HINTS = 100  # mistakes of a file for which it is looked for what was meant


@define(eq=False, repr=False)
class Words(Days):
    """Reads words that only certain files know: skills, talents, people."""

    def items(self, node: Node, label: str) -> list[Node]:
        """The members of a list; one value alone counts as a list of one, nothing as an empty one."""
        if isinstance(node, Items):
            return node.items
        if isinstance(node, Scalar) and node.text.strip():
            return [] if is_nothing(node) else [node]
        if not is_nothing(node):
            self.refuse(node, label, "a list")
        return []

    def entries(self, node: Node, label: str) -> dict[str, tuple[Scalar, Node]]:
        """The keys and values of a map; nothing at all counts as an empty one."""
        if isinstance(node, Map):
            return node.entries
        if not is_nothing(node):
            self.refuse(node, label, "a map such as {key: value}")
        return {}

    def choice(self, node: Node, label: str, allowed: Iterable[str]) -> str | None:
        """One of these words."""
        text, allowed = self.text(node, label), list(allowed)
        if text is None or text in allowed:
            return text
        near = nearest(text, allowed)
        hint = f'; did you mean "{near}"?' if near else ""
        return self._reject(node, f"{label}: takes {listing(allowed, 'or')}, not {quoted(text)}{hint}")

    def known(self, node: Node, label: str, kind: str, allowed: Iterable[str]) -> str | None:
        """The name of something that must exist."""
        text, allowed = self.text(node, label), list(allowed)
        if text is None or text in allowed:
            return text
        if (composed := normalize("NFKC", text)) in allowed:  # as some keyboards and systems write it
            return composed
        if kind == "skill" and text in self.names.talents:
            return self._reject(node, f"{label}: {quoted(text)} is a talent: buy it with talent: {text}")
        if kind == "talent" and text in self.names.skills:
            return self._reject(node, f"{label}: {quoted(text)} is a skill: write skill: {text}")
        return self._reject(node, f"{label}: there is no {kind} {quoted(text)}{self.hint(text, allowed)}")

    def hint(self, word: str, allowed: Iterable[str]) -> str:
        """What was meant, for the first mistakes of a file: looking for it takes longer than reading."""
        return did_you_mean(word, allowed) if len(self.problems) < MOST_HINTS else ""

    def person(self, node: Node, label: str) -> str | None:
        """The name of a real person: a player, a game master. Spaces too many do no harm there."""
        text = self.text(node, label)
        wrong = unfit_person(text or "")
        return self._reject(node, f"{label}: {wrong}") if wrong else text

    def skill(self, node: Node, label: str = "skill") -> str | None:
        """A skill of the ruleset or the campaign."""
        return self.known(node, label, "skill", self.names.skills)

    def talent(self, node: Node, label: str = "talent") -> str | None:
        """A talent that the rules sell."""
        return self.known(node, label, "talent", self.names.talents)

    def talents(self, node: Node, label: str) -> tuple[str, ...]:
        """Talents somebody has; where the rules sell none, any may be named."""
        read = self.talent if self.names.talents else self.text
        return tuple(name for item in self.items(node, label) if (name := read(item, label)) is not None)

    def stat(self, node: Node, label: str) -> str | None:
        """A stat that a skill goes with; where none is named, any."""
        stats = self.names.stats()
        return self.known(node, label, "stat", stats) if stats else self.text(node, label)

    def profession(self, node: Node, label: str) -> str | None:
        """A profession: one that the rules have a table for, where they have any."""
        known = self.names.professions
        return self.known(node, label, "profession", known) if known else self.text(node, label)

    def policies(self, node: Node, label: str) -> tuple[str, ...]:
        """Names of house rules in force."""
        known = (self.known(item, label, "policy", self.names.policies) for item in self.items(node, label))
        return tuple(name for name in known if name is not None)

    def target(self, node: Node, label: str) -> str | None:
        """Something to save for: a talent or a skill, also written talent/attunement."""
        text = self.text(node, label)
        bare = None if text is None else text.removeprefix("talent/").removeprefix("skill/")
        if bare is None or bare in self.names.talents or bare in self.names.skills:
            return bare
        return self.known(node, label, "talent or skill", (*self.names.talents, *self.names.skills))

    def people(self, node: Node, label: str, extra: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Characters of the campaign, each once, and words for several, such as "all"."""
        allowed = (*self.names.people, *extra)
        names = (self.known(item, label, "character", allowed) for item in self.items(node, label))
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def skills(self, node: Node, label: str) -> tuple[str, ...]:
        """Skills and categories, written out as skills."""
        if isinstance(node, Map):
            groups = [self._group(key, value, label) for key, value in node.entries.values()]
            return tuple(dict.fromkeys(name for group in groups for name in group))
        allowed = [*self.names.skills, *self.names.categories()]
        known = [self.known(item, label, "skill or category", allowed) for item in self.items(node, label)]
        return tuple(dict.fromkeys(skill for name in known if name for skill in self.names.members(name)))

    def _group(self, key: Scalar, value: Node, label: str) -> tuple[str, ...]:
        word = self.choice(key, label, ("skills", "categories"))
        if word is None:
            return ()
        allowed = list(self.names.skills) if word == "skills" else self.names.categories()
        kind = "skill" if word == "skills" else "category"
        known = [self.known(item, word, kind, allowed) for item in self.items(value, word)]
        return tuple(skill for name in known if name for skill in self._members(word, name))

    def _members(self, word: str, name: str) -> list[str]:
        if word == "skills":
            return [name]
        return [skill for skill, about in self.names.skills.items() if about.category == name]
