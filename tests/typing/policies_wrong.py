"""What a type checker finds wrong in a house rule."""

# mypy: enable-error-code="truthy-bool"

from attrs import frozen

from rpgprog.curve import Curve
from rpgprog.curve.option import curve_option
from rpgprog.events import Bought, Met, Used
from rpgprog.ledger.accounts import POINTS, RANK
from rpgprog.policy import (
    Account,
    Award,
    Book,
    Code,
    SkillPolicy,
    Stage,
    Truth,
    Whole,
    after,
    award,
    due,
    figure,
    memory,
    on,
    option,
    where,
)


@frozen
class Supper(SkillPolicy):
    """Every line that is marked is a mistake."""

    points: int = option(1000, help="points")
    had: str = memory("suppers")
    many: int = option("one", help="a text is no number")  # E: expression has type "str"
    scale: Curve = curve_option(None, help="no curve")  # E: expression has type "Curve | None"
    lost: int = memory("lost")  # E: expression has type "str"

    @on(Used)
    def use(self, event: Used, book: Book) -> None:
        """Names that are not there, and things of the wrong type."""
        points = book[event.who, POINTS, ""]
        book.pots(points, 1)  # E: "Book" has no attribute "pots"
        book.post(points, "3")  # E: has incompatible type "str"; expected "Whole"
        book.post(points, 0.5)  # E: has incompatible type "float"; expected "Whole"
        book.post(event.who, 1)  # E: has incompatible type "str"; expected "Account"
        book.post(points, 1, 7)  # E: has incompatible type "int"
        book.post(points, event.skil)  # E: "Used" has no attribute "skil"
        book.post(points, event.xp)  # E: has incompatible type "Whole | None"; expected "Whole"
        book.post(points)  # E: Missing positional argument "amount"
        book[event.who, RANK]  # E: Invalid index type
        points.balance += 1  # E: Property "balance" defined in "Account" is read-only
        print(points.held)  # E: "Account" has no attribute "held"
        print(self.pionts)  # E: "Supper" has no attribute "pionts"
        book.require(points.balance, Code.FUNDS, "none")  # E: expected "Truth"
        book.require(True, "too little", 3)  # E: has incompatible type "int"; expected "str"
        book.require(True, Code.FOUNDS, "too little")  # E: has no attribute "FOUNDS"

    @on(Used)  # E: has incompatible type "Callable[[Supper, Met, Book], None]"
    def wrong_event(self, event: Met, book: Book) -> None:
        """For another event than it is marked for."""

    @on(Used, Bought)  # E: expected "Callable[[Supper, Used | Bought, Book], None]"
    def half(self, event: Used, book: Book) -> None:
        """For one of two only."""

    @on(Used)  # E: has incompatible type "Callable[[Supper, Used], None]"
    def no_book(self, event: Used) -> None:
        """Without a book."""

    @on("used")  # E: No overload variant of "on"
    def by_name(self, event: Used, book: Book) -> None:
        """For no event at all."""

    @award(Met, stage=Stage.SCALE)
    def less(self, award: Award[Met], book: Book) -> None:
        """Mistakes with an award."""
        award.scale(1.5, 1, "half as much again")  # E: has incompatible type "float"
        print(award.event.skill)  # E: "Met" has no attribute "skill"
        award.tally = award.to  # E: Property "tally" defined in "Award" is read-only
        award.paid + 1  # E: Unsupported operand types for + ("None" and "int")

    @award(Used, stage=Stage.SCALE)  # E: has incompatible type "Callable[[Supper, Award[Met], Book], None]"
    def other(self, award: Award[Met], book: Book) -> None:
        """An award of another event."""

    @after(RANK, stage=Stage.MARKS)  # E: has incompatible type "Callable[[Supper, str, Book], None]"
    def follow(self, rank: str, book: Book) -> None:
        """The name of an account is not the account."""

    @figure("suppers")  # E: has incompatible type "Callable[[Supper, Account, Book], Whole]"
    def suppers(self, account: Account, book: Book) -> Whole:
        """Without the number so far."""
        return 1

    @figure("lunches")  # E: has incompatible type "Callable[[Supper, Whole, Account, Book], str]"
    def lunches(self, number: Whole, account: Account, book: Book) -> str:
        """A reading is a number."""
        return "many"

    def ends(self, account: Account, book: Book) -> str:
        """No day."""
        return "never"

    @due(RANK, when=ends)  # E: has incompatible type
    def end(self, account: Account, book: Book) -> None:
        """On a day that is none."""

    def hands_on(self, rank: Account, book: Book) -> None:
        """What is called gets what it was promised, with the book as its last argument."""
        book.only(rank.balance > 0, self._lose, rank, "1")  # E: Argument 2 to "only"
        book.only(rank.balance > 0, self._lose, rank)  # E: Argument 2 to "only"
        book.only(rank.balance, self._lose, rank, 1)  # E: expected "Truth"
        book.each(RANK, self._lose)  # E: Argument 2 to "each"
        book.repeat(self._lose, rank, 1)  # E: Argument 1 to "repeat"
        book.number(3, self._lose, rank)  # E: Argument 2 to "number"

    def _lose(self, rank: Account, by: Whole, book: Book) -> None:
        book.post(rank, -by)

    def branches(self, rank: Account, book: Book) -> Whole:
        """A number of many campaigns is not one that Python could branch on."""
        enough: Truth = rank.balance > 3
        if rank.balance:  # E: could always be true in boolean context
            return 1
        if enough:  # E: could always be true in boolean context
            return 2
        for _ in range(rank.balance):  # E: No overload variant of "range"
            pass
        half = rank.balance / 2  # E: Unsupported operand types for /
        print(half)
        return max(rank.balance, 3)  # E: "max"

    def chooses(self, rank: Account) -> int:
        """A number of the book is no ``int``."""
        return where(rank.balance > 3, 1, 2)  # E: expected "int"
