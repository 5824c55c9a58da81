"""`python -m tests.benchmarks.realism`: what the realism score says of questions whose origin is known.

Real questions are held against themselves (random halves, 20 seeds), against another organisation's, and against plain
sentences over topics; people should score about 93 (USI, arXiv 2603.11245).
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, stdev

from app.customers.frames import frames
from app.customers.resemblance import resemblance
from tests.customers.tickets import PARCELS

HELP_DESK: list[str] = json.loads(
    (Path(__file__).parents[1] / "customers" / "brightdesk_questions.json").read_text()
)
SEEDS = 20
TOPICS = ("plans", "refunds", "inboxes", "webhooks", "invoices", "seats", "automations", "exports")


def score(generated: Sequence[str], real: Sequence[str]) -> int:
    found = resemblance(generated, real)
    assert found is not None
    return found.score


def halves(questions: Sequence[str]) -> list[int]:
    found = []
    for seed in range(SEEDS):
        mixed = random.Random(seed).sample(list(questions), len(questions))
        found.append(score(mixed[::2], mixed[1::2]))
    return found


def main() -> None:
    plain = [line.replace("{topic}", topic) for topic in TOPICS for line in frames("en").about[:3]]
    print("| generated | real | score |\n|---|---|---|")
    for name, questions in (("help desk", HELP_DESK), ("tickets about parcels", PARCELS)):
        found = halves(questions)
        print(
            f"| half of {name}, {len(questions)} | the other half | {fmean(found):.1f} (deviation {stdev(found):.1f}) |"
        )
    print(f"| tickets about parcels | help desk | {score(PARCELS, HELP_DESK)} |")
    print(f"| help desk | tickets about parcels | {score(HELP_DESK, PARCELS)} |")
    print(f"| the starter's sentences over {len(TOPICS)} topics | help desk | {score(plain, HELP_DESK)} |")
    print(
        f"| the starter's sentences over {len(TOPICS)} topics | tickets about parcels | {score(plain, PARCELS)} |"
    )


if __name__ == "__main__":
    main()
