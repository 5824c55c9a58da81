"""What a company is, read from two sentences: its name, its trade, the things it names, its customers' subjects."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.queries.kinds import AgentBrief, Category
from app.queries.mix import Mix
from app.queries.situation import Domain, Kind, Situation
from app.queries.subjects import Subject, of_pages, subjects
from app.queries.vocabulary import ABOUT, EVERYONE, HEARD, KINDS, NAMED, UNKNOWN
from app.queries.words import STOP_WORDS, content_words, small_words

_NOT_A_NAME = re.compile(
    r"\b(agent|bot|assistant|support|helper|test|demo|my|our|the|coach|chat|customer|reception|service|new|website)\b",
    re.I,
)
_NAME_FIRST = re.compile(
    r"^\W*(?:(?:[Tt]his is|[Ww]e are|[Ii] am|[Ww]elcome to|[Aa]t|[Tt]he)\s+)?"
    r"((?:[A-Z0-9][\w&'.-]*)(?:\s+(?:[A-Z0-9&][\w&'.-]*|of|the|and|de))*)"
    r"(?=\s*(?:,|:|-|\(|\bis\b|\bare\b|\bsells?\b|\boffers?\b|\bhelps?\b|\bprovides?\b|\bruns?\b|\bmakes?\b|\brents?\b"
    r"|\bdelivers?\b|\brepairs?\b|\bbuilds?\b|\borgani[sz]es?\b|\blends?\b|\btreats?\b|\bserves?\b"
    r"|\bteach(?:es)?\b|\bcleans?\b|\bfixes\b|\bships?\b|\bgrows?\b|\broasts?\b|\bbakes?\b|\bconnects?\b))"
)
_NAME_OF = re.compile(
    r"\b(?:agent|assistant|desk|team|service|bot) (?:of|for|at) ((?:[A-Z][\w&'-]*)(?:\s+[A-Z][\w&'-]*)*)"
)
_OFFER = re.compile(
    r"\b(?:sell|sells|selling|offer|offers|offering|provide|provides|providing|rent|rents|renting|make|makes|making"
    r"|repair|repairs|repairing|deliver|delivers|delivering|organi[sz]es?|build|builds|building|teach|teaches|produce"
    r"|produces|publish|publishes|restore|restores|grow|grows|run|runs|running|lend|lends|plan|plans|clean|cleans"
    r"|including|such as)\s+(?!and\b|or\b)([^.;:()]+)",
    re.I,
)
_BREAK = re.compile(
    r"\b(?:to|for|from|in|at|on|by|with|that|which|who|whose|where|when|while|via|through|across|around|near|so|it|we"
    r"|they|our|their|its|is|are|has|have|can|will|all|over|into|as|under|without|against|every|per|including|such)\b",
    re.I,
)
_FILLER = small_words("""
    a an the small big great best good friendly new own many different various several high quality
    handmade affordable local customers customer people clients support service services questions
    everything anything brief short clear exact direct style answers answer online both them same up out
    more less
    """)
_VERBISH = re.compile(r"^\w+(?:ing|ly)$")


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A company as its customers see it. `things` are noun phrases from its description; `company` may be
    unknown; `trade` are situations of this kind of company, `anywhere` those of any.
    `subjects` and `mix` come from what real customers asked; no mix before there was any. `pages` are subjects of the
    company's own pages, all alike, as nobody knows how often they are asked about."""

    company: str | None
    kind: str
    domain: Domain
    things: tuple[str, ...]
    trade: tuple[Situation, ...]
    anywhere: tuple[Situation, ...]
    currency: str
    words: frozenset[str]
    subjects: tuple[Subject, ...]
    pages: tuple[Subject, ...]
    mix: Mix | None

    @property
    def situations(self) -> tuple[Situation, ...]:
        return self.trade + self.anywhere

    def real_questions(self, category: Category, topic: str) -> tuple[str, ...]:
        """About the topic, in the category first."""
        same = sorted(
            (s for s in self.subjects if s.topic == topic), key=lambda s: s.category is not category
        )
        return tuple(question for subject in same for question in subject.questions)

    def topics(self, category: Category) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.topic for s in self.situations if s.category is category))


@lru_cache(maxsize=256)
def profile(agent: AgentBrief) -> Profile:
    text = f"{agent.description} {agent.system_prompt}"
    company = company_name(agent)
    things = tuple(noun_phrases(agent.description, company))
    kind, domain = (
        _trade(agent.description, company) or _trade(agent.system_prompt, company) or (UNKNOWN, None)
    )
    domain = domain or UNKNOWN.domains[0]
    own = kind.situations + (NAMED if kind is not UNKNOWN and things else ())
    slots = dict(domain.slots) | {"thing": things or ("your offer",)}
    goods = tuple(one for one in map(_singular, things) if one)
    if "item" in slots and goods:
        # Half of the goods that customers name are the described ones; a shop of no known trade has only those.
        known = slots["item"]
        slots["item"] = goods * (len(known) // len(goods)) + known
        if domain.name == "goods":
            slots = {name: values for name, values in slots.items() if name not in ("machine", "question")}
            slots["item"] = goods
    if company:
        slots["company"] = (company,)
    found, pages = subjects(agent.asked), of_pages(agent.pages)
    trade = tuple(
        part
        for situation in (*(part for subject in (*found, *pages) for part in _heard(subject)), *own)
        for part in _spoken(situation, slots)
    )
    anywhere = tuple(part for situation in EVERYONE for part in _spoken(situation, slots, kind.never))
    trade, anywhere = _without(trade, agent.avoided), _without(anywhere, agent.avoided)
    domain = replace(domain, slots=slots)
    words = content_words(
        " ".join((agent.description, *things, *agent.asked, *_all_text(trade + anywhere, domain)))
    )
    mix = Mix.of(agent.asked) if agent.asked else None
    found, pages = (
        tuple(s for s in some if not is_avoided(s.topic, agent.avoided)) for some in (found, pages)
    )
    return Profile(
        company, kind.name, domain, things, trade, anywhere, _currency(text), words, found, pages, mix
    )


def _heard(subject: Subject) -> Iterator[Situation]:
    def named(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(line.replace("{matter}", subject.matter) for line in lines)

    for situation in HEARD:
        if situation.category is subject.category:
            yield Situation(
                situation.category,
                subject.topic,
                named(situation.asks),
                named(situation.details),
                named(situation.twists),
            )


def is_avoided(topic: str, avoided: Iterable[str]) -> bool:
    """ "gift vouchers" is avoided by "vouchers" as well."""
    words = content_words(topic)
    for name in avoided:
        meant = content_words(name)
        if name.casefold() == topic.casefold() or (meant and meant <= words):
            return True
    return False


def _without(situations: tuple[Situation, ...], avoided: tuple[str, ...]) -> tuple[Situation, ...]:
    """A category of which nothing would be left stays whole: somebody has to be asked something."""
    kept = tuple(s for s in situations if not is_avoided(s.topic, avoided))
    left = {s.category for s in kept}
    return kept + tuple(s for s in situations if s.category not in left)


def about(topic: str, category: Category) -> tuple[Situation, ...]:
    """Situations around any subject, for one that a person typed in."""
    slots: dict[str, tuple[str, ...]] = {"thing": (re.sub(r"[{}\s]+", " ", topic).strip() or "your offer",)}
    return tuple(part for s in ABOUT if s.category is category for part in _spoken(s, slots))


def choices(company: Profile, category: Category, topic: str) -> tuple[Situation, ...]:
    """Situations of a category about a topic: the same name first, else shared words, else any subject's."""
    same = tuple(s for s in company.situations if s.category is category and s.topic == topic)
    if same:
        return same
    wanted = content_words(topic)
    shared = tuple(
        s for s in company.situations if s.category is category and wanted & content_words(s.topic)
    )
    return shared or about(topic, category)


def company_name(agent: AgentBrief) -> str | None:
    """The name that customers would use; None when only a generic name such as "Support bot" is known."""
    for pattern, text in (
        (_NAME_FIRST, agent.description),
        (_NAME_OF, agent.description),
        (_NAME_OF, agent.system_prompt),
    ):
        found = pattern.search(text)
        if found and not _NOT_A_NAME.search(found[1]) and found[1].lower() not in STOP_WORDS:
            return found[1].strip(" .,-")
    name = agent.name.strip()
    if re.search(r"[^\W\d_]{2}", name) and not _NOT_A_NAME.search(name) and len(name) <= 40:
        return name
    return None


def noun_phrases(description: str, company: str | None = None) -> Iterator[str]:
    """What the company says it sells or does: plural or uncountable phrases of one to three words."""
    seen: set[str] = set()
    for offer in _OFFER.finditer(description):
        for part in re.split(r",|\band\b|\bor\b|&|/", offer[1]):
            phrase = _phrase(part, company)
            if phrase and phrase.lower() not in seen:
                seen.add(phrase.lower())
                yield phrase


def _phrase(part: str, company: str | None) -> str | None:
    stop = _BREAK.search(part)
    words = part[: stop.start()].split() if stop else part.split()
    article = False
    while words and (words[0].lower() in _FILLER or _VERBISH.match(words[0].lower())):
        article = words.pop(0).lower() in ("a", "an")
    words = [word.strip("'\"") for word in words]
    if (
        not 1 <= len(words) <= 3
        or words[-1].lower() in _FILLER
        or any(re.search(r"\d", word) for word in words)
    ):
        return None
    if company and set(words) & set(company.split()):
        return None
    if article:
        words[-1] = _plural(words[-1])
    return " ".join(word if word.isupper() else word.lower() for word in words)


def _plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:ch|sh|x|z)$", noun) else "s")


_NO_SINGULAR = small_words(
    "clothes goods jeans glasses groceries accessories headphones trousers scissors services"
)


def _singular(noun: str) -> str | None:
    """One of them, where a plain rule gives it: "city bikes" -> "city bike"; None for "furniture"."""
    last = noun.split()[-1]
    if last in _NO_SINGULAR or not re.search(r"[^sui]s$", last):
        return None
    for plural, one in (
        ("ies", "y"),
        ("lves", "lf"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("sses", "ss"),
        ("xes", "x"),
    ):
        if last.endswith(plural) and len(last) > 4:
            return noun[: -len(plural)] + one
    return noun[:-1]


def _trade(text: str, company: str | None) -> tuple[Kind, Domain] | None:
    """The trade whose words the text names; what comes before the first "for" says what the company is,
    what comes after only whom it serves ("a help desk for small shops")."""
    said = text.lower().replace((company or "\0").lower(), " ", 1) + " " + (company or "").lower()
    first, _, rest = re.sub(r"\b(dr|mr|mrs|ms|st|inc|co|ltd)\.", r"\1", said).partition(". ")
    head, _, served = first.partition(" for ")
    best: tuple[float, Kind, Domain] | None = None
    for kind in KINDS:
        for domain in kind.domains:
            score = sum(
                weight * (1 + sign.count(" "))
                for weight, part in ((3.0, head), (1.0, rest), (0.5, served))
                for sign in domain.signs
                if re.search(rf"(?<![\w-]){re.escape(sign)}(?![\w-])", part)
            )
            if score >= 1 and (best is None or score > best[0]):
                best = (score, kind, domain)
    return (best[1], best[2]) if best else None


def _spoken(
    situation: Situation, slots: dict[str, tuple[str, ...]], never: tuple[str, ...] = ()
) -> Iterator[Situation]:
    """The situation with only the sentences that this company's words can fill; one per thing for `{thing}` topics."""

    def usable(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            line
            for line in lines
            if all(slot in slots or slot in ANYWHERE for slot in _slots(line))
            and not any(word in line for word in never)
        )

    kept = replace(
        situation,
        asks=usable(situation.asks),
        details=usable(situation.details),
        twists=usable(situation.twists),
        premises=usable(situation.premises),
    )
    if not kept.asks or not usable((kept.topic,)):
        return
    named = _slots(kept.topic)
    if not named:
        yield kept
        return
    slot = named[0]
    for value in slots[slot]:
        fill = "{" + slot + "}"
        yield replace(
            kept,
            topic=kept.topic.replace(fill, value),
            asks=tuple(line.replace(fill, value) for line in kept.asks),
            details=tuple(line.replace(fill, value) for line in kept.details),
            twists=tuple(line.replace(fill, value) for line in kept.twists),
            premises=tuple(line.replace(fill, value) for line in kept.premises),
        )


# Slots that need nothing of the company; grammar.py fills them.
ANYWHERE = small_words("past soon since day month n ref relative colleague language device amount")


def _slots(line: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", line)


def _currency(text: str) -> str:
    for sign, found in (
        ("$", r"\$|\bUSD\b|\bdollars?\b"),
        ("£", r"£|\bGBP\b|\bpounds?\b"),
        ("CHF", r"\bCHF\b"),
    ):
        if re.search(found, text):
            return sign
    return "euro"


def _all_text(situations: tuple[Situation, ...], domain: Domain) -> Iterator[str]:
    for situation in situations:
        yield from (situation.topic, *situation.asks, *situation.details)
    for values in domain.slots.values():
        yield from values
