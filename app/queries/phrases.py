"""Turns of phrase by which checks.py tells a customer's question from anything else a model may write."""

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


ANSWERS = _any(
    r"we(?:'re| are) (?:sorry|happy|glad|committed|pleased|proud|here to)",
    r"i(?:'m| am) (?:here|happy|glad) to (?:help|assist)",
    r"how (?:can|may) (?:i|we) (?:help|assist)",
    r"what can (?:i|we) do for you",
    r"thank you for (?:contacting|reaching|choosing|calling|your (?:question|inquiry|interest|patience|message))",
    r"(?:i|we) apologi[sz]e",
    r"sorry (?:for|about) (?:the|any) inconvenience",
    r"(?:sorry|glad|happy) to hear (?:that|about)",
    r"please (?:contact|visit|reach out to|call|email) (?:our|us)",
    r"(?:feel free|don't hesitate) to",
    r"let (?:me|us) (?:help|assist|check that|know if)",
    r"you can (?:find|contact|reach|visit|reset|use our|click|do this|also|always|easily|go to)",
    r"you (?:should (?:contact|try|check|be able)|may want to|will need|must first)",
    r"our (?:support|customer|website|policy|store|service|product|agent|staff|office|experts?|return)s? "
    r"(?:is|are|will|can|has|offers?|team|policy|department)",
    r"we (?:offer|provide|specialize|recommend|have a wide|accept|understand|strive|value|can help|would be happy)",
    r"dear (?:customer|valued|sir|madam)",
    r"as a valued",
    r"your (?:order|request|refund|account) has been",
    r"(?:answer|path|next|reply|response):",
    r"here (?:is|are) (?:the|some|a few) (?:steps?|tips|ways?|instructions)",
    r"would you like (?:to know|me to|us to|some help)",
    r"are you looking for",
    r"do you (?:need|want|have) (?:any )?(?:help|assistance|more information|any (?:other )?questions)",
    r"best regards",
)
META = _any(
    r"here(?:'s| is| are) (?:a|an|the|my|your|some|another)\b.{0,30}\b(?:question|query|message|example|prompt)s?",
    r"(?:sure|certainly|of course)[,!:] (?:here|i|we|let)",
    r"as requested",
    r"this (?:question|message) (?:is|shows|tests)",
    r"role-?play",
    r"the (?:customer|user|caller) (?:is|asks?|asked|wants?|writes?|would|says?|said|has|needs?)",
    r"customer(?:'s)? (?:question|message|query|complaint)",
    r"simulated|in this scenario|hypothetical",
    r"(?:example|question|message|query|output) ?#?\d*:",
    r"(?:user|assistant|system|customer|agent|support|note|subject):",
    r"write a (?:question|message)",
)
PLACEHOLDER = re.compile(
    r"\[[^\]]{1,40}\]|\{[^}]*\}|<[^>\s][^>]{0,40}>|_{3,}|\bXX+\b|\byour (?:company )?name\b|lorem ipsum|\*\*|```|#{2,}",
    re.I,
)
PLAN_LEAK = _any(
    r"edge[_ -]case",
    r"non[_-]native",
    r"wrong[_ ]premise",
    r"two[_ ]problems",
    r"not_allowed",
    r"changes?[_ ]mind",
    r"(?:category|difficulty|behaviou?r|topic|persona|plan|style|mood):",
    r"persona",
    r"(?:easy|medium|hard) (?:question|difficulty)",
)
SAYS_AI = _any(
    r"as an ai",
    r"i(?:'m| am) an? (?:ai|artificial|large language|language model|chatbot|virtual assistant|computer program)",
    r"language model|my training data",
    r"i (?:cannot|can't) (?:fulfil+|assist with)",
)
HARMFUL = _any(
    r"kill\w*|suicid\w*|bomb\w*|terroris\w*|rap(?:e|ist)|porn\w*|sex\w*|naked|nude|nazis?|murder\w*|weapons?",
    r"cocaine|heroin|fuck\w*|shit\w*|bitch\w*|bastard\w*|slut\w*|whore\w*|nigg\w+|faggot\w*|retard\w*",
    r"hack into|launder\w* money|self-harm",
)
ASKS = re.compile(
    r"\?|(?<!\w)(?:please|pls|plz|need|want|help|how (?:to|i|do|can)|can (?:you|i|we)|could you|would like|where|why"
    r"|when will|what|is there|do you|fix|explain|tell me|send me|stop|cancel|refund|wonder\w*|sort it|call me|delete"
    r"|connect me)(?!\w)",
    re.I,
)
# Many real tickets ask nothing; they say what is wrong and wait ("images in my signature show as a red x").
REPORTS = _any(
    r"i|i'm|im|i've|ive|i'd|my|me|mine|we|our|you|your|ur|u",
    r"error|not|never|no|nobody|doesn't|doesnt|won't|wont|broken|wrong|missing|declined|give me",
)
SPEAKER = _any(r"i|i'm|im|i've|ive|i'd|my|me|mine|we|our|us|myself")
NAMES = re.compile(
    r"\b(?:account|customer|staff|subscription|contract|team|support|called|company|bought|ordered|order|invoice|email"
    r"|parcel|product|service)s? (?:at|with|from|of|by|named) ([A-Z][a-z]+(?: (?:Inc|Ltd|Corp|LLC|GmbH|Bank|Store))?)\b"
    r"|\b([A-Z][a-z]+ (?:Inc|Ltd|Corp|LLC|GmbH))\b"
)
