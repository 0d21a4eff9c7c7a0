"""The warnings that ``check`` may give, by name: what each is about, in one sentence."""

NEEDLESS = "needless-acceptance"

WARNINGS: dict[str, str] = {
    "double-penalty": "what is repeated pays less, and what it pays for costs more with every rank",
    "casters-never-gain": "an ability grows only with some categories of skills",
    "unreachable-talent": "a talent costs more than anybody may keep",
    "cap-no-price-fits": "a rank costs more than anybody may keep",
    "two-ladders": "two rules raise the same level, each in its own way",
    "two-caps": "the limit on unspent points goes by talents, and there are none to go by",
    "no-source": "a skill fades when it is not used, and nothing makes anybody write down its uses",
    "never-acts": "a rule or an option has nothing to act on",
    "nobody-reaches": "a level or a rank lies beyond what anybody can reach",
    "table-falls": "what is higher costs less than what is lower",
    "tail-breaks": "a formula goes wrong far out, where nobody looked",
    "forgetting-pays": "who forgot a rank is better off than who never had it, or than who kept it",
    "favoured-dearer": "a favoured skill costs more than another",
    "relearning-dearer-than-new": "relearning never costs less than learning",
    "step-back-beyond": "even something unusual is worth nothing after enough repetitions",
    "step-and-chart": "levels have steps and a chart, and only one of them counts",
    "xp-differs": "a point is worth so much XP in one place and so much in another",
    "no-notice": "numbers of somebody else stand without their source or the lines it asks for",
    NEEDLESS: "something is accepted that there is no warning about",
}
