"""Options of a policy: its fields, each with all that readers, manuals and editors need to know.

Whatever the core knows about an option stands with it, so that no option has a meaning by its name alone.

``help``      what it does, for a game master
``unit``      what its number counts, see ``ledger.units``; empty: a bare number, a text or a flag
``scale``     how many of the smallest units one is, if not as the unit has it
``choices``   the only words it takes
``words``     words that it takes beside a number
``least``, ``most``, ``above``: bounds of a number, in its unit
``names``     of a formula: the names it may use, each with what it stands for
``more_names`` names that only a ruleset knows, in words: the skills, say
``reads``     how it is read, if not by its type
``takes``     what it takes in words, where its type does not say
``shown``     how the default is shown, where the number itself says little
``only_with`` what other options must say for it to be read
``useless_without`` what another rule must do for it to have any effect
``steps``     of a curve whose numbers should not fall
``more``      what a curve is, see ``curve.option``
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs
from attrs import frozen

from .traits import Need, Steps

Value = TypeVar("Value")
_NOTHING: Any = attrs.NOTHING

Read = Callable[[Any, Any, str], Any]  # (reader, node, what): the value, None where it is wrong
Reads = str | Read  # or a method of the reader by its name


@frozen(eq=False, repr=False)
class Condition:
    """What other options must say for an option to be read at all: in words, and as a test of the policy."""

    options: tuple[str, ...]
    words: str
    holds: Callable[[Any], object]
    warned: bool = True  # False: another warning tells when the option is not read


def when(**values: Any) -> Condition:
    """Only while another option has this value: ``when(model="xp")``."""
    ((option, value),) = values.items()
    words = str(value).lower() if isinstance(value, bool) else value
    return Condition((option,), f"{option}: {words}", lambda policy: getattr(policy, option) == value)


def some(option: str, words: str = "above 0") -> Condition:
    """Only while another option says anything: ``some("coins")``."""
    return Condition((option,), f"{option}: {words}", lambda policy: getattr(policy, option))


def option(
    default: Value = _NOTHING,
    *,
    help: str = "",
    unit: str = "",
    scale: int | None = None,
    choices: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    least: int | None = None,
    most: int | None = None,
    above: int | None = None,
    names: Mapping[str, str] | None = None,
    more_names: str = "",
    reads: Reads | None = None,
    takes: str = "",
    shown: str = "",
    only_with: Condition | None = None,
    useless_without: Need | None = None,
    steps: Steps | None = None,
    **more: Any,
) -> Value:
    """One option of a policy. ``default`` is in the smallest unit; the rest is explained above."""
    keywords = {name: value for name, value in locals().items() if name not in ("default", "help", "more")}
    metadata = {key: value for key, value in (keywords | more).items() if value not in (None, "", ())}
    field: Value = attrs.field(default=default, metadata={"help": help, **metadata})
    return field


def memory(what: str, *, shown: str = "") -> str:
    """The kind of a policy's private accounts: named after the policy, and not an option.

    ``shown`` puts a count on the sheet under these words, while it is not 0, and lets ``why`` explain it.
    """
    kind: str = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: f"{self.name}.{what}", takes_self=True),
        metadata={"shown_as": shown} if shown else {},
    )
    return kind
