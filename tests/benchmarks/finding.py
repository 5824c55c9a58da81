"""`python -m tests.benchmarks.finding`

How many sources cost how much: the seven companies' questions among 20, 200 and 2,000 taught pairs. Beyond a company's
own pairs those of others are added, then copies of them, slightly turned: with 2,000 every tenth is one of its kind.
"""

import json
import time
from dataclasses import replace
from statistics import quantiles

import numpy as np

from app.replies.shelf import Entry, Shelf
from app.text import embedding
from tests.benchmarks.companies import ASKED, TAUGHT, Company

SIZES = (20, 200, 2_000)
ASKED_OF_EACH = 24


def filled(own: Company, others: list[Entry], size: int) -> list[Entry]:
    entries = own.entries
    chance = np.random.default_rng(0)
    while len(entries) < size:
        for entry in others[: size - len(entries)]:
            assert entry.vectors is not None
            turned = entry.vectors + chance.normal(0, 0.01, entry.vectors.shape).astype(np.float16)
            title = f"{entry.passage.title} {len(entries)}"
            entries.append(Entry(replace(entry.passage, title=title), turned))
    return entries


def main() -> None:
    companies = [Company.read(path) for path in sorted(ASKED.glob("*.json"))]
    more = [Company.read(path) for path in sorted(TAUGHT.glob("*.json"))]
    strangers = [entry for company in more for entry in company.entries]
    print(
        "| pairs | right one first | among three | index, s | search p50, ms | p95, ms | with embedding p50, ms |"
    )
    print("|---|---|---|---|---|---|---|")
    for size in SIZES:
        first = three = asked = 0
        took, whole, built = [], [], 0.0
        for company in companies:
            began = time.perf_counter()
            shelf = Shelf(filled(company, strangers, size))
            built += time.perf_counter() - began
            for question, right in list(zip(company.questions, company.right, strict=True))[:ASKED_OF_EACH]:
                assert right is not None
                began = time.perf_counter()
                vector = embedding.of_queries([question])[0]
                embedded = time.perf_counter()
                found = [item.passage.text for item in shelf.search(question, vector, 3)]
                took.append(1000 * (time.perf_counter() - embedded))
                whole.append(1000 * (time.perf_counter() - began))
                asked += 1
                first += found[0] == company.passages[right].text
                three += company.passages[right].text in found
        p = quantiles(took, n=20)
        print(
            f"| {size:,} | {first / asked:.0%} | {three / asked:.0%} | {built / len(companies):.2f} "
            f"| {p[9]:.1f} | {p[18]:.1f} | {quantiles(whole, n=20)[9]:.1f} |"
        )
    print(json.dumps({"questions": asked, "at": time.strftime("%Y-%m-%d")}))


if __name__ == "__main__":
    main()
