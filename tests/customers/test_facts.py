"""Precise statements of help pages, for a customer who may have read them."""

from hypothesis import given
from hypothesis import strategies as st

from app.actor import Actor
from app.customers.facts import MOST, facts_about
from app.knowledge import proposals
from app.models import Agent, GeneratedQuery
from app.sessions import service as sessions
from tests.customers.test_generation import GOOD, Script, write

PAGE = """# Returns

Can I return a rug?
You can return every rug within 30 days. A return costs 6 euro for large parcels.
We like our rugs a lot. Write to anna@example.org about returns within 3 days.

## Delivery
- Rugs are delivered on weekdays only
- Express delivery costs 12 euro
"""


def test_facts_are_precise_and_about_the_topic() -> None:
    assert facts_about("returns", [PAGE], "en") == [
        "You can return every rug within 30 days.",
        "A return costs 6 euro for large parcels.",
    ]
    assert facts_about("Sperrmüll", ["Wir holen den Sperrmüll ab.\nSperrmüll kostet 25 Euro."], "de") == [
        "Sperrmüll kostet 25 Euro.",
        "Wir holen den Sperrmüll ab.",
    ]
    assert facts_about("express delivery", [PAGE], "en")[0] == "Express delivery costs 12 euro"
    assert facts_about("gift vouchers", [PAGE], "en") == []


@given(st.text(), st.lists(st.text(alphabet="ab 1.\n?", max_size=80), max_size=5))
def test_every_fact_stands_in_the_texts(topic: str, texts: list[str]) -> None:
    found = facts_about(topic, texts, "en")

    assert len(found) <= MOST
    words = [" ".join(text.split()) for text in texts]
    assert all(any(fact in text for text in words) for fact in found)


class Listener(Script):
    """Keeps what it was told."""

    def ask(self, messages: list[dict[str, str]], seed: int):  # type: ignore[no-untyped-def]
        self.told = messages[-1]["content"]
        return super().ask(messages, seed)


async def test_a_strong_writer_reads_what_the_pages_say(actor: Actor, agent: Agent) -> None:
    await proposals.add_material(actor, agent.id, name="returns.md", text=PAGE)
    query = (await sessions.start(actor, agent.id)).query
    await GeneratedQuery.filter(id=query.id).update(plan=query.plan | {"topic": "returns"})
    customer = Listener(GOOD)

    await write(query, customer)

    assert "You can return every rug within 30 days." in customer.told
    assert "anna@example.org" not in customer.told
