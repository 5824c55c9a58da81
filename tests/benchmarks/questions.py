"""`python -m tests.benchmarks.questions [FILE] [--questions N]`: what the starter asks, for organisations in no pack.

Prints N questions for each organisation of FILE (tests/data/organisations.json), to be read by eye, and marks with "-"
what a machine can tell: another language than the description's, no topic of the agent in it, a word of another trade,
the same question twice.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

from app.customers import starter
from app.customers.brief import AgentBrief, TopicBrief
from app.customers.plan import PlanRecord
from app.customers.planner import next_plan
from app.text.language import is_in, likely_language
from app.text.phrases import phrases

ORGANISATIONS = Path(__file__).parents[1] / "data" / "organisations.json"


@dataclass(frozen=True, slots=True)
class Organisation:
    """`topics`: parts of words, one of which every question has to hold; `foreign`: of other trades."""

    name: str
    language: str
    description: str
    topics: tuple[str, ...]
    foreign: tuple[str, ...]

    def agent(self) -> AgentBrief:
        language = likely_language(self.description)
        named = phrases(self.description, language, (self.name,))
        return AgentBrief(self.name, self.description, language, topics=tuple(map(TopicBrief, named)))

    def faults(self, text: str, before: list[str]) -> list[str]:
        said = text.casefold()
        found = [f"not {self.language}"] if not is_in(text, self.language) else []
        found += ["no topic"] if not any(topic.casefold() in said for topic in self.topics) else []
        found += [f"foreign: {word}" for word in self.foreign if word.casefold() in said]
        return found + (["twice"] if text in before else [])


def organisations(path: Path = ORGANISATIONS) -> list[Organisation]:
    rows = json.loads(path.read_text("utf-8"))
    return [
        Organisation(r["name"], r["language"], r["description"], tuple(r["topics"]), tuple(r["foreign"]))
        for r in rows
    ]


def asked(agent: AgentBrief, count: int) -> list[str]:
    history: list[PlanRecord] = []
    texts: list[str] = []
    for number in range(count):
        plan = next_plan(agent, history, seed=number)
        written = starter.write(plan, agent, history, texts)
        if written is None:
            break
        topic = written.topic.name if written.topic else ""
        history.append(replace(plan.record, topic=topic, frame=written.frame))
        texts.append(written.text)
    return texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=ORGANISATIONS)
    parser.add_argument("--questions", type=int, default=10)
    options = parser.parse_args()
    good = total = 0
    for organisation in organisations(options.file):
        agent = organisation.agent()
        print(f"\n{organisation.name} ({agent.language}): {', '.join(topic.name for topic in agent.topics)}")
        texts = asked(agent, options.questions)
        for number, text in enumerate(texts):
            faults = organisation.faults(text, texts[:number])
            good += not faults
            print("-" if faults else "+", text, f"[{'; '.join(faults)}]" if faults else "")
        total += options.questions
    print(f"\n{good} of {total} without a fault that a machine can tell")


if __name__ == "__main__":
    main()
