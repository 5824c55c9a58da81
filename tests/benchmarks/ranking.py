"""`python -m tests.benchmarks.ranking [--write]`

Fits the weights of app/replies/ranking.py on tests/data/paraphrases and measures them on tests/data/companies, which
they never saw: how often the right pair comes first, among the first two and three, and at each threshold how many
questions would be answered rightly, wrongly, or though nobody taught them. `--write` puts the weights into their file.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor
from torch.nn.functional import cross_entropy

from app.replies import ranking
from app.replies.shelf import Entry, Shelf
from tests.benchmarks.companies import ASKED, TAUGHT, Company

STEPS = 25
# Real customers use the taught words more often than those who were asked to avoid them: what is fitted for words
# alone would be below zero.
LEAST_OF_WORDS = 0.3
MANY = (100, 378)  # pairs of other companies beside a company's own: what it takes to stand out among many
THRESHOLDS = (0.1, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7)


@dataclass
class Problem:
    """One company's questions beside some of its pairs; `right` [questions] is n where none of them answers."""

    features: Tensor  # [questions, n, 5]
    none: Tensor  # [questions, 5]
    right: Tensor

    @classmethod
    def of(cls, company: Company, places: Sequence[int], others: Sequence[Entry] = ()) -> "Problem":
        own = [Entry(company.passages[place], company.vectors[place]) for place in places]
        shelf, none = Shelf([*own, *others]), len(own) + len(others)
        seen = [shelf.seen(q, v) for q, v in zip(company.questions, company.queries, strict=True)]
        at = {place: index for index, place in enumerate(places)}
        right = [none if place is None else at.get(place, none) for place in company.right]
        return cls(
            torch.tensor(np.stack([ranking.features(one) for one in seen])),
            torch.tensor(np.stack([ranking.none_features(one, none) for one in seen])),
            torch.tensor(right),
        )


class Model(torch.nn.Module):
    def __init__(self, start: Sequence[float]) -> None:
        super().__init__()
        self.held = torch.nn.Parameter(torch.tensor(start))
        self.none = torch.nn.Parameter(torch.tensor([3.0, 1.0, 1.0, 0.0, 0.0]))

    def weights(self) -> Tensor:
        return torch.cat([self.held[:2].clamp(min=LEAST_OF_WORDS), self.held[2:]])

    def forward(self, problem: Problem) -> Tensor:
        """Logits [questions, n + 1]; the last is none of them."""
        held = problem.features[..., : len(self.held)] @ self.weights()
        return torch.cat([held, (problem.none @ self.none)[:, None]], 1)


def fitted(problems: Sequence[Problem], start: Sequence[float]) -> Model:
    torch.manual_seed(0)
    chance = random.Random(0)
    model = Model(start)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(STEPS):
        order = list(problems)
        chance.shuffle(order)
        for first in range(0, len(order), 8):
            some = order[first : first + 8]
            loss = torch.stack([cross_entropy(model(p), p.right) for p in some]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def problems_of(companies: Sequence[Company]) -> list[Problem]:
    """All pairs of each, a half, a quarter and one of them (the other questions have no answer then), and all of them
    among those of other companies."""
    chance = random.Random(0)
    found = []
    for company in companies:
        count = len(company.passages)
        for size in (count, max(3, count // 2), max(2, count // 4), 1):
            found.append(Problem.of(company, sorted(chance.sample(range(count), size))))
        strangers = [entry for other in companies if other is not company for entry in other.entries]
        for many in MANY:
            others = chance.sample(strangers, min(many, len(strangers)))
            found.append(Problem.of(company, range(count), others))
    return found


def report(model: Model, problems: Sequence[Problem]) -> None:
    ranks, chances, kinds = [], [], []
    for problem in problems:
        with torch.no_grad():
            chance = model(problem).softmax(1)[:, :-1]
        for row, right in zip(chance, problem.right.tolist(), strict=True):
            chances.append(float(row.max()))
            if right == len(row):
                kinds.append("untaught")
            else:
                ranks.append(int((row > row[right]).sum()))
                kinds.append("right" if ranks[-1] == 0 else "wrong")
    taught, untaught = len(ranks), kinds.count("untaught")
    print(
        f"first {sum(r < 1 for r in ranks) / taught:.0%}, of two {sum(r < 2 for r in ranks) / taught:.0%}, "
        f"of three {sum(r < 3 for r in ranks) / taught:.0%} of {taught}"
    )
    print(
        "\n| chance from | answered rightly | answered wrongly | untaught and answered |\n|---|---|---|---|"
    )
    for least in THRESHOLDS:
        count = {
            k: sum(c >= least and kind == k for c, kind in zip(chances, kinds, strict=True))
            for k in set(kinds)
        }
        print(
            f"| {least} | {count['right'] / taught:.0%} | {count['wrong'] / taught:.0%} "
            f"| {count['untaught'] / untaught:.0%} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    companies = [Company.read(path) for path in sorted(TAUGHT.glob("*.json"))]
    found = {
        "query_mean": np.concatenate([c.queries for c in companies]).mean(0),
        "passage_mean": np.concatenate([v for c in companies for v in c.vectors]).astype(np.float32).mean(0),
    }
    # What the features are computed with while they are fitted.
    ranking.learned = lambda: ranking.Weights(
        **found, dense=None, none_dense=None, lexical=None, none_lexical=None
    )  # type: ignore[arg-type]
    problems = problems_of(companies)
    unseen = [Problem.of(c, range(len(c.passages))) for c in map(Company.read, sorted(ASKED.glob("*.json")))]
    for name, start in (("dense", [2.0, 2.0, 8.0, 1.0, 8.0]), ("lexical", [4.0, 4.0])):
        model = fitted(problems, start)
        found[name], found[f"none_{name}"] = model.weights().detach().numpy(), model.none.detach().numpy()
        print(f"\n{name}: {found[name].round(2)}, none {found[f'none_{name}'].round(2)}\n")
        report(model, unseen)
    if options.write:
        save_file(
            {key: np.ascontiguousarray(value, dtype=np.float32) for key, value in found.items()},
            "app/replies/ranking.safetensors",
        )


if __name__ == "__main__":
    main()
