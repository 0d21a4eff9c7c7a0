"""The warnings that ``check`` may give, by name: what each is about, in one sentence."""

NEEDLESS = "needless-acceptance"

WARNINGS: dict[str, str] = {
    "double-penalty": "repeated things pay less, and what they pay for costs more with every rank",
    "casters-never-gain": "an ability grows only with some categories of skills",
    "unreachable-talent": "a talent costs more than players may keep",
    "cap-no-price-fits": "a rank costs more than players may keep",
    "two-ladders": "two rules raise the same level, each in its own way",
    "two-caps": "the limit on unspent points goes by talents, and there are none",
    "no-source": "a skill fades when unused, but no rule gives a reason to record its uses",
    "never-acts": "a rule or an option has nothing to act on",
    "nobody-reaches": "a level or a rank is out of everybody's reach",
    "table-falls": "a higher level or rank costs less than a lower one",
    "tail-breaks": "a formula goes wrong far out, where nobody looked",
    "forgetting-pays": "forgetting a rank is better than keeping it, or than never having had it",
    "favoured-dearer": "a favoured skill costs more than others",
    "relearning-dearer-than-new": "relearning never costs less than learning",
    "step-back-beyond": "even something unusual is worth nothing after enough repetitions",
    "step-and-chart": "levels have both steps and a chart, and only one of them counts",
    "xp-differs": "a point is worth a different amount of XP in two places",
    "no-notice": "borrowed figures lack a source or their required attribution",
    "same-name": "two packages bring a rule by the same name, and only one of them is used",
    NEEDLESS: "a warning is accepted that does not occur",
}
