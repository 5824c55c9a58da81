"""What no agent should learn to say: keys and passwords of machines, data of people."""

import re
from collections.abc import Iterator

from detect_secrets.plugins import (
    artifactory,
    aws,
    azure_storage_key,
    basic_auth,
    discord,
    github_token,
    gitlab_token,
    jwt,
    mailchimp,
    npm,
    openai,
    private_key,
    pypi_token,
    sendgrid,
    slack,
    square_oauth,
    stripe,
    telegram_token,
    twilio,
)
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.us import ssn

from app.answers.finding import Finding, FindingCode, Part, blocking, warning

# Those that know their secrets by shape. The library's guesses by entropy and by keyword take order numbers and
# "Password: choose a new one" for secrets; its checks over the network are never made.
_SECRETS = (
    artifactory.ArtifactoryDetector(),
    aws.AWSKeyDetector(),
    azure_storage_key.AzureStorageKeyDetector(),
    basic_auth.BasicAuthDetector(),
    discord.DiscordBotTokenDetector(),
    github_token.GitHubTokenDetector(),
    gitlab_token.GitLabTokenDetector(),
    jwt.JwtTokenDetector(),
    mailchimp.MailchimpDetector(),
    npm.NpmDetector(),
    openai.OpenAIDetector(),
    private_key.PrivateKeyDetector(),
    pypi_token.PypiTokenDetector(),
    sendgrid.SendGridDetector(),
    slack.SlackDetector(),
    square_oauth.SquareOAuthDetector(),
    stripe.StripeDetector(),
    telegram_token.TelegramBotTokenDetector(),
    twilio.TwilioKeyDetector(),
)
_CARD = re.compile(r"(?<![\d.,])[3-6]\d{3}(?:[ -]?\d){9,15}(?![\d.,]?\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MAILBOX_OF_ALL = re.compile(
    r"(?:support|help|helpdesk|info|contact|hello|hi|team|service|sales|billing|invoices?|accounts?|privacy|security"
    r"|legal|press|jobs|careers|admin|office|orders?|returns?|feedback|no-?reply|name|your\.?name|you)@|@example\.",
    re.I,
)


def secrets(text: str, part: Part) -> Iterator[Finding]:
    for detector in _SECRETS:
        for secret in detector.analyze_string(text):
            yield blocking(
                FindingCode.SECRET,
                f"This looks like a secret ({detector.secret_type}); the agent would repeat it to customers. Remove it"
                ", and renew it if it is real.",
                part=part,
                span=_whole(text, secret),
            )


def personal_data(text: str, part: Part, public: str) -> Iterator[Finding]:
    """`public`: texts whose addresses and phone numbers everybody may know, such as the system prompt."""
    for pattern, is_valid, name in (
        (_CARD, _is_card, "card number"),
        (_IBAN, iban.is_valid, "bank account number"),
        (_SSN, ssn.is_valid, "social security number"),
    ):
        for match in pattern.finditer(text):
            if is_valid(match[0]) and match[0] not in public:
                yield blocking(
                    FindingCode.PERSONAL_DATA,
                    f"This is a valid {name}; the agent would repeat it to other customers. Remove it.",
                    part=part,
                    span=match.span(),
                )
    if part is Part.QUERY:
        return  # customers may give their own address
    for match in _EMAIL.finditer(text):
        domain = match[0].partition("@")[2].lower()
        if not _MAILBOX_OF_ALL.search(match[0]) and domain not in public.lower():
            yield _contact(f"the e-mail address {match[0]}", match.span())
    digits = re.sub(r"\D", "", public)
    for start, end in _phone_numbers(text):
        if re.sub(r"\D", "", text[start:end]) not in digits:
            yield _contact(f"the phone number {text[start:end]}", (start, end))


def _contact(what: str, span: tuple[int, int]) -> Finding:
    return warning(
        FindingCode.PERSONAL_DATA,
        f"This gives {what} to every customer. Remove it, or name it in the agent's system prompt if it is public.",
        span=span,
    )


def _phone_numbers(text: str) -> set[tuple[int, int]]:
    """With a country code anywhere; without one only as Americans group them: bare digits are order numbers."""
    return {
        (match.start, match.end)
        for region, leniency in ((None, Leniency.VALID), ("US", Leniency.EXACT_GROUPING))
        for match in PhoneNumberMatcher(text, region, leniency)
        if region is None or re.search(r"\d[-. )/]+\d", match.raw_string)
    }


def _is_card(text: str) -> bool:
    return bool(luhn.is_valid(re.sub(r"\D", "", text)))


def _whole(text: str, found: str) -> tuple[int, int]:
    """Where the whole of it stands: some detectors name only the prefix of a token."""
    start = text.index(found)
    return start, start + len(found) + len(re.match(r"[\w-]*", text[start + len(found) :])[0])  # type: ignore[index]
