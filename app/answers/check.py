"""Everything that can be said about a pair before it is saved: pure, and fast enough to run while someone types."""

from collections.abc import Sequence

from app.answers import private, wording
from app.answers.earlier import Earlier, beside_earlier, claiming_ones, close_ones
from app.answers.finding import Finding, Part, Severity
from app.answers.learn import LOOKED_AT
from app.answers.overrides import Overrides, active, rules_of
from app.answers.rules import Rule


def check(
    query: str,
    response: str,
    earlier: Sequence[Earlier],
    public: str = "",
    overrides: Overrides = Overrides(),  # noqa: B008  (frozen)
    is_follow_up: bool = False,
) -> list[Finding]:
    """As `look` finds them, for one pair.

    `earlier`: the agent's other pairs, newest first; `public`: texts of the agent whose addresses everybody may know;
    `overrides`: what its people changed about the learned house style. A follow-up ("And how long?") says too little
    by itself to be compared with other questions.
    """
    rules = active(rules_of([pair.response for pair in earlier[:LOOKED_AT]], overrides))
    if is_follow_up:
        return look(query, response, (), (), rules, public)
    close, claiming = close_ones(query, earlier), claiming_ones(response, earlier)
    return look(query, response, close, claiming, rules, public)


def look(
    query: str,
    response: str,
    close: Sequence[Earlier],
    claiming: Sequence[Earlier],
    rules: Sequence[Rule],
    public: str,
) -> list[Finding]:
    """Blocking findings first. `close`: earlier pairs whose questions may be the same, newest first among equals;
    `claiming`: those whose answers may be about the same things; `rules`: of the house style, those that are on."""
    found = [
        *private.secrets(response, Part.RESPONSE),
        *private.personal_data(response, Part.RESPONSE, public),
        *private.secrets(query, Part.QUERY),
        *private.personal_data(query, Part.QUERY, public),
        *wording.placeholders(response),
        *wording.echo(query, response),
        *beside_earlier(query, response, close, claiming),
        *wording.language(query, response),
        *wording.style(response, rules),
    ]
    return sorted(found, key=lambda finding: finding.severity is not Severity.BLOCKING)
