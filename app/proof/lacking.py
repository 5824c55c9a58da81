"""What a version lacks that someone wants to put live by hand. Pure, from its report."""

from app.contracts.report import Report, Verdict
from app.proof import headline


def lacks(report: Report | None, was_live: bool, asked_anew: bool = False) -> str | None:
    """The rest of a sentence that begins with the version; None where nothing is missing. Going back to a version that
    was live needs no new proof, but what is wrong with it has to be known. `asked_anew`: whether the model server was,
    today: what it said when the run ended does not count against a version that was live since."""
    if report is None or report.verdict is None:
        return "has no proof: no one has compared it with anything"
    if report.verdict is Verdict.WORSE:
        return f"is worse than what it was compared with ({report.sentence})"
    truth = report.truth
    if truth and truth.served:
        if headline.has_faults(truth):
            return f"writes to customers, and {headline.what_was_wrong(truth)}"
        faulty = [(q.query, q.candidate_faults) for q in report.questions if q.candidate_faults]
        if faulty:
            query, faults = faulty[0]
            return f"writes to customers, and {len(faulty)} of its free answers hold faults ({query}: {faults[0]})"
    if report.unproven and (asked_anew or not was_live):
        return f"was not seen to answer as it was trained: {report.unproven}"
    if report.verdict is not Verdict.BETTER and not was_live:
        return f"is not proven to be better ({report.sentence})"
    return None
