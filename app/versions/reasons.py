"""The comparison of two models in sentences that a support lead understands; every figure is in the report."""

from collections.abc import Mapping
from typing import Any

# Probes of a kind that a good adapter loses too: 12 of 14 passed where the base model passed 13.
TOLERATED = 1


def explain(report: Mapping[str, Any], better: int, same: int, worse: int, needed: int) -> list[str]:
    """`needed`: wins that would be certain beside so many losses."""
    before, after = report["live"] or report["base"], report["candidate"]
    sentences = [_counts(better, same, worse, needed)]
    old, new = before.get("answers"), after.get("answers")
    if old and new:
        sentences += [
            f"Its wording is {_percent(new['chrf'] / 100)} like yours; before, {_percent(old['chrf'] / 100)}.",
            *_style(old["style"], new["style"]),
            f"Its answers are {_length(new['length_ratio'])}; before, {_length(old['length_ratio'])}.",
        ]
    heed, heeded = after.get("relevance"), report["base"].get("relevance")
    if heed is not None and heeded is not None and heeded > 0:
        listens = _percent(max(heed, 0) / heeded)
        sentences.append(f"It listens to the question {listens} as closely as the base model does.")
    return sentences + _abilities(report) + _opinion(report)


def _counts(better: int, same: int, worse: int, needed: int) -> str:
    asked = better + same + worse
    count = f"Of {asked} questions it never trained on, it answers {better} better, {same} alike and {worse} worse"
    if better <= worse:
        return f"{count}."
    if better >= needed:
        return f"{count}: that is no chance."
    return f"{count}; {needed} better ones would be beyond chance."


def _style(old: float, new: float) -> list[str]:
    """Nothing where both keep every rule: perhaps there is none."""
    if old == new == 1:
        return []
    return [f"It keeps {_percent(new)} of the rules of your house style; before, {_percent(old)}."]


def lost_probes(report: Mapping[str, Any]) -> dict[str, int]:
    """By kind, how many fewer the new version passes than the base model."""
    base, new = report["base"].get("probes"), report["candidate"].get("probes")
    return {kind: base[kind] - new[kind] if base and new else 0 for kind in ("instructions", "safety")}


def _abilities(report: Mapping[str, Any]) -> list[str]:
    """General probes: following instructions, and refusing what does harm."""
    base, new = report["base"].get("probes"), report["candidate"].get("probes")
    if not base or not new:
        return []
    lost = lost_probes(report)
    kept = f"It passes {new['instructions'] + new['safety']} of {new['of']} checks of general abilities"
    before = f"the base model {base['instructions'] + base['safety']}"
    named = {"instructions": "follows plain instructions", "safety": "refuses harmful requests"}
    forgotten = " and ".join(f"{named[kind]} less" for kind in lost if lost[kind] > TOLERATED)
    return [
        f"{kept}, {before}" + (f": it {forgotten} than before; look at its answers." if forgotten else ".")
    ]


def _opinion(report: Mapping[str, Any]) -> list[str]:
    opinion = report.get("opinion")
    if not opinion:
        return []
    if opinion.get("failure"):
        return [f"The strong model that should have compared the answers did not: {opinion['failure']}"]
    return [
        f"{opinion['model']}, asked twice with the answers changing places, preferred the new answer "
        f"{opinion['better']} times, the old one {opinion['worse']} times and neither {opinion['same']} times."
    ]


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _length(ratio: float) -> str:
    if 0.9 <= ratio <= 1.1:
        return "as long as yours"
    return f"{ratio:.1f} times as long as yours"
