"""Coins that are awarded: so many for each, or a find that is shared out."""

from __future__ import annotations

from ...events import Awarded
from ...ledger.accounts import COINS, SHARE, UNIT
from ...ledger.apportion import floors, fractions, largest
from ...ledger.numbers import Whole
from ...policy import Policy, on
from ...policy.protocols import Book


class PaysCoins(Policy):
    """The part of bookkeeping that hands out coins."""

    @on(Awarded)
    def pay_coins(self, event: Awarded, book: Book) -> None:
        if event.coins is not None and event.division == "split":
            self._share_out(event, event.coins, book)
        elif event.coins is not None:
            for who in event.who:
                book.post(book[who, COINS, ""], event.coins, event.why or "an award")

    @staticmethod
    def _share_out(event: Awarded, coins: Whole, book: Book) -> None:
        """Whole coins to each by their share; those left over to whom the rounding took most from.

        Of equal losses the first in order of names gets one; what is less than a coin goes to the first.
        """
        people = sorted(event.who)
        shares = [book[who, SHARE, ""].balance for who in people]
        whole = coins // UNIT
        sure = floors(whole, shares)
        extra = largest(fractions(whole, shares), whole - sum(sure))
        small = coins - whole * UNIT
        why = event.why or "an award"
        for at, who in enumerate(people):
            amount = (sure[at] + extra[at]) * UNIT + (small if at == 0 else 0)
            share_of = "{}: {:u} of {:u} shares of {:u} coins", why, shares[at], sum(shares), coins
            book.post(book[who, COINS, ""], amount, share_of)
