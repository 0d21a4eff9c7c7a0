"""Words in messages: near words, short lists, quoted text."""

import pytest

from rpgprog.problems import Mistakes, Place, Problem
from rpgprog.problems.wording import did_you_mean, listing, nearest, quoted


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("climbng", "climbing"),
        ("CLIMBING", "climbing"),
        ("first_aid", "First Aid"),
        ("First-Aid", "First Aid"),
        ("firstaid", "First Aid"),
        ("aid", "First Aid"),  # the only one that has the word
        ("first", "First Aid"),
        ("ai", None),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_nearest_word(word: str, near: str | None) -> None:
    assert nearest(word, ["climbing", "First Aid", "swimming"]) == near


def test_hyphen_underline_and_space_are_alike() -> None:
    for word in ("a-b-c-d", "a_b_c_d", "a b c d"):
        for choice in ("A-B-C-D", "A_B_C_D", "A B C D"):
            assert nearest(word, [choice]) == choice


def test_nearest_does_not_choose_among_several_that_have_the_word() -> None:
    assert nearest("sight", ["far sight", "night sight with eyes"]) in (None, "far sight")
    assert nearest("lore", ["lore of the deep woods", "tales and lore of the hills"]) is None


def test_nearest_prefers_the_more_similar_word() -> None:
    assert nearest("skil", ["kill", "skills", "skill"]) == "skill"


def test_nearest_of_nothing_is_none() -> None:
    assert nearest("climbing", []) is None


def test_did_you_mean_names_the_nearest_word() -> None:
    assert did_you_mean("climbng", ["swimming", "climbing"]) == '; did you mean "climbing"?'


def test_did_you_mean_lists_a_few_words_when_none_is_near() -> None:
    assert did_you_mean("xyzzy", ["cost", "max", "name"]) == "; allowed: cost, max, name"


def test_did_you_mean_lists_at_most_twelve_words() -> None:
    words = [f"word {number}" for number in range(13)]
    assert did_you_mean("xyz", words[:12]) == "; allowed: " + ", ".join(words[:12])
    assert did_you_mean("xyz", words) == ""


def test_did_you_mean_says_nothing_when_nothing_is_allowed() -> None:
    assert did_you_mean("xyzzy", iter([])) == ""


def test_did_you_mean_takes_words_that_can_be_read_only_once() -> None:
    assert did_you_mean("xyzzy", iter(["cost", "max"])) == "; allowed: cost, max"


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listing(words: list[str], text: str) -> None:
    assert listing(words) == text


def test_quoted_text_stays_on_one_short_line() -> None:
    assert quoted("two\n lines") == '"two lines"'
    assert quoted("x" * 61) == '"' + "x" * 60 + '..."'


def test_problems_read_as_editors_understand_them() -> None:
    place = Place("campaign.yaml", 3, 7)
    assert str(Problem(place, "wrong")) == "campaign.yaml:3:7: wrong"
    assert str(Problem(place, "odd", "warning")) == "campaign.yaml:3:7: warning: odd"
    assert str(Problem(None, "wrong")) == "wrong"
    assert str(Problem(None, "odd", "warning")) == "warning: odd"


def test_mistakes_say_one_problem_a_line() -> None:
    problems = [Problem(Place("a.yaml", 1, 2), "first"), Problem(None, "second")]
    mistakes = Mistakes(problems)
    assert mistakes.problems == tuple(problems)
    assert str(mistakes) == "a.yaml:1:2: first\nsecond"
