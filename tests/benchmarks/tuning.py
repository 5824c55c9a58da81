"""`python -m tests.benchmarks.tuning [--epochs 3] [--write]`

Fits biases and norms of the embedding model (app/text/embedding.py) on the 176 companies of tests/data/tuning.
After each epoch it measures on those of tests/data/paraphrases, on which the ranking is fitted, and of
tests/data/companies, which nothing is fitted on, how often the right pair comes first, among the first two and three.

A step is two companies: each question beside all their pairs, or two thirds of them, and beside "none of these", scored
as app/replies/ranking.py does. `--write` puts what changed into its file; fit the ranking anew after that.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from app.replies import ranking
from app.replies.reply import Passage, SourceKind
from app.replies.shelf import Entry, Shelf, texts_to_embed
from app.text.embedding import TUNED
from tests.benchmarks.companies import ASKED, TAUGHT
from tests.benchmarks.encoder import Encoder

TUNED_ON = Path("tests/data/tuning")
RATE, RANKING_RATE, WARM_UP = 1e-3, 1e-2, 10  # of Adam; steps
WHOLE, FEWER = 0.7, 2 / 3  # how often all pairs are there, and otherwise how many of them
TOGETHER = 64  # texts of about one length
AT_ONCE = 2  # companies of a step


class Company:
    def __init__(self, path: Path, encoder: Encoder) -> None:
        data = json.loads(path.read_text())
        pairs = [Passage(SourceKind.TAUGHT, pair["query"], pair["response"]) for pair in data["taught"]]
        places = {pair["id"]: place for place, pair in enumerate(data["taught"])}
        asked = data["paraphrases"] + data["untaught"]
        self.right = [places[item["taught_id"]] if "taught_id" in item else None for item in asked]
        self.pairs = [[encoder.pieces.ids(f"passage: {text}") for text in texts_to_embed(p)] for p in pairs]
        self.questions = [encoder.pieces.ids(f"query: {item['query']}") for item in asked]
        shelf = Shelf([Entry(pair) for pair in pairs])
        self.seen = [shelf.seen(item["query"], None) for item in asked]
        self.language = data["language"]

    def shared(self, places: Sequence[int]) -> Tensor:
        """What questions and pairs have in common as words and as letters [questions, 2 * places]."""
        columns = [np.stack([seen.words[places], seen.grams[places]], 1) for seen in self.seen]
        return torch.tensor(np.stack(columns)).flatten(1)

    def answered_by(self, places: Sequence[int], first: int, none: int) -> list[int]:
        """By question the place of its pair among those from `first` on, or `none`."""
        at = {place: first + index for index, place in enumerate(places)}
        return [none if place is None else at.get(place, none) for place in self.right]


class Model(nn.Module):
    """The encoder under the ranking's first weights, which move along."""

    def __init__(self) -> None:
        super().__init__()
        learned = ranking.learned()
        self.encoder = Encoder()
        self.ranking = nn.ParameterList([torch.tensor(learned.dense), torch.tensor(learned.none_dense)])
        self._means = torch.tensor(learned.query_mean), torch.tensor(learned.passage_mean)

    def forward(self, shelves: Sequence[tuple[Company, Sequence[int]]]) -> Tensor:
        """Of companies, and places of their pairs. Logits [questions, pairs + 1]; the last is none of them."""
        held, none = self.ranking
        questions = [question for company, _ in shelves for question in company.questions]
        pairs = [company.pairs[place] for company, places in shelves for place in places]
        starts = np.cumsum([0, *map(len, pairs)])
        vectors = self._embedded([*questions, *(text for texts in pairs for text in texts)])
        query_mean, passage_mean = self._means
        asked = normalize(vectors[: len(questions)] - query_mean, dim=-1)
        products = asked @ normalize(vectors[len(questions) :] - passage_mean, dim=-1).T
        dense = [
            torch.stack([products[:, a], products[:, a + 1], products[:, a + 2 : b].max(1).values], 1)
            for a, b in zip(starts, starts[1:], strict=False)
        ]
        # Beside another company's pairs only the embeddings count.
        lexical = torch.block_diag(*(company.shared(places) for company, places in shelves))
        features = torch.cat([lexical.view(len(questions), -1, 2), torch.stack(dense, 1)], 2)
        against = np.stack(
            [ranking.none_features(seen, len(pairs)) for company, _ in shelves for seen in company.seen]
        )
        return torch.cat([features @ held, (torch.tensor(against) @ none)[:, None]], 1)

    def _embedded(self, texts: Sequence[list[int]]) -> Tensor:
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        parts = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]
        # Half the time of float32 on processors that multiply in bfloat16.
        with torch.autocast("cpu", torch.bfloat16):
            vectors = torch.cat([self.encoder([texts[at] for at in part]).float() for part in parts])
        return vectors[torch.tensor(np.argsort(order))]


def fit(
    model: Model, companies: Sequence[Company], unseen: Mapping[str, Sequence[Company]], epochs: int
) -> None:
    chance = random.Random(0)
    torch.manual_seed(0)
    optimizer = torch.optim.Adam(
        [
            {"params": model.encoder.parameters(), "lr": RATE},
            {"params": model.ranking.parameters(), "lr": RANKING_RATE},
        ]
    )
    steps = epochs * len(together(companies, chance))
    # Up within the first steps, then down to zero.
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
    )
    report(model, unseen, "before")
    for epoch in range(1, epochs + 1):
        losses = []
        for some in together(companies, chance):
            shelves = [(company, drawn(len(company.pairs), chance)) for company in some]
            count = sum(len(places) for _, places in shelves)
            right, first = [], 0
            for company, places in shelves:
                right += company.answered_by(places, first, count)
                first += len(places)
            loss = cross_entropy(model(shelves), torch.tensor(right))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        report(model, unseen, f"epoch {epoch}, loss {np.mean(losses):.3f}")


def together(companies: Sequence[Company], chance: random.Random) -> list[list[Company]]:
    """Two at a time, of one language where there are as many: each other's pairs are far from the questions, so that
    2,000 pairs do not drown the right one."""
    order = chance.sample(companies, len(companies))
    order.sort(key=lambda company: company.language)
    found = [order[start : start + AT_ONCE] for start in range(0, len(order), AT_ONCE)]
    chance.shuffle(found)
    return found


def drawn(count: int, chance: random.Random) -> list[int]:
    some = count if chance.random() < WHOLE else round(count * FEWER)
    return sorted(chance.sample(range(count), some))


@torch.no_grad()
def report(model: Model, unseen: Mapping[str, Sequence[Company]], when: str) -> None:
    for name, companies in unseen.items():
        ranks = []
        for company in companies:
            logits = model([(company, range(len(company.pairs)))])
            for row, right in zip(logits, company.right, strict=True):
                if right is not None:
                    ranks.append(int((row[:-1] > row[right]).sum()))
        first = [f"{sum(rank < most for rank in ranks) / len(ranks):.1%}" for most in (1, 2, 3)]
        print(
            f"{when}, {name}: first {first[0]}, of two {first[1]}, of three {first[2]} of {len(ranks)}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    model = Model()
    read = {
        folder.name: [Company(path, model.encoder) for path in sorted(folder.glob("*.json"))]
        for folder in (TUNED_ON, TAUGHT, ASKED)
    }
    fit(model, read.pop(TUNED_ON.name), read, options.epochs)
    if options.write:
        save_file(model.encoder.changes(), TUNED)


if __name__ == "__main__":
    main()
