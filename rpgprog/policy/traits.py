"""What a policy tells the core about itself, beside its options and its methods."""

from __future__ import annotations


class Misfit(ValueError):
    """An option does not fit the words of its ruleset; the message is for the author of the file."""

    def __init__(self, option: str, message: str) -> None:
        """Keep which option it is."""
        super().__init__(message)
        self.option = option
