"""`python -m tests.benchmarks.doubts [--write]`

Fits the weights of app/replies/doubts.py on tests/data/paraphrases: on what the ranking finds for each question, for
each that lost its own pair, and for taught questions with a typing error or with one word swapped for another
company's. Measures on tests/data/companies and tests/data/things, which they never saw: at each threshold how many
questions are answered rightly, wrongly, or though nobody taught them, then how many of THINGS. `--write` puts the
weights into their file.
"""

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch.nn.functional import binary_cross_entropy_with_logits

from app.replies import doubts, ranking
from app.replies.shelf import Entry, Shelf
from app.text import embedding
from app.text.stopwords import language_by_stop_words, stop_words
from app.text.words import tokens
from tests.benchmarks.companies import ASKED, TAUGHT, Company

# Taught questions nearly as they are, in other words, and about another thing.
THINGS = Path("tests/data/things")
# What a question counts beside one that somebody wrote as it is. With 0.2 of the invented ones fewer reworded THINGS
# are answered, with 0.05 more of those about another thing: nobody invented other wordings.
INVENTED = 0.1
ROBBED = 0.3
UNLIKELY, COUNTS = 0.2, 0.3  # what the ranking finds unlikely is no answer anyway
PENALTY = 1e-3
CHANCES, CERTAINTIES = (0.5, 0.6, 0.7, 0.8), (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
LEAST_LETTERS = 4


@dataclass
class Look:
    """At the likeliest pair of a question."""

    of: tuple[np.ndarray, np.ndarray]  # features, with the model and without
    chances: tuple[float, float]
    is_right: tuple[bool, bool]
    is_taught: bool
    counts: float = 1.0


def look(
    entries: Sequence[Entry], shelf: Shelf, question: str, vector: np.ndarray, right: Entry | None
) -> Look:
    """`shelf`: of `entries`; `right`: the one that answers, None where none does."""
    found, chances, is_right = [], [], []
    for query in (vector, None):
        seen = shelf.seen(question, query)
        ranked = ranking.likeliest(seen, 2)
        entry = entries[ranked[0][0]]
        found.append(doubts.features(question, entry.passage, seen, ranked))
        chances.append(ranked[0][1])
        is_right.append(entry is right)
    return Look((found[0], found[1]), (chances[0], chances[1]), (is_right[0], is_right[1]), right is not None)


def looks(company: Company) -> list[Look]:
    entries = company.entries
    shelf = Shelf(entries)
    return [
        look(entries, shelf, question, vector, None if right is None else entries[right])
        for question, vector, right in zip(company.questions, company.queries, company.right, strict=True)
    ]


def robbed(company: Company) -> list[Look]:
    """What is found once the pair that answers is gone."""
    found, entries = [], company.entries
    rests = [[entry for entry in entries if entry is not gone] for gone in entries]
    shelves = [Shelf(rest) for rest in rests]
    for question, vector, right in zip(company.questions, company.queries, company.right, strict=True):
        if right is not None:
            found.append(look(rests[right], shelves[right], question, vector, None))
            found[-1].counts = ROBBED
    return found


def invented(company: Company, words: Sequence[str], chance: random.Random) -> list[Look]:
    """`words`: of other companies' questions in the same language."""
    asked: list[tuple[str, Entry | None]] = []
    entries = company.entries
    for entry in entries:
        asked.append((mistyped(entry.passage.title, chance), entry))
        asked += [(text, None) for _ in range(2) if (text := swapped(entry.passage.title, words, chance))]
    vectors = embedding.of_queries([text for text, _ in asked])
    shelf = Shelf(entries)
    found = [
        look(entries, shelf, text, vector, right)
        for (text, right), vector in zip(asked, vectors, strict=True)
    ]
    for one in found:
        one.counts = INVENTED
    return found


def mistyped(text: str, chance: random.Random) -> str:
    """Two letters the wrong way round, one left out or twice; sometimes without capitals or the question mark."""
    if len(text) > 2 * LEAST_LETTERS:
        at = chance.randrange(1, len(text) - 2)
        two = chance.choice([text[at + 1] + text[at], text[at + 1], text[at] + text[at : at + 2]])
        text = text[:at] + two + text[at + 2 :]
    text = text.lower() if chance.random() < 0.5 else text
    return text.rstrip("? ") if chance.random() < 0.5 else text


def swapped(text: str, words: Sequence[str], chance: random.Random) -> str | None:
    own = [word for word in text.split() if is_thing(word, text)]
    if len(text.split()) <= 3 or not own or not words:
        return None
    return text.replace(chance.choice(own).strip("¿?¡!.,:;"), chance.choice(words), 1)


def is_thing(word: str, text: str) -> bool:
    empty = stop_words(language_by_stop_words(tokens(text)) or "en")
    bare = word.strip("¿?¡!.,:;").lower()
    return len(bare) >= LEAST_LETTERS and bare.isalpha() and bare not in empty


def things_of(companies: Iterable[Company]) -> list[str]:
    titles = [passage.title for company in companies for passage in company.passages]
    words = {word.strip("¿?¡!.,:;") for title in titles for word in title.split() if is_thing(word, title)}
    return sorted(words)


def fitted(rows: Sequence[Look], at: int) -> tuple[np.ndarray, float]:
    """Weights and bias; `at`: 0 with the model, 1 without."""
    x = torch.tensor(np.stack([row.of[at] for row in rows]), dtype=torch.float64)
    y = torch.tensor([float(row.is_right[at]) for row in rows], dtype=torch.float64)
    counts = torch.tensor(
        [row.counts * (1.0 if row.chances[at] > UNLIKELY else COUNTS) for row in rows], dtype=torch.float64
    )
    mean, spread = x.mean(0), x.std(0) + 1e-6
    weights = torch.zeros(x.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        odds = (x - mean) / spread @ weights[:-1] + weights[-1]
        each = binary_cross_entropy_with_logits(odds, y, reduction="none")
        found = (each * counts).mean() + PENALTY * (weights[:-1] ** 2).sum()
        found.backward()
        return found

    optimizer.step(loss)
    found = (weights[:-1].detach() / spread).numpy()
    return found, float(weights[-1].detach()) - float((found * mean.numpy()).sum())


def hows(path: Path) -> list[str]:
    """Of THINGS by question "close" or "reworded", or "" for those about another thing."""
    data = json.loads(path.read_text())
    return [item.get("how", "") for item in data["paraphrases"] + data["untaught"]]


def report(
    looked: Sequence[Look], things: Sequence[tuple[str, Look]], weights: np.ndarray, bias: float, at: int
) -> None:
    print("\n| the answer from | rightly | wrongly | untaught | close | reworded | another thing |")
    print("|---|---|---|---|---|---|---|")

    def certainty(one: Look) -> float:
        return float(1 / (1 + np.exp(-(one.of[at] @ weights + bias))))

    for name, value, thresholds in (
        ("chance", lambda one: one.chances[at], CHANCES),
        ("certainty", certainty, CERTAINTIES),
    ):
        for least in thresholds:
            given = [one for one in looked if value(one) >= least]
            taught = sum(one.is_taught for one in looked)
            shares = [
                sum(one.is_right[at] for one in given) / taught,
                sum(one.is_taught and not one.is_right[at] for one in given) / taught,
                sum(not one.is_taught for one in given) / (len(looked) - taught),
            ]
            for kind in ("close", "reworded", ""):
                some = [one for how, one in things if how == kind]
                shares.append(
                    sum(value(one) >= least and one.is_right[at] == bool(kind) for one in some) / len(some)
                )
            print(f"| {name} {least} | {' | '.join(f'{share:.0%}' for share in shares)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    paths = sorted(TAUGHT.glob("*.json"))
    companies = [Company.read(path) for path in paths]
    languages = [json.loads(path.read_text())["language"] for path in paths]
    rows, chance = [], random.Random(0)
    for company, language in zip(companies, languages, strict=True):
        others = [
            o for o, of in zip(companies, languages, strict=True) if of == language and o is not company
        ]
        rows += [*looks(company), *robbed(company), *invented(company, things_of(others), chance)]
    asked = [one for path in sorted(ASKED.glob("*.json")) for one in looks(Company.read(path))]
    things = [
        pair
        for path in sorted(THINGS.glob("*.json"))
        for pair in zip(hows(path), looks(Company.read(path)), strict=True)
    ]
    found = {}
    for at, name in enumerate(("dense", "lexical")):
        weights, bias = fitted(rows, at)
        found[name], found[f"{name}_bias"] = weights, np.array([bias])
        print(f"\n{name}: {weights.round(2)}, {bias:.2f}")
        report(asked, things, weights, bias, at)
    if options.write:
        save_file(
            {key: value.astype(np.float32) for key, value in found.items()}, "app/replies/doubts.safetensors"
        )


if __name__ == "__main__":
    main()
