"""A sentence as enumerations: cut at its commas and conjunctions, each with what leads up to it."""

import re
from dataclasses import dataclass, replace

from app.text import grammar as g
from app.text.baseforms import content, join, mid_sentence
from app.text.grammar import BARE, COLON, ENOUGH, VERB, Grammar, is_clause
from app.text.nounphrases import Group, noun_phrase, with_leads
from app.text.people import who_asks, without_helped
from app.text.tagging import (
    ADJECTIVE,
    MODELS,
    NAME,
    NOUN,
    Word,
    ends_in_verb,
    is_modifier,
    may_be,
    tag,
    tokens,
    verb_tag,
)

MOST_CLAUSE_WORDS = 10
MOST_WHOLE_CLAUSE = 8  # words of one that has a conjunction in it
ENDS = " .!?:;,…。！？"
_MARKS = set(",;:–—-/·|•،؛+")


@dataclass
class Item:
    words: list[Word]
    mark: str  # what separates it from the item before: a comma, a conjunction, ...


def groups_of(sentence: str, grammar: Grammar, own: set[str], people: set[str]) -> list[Group]:
    """Who asks is added to `people`."""
    words = tag(tokens(sentence.rstrip(ENDS), grammar), grammar, own)
    asked = any(grammar.asks(word.text) for word in words)
    if not grammar.data:
        return [_by_marks(words)]
    groups = [Group(BARE, asked=asked)]
    words = _with_verb(words, grammar)
    people |= who_asks(words, grammar)
    words = without_helped(words if asked else _about_unasked(words, grammar), grammar)
    items = _items(with_leads(words, grammar, asked), grammar, asked)
    for item, behind in zip(items, [*items[1:], None], strict=True):
        if behind and behind.mark == ":" and asked and grammar.starts_clause(item.words[0].text):
            groups.append(Group(g.ABOUT, asked=True))  # what we help with:
        else:
            _add(item, groups, grammar, asked)
    if any(word.text.lower() in grammar.words("negations") for word in words):
        groups = [
            group for group in groups if any(is_clause(one, grammar.language) for one, _ in group.found)
        ]
        return [group for group in groups if group.asked]
    says = any(word.kind in (VERB, g.COPULA, g.PRONOUN) and word.sure for word in words[:-1])
    return [group for group in groups if group.found and not (group.lead == BARE and says)]


def _with_verb(words: list[Word], grammar: Grammar) -> list[Word]:
    """Where a model saw no verb, a word of asking that can be one and has an object: questions concern visas."""
    if grammar.language not in MODELS or any(word.kind in (VERB, g.COPULA, g.PRONOUN) for word in words):
        return words
    for place in range(1, len(words) - 1):
        word, behind = words[place], words[place + 1].kind
        free = words[place - 1].kind in (NOUN, NAME, g.ADVERB) and behind in (NOUN, ADJECTIVE, g.ARTICLE)
        if (
            free
            and grammar.asks(word.text)
            and any(may_be(word.text, grammar.language, tagged) for tagged in ("VVB", "VVZ", "VVI"))
        ):
            return [*words[:place], replace(word, kind=VERB), *words[place + 1 :]]
    return words


def _about_unasked(words: list[Word], grammar: Grammar) -> list[Word]:
    """Outside a question, a word that also says where or when is no "about": torte su ordinazione."""
    found: list[Word] = []
    for place, word in enumerate(words):
        if word.kind == g.ABOUT and word.text.lower() in grammar.words("about_if_asked"):
            nouns = 0 < place < len(words) - 1 and words[place - 1].kind == words[place + 1].kind == NOUN
            word = replace(word, kind=g.LINK if nouns else g.PREPOSITION)
        found.append(word)
    return found


def _by_marks(words: list[Word]) -> Group:
    """For a language without a grammar: what stands between commas; the ends may have more to them."""
    items: list[list[Word]] = [[]]
    for word in words:
        if word.kind in _MARKS:
            items.append([])
        else:
            items[-1].append(word)
    short = [item for item in items[1:-1] if 0 < len(item) < ENOUGH]
    short += [item for item in (items[0], items[-1]) if len(item) == 1 and len(items) > ENOUGH]
    whole = len(items) >= ENOUGH and all(word.text[0].isalpha() for item in short for word in item)
    texts = [join([word.text for word in item]) for item in short] if whole else []
    return Group(g.ABOUT, found=[(text, text.lower()) for text in texts])


def _items(words: list[Word], grammar: Grammar, asked: bool) -> list[Item]:
    items = [Item([], "")]
    for place, word in enumerate(words):
        behind = words[place + 1] if place + 1 < len(words) else None
        now = items[-1].words
        clause = asked and any(grammar.starts_clause(one.text) and one.kind != g.RELATIVE for one in now)
        if word.kind in _MARKS:
            if clause and word.kind == "," and behind and behind.kind == g.CONTINUES:
                now.append(word)
            else:
                items.append(Item([], word.kind))
        elif word.kind == g.CONJUNCTION and not (now and now[-1].text.endswith("-")):
            if clause and not (behind and grammar.starts_clause(behind.text)):
                now.append(word)
            elif now or items[-1].mark:
                items.append(Item([], g.CONJUNCTION if now else items[-1].mark))
        elif word.kind == g.CONJUNCTION:
            now.append(Word(word.text, word.lemma, NOUN))  # Reise- und Gepäckversicherung
        else:
            prefix = grammar.words("prefix")
            joined = prefix and word.text.startswith(prefix[0]) and len(word.text) > 3 and word.kind == NOUN
            if (
                joined
                and not word.text.startswith(tuple(grammar.words("kept")))
                and len(items) + len(now) > 1
            ):
                items.append(Item([], g.CONJUNCTION))
                word = Word(word.text[1:], word.text[1:], NOUN)
            items[-1].words.append(word)
    return [item for item in items if item.words]


def _add(item: Item, groups: list[Group], grammar: Grammar, asked: bool) -> None:
    words, group = item.words, groups[-1]
    clause = _clause(words, grammar) if asked else None
    start, lead, after = _lead(words, grammar)
    # A conjunction that is the first of an enumeration is before its last item, not before a sentence.
    within = item.mark == "," or (item.mark == g.CONJUNCTION and not group.listed and len(group.found) > 1)
    group.listed = group.listed or item.mark == g.CONJUNCTION
    named = group.lead in (g.ABOUT, g.LEAD, g.WITH, g.HOLDS)
    named = named and (not words[0].sure or is_modifier(words, 0, grammar))
    if words[0].kind == VERB and within and named:
        start, lead = 0, BARE  # of two readings the noun: visitas guiadas
        words = [replace(word, kind=NOUN) if word.kind == VERB else word for word in words]
    if clause is not None and (clause == 0 or lead in (VERB, g.ABOUT, BARE)):
        if (
            clause
            and lead == VERB
            or (clause and lead == g.ABOUT)
            or clause
            or group.lead not in (g.ABOUT, VERB, COLON, g.LEAD)
        ):
            groups.append(Group(g.ABOUT, asked=True))
        _keep_clause(words[clause:], groups[-1], grammar)
        return
    if (
        asked
        and clause is None
        and grammar.starts_clause(words[0].text)
        and len(words) > 2
        and lead != g.LEAD
    ):
        group.doubtful = True
        return
    if item.mark == ":":
        groups.append(group := Group(group.lead if group.lead in (g.ABOUT, g.LEAD) else COLON, asked=asked))
    behind = next((place for place, word in enumerate(words) if word.kind == g.AFTER), None)
    if behind is not None:  # a language that says "about" behind what it is about
        words = words[:behind]
        noun_phrase(words, 0, group, grammar)
        group.lead = g.ABOUT
        groups.append(Group(g.PREPOSITION, asked=asked))
        return
    if lead != BARE:
        group = Group(lead, after, asked)
        group.verb = verb_tag(words, start)
        groups.append(group)
        if start < len(words) and words[start].kind == VERB and not words[start].sure:
            words = [*words[:start], replace(words[start], kind=NOUN), *words[start + 1 :]]  # produce gelato
        noun_phrase(words, start, group, grammar)
        group.doubtful = group.doubtful and lead != g.ABOUT
        if (
            (lead == VERB or not after)
            and (not group.found or ends_in_verb(words, grammar))
            and not group.generic
        ):
            group.lead, group.found = (
                g.PREPOSITION,
                [],
            )  # we sell, repair and rent; talks with warmth and humour
        return
    if group.doubtful and (item.mark == g.CONJUNCTION or len(group.found) == 1):
        if len(group.found) > 1:
            group.doubtful = False
        return
    group.doubtful = False
    if group.lead == VERB:
        if len(words) > 1 and _verb_again(words[0].text, group.verb, grammar):
            groups.append(group := Group(VERB, "", asked))  # certify signatures, draft wills
            noun_phrase(words, 1, group, grammar)
            return
        if group.linked and (len(words) == 1 or words[1].kind not in (NOUN, ADJECTIVE, g.LINK)):
            return  # courses of English, German
    noun_phrase(words, 0, group, grammar)


def _verb_again(text: str, verb: str, grammar: Grammar) -> bool:
    """Whether a word that was taken for a noun can be a verb of the form of the one before."""
    forms = [verb, "VVI"] if verb == "VVB" else [verb]
    if verb == "VVZ" and grammar.language == "en" and text.islower() and text.endswith("s"):
        return may_be(text[:-1], "en", "VVB") or may_be(
            text, "en", verb
        )  # rents, which the model knows as a noun
    return any(may_be(text, grammar.language, form) for form in forms)


def _clause(words: list[Word], grammar: Grammar) -> int | None:
    """Where an indirect question starts."""
    for place, word in enumerate(words):
        if grammar.starts_clause(word.text) and (
            place == 0 or words[place - 1].kind in (VERB, g.ABOUT, NOUN)
        ):
            rest = words[place + 1 :]
            verb = any(one.kind in (VERB, g.COPULA) for one in rest) or grammar.language not in MODELS
            verb = verb or any(may_be(one.text, grammar.language, "VVZ") for one in rest)
            asks = any(one.kind == g.ABOUT for one in rest)
            if place and words[place - 1].kind == NOUN and not grammar.asks(words[place - 1].text):
                return None  # the bike which was rented
            if rest and verb and not asks and len(rest) < MOST_CLAUSE_WORDS:
                return place
    return None


def _keep_clause(words: list[Word], group: Group, grammar: Grammar) -> None:
    texts = [mid_sentence(words[0], grammar), *(word.text for word in words[1:])]
    broken = any(word.kind == g.CONJUNCTION for word in words) and len(words) > MOST_WHOLE_CLAUSE
    if not broken:
        text = re.sub(r" (?=,)", "", join(texts))
        group.found.append((text, text.lower()))


def _lead(words: list[Word], grammar: Grammar) -> tuple[int, str, str]:
    """Where the noun phrase of an item starts, and what leads up to it: BARE when it starts the item."""
    texts = [word.text for word in words]
    open_ends = [place for place in range(len(words) - 1) if not _only_generic(words[place + 1 :], grammar)]
    for place in open_ends:
        if words[place].kind in (g.ABOUT, g.LEAD, g.WITH, g.HOLDS):
            return place + 1, words[place].kind, "" if words[place].kind == g.HOLDS else words[place].text
    for place in open_ends:
        word, behind = words[place], words[place + 1]
        source = word.text.lower() in grammar.words("sources")  # questions from policyholders
        leads = (
            not source
            and word.kind in (g.PREPOSITION, g.LINK)
            and behind.kind in (NOUN, ADJECTIVE, g.ARTICLE, g.LINK)
        )
        to_whom = place > 0 and grammar.replies(texts[place - 1]) and grammar.addresses(word.text)
        how = word.text.lower() in grammar.words("withs") and any(map(grammar.replies, texts[:place]))
        if leads and not to_whom and not how and _asks_before(words[:place], grammar):
            return place + 1, g.ABOUT, word.text
    for place, word in enumerate(words):
        before = words[place - 1] if place else None
        if (
            word.kind in (NAME, g.PRONOUN, g.RELATIVE)
            and place + 2 < len(words)
            and words[place + 1].kind == NOUN
        ):
            return _past(words, place + 2, grammar), VERB, ""
        if word.kind == g.COPULA:
            themes = before is not None and grammar.asks(before.text)  # frequent topics are ...
            return place + 1, g.ABOUT if themes else g.COPULA, word.text
        if word.kind in (g.PREPOSITION, g.CONTINUES) and place == 0:
            return 1, g.PREPOSITION, word.text
        if (
            word.kind == VERB
            and (len(words) > 1 if word.sure else place + 1 < len(words))
            and (word.sure or before is None or before.kind not in (g.LINK, g.ARTICLE))
        ):
            after = _past(words, place + 1, grammar)
            objects = after < len(words) and words[after].kind in (NOUN, ADJECTIVE, g.ARTICLE, VERB)
            # Of the unsure the object decides: a participle has none.
            about = grammar.asks(word.text) and objects
            asking = any(map(grammar.asks, texts[after:]))
            if asking and _only_generic(words[after:], grammar):
                asking = grammar.asks(texts[-1])  # questions in a direct style
            if about and grammar.replies(word.text) and not asking:
                return after, g.PREPOSITION, ""  # answers clubs, trainers and parents
            return after, g.ABOUT if about else VERB, ""
    return 0, BARE, ""


def _asks_before(words: list[Word], grammar: Grammar) -> bool:
    """Whether a preposition that follows leads to what is asked: asks us for, helps customers with."""
    for word in reversed(words):
        if grammar.asks(word.text):
            return True
        between = word.kind in (g.PRONOUN, g.ARTICLE, g.ADVERB, g.COPULA) or grammar.generic(
            word.text, word.lemma
        )
        if not between:
            return False
    return False


def _past(words: list[Word], place: int, grammar: Grammar) -> int:
    """Past adverbs and parts of the verb: rents out, does also repair."""
    while place < len(words) and words[place].kind in (g.ADVERB, VERB, g.PRONOUN):
        auxiliary = words[place - 1].text.lower() in grammar.words("verbs")
        if words[place].kind == VERB and not words[place].sure and not auxiliary:
            break
        place += 1
    return place


def _only_generic(words: list[Word], grammar: Grammar) -> bool:
    kept = []
    for word in words:
        if word.kind not in (NOUN, ADJECTIVE, g.ARTICLE):
            break
        kept.append(word)
    nouns = content(kept)
    return bool(nouns) and all(grammar.generic(word.text, word.lemma) for word in nouns)
