"""Charts of builds: they show the very numbers, read in grey, and make a page that a browser opens offline."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from functools import cache
from html import unescape
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from rpgprog.plots import page, picture, save_picture
from rpgprog.plots.charts import charts
from rpgprog.plots.findings import findings, played
from rpgprog.plots.page import in_script
from rpgprog.plots.rows import SEEN, Shown, gridded, percent, sampled, share, spread
from rpgprog.plots.style import COLOURS, DASHES, SHAPES
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.portable import texts
from rpgprog.simulate.findings.rows import Results
from rpgprog.simulate.findings.sensitivity import Effect
from rpgprog.simulate.findings.summary import results
from rpgprog.simulate.jobs.job import Job, Variant
from rpgprog.simulate.jobs.work import simulate

pytestmark = pytest.mark.slow

NASTY = '</script><b>&"'
BUILDS = """\
ruleset: dp-forty
builds:
  scout: {profession: scout, favoured: [subterfuge], start: {climbing: 2}, plan: [climbing 4, stealth 3], goals: [level 2]}
  mage: {profession: mage, favoured: [magic], plan: [save: {for: beast tongue}, spellcraft 40], goals: [level 2, level 40]}
  '</script><b>&"': {profession: scout, favoured: [athletics], plan: [climbing 9, share: {swimming: 1, riding: 2}]}
table:
  sessions: 12
  encounters: {goblinoid: 2, undead: 0.5, social: 1.5, dragon: 1 in 20 sessions}
  awards: {a goal: {often: 1, points: 3}}
  uses: {climbing: 3 per session, success: 0.6}
"""


@cache
def played_under(*labels: str, text: str = BUILDS, campaigns: int = 120) -> Results:
    """The builds under rulesets, or under values of one: ``policies.levels.step = 20``."""
    variants = []
    for label in labels:
        path, _, value = label.partition(" = ")
        rules = texts(load_ruleset("dp-forty" if value else label))
        variants.append(Variant(label, rules, ((path, value),) if value else ()))
    return results(simulate(Job("table.yaml", text, tuple(variants), campaigns, 7), workers=1))


ONE = ("dp-forty",)
TWO = ("dp-forty", "forgetful")
SWEPT = tuple(f"policies.levels.step = {value}" for value in (20, 30, 40, 60, 80))


@cache
def specs(found: Results) -> dict[str, Any]:
    return {plot.name: plot.spec for plot in charts(found)}


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows that stand in a chart."""
    return [row for rows in spec["datasets"].values() for row in rows]


def parts(spec: Any) -> Any:
    """Everything in a chart that says how something is drawn."""
    if isinstance(spec, dict):
        yield spec
        for key, value in spec.items():
            yield from parts(value) if key != "datasets" else ()
    elif isinstance(spec, list):
        for value in spec:
            yield from parts(value)


# The numbers.


@pytest.mark.parametrize(
    ("name", "what"),
    [("level", "level"), ("points", "points earned"), ("ranks", "ranks in all"), ("skills", "rank")],
)
def test_a_line_and_its_bands_are_the_rows_numbers(name, what):
    found = played_under(*TWO)
    rows = rows_of(specs(found)[name])
    skills = {row.get("skill") for row in rows}
    shown = {
        (row["rules"], row["build"], row.get("skill", ""), row["session"]): tuple(
            row[p] for p in ("p10", "p25", "median", "p75", "p90")
        )
        for row in rows
        if "session" in row  # not what fills an empty panel
    }
    told = {
        (b.rules, b.build, b.skill, b.session): (b.p10, b.p25, b.median, b.p75, b.p90)
        for b in found.bands
        if b.what == what and (not b.skill or b.skill in skills)
    }
    assert shown == told
    assert len(told) >= 2 * 3 * 12


def test_a_chance_is_the_rows_number_session_by_session():
    found = played_under(*ONE)
    shown = {
        (row["build"], row["goal"], row["session"]): row["chance"] for row in rows_of(specs(found)["goals"])
    }
    told = {
        (one.build, one.goal, session): share(chance)
        for one in found.reaches
        for session, chance in enumerate(one.chances, 1)
    }
    assert shown == told
    assert shown["mage", "level 40", 12] == 0


def test_the_marker_of_a_goal_stands_where_half_have_it():
    found = played_under(*ONE)
    marked = {
        (row["build"], row["goal"], row["session"]) for row in rows_of(specs(found)["goals"]) if row["marked"]
    }
    assert marked == {(one.build, one.goal, one.median) for one in found.reaches if one.median}
    assert marked


def test_who_is_ahead_fills_the_height_and_is_the_rows_number():
    found = played_under(*ONE)
    rows = rows_of(specs(found)["ahead"])
    by: dict[Any, dict[str, Any]] = {}
    for row in rows:
        by.setdefault((row["panel"], row["session"]), {})[row["part"]] = row
    told = {(one.what, one.build, one.other, one.session): one for one in found.aheads}
    assert by
    for (panel, session), stack in by.items():
        what, pair = panel.split(": ", 1)
        one = told[(what[:1].lower() + what[1:], *pair.split(" against "), session)]
        assert [stack[part]["share"] for part in ("ahead", "level", "behind")] == [
            share(one.ahead),
            share(one.level),
            share(one.behind),
        ]
        assert stack["behind"]["low"] == 0
        assert stack["behind"]["high"] == stack["level"]["low"]
        assert stack["level"]["high"] == stack["ahead"]["low"]
        assert stack["ahead"]["high"] == pytest.approx(1, abs=1e-5)


def test_an_upright_line_stands_at_each_crossing():
    found = played_under(*ONE)
    assert found.crossings
    turned = {(row["panel"], row["session"]) for row in rows_of(specs(found)["ahead"]) if row["turn"]}
    assert {session for _, session in turned} == {one.session for one in found.crossings}
    assert len(turned) == len(found.crossings)


def test_bars_of_losses_are_the_rows_points_beside_what_was_offered():
    found = played_under(*ONE)
    rows = rows_of(specs(found)["losses"])
    shown = {(row["build"], row["what"]): row["amount"] for row in rows}
    told = {
        (one.build, one.rule): share(one.points) for one in found.losses if one.share >= Fraction(1, 2000)
    }
    novelty = next(one for one in found.losses if one.rule == "novelty")
    offered = {(build, "offered in all"): share(novelty.points / novelty.share) for build in found.builds}
    assert shown == told | offered


def test_bars_of_wishes_are_the_rows_shares():
    found = played_under(*ONE)
    shown = {
        (row["build"], row["what"], row["reason"], row["amount"]) for row in rows_of(specs(found)["held"])
    }
    assert shown == {(one.build, one.wish, one.reason, share(one.share)) for one in found.held}


def test_a_sweep_shows_the_end_under_every_value_even_where_not_all_have_a_panel():
    found = played_under(*SWEPT)
    rows = [row for row in rows_of(specs(found)["sweep"]) if "median" in row]
    shown = [(row["value"], row["build"], row["median"]) for row in rows]
    told = [
        (float(b.rules.rpartition(" ")[2]), b.build, b.median)
        for what in ("level", "points earned", "ranks in all")
        for b in found.bands
        if b.session == 12 and b.what == what
    ]
    assert shown == told
    assert len({value for value, _, _ in shown}) == 5
    assert {row["rules"] for row in rows_of(specs(found)["level"])} == {"20", "30", "40", "80"}


def test_one_or_two_rulesets_are_not_a_sweep():
    assert "sweep" not in specs(played_under(*ONE))
    assert "sweep" not in specs(played_under(*TWO))
    assert Shown(played_under(*TWO)).swept == ""
    assert Shown(played_under(*SWEPT)).swept == "levels.step"
    assert played_under(*SWEPT).swept == "policies.levels.step"
    assert {*played_under(*SWEPT).values.values()} >= {"20", "80"}


def test_many_sessions_are_thinned_out_for_charts_and_further_for_tables():
    assert sampled(SEEN) == tuple(range(1, SEEN + 1))
    assert len(sampled(SEEN + 1)) <= SEEN
    assert len(sampled(1000)) <= SEEN + 1
    assert sampled(1000)[0] == 1 and sampled(1000)[-1] == 1000
    assert 333 in sampled(1000, also=[333])
    assert sampled(1) == (1,)
    assert spread("abcdefghij", 3) == ("a", "e", "j")


def test_a_thousand_sessions_make_no_huge_page():
    """The rows of 1,000 sessions, as far as their number goes."""
    found, many = played_under(*ONE), range(1, 1001)
    long = evolve(
        found,
        sessions=1000,
        bands=tuple(evolve(b, session=n) for b in found.bands if b.session == 12 for n in many),
        reaches=tuple(evolve(r, chances=(r.chance,) * 1000) for r in found.reaches),
        aheads=tuple(evolve(a, session=n) for a in found.aheads if a.session == 1 for n in many),
        crossings=(),
    )
    assert len({row["session"] for row in rows_of(specs(long)["ranks"])}) <= SEEN + 1
    text = page(long)
    assert len(text) < 5_000_000
    assert "60 of 1,000 sessions." in text


def test_a_grid_has_no_gaps_and_stands_in_the_order_of_its_panels():
    """Panels are filled in the order of the rows: a goal that one ruleset has not must not shift the rest."""
    rows = [
        {"rules": "b", "goal": "x", "n": 1},
        {"rules": "a", "goal": "y", "n": 2},
        {"rules": "a", "goal": "x", "n": 3},
    ]
    found = gridded(rows, ["a", "b"], "goal", ["x", "y"], {"n": None})
    assert [(row["rules"], row["goal"], row["n"]) for row in found] == [
        ("a", "x", 3),
        ("a", "y", 2),
        ("b", "x", 1),
        ("b", "y", None),
    ]


@pytest.mark.parametrize(
    ("name", "field"), [("goals", "goal"), ("skills", "skill"), ("losses", "build"), ("held", "build")]
)
def test_grids_of_two_rulesets_stand_in_order(name, field):
    rows = rows_of(specs(played_under(*TWO))[name])
    places = list(dict.fromkeys((row["rules"], row[field]) for row in rows))
    values = list(dict.fromkeys(value for rules, value in places if rules == "dp-forty"))
    assert places == list(product(TWO, values))


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1, 1000), "under 1 %"),
        (Fraction(1, 100), "1 %"),
        (Fraction(99, 100), "99 %"),
        (Fraction(999, 1000), "over 99 %"),
        (Fraction(1), "100 %"),
    ],
)
def test_all_and_none_are_said_only_where_it_is_that(of, told):
    assert percent(of) == told


# How they are read.


def test_any_fifty_builds_differ_in_colour_and_dash_or_marker():
    looks = [
        (COLOURS[n % len(COLOURS)], tuple(DASHES[n % len(DASHES)]), SHAPES[n % len(SHAPES)])
        for n in range(50)
    ]
    assert len(set(looks)) == 50
    for one, two in combinations(looks[: len(DASHES)], 2):
        assert one[0] != two[0] and one[1] != two[1] and one[2] != two[2]


@pytest.mark.parametrize("name", ["level", "points", "ranks", "skills", "goals", "sweep"])
def test_each_build_has_a_colour_a_dash_and_a_marker_of_its_own(name):
    found = played_under(*SWEPT)
    scales = {"color": set(), "strokeDash": set(), "shape": set()}
    for part in parts(specs(found)[name]):
        for channel, values in scales.items():
            about = part.get("encoding", {}).get(channel, {})
            if about.get("field") == "build":
                assert tuple(about["scale"]["domain"]) == found.builds
                values.add(json.dumps(about["scale"]["range"]))
    for channel, ranges in scales.items():
        assert len(ranges) == 1, channel
        looks = json.loads(next(iter(ranges)))
        assert len({json.dumps(look) for look in looks}) == len(found.builds), channel


def _light(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_from_white_paper_and_a_dark_screen(colour):
    light = _light(colour)
    assert 1.05 / (light + 0.05) >= 3
    assert (light + 0.05) / (_light("#17181b") + 0.05) >= 3


def test_who_is_ahead_reads_without_colour():
    spec = specs(played_under(*ONE))["ahead"]
    rows = rows_of(spec)
    assert {row["part"] for row in rows if row["hatched"]} == {"behind"}
    assert any(row["label"].endswith("ahead") for row in rows)
    scales = [
        part["encoding"]["color"]["scale"]
        for part in parts(spec)
        if "field" in part.get("encoding", {}).get("color", {})
    ]
    assert all(scale["range"][scale["domain"].index("")] == "transparent" for scale in scales)


def test_sessions_and_levels_have_whole_ticks():
    for name in ("level", "ranks", "skills"):
        for part in parts(specs(played_under(*ONE))[name]):
            for channel in ("x", "y"):
                about = part.get("encoding", {}).get(channel, {})
                if "axis" in about:
                    assert about["axis"]["tickMinStep"] == 1
                    assert about["axis"]["format"] == ",d"


def test_tooltips_tell_all_five_numbers():
    asked = {"p10", "p25", "median", "p75", "p90"}
    for name in ("level", "points", "ranks", "skills"):
        told = [
            {one["field"] for one in part["tooltip"]}
            for part in parts(specs(played_under(*ONE))[name])
            if isinstance(part.get("tooltip"), list)
        ]
        assert any(asked <= fields for fields in told)


def test_a_title_says_what_to_see():
    plots = {plot.name: plot.title for plot in charts(played_under(*ONE))}
    ends = {
        b.build: b.median for b in played_under(*ONE).bands if b.what == "ranks in all" and b.session == 12
    }
    assert plots["ranks"].startswith("Ranks in all after 12 sessions, in the median campaign: scout ")
    assert f"mage {ends['mage']}" in plots["ranks"]
    assert plots["goals"] == "When goals are reached: level 40 is the hardest, 0 % of mage have it at the end"


def test_one_build_needs_no_legend():
    found = played_under(*ONE)
    alone = evolve(found, bands=tuple(band for band in found.bands if band.build == "mage"))
    legends = [
        part["encoding"]["color"]["legend"]
        for part in parts(specs(alone)["level"])
        if "legend" in part.get("encoding", {}).get("color", {})
    ]
    assert legends and all(legend is None for legend in legends)


def effect(path: str, lower: Fraction | None, upper: Fraction | None, goal: str = "level 2") -> Effect:
    return Effect(
        build=NASTY, goal=goal, path=f"policies.{path}", value="40", lower="36", upper="44",
        chance=Fraction(1), session=Fraction(10), session_lower=lower, session_upper=upper,
        chance_lower=Fraction(1), chance_upper=Fraction(1, 2),
    )  # fmt: skip


def test_what_a_goal_depends_on_most_stands_on_top_by_how_many_sessions():
    small = effect("novelty.factor", Fraction(11), None)
    great = effect("levels.step", Fraction(17, 2), Fraction(12))
    plot = charts(played_under(*ONE), [small, great])[-1]
    assert plot.name == "effects"
    assert plot.title == f"What the goals depend on: level 2 of {NASTY}, most of all on levels.step"
    shown = [
        (row["number"], row["way"], row["value"], row["shift"], row["low"], row["high"])
        for row in rows_of(plot.spec)
    ]
    assert shown == [
        ("levels.step, now 40", "a step lower", "36", -1.5, -1.5, 2),
        ("levels.step, now 40", "a step higher", "44", 2, -1.5, 2),
        ("novelty.factor, now 40", "a step lower", "36", 1, 0, 1),
    ]


def test_without_effects_there_is_no_chart_of_them():
    assert "effects" not in specs(played_under(*ONE))


# In words.


def test_the_findings_say_who_gets_what_by_when():
    found = played_under(*ONE)
    text = "\n".join(findings(found))
    reach = next(one for one in found.reaches if (one.build, one.goal) == ("scout", "climbing 4"))
    assert f"climbing 4 by session {reach.median}" in text
    assert "level 40 is reached by none" in text
    assert played(found).startswith("120 campaigns of 12 sessions each were played for scout, mage and ")
    assert "stopped" not in played(found)


def test_a_simulation_that_was_stopped_says_so():
    assert "stopped early; 500 campaigns were requested" in played(evolve(played_under(*ONE), asked=500))


def test_values_a_ruleset_cannot_take_are_reported():
    found = evolve(played_under(*ONE), notes=("under forgetful, left out: far sight",))
    assert findings(found)[-1] == "Under forgetful, left out: far sight."


# The page.


@cache
def written(*labels: str) -> str:
    return page(played_under(*labels), [effect("levels.step", Fraction(9), Fraction(12))])


def test_names_from_files_are_text_everywhere():
    text = written(*ONE)
    outside = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert NASTY not in text
    assert "<b>" not in outside
    assert "&lt;/script&gt;&lt;b&gt;&amp;&quot;" in outside
    assert text.count("</script>") == text.count("<script")
    stored = [json.loads(one) for one in re.findall(r'class="spec"[^>]*>(.*?)</script>', text)]
    assert any(row["build"] == NASTY for row in rows_of(stored[0]))


def test_a_name_with_template_marks_is_text_too():
    found = evolve(played_under(*ONE), title="@@LIBRARY@@ <i>")
    assert "<h1>@@LIBRARY@@ &lt;i&gt;</h1>" in page(found)


def test_json_cannot_end_its_script():
    assert json.loads(in_script(NASTY)) == NASTY
    assert not set("<>&") & set(in_script([NASTY, "<!--", "\u2028"]))


def test_the_page_names_nothing_to_load():
    outside = re.sub(r"<script.*?</script>", "", written(*ONE), flags=re.DOTALL)
    assert not re.search(r'(?:src|href)="(?!#)', outside)
    assert "url(" not in outside and "@import" not in outside
    assert "default-src &#x27;none&#x27;" in outside


def test_each_chart_has_a_caption_a_description_and_its_numbers():
    text, found = written(*ONE), played_under(*ONE)
    for plot in charts(found):
        section = text[text.index(f'<section id="{plot.name}">') :].split("</section>")[0]
        assert f'aria-label="{plot.title}' in unescape(section).replace(NASTY, NASTY)
        assert unescape(section).count(plot.caption) >= 2
        assert section.count("<tr>") == len(plot.table) + 1
        assert '<th scope="col">' in section and "<caption>" in section
    ranks = text[text.index('<section id="ranks">') :].split("</section>")[0]
    last = next(b for b in found.bands if (b.what, b.build, b.session) == ("ranks in all", "mage", 12))
    cells = f'<td class="n">{last.p10}</td><td class="n">{last.p25}</td><td class="n">{last.median}</td>'
    assert f'<td>mage</td><td>ranks in all</td><td class="n">12</td>{cells}' in ranks


# In a browser.

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--virtual-time-budget=30000"]
FLAGS += ["--enable-logging=stderr", "--disable-quic", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]

KNOWN = "faceted independent scales"  # Vega-Lite's advice where bars of each panel have names of their own


def opened(text: str, folder: Path) -> tuple[str, str]:
    """What a browser makes of a page, and what it complained of."""
    if BROWSER is None:
        reason = "there is no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("RPGPROG_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    (folder / "page.html").write_text(text, encoding="utf-8")
    address = (folder / "page.html").as_uri()
    # The last rule: whatever it asks for by name is not found, so that only what the page holds is there.
    command = [
        BROWSER,
        *FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    done = subprocess.run(
        [*command, "--dump-dom", address], capture_output=True, text=True, timeout=120, check=True
    )
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line and KNOWN not in line]
    return done.stdout, "\n".join(said)


@pytest.mark.parametrize("labels", [ONE, TWO, SWEPT], ids=["one", "against", "sweep"])
def test_a_browser_draws_every_chart_and_requests_nothing(labels, tmp_path):
    dom, said = opened(written(*labels), tmp_path)
    assert said == ""
    assert "cannot be drawn" not in re.sub(r"<script.*?</script>", "", dom, flags=re.DOTALL)
    names = [*(plot.name for plot in charts(played_under(*labels))), "effects"]
    assert len(names) >= 9
    for name in names:
        section = dom[dom.index(f'<section id="{name}">') :].split("</section>")[0]
        assert 'data-drawn="yes"' in section, name
        drawing = section[section.index("<svg") : section.index("</svg>")]
        marks = re.findall(r'class="mark-(?:line|area|rect|symbol|rule|text)[^"]*role-mark[^"]*"', drawing)
        assert marks, name
        assert drawing.count("<path") > 5, name


def test_a_browser_tells_of_a_chart_that_cannot_be_drawn(tmp_path):
    """The test above would see it: a broken chart says so on the page."""
    broken = written(*ONE).replace('"mark":', '"mark_":', 1)
    dom, _ = opened(broken, tmp_path)
    assert 'data-drawn="no"' in dom
    assert "This chart cannot be drawn: " in dom


def test_a_browser_tells_of_something_loaded_from_elsewhere(tmp_path):
    """The test above would see it: what is asked for is refused, and the browser says so."""
    _, said = opened(written(*ONE).replace("<main>", '<main><img src="https://example.org/a.png">'), tmp_path)
    assert "example.org" in said


# Pictures.


def test_a_picture_is_a_png_or_an_svg(tmp_path):
    found = played_under(*ONE)
    save_picture(found, tmp_path / "level.PNG", name="level")
    assert (tmp_path / "level.PNG").read_bytes().startswith(b"\x89PNG")
    save_picture(found, tmp_path / "all.svg")
    text = unescape((tmp_path / "all.svg").read_text())
    assert text.startswith("<svg")
    for words in ("Level after 12", "Ranks in all after", "Who is ahead", "Where the dp went", "What held"):
        assert words in text
    save_picture(found, tmp_path / "level.svg", name="level")
    assert b"Level after 12" in picture(found, ".svg", name="level")
    alone = (tmp_path / "level.svg").read_text()
    assert "Level after 12" in alone and "Who is ahead" not in alone


@pytest.mark.parametrize("name", ["charts.jpg", "charts", "charts.png.txt"])
def test_another_suffix_is_refused_in_words(name, tmp_path):
    with pytest.raises(Mistakes, match=r"a picture is a file that ends in \.png or \.svg"):
        save_picture(played_under(*ONE), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_unknown_chart_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(Mistakes, match='there is no chart "levels"; did you mean "level"'):
        save_picture(played_under(*ONE), tmp_path / "levels.png", name="levels")


def test_a_path_that_cannot_be_written_is_reported(tmp_path):
    with pytest.raises(Mistakes, match="cannot be written: No such file or directory"):
        save_picture(played_under(*ONE), tmp_path / "none" / "level.svg", name="level")


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_without_the_extra_it_says_what_to_install(missing, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, missing, None)
    for make in (
        lambda: page(played_under(*ONE)),
        lambda: save_picture(played_under(*ONE), tmp_path / "a.svg"),
    ):
        with pytest.raises(Mistakes) as told:
            make()
        assert str(told.value) == f'plots need "{missing}": pip install "rpgprog[plot]"'
