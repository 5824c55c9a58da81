"""What a version lacks that someone wants to put live by hand. Pure, from its report."""

from collections.abc import Mapping
from typing import Any

from app.proof import headline
from app.proof.gate import Verdict


def lacks(report: Mapping[str, Any], was_live: bool) -> str | None:
    """The rest of a sentence that begins with the version; None where nothing is missing. Going back to a version that
    was live needs no new proof, but what is wrong with it has to be known."""
    verdict = report.get("verdict")
    if verdict is None:
        return "has no proof: no one has compared it with anything"
    if verdict == Verdict.WORSE:
        return f"is worse than what it was compared with ({report['sentence']})"
    truth = report.get("truth")
    if truth and truth["served"]:
        if headline.has_faults(truth):
            return f"writes to customers, and {headline.what_was_wrong(truth)}"
        faulty = [q for q in report["questions"] if q.get("candidate_faults")]
        if faulty:
            first = f"{faulty[0]['query']}: {faulty[0]['candidate_faults'][0]}"
            return f"writes to customers, and {len(faulty)} of its free answers hold faults ({first})"
    # Of one that was live the model server's answer of today counts, not the one of then.
    if (unproven := report.get("unproven")) and (report.get("asked_anew") or not was_live):
        return f"was not seen to answer as it was trained: {unproven}"
    if verdict != Verdict.BETTER and not was_live:
        return f"is not proven to be better ({report['sentence']})"
    return None
