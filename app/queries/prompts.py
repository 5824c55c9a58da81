"""What the model that plays the customer is told, and what is cleaned off its answer."""

import random
import re
from collections.abc import Sequence
from typing import Literal

from app.queries.grammar import compose
from app.queries.guide import Guide, RuleKind
from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty
from app.queries.mix import signs
from app.queries.plan import Plan
from app.queries.subjects import is_private
from app.queries.topics import Profile, choices, profile

Style = Literal["instruct", "few_shot"]
Message = dict[str, str]

_BEHAVIOURS: dict[Behaviour, str] = {
    Behaviour.PLAIN: "You write like a normal customer: friendly enough, no small talk.",
    Behaviour.TERSE: "You write as few words as you can: no greeting, no politeness, lower case, hardly any commas.",
    Behaviour.VAGUE: "You don't know the right words, leave out what matters and describe it in a roundabout way.",
    Behaviour.UPSET: "You are angry and it shows, but you stay with your problem and insult nobody.",
    Behaviour.WRONG_PREMISE: "You are convinced of something about the company that is wrong, and build on it.",
    Behaviour.TWO_PROBLEMS: "You have a second, unrelated problem and mention it in the same message.",
    Behaviour.TYPOS: "You type on a phone in a hurry: two to four typos, missing commas, lower case.",
    Behaviour.NON_NATIVE: "English is not your first language: simple words, odd articles or word order, always clear.",
    Behaviour.NOT_ALLOWED: "You want something that the company surely must not do for you, and push a little.",
    Behaviour.CHANGES_MIND: "Halfway through the message you change your mind and ask for something else.",
}
_CATEGORIES: dict[Category, str] = {
    Category.GENERAL: "a question before or beside buying: offer, prices, opening hours, how things work",
    Category.TECHNICAL: "something that does not work or that you can't set up",
    Category.BILLING: "money: a charge, an invoice, a refund, a way of paying",
    Category.ACCOUNT: "your own account, order, booking or data, and changes to it",
    Category.COMPLAINT: "a complaint: something went wrong and you want it put right",
    Category.EDGE_CASE: "something unusual that support rarely hears",
}
_LENGTHS: dict[Difficulty, str] = {
    Difficulty.EASY: "One short sentence that a beginner in support could answer.",
    Difficulty.MEDIUM: "Two sentences: what you want, and one fact that matters (a date, an amount, what you tried).",
    Difficulty.HARD: "Three or four sentences, at most 70 words, with a complication that rules out the easy answer.",
}
_RULES = """Rules:
- Write only the message itself: no quotation marks, no label, no explanation, no answer.
- Stay in the customer's voice from first word to last; you know only what a customer can know.
- Be concrete: invent everyday details (days, amounts, things), but no placeholders and no other company names.
- Sound like real support mail, not like advertising and not like a test. English only."""
_SHOWN_EARLIER = 12
_SHOWN_UNLIKE = 6
_SHOWN_REAL = 4
_REAL_LENGTH = 300  # characters
_OTHER_EXAMPLES = 2
_NEAR_EXAMPLES = 2
_MOODS: dict[Behaviour, str] = {
    Behaviour.PLAIN: "a customer",
    Behaviour.TERSE: "a customer in a hurry",
    Behaviour.VAGUE: "a customer who is not sure",
    Behaviour.UPSET: "an angry customer",
    Behaviour.WRONG_PREMISE: "a customer who is mistaken",
    Behaviour.TWO_PROBLEMS: "a customer with two questions",
    Behaviour.TYPOS: "a customer typing fast",
    Behaviour.NON_NATIVE: "a customer with simple English",
    Behaviour.NOT_ALLOWED: "a pushy customer",
    Behaviour.CHANGES_MIND: "a customer who can't decide",
}


def build_messages(
    plan: Plan,
    agent: AgentBrief,
    earlier: Sequence[str],
    style: Style = "instruct",
    guide: Guide | None = None,
    facts: Sequence[str] = (),
) -> list[Message]:
    """Chat messages for one question. `instruct` suits a strong hosted model, `few_shot` a small local one.

    `facts`: what the company's own pages say about the topic; for the strong model only.
    """
    if style == "few_shot":
        return _few_shot(plan, agent)
    return _instruct(plan, agent, earlier, guide or Guide(), facts)


def reaction_messages(
    plan: Plan, agent: AgentBrief, turns: Sequence[Message], guide: Guide | None = None
) -> list[Message]:
    """Chat messages for what the customer of a conversation says next; for a strong model only."""
    said = "\n".join(f"{'You' if turn['role'] == 'user' else 'Support'}: {turn['content']}" for turn in turns)
    user = (
        f"You are: {plan.persona}. {_BEHAVIOURS[plan.behaviour]}\n\nThe conversation so far:\n{said}\n\n"
        "Write your next message: react to what support just said. Ask for what is still missing, say what did not "
        "work, or push back where the answer does not help you. One or two sentences; don't repeat yourself."
    )
    return [
        {"role": "system", "content": _system(agent, guide or Guide())},
        {"role": "user", "content": user},
    ]


def _system(agent: AgentBrief, guide: Guide) -> str:
    name = profile(agent).company or agent.name
    system = (
        f"You play a customer who writes to the support of {name}.\n"
        f"What the company does: {agent.description}\n\n{_RULES}"
    )
    for rule in guide.values(RuleKind.WRITE):
        system += f"\n- {rule}"
    for topic in guide.avoided:
        system += f"\n- You never write about {topic}."
    if unlike := guide.values(RuleKind.NOT_LIKE)[-_SHOWN_UNLIKE:]:
        system += "\nReal customers of this company never write like these, so don't either:"
        system += "".join(f"\n- {text}" for text in unlike)
    return system


def _instruct(
    plan: Plan, agent: AgentBrief, earlier: Sequence[str], guide: Guide, facts: Sequence[str]
) -> list[Message]:
    system = _system(agent, guide)
    asked = "\n".join(f"- {text}" for text in earlier[-_SHOWN_EARLIER:])
    user = (
        f"You are: {plan.persona}.\n"
        f"Your message is {_CATEGORIES[plan.category]}. It is about: {plan.topic}.\n"
        f"{_BEHAVIOURS[plan.behaviour]}\n{_LENGTHS[plan.difficulty]}"
    )
    if facts:
        user += "\n\nThe company's pages say this; you may have read it or not, or got it wrong:\n"
        user += "\n".join(f"- {fact}" for fact in facts)
    if real := _real_examples(plan, profile(agent), _SHOWN_REAL):
        user += "\n\nReal customers of this company wrote these; write like them, but about your own case:\n"
        user += "\n".join(f"- {text}" for text in real)
    if asked:
        user += f"\n\nOther customers already wrote these; write something different in subject and wording:\n{asked}"
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _few_shot(plan: Plan, agent: AgentBrief) -> list[Message]:
    """Turns that show the same kind of message about other subjects of the same company; a small model
    copies form well and follows rules badly."""
    company = profile(agent)
    name = company.company or "the company"
    messages = [
        {
            "role": "system",
            "content": f"You write messages that customers send to the support of {name}. {agent.description}",
        }
    ]
    for topic, text in _examples(plan, company):
        messages += [
            {"role": "user", "content": _order(plan, topic)},
            {"role": "assistant", "content": text},
        ]
    messages.append({"role": "user", "content": _order(plan, plan.topic)})
    return messages


def _order(plan: Plan, topic: str) -> str:
    return f"Message from {_MOODS[plan.behaviour]} about {topic}:"


def _examples(plan: Plan, company: Profile) -> list[tuple[str, str]]:
    rng = random.Random(f"examples|{plan.topic}|{plan.seed}")
    near = list(choices(company, plan.category, plan.topic))
    pool = [s for s in company.situations if s not in near and s.category is plan.category]
    pool = [s for s in pool if s.forbidden == (plan.behaviour is Behaviour.NOT_ALLOWED)] or pool
    # The last ones are about the very topic: without them a 135M model wanders off within a sentence.
    shown = rng.sample(pool, min(_OTHER_EXAMPLES, len(pool))) + rng.choices(near or pool, k=_NEAR_EXAMPLES)
    real = [(plan.topic, text) for text in _real_examples(plan, company, _NEAR_EXAMPLES)]
    grammar = [
        (
            situation.topic if situation not in near else plan.topic,
            compose(
                situation,
                None,
                behaviour=plan.behaviour,
                difficulty=min(plan.difficulty, Difficulty.MEDIUM, key=list(Difficulty).index),
                company=company,
                rng=rng,
            ),
        )
        for situation in shown
    ]
    return [*grammar, *real]


def _real_examples(plan: Plan, company: Profile, most: int) -> list[str]:
    """What real customers wrote about the topic, those in the plan's way of writing first."""
    about = [text for text in company.real_questions(plan.category, plan.topic) if not is_private(text)]
    random.Random(plan.seed).shuffle(about)
    about.sort(key=lambda text: plan.behaviour not in signs(text))
    return [text for text in about if len(text) <= _REAL_LENGTH][:most]


_LABEL = re.compile(
    r"^\s*(?:[-*>#]+\s*|\d+[.)]\s+|(?:\w+ )?(?:customer|user|client|guest|patient|message|question|query|me|subject)"
    r"(?: (?:message|question|query))?\s*\d*\s*:\s*|here(?:'s| is) [^:\n]{0,60}:\s*)+",
    re.I,
)
_NEXT_TURN = re.compile(
    r"\n\s*(?:agent|support|assistant|customer|user|message from|answer|reply|response)\b[^\n]{0,60}:", re.I
)


def clean(text: str) -> str:
    """The bare message: without quotes, labels, markup, a second turn, or a sentence that the limit cut off."""
    text = text.replace("’", "'").replace("“", '"').replace("”", '"').replace("\r", "")
    text = re.sub(r"<[^>\n]{1,40}>", " ", text).strip()
    text = _NEXT_TURN.split(text, maxsplit=1)[0]
    text = _LABEL.sub("", text)
    text = re.sub(r"[*_`#]{2,}|(?<!\w)[*_`]|[*_`](?!\w)", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > 1 and text[0] in "\"'" and text.find(text[0], 1) in (-1, len(text) - 1):
        text = text.strip(text[0]).strip()
    return _whole_sentences(text)


def ended(text: str) -> str:
    """What was said up to the last end of a sentence; nothing if no sentence has ended yet."""
    ends = [match.end() for match in re.finditer(r"[.?!]+[\"')]*(?=\s|$)", text)]
    return text[: ends[-1]].strip() if ends else ""


def _whole_sentences(text: str) -> str:
    """Drops what follows the last end of a sentence, unless the text is a single line without one."""
    whole = ended(text)
    # A short unpunctuated ending is how people write ("thanks", "pls"); a long one was cut off.
    return text if not whole or len(text[len(whole) :].split()) <= 3 else whole
