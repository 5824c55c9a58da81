"""What an author wrote in a mail: without the mails quoted in it, the signature and the device's line."""

import re
from functools import lru_cache

from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

from app.exchange.html import is_html, markdown_of
from app.exchange.notes import Notes

_LANGUAGES = [name for name in MAIL_LANGUAGES if name != "david"]
_MOST_LINES, _LONGEST_LINE = 9, 70  # of a signature
# mail-parser-reply knows the mails of fourteen languages; these marks are of any, or of those that it lacks.
_NAMED_RULE = re.compile(r"^[-–—_=*#]{2,} ?[^\W\d_].{0,60}[-–—_=*#]{2,}$", re.M)  # -----Original Message-----
_BARE_RULE = re.compile(r"(?:\A|(?<=\n\n))[-–—_=*]{5,}$", re.M)
_DASHES = re.compile(r"^-- ?$", re.M)
_QUOTED = re.compile(r"(?:^[^\n]{0,120}(?:\n[^\n]{0,120})?[:：]\s*\n)?(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.M)
_LAST_ATTRIBUTION = re.compile(r"^(?=[^\n]*(?:@|\d{1,2}[:.]\d{2}|\d{4}))[^\n]{10,160}[:：]\s*\Z", re.M)
_EMPTY_LINES = re.compile(r"\n{3,}")
_ATTRIBUTED = re.compile(r"^[^\n]*(?:<[^<>\s@]+@|[:：][ \t]*$)[^\n]*\n\s*\S", re.M)
_HEADERS = re.compile(r"(?:^\*?[\w ]{1,20}\*?[:：]\*? ?[^\n]*\n){3,}", re.M)
_TIME = re.compile(r"\d{4}|\d{1,2}:\d{2}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_DEVICE = re.compile(
    r"^(?:sent from|get outlook|gesendet von|von meinem|envoyé de|envoyé depuis|enviado desde|enviado do|inviato da|"
    r"verstuurd vanaf|отправлено с|wysłane z|gönderildi|iPhoneから送信|发自我的|從我的|나의 iPhone"
    r"|iPhone'umdan)[^\n]{0,60}$",
    re.M | re.I,
)
_CLOSING = re.compile(
    r"^(?:(?:kind|best|warm|many|with best|with kind)? ?regards|best wishes|best|sincerely(?: yours)?"
    r"|yours (?:sincerely|truly|faithfully)"
    r"|cheers|all the best|thanks(?: and regards| again)?|thank you|many thanks"
    r"|mit (?:freundlichen|besten|lieben|herzlichen) grüßen|(?:viele|liebe|beste|freundliche|herzliche"
    r"|schöne) grüße|mfg|lg|vg"
    r"|cordialement|bien cordialement|salutations|bien à vous|saludos(?: cordiales)?|un saludo|atentamente|cordialmente"
    r"|atenciosamente|att|cumprimentos|com os melhores cumprimentos|abraços|cordiali saluti|distinti saluti|saluti"
    r"|met vriendelijke groet(?:en)?|groet(?:en)?|z poważaniem|pozdrawiam|s pozdravem|üdvözlettel|cu stimă"
    r"|med vänlig(?:a)? hälsning(?:ar)?|med venlig hilsen|vennlig hilsen|mvh|ystävällisin terveisin|saygılarımla"
    r"|saygılarımızla"
    r"|с уважением|з повагою|με εκτίμηση|trân trọng|hormat kami|salam|ด้วยความเคารพ|مع تحياتي|مع أطيب التحيات|بֹּרכה|בברכה"
    r"|よろしくお願いいたします|よろしくお願い致します|敬具|此致|敬礼|祝好|谢谢|감사합니다|सादर"
    r"|ধন্যবাদান্তে)[,，.!。、 ]*$",
    re.M | re.I,
)
_MAYBE = re.compile(
    r"^[ \t]*>|^[-_=*]{2,}|[:：]\s*$|^[^\n]{1,40}[,，.!。]?\s*\n[^\n]{1,60}\s*\Z|" + _DEVICE.pattern,
    re.M | re.I,
)
STILL_QUOTED = re.compile(
    r"^[ \t]*>[ \t]?\S.*\n(?:[ \t]*>.*(?:\n|\Z))|^-{3,} ?[^\n-]{0,60}-{3,}$|^(?:From|Von|De|От|Da"
    r"|Van): .*\n(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Дата|Inviato): ",
    re.M,
)


def cleaned(text: str, notes: Notes) -> str:
    """The author's words, and what was done about them in `notes`. Never empty where the text isn't."""
    found = text
    if is_html(text):
        found = markdown_of(text, mail=True) or markdown_of(text)
        notes.converted += 1
    said = written(found)
    if said.split() == found.split():
        return found
    notes.cleaned += 1
    return said


def written(mail: str) -> str:
    """Of a mail in plain text: the newest message without its signature; the mail itself where nothing else is left."""
    text = mail.replace("\r\n", "\n").strip()
    if "\n" not in text or not _MAYBE.search(text):
        return mail
    body = _cut(text)
    if _ATTRIBUTED.search(body):  # 0.3 ms a mail: 1.5 s for a table of 5,000
        body = _cut(_parser().parse_reply(text=body) or body)
    body = _unsigned(body)
    return body if body.strip() else text


@lru_cache(maxsize=1)
def _parser() -> EmailReplyParser:
    return EmailReplyParser(languages=_LANGUAGES)


def _cut(text: str) -> str:
    """Up to the first mark of what was quoted; quotes in between are taken out, for an answer below them."""
    marks = [
        *_NAMED_RULE.finditer(text),
        *(rule for rule in _BARE_RULE.finditer(text) if _HEADERS.match(text[rule.end() :].lstrip("\n"))),
        *(
            headers
            for headers in _HEADERS.finditer(text)
            if _ADDRESS.search(headers[0]) or _TIME.search(headers[0])
        ),
    ]
    text = text[: min((mark.start() for mark in marks if mark.start()), default=None)]
    if ">" in text and (without := _QUOTED.sub("\n", text)).strip():
        text = without
    text = _EMPTY_LINES.sub("\n\n", text).strip()
    # “On Monday Tom wrote:” with nothing below it any more.
    return _LAST_ATTRIBUTION.sub("", text).strip() if text.endswith((":", "：")) else text


def _unsigned(text: str) -> str:
    """Without a closing and what stands below it, when that is as short as a signature; a text's own end stays."""
    text = _DEVICE.sub("", text).strip()
    for mark in (_DASHES, _CLOSING):
        last = next(reversed(list(mark.finditer(text))), None)
        if last is None or not last.start():
            continue
        below = [line for line in text[last.end() :].split("\n") if line.strip()]
        if len(below) <= _MOST_LINES and all(len(line) <= _LONGEST_LINE for line in below):
            text = text[: last.start()].strip()
    return text
