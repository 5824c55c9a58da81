"""What the model that plays the customer is told."""

from collections.abc import Sequence

from app.customers.brief import AgentBrief
from app.customers.guide import Guide, RuleKind
from app.customers.manner import signs
from app.customers.plan import Behaviour, Plan
from app.models import Category, Difficulty
from app.text.language import NAMES
from app.text.private import is_private

Message = dict[str, str]

_BEHAVIOURS: dict[Behaviour, str] = {
    Behaviour.PLAIN: "You write like a normal customer: friendly enough, no small talk.",
    Behaviour.TERSE: "You write as few words as you can: no greeting, no politeness, hardly any punctuation.",
    Behaviour.VAGUE: "You don't know the right words, leave out what matters and describe it in a roundabout way.",
    Behaviour.UPSET: "You are angry and it shows, but you stay with your problem and insult nobody.",
    Behaviour.WRONG_PREMISE: "You are convinced of something about the organisation that is wrong, and build on it.",
    Behaviour.TWO_PROBLEMS: "You have a second, unrelated question and put it into the same message.",
    Behaviour.TYPOS: "You type on a phone in a hurry: two to four typing mistakes, missing punctuation.",
    Behaviour.NON_NATIVE: "You are still learning the language: simple words, odd grammar, but always clear.",
    Behaviour.NOT_ALLOWED: "You want something that the organisation surely must not do for you, and push a little.",
    Behaviour.CHANGES_MIND: "Halfway through the message you change your mind and ask for something else.",
}
_CATEGORIES: dict[Category, str] = {
    Category.GENERAL: "a question",
    Category.TECHNICAL: "about something that does not work or that you can't set up",
    Category.BILLING: "about money",
    Category.ACCOUNT: "about your own case, contract, booking or data, or a change to it",
    Category.COMPLAINT: "a complaint: something went wrong and you want it put right",
    Category.EDGE_CASE: "something unusual that the organisation rarely hears",
}
_LENGTHS: dict[Difficulty, str] = {
    Difficulty.EASY: "One short sentence that a beginner could answer.",
    Difficulty.MEDIUM: "Two sentences: what you want, and one detail that matters.",
    Difficulty.HARD: "Three or four sentences, at most 70 words, with a complication that rules out the easy answer.",
}
_RULES = """Rules:
- Write only the message itself: no quotation marks, no subject line, no label, no explanation, no answer.
- Write in {language}, as a native speaker types it into a chat, and in no other language.
- Stay in the customer's voice from first word to last; you know only what a customer can know.
- Ask only what customers of exactly this organisation ask; nothing that belongs to another trade.
- Be concrete: everyday details (days, amounts, things) are yours to invent, but no placeholders and no other \
organisation's name.
- Sound like a real message, not like advertising and not like a test."""
_SHOWN_EARLIER = 12
_SHOWN_UNLIKE = 6
_SHOWN_REAL = 4
_REAL_LENGTH = 300  # characters
_PROMPT_LENGTH = 1500  # characters of the agent's system prompt


def build_messages(
    plan: Plan,
    agent: AgentBrief,
    earlier: Sequence[str],
    guide: Guide | None = None,
    facts: Sequence[str] = (),
) -> list[Message]:
    """Chat messages for one question. `facts`: what the organisation's own pages say about the topic."""
    about = f" It is about: {plan.topic}." if plan.topic else ""
    user = (
        f"You are: {plan.persona or 'one of its customers'}.\n"
        f"Your message is {_CATEGORIES[plan.category]}.{about}\n"
        f"{_BEHAVIOURS[plan.behaviour]}\n{_LENGTHS[plan.difficulty]}"
    )
    if facts:
        user += "\n\nThe organisation's pages say this; you may have read it or not, or got it wrong:\n"
        user += _listed(facts)
    if real := _real_examples(plan, agent):
        user += "\n\nReal customers wrote these; write like them, but about your own case:\n" + _listed(real)
    if earlier:
        user += "\n\nOther customers already wrote these; write something different in subject and wording:\n"
        user += _listed(earlier[-_SHOWN_EARLIER:])
    return [_system(agent, guide or Guide()), {"role": "user", "content": user}]


def reaction_messages(
    plan: Plan, agent: AgentBrief, turns: Sequence[Message], guide: Guide | None = None
) -> list[Message]:
    """Chat messages for what the customer of a conversation says next."""
    said = "\n".join(f"{'You' if turn['role'] == 'user' else 'Support'}: {turn['content']}" for turn in turns)
    user = (
        f"You are: {plan.persona or 'one of its customers'}. {_BEHAVIOURS[plan.behaviour]}\n\n"
        f"The conversation so far:\n{said}\n\n"
        "Write your next message: react to what support just said. Ask for what is still missing, say what did not "
        "work, or push back where the answer does not help you. One or two sentences; don't repeat yourself."
    )
    return [_system(agent, guide or Guide()), {"role": "user", "content": user}]


def _system(agent: AgentBrief, guide: Guide) -> Message:
    language = NAMES.get(agent.language, agent.language)
    system = (
        f"You play a customer who writes to the support of {agent.name}.\n"
        f"What the organisation does: {agent.description}\n"
    )
    if agent.system_prompt:
        system += (
            f"What its support is told, and you have not read:\n{agent.system_prompt[:_PROMPT_LENGTH]}\n"
        )
    system += "\n" + _RULES.replace("{language}", language)
    for rule in guide.values(RuleKind.WRITE):
        system += f"\n- {rule}"
    for topic in guide.avoided:
        system += f"\n- You never write about {topic}."
    if unlike := guide.values(RuleKind.NOT_LIKE)[-_SHOWN_UNLIKE:]:
        system += "\nReal customers never write like these, so don't either:\n" + _listed(unlike)
    return {"role": "system", "content": system}


def _real_examples(plan: Plan, agent: AgentBrief) -> list[str]:
    """About the topic, then any; in the plan's way of writing first."""
    held_out = set(agent.asked) - set(agent.shown)
    about = [text for text in agent.about(plan.topic) if text not in held_out]
    others = [text for text in agent.shown if text not in about]
    about.sort(key=lambda text: plan.behaviour not in signs(text))
    others.sort(key=lambda text: plan.behaviour not in signs(text))
    return [t for t in [*about, *others] if len(t) <= _REAL_LENGTH and not is_private(t)][:_SHOWN_REAL]


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
