"""C7. Certificates lapse."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import Factory, frozen

from ..events import Certified, Used
from ..ledger.accounts import ABSENT, CERTIFICATE
from ..ledger.numbers import Whole
from ..ledger.refusals import Code
from ..policy import Account, Book, Need, Policy, Stage, due, memory, on, option
from ..policy.traits import Deeds
from ..reader import Reader
from ..source import Node


def _read_skills(reader: Reader, node: Node, label: str) -> dict[str, str]:
    """Certificates, each with the skill it is for."""
    entries = reader.entries(node, label).items()
    skills = {name: reader.skill(value, f"{label}, {name}") for name, (_, value) in entries}
    return {name: skill for name, skill in skills.items() if skill is not None}


@frozen(eq=False, repr=False)
class Certificates(Policy):
    """A certificate stays valid only as long as its holder keeps doing the job.

    `skills` names the certificates, each with the skill it is for. Any use of that skill that did not fail
    is a job. A certificate lapses when the last job is more than `valid` days ago; days on which the player
    was away do not count. One that has lapsed takes a test or an assessed job (`certified:`), and so does
    the first one.

        certificates: {skills: {lifeguard: swim}, valid: 90}
    """

    rewards_use: ClassVar[bool] = False
    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((), "it names no skills", when=lambda self: not self.skills),
    )
    covers: ClassVar[Mapping[str, str]] = {"C7": "certificates: {skills: {lifeguard: swim}, valid: 90}"}

    skills: Mapping[str, str] = option(
        Factory(dict),
        reads=_read_skills,
        takes="a map: each certificate with its skill",
        help="the certificates there are, each with the skill it is for",
    )
    valid: int = option(
        90, unit="days", least=0, help="how long after the last job a certificate is still valid"
    )
    since: str = memory("last job")

    @on(Certified, stage=Stage.CHECK)
    def check(self, event: Certified, book: Book) -> None:
        known = ", ".join(self.skills) or "none"
        why = f"there is no certificate as {event.certificate}; there are: {known}"
        book.require(event.certificate in self.skills, Code.UNKNOWN, why, who=event.who)

    @on(Certified)
    def give(self, event: Certified, book: Book) -> None:
        self._prolong(event.who, event.certificate, book)
        book.set(book[event.who, CERTIFICATE, event.certificate], 1, event.why or "certified")

    @on(Used, stage=Stage.REMEMBER)
    def work(self, event: Used, book: Book) -> None:
        if event.outcome in ("", "success", "critical"):
            for certificate, skill in self.skills.items():
                if skill == event.skill:
                    valid = book[event.who, CERTIFICATE, certificate].balance > 0
                    book.only(valid, self._prolong, event.who, certificate)

    def _prolong(self, who: str, certificate: str, book: Book) -> None:
        now = book.today.balance + 1 - book[who, ABSENT, ""].balance
        book.set(book[who, self.since, certificate], now, "a job")

    def restart(self, skills: Container[str], book: Book) -> None:
        book.each(CERTIFICATE, self._begin_now)

    def _begin_now(self, certificate: Account, book: Book) -> None:
        self._prolong(certificate.who, certificate.of, book)

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(CERTIFICATE, skills, book)
        super().hand_back(skills, book)

    def lapses(self, certificate: Account, book: Book) -> Whole:
        """The first day on which it is not valid."""
        since = book[certificate.who, self.since, certificate.of].balance
        return since + self.valid + book[certificate.who, ABSENT, ""].balance

    @due(CERTIFICATE, when=lapses)
    def lapse(self, certificate: Account, book: Book) -> None:
        book.set(certificate, 0, ("no job for more than {:d} days", self.valid))
