"""How likely a text is by its letters beyond ASCII: what tells one old encoding from another. Pure.

Of each language the letters are known that it writes, the most frequent first. A text in the wrong encoding has letters
that no single language has, or has them where nobody writes them: capitals inside words, quotes between letters.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Set
from functools import lru_cache

from app.text.stopwords import stop_words

_LATIN = {
    "cs": "íáéěřčžýšůúťďňó",
    "da": "øåæé",
    "de": "üäöß",
    "es": "óíáéñúü",
    "et": "äõüöšž",
    "fi": "äöå",
    "fr": "éèàêçùâîôûëœïü",
    "hr": "čšžćđ",
    "hu": "éáőöóüíűú",
    "is": "ðíáþéóöúýæ",
    "it": "èàùòìé",
    "lt": "ėšųįžūčąę",
    "lv": "āīēšūņļžķģč",
    "nl": "ëéïèóüö",
    "pl": "łęąóżśćńź",
    "pt": "ãçáéíõóêâúôà",
    "ro": "ăâțșî",
    "ro-1993": "ăâţşî",
    "ca": "àéèíóòúçïü·",
    "sk": "áíéčžšťýúľôňäďóĺŕ",
    "sq": "ëç",
    "sv": "äåöé",
    "tr": "ıüşçğöiâîû",
    "vi": "đàáạảãâấầậẩẫăắằặẳẵèéẹẻẽêếềệểễìíịỉĩòóọỏõôốồộổỗơớờợởỡùúụủũưứừựửữỳýỵỷỹ",
}
_OTHER = {
    "ar": "اليمنرتبهعودفكسقحجأةىشصطخضذئءثغظإآؤ،؟؛ًٍَُِّْ",
    "be": "аінеоўрстыклдзяьпумвбгчцйжшэюхёф",
    "bg": "аоеитнрвслпкдмъзбгучщяцфжшхйью",
    "el": "αοιετσνηυρπκμλςγδωίόάέχθφήβύώξζψϊϋΐ·",
    "fa": "ایرندموهتبسشکلزفگخقپعحجآچصطغضذثئظژ،؟ًّ",
    "he": "יוהלאתרמבשנםדחקכפעןגזסטץךףצ׳״",
    "mk": "аоеинтртсвквлдпмузјгбчшцжќѓњфхљџѕ",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "sr": "аиоенрјстувкмдплгзчбшцњжћфљђхџ",
    "th": "านรกอเงมยลว่ดทสต้ปบิคีัหแะใจพชขโำไุูถซ็์ผญศฟธณภึืๆฉฝฐษฎ",
    "uk": "оаинвіртесклудмпягзйбьчхжцюїєфшщґ",
}
_SIGNS = {
    "zh": "的一是不了在有我你们您可以这个上下中大来到和要年时会好请吗怎么"
    "后天问用买发货单退款客户服周六日午点分多少钱没为什提能人都就前地",
    "zh-tw": "的一是不了在有我你們您可以這個上下中大來到和要年時會好請嗎怎麼"
    "後天問用買發貨單退款客戶服週六日午點分多少錢沒為什提能人都就前地",
    "ja": "日一時間人年月中大分上下出用前後金注文品店合行方必要客様商送料返電話場問変更入力会員無",
    "ko": "이다는을에가은의를하고지서로도한니요있습나면어시해주세기사만전용수인까네합일부터제상품안문",
}
_KANA = range(0x3041, 0x30FF)
_ASIAN_MARKS = frozenset("，。、？！：；（）「」『』【】《》〈〉“”‘’…—～・ー％＋－／　々〜")
# Natural logarithms of how often a sign comes.
_ASCII = -3.0
_MARK, _LESS_USUAL = -5.5, -8.0
_LOAN, _SAME_SCRIPT, _STRANGE, _NEVER = -9.0, -10.0, -13.0, -18.0
_WRONG_PLACE = -6.0
_UNREADABLE_SIGN, _UNREADABLE_LETTER = -9.0, -6.2  # on average
_FUNCTION_WORD, _MOST_WORDS = 1.5, 12  # for each that the language has, in whatever letters
# Romanian is written with commas or with cedillas, and lists of words have the one or the other.
_CEDILLAS = str.maketrans("șț", "şţ")
_BEYOND_ASCII = {"latin": 0.1, "vi": 0.35}
_LOANS = frozenset("éèêëáàâäãåíïîóòôöøõúüûñçœæß")
_MARKS = frozenset("“”„‘’‚«»‹›–—…€°§№·\u00a0¿¡ºª")
_LESS = frozenset("©®™²³½¼¾¹µ×÷£¥•†‡±¢\u00ad\u200e\u200f\u200c\u200d")
# What stands in no word that someone wrote.
_LOW = "".join(sorted(set("".join((*_LATIN.values(), *_OTHER.values())))))
_HIGH = "".join(letter.upper() for letter in _LOW if len(letter.upper()) == 1 and letter.upper() != letter)
_WRONG = re.compile(
    rf"(?<=[a-z{_LOW}])[{_HIGH}]"  # a capital in a word: only beyond ASCII, as “iPhone” is written so
    r"|(?<=[^\W\d_])[“”„‚«»‹›…°§¿¡©®™†‡¹²³¼½¾±×÷¥£€•¢¶¬¦¨´¸¤](?=[^\W\d_])"
    r"|[¿¡](?![\w¿¡«\"“(])|(?<!\w)[ºª]|[ºª](?=\w)"
    r"|(?<!\w)’(?=[\u0370-\u03ff])|ς(?=[^\W\d_])|[ךםןףץ](?=[א-ת])"
    r"|(?:(?<=[a-z])[\u3040-\u9fff\uac00-\ud7a3]|[\u3040-\u9fff\uac00-\ud7a3](?=[a-z]))"
    r"|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
    r"|(?<![\u0e01-\u0e3a\u0e40-\u0e4e])[\u0e30-\u0e3a\u0e47-\u0e4e]"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def likelihood(text: str) -> tuple[float, str]:
    """The logarithm of how likely it is in the language that it fits best, and that language."""
    counts = Counter(text)
    ascii_count = sum(often for sign, often in counts.items() if sign < "\x80")
    beyond = {sign: often for sign, often in counts.items() if sign >= "\x80"}
    wrong = sum(1 for _ in _WRONG.finditer(text)) + _mixed(text) + _loud(text)
    words = set(_WORD.findall(text.lower().translate(_CEDILLAS)))
    best, language = max(
        (
            sum(often * _of(sign, name) for sign, often in beyond.items())
            + _FUNCTION_WORD * _function_words(words, name),
            name,
        )
        for name in _BY_SCRIPT.get(_main_script(beyond), _TABLES)
    )
    return _ASCII * ascii_count + best + _WRONG_PLACE * wrong, language


def is_readable(text: str) -> bool:
    """Whether its letters beyond ASCII cost no more than they do in what people write, in one language or another."""
    score, language = likelihood(text)
    plain = "".join(sign for sign in text if sign < "\x80")
    most = _UNREADABLE_SIGN if language in _SIGNS else _UNREADABLE_LETTER
    return score - likelihood(plain)[0] >= most * (len(text) - len(plain))


def _function_words(words: Set[str], language: str) -> int:
    return min(len(words & _known_words(language[:2])), _MOST_WORDS)


@lru_cache(maxsize=64)
def _known_words(language: str) -> frozenset[str]:
    return frozenset(word.translate(_CEDILLAS) for word in stop_words(language))


def _main_script(beyond: Mapping[str, int]) -> str:
    scripts: Counter[str] = Counter()
    for letter, often in beyond.items():
        if letter.isalpha():
            scripts[_script(letter)] += often
    return scripts.most_common(1)[0][0] if scripts else "LATIN"


def _mixed(text: str) -> int:
    """Words of two alphabets."""
    return sum(
        len({_script(letter) for letter in word} - {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}) > 1
        for word in set(_WORD.findall(text))
        if not word.isascii()
    )


def _loud(text: str) -> float:
    """Words in capitals, or with the first letter small and all others capital, in a text that has few of others."""
    words = [word for word in _WORD.findall(text) if not word.isascii() and word.upper() != word.lower()]
    loud = sum(word[1:].isupper() for word in words)
    return loud / 2 if loud * 2 > len(words) else 0.0


@lru_cache(maxsize=8192)
def _of(sign: str, language: str) -> float:
    known = _TABLES[language]
    low = sign if sign == "İ" else sign.lower()
    if (found := known.get(low)) is not None:
        return found
    if sign in _MARKS:
        return _MARK
    if sign in _LESS:
        return _LESS_USUAL
    category = unicodedata.category(sign)
    if category in ("Cc", "Cn", "Co", "Cs") or sign == "\ufffd":
        return _NEVER
    if language in _SIGNS:
        return _of_east_asia(sign, language)
    if sign.isalpha() and _script(sign) == _script(next(iter(known))):
        return _LOAN if low in _LOANS else _SAME_SCRIPT
    return _STRANGE


def _of_east_asia(sign: str, language: str) -> float:
    """The few thousand signs of daily use stand in the first level of each country's standard."""
    if sign in _ASIAN_MARKS:
        return -4.5
    script = _script(sign)
    if script in ("HIRAGANA", "KATAKANA"):
        return -5.0 if language == "ja" and ord(sign) in _KANA else _STRANGE
    if script == "FULLWIDTH":
        return _LESS_USUAL
    standard, first, last = _STANDARDS[language]
    if script not in ("CJK", "HANGUL") or (language == "ko") != (script == "HANGUL"):
        return _STRANGE
    try:
        return -8.5 if first <= sign.encode(standard)[0] <= last else -12.0
    except UnicodeEncodeError:
        return -14.0


_STANDARDS = {
    "zh": ("gb2312", 0xB0, 0xD7),
    "zh-tw": ("big5", 0xA4, 0xC6),
    "ja": ("euc_jp", 0xB0, 0xCF),
    "ko": ("euc_kr", 0xB0, 0xC8),
}


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0].removesuffix("-DIGIT")


def _table(letters: str, share: float) -> dict[str, float]:
    """The second letter comes half as often as the first."""
    weights = [1 / (rank + 3) for rank in range(len(letters))]
    return {
        letter: math.log(share * weight / sum(weights))
        for letter, weight in zip(letters, weights, strict=True)
    }


def _tables() -> dict[str, dict[str, float]]:
    found = {
        name: _table(letters, _BEYOND_ASCII.get(name, _BEYOND_ASCII["latin"]))
        for name, letters in _LATIN.items()
    }
    found["tr"]["İ"] = found["tr"].pop("i")
    found |= {name: _table(letters, 0.9) for name, letters in _OTHER.items()}
    found |= {name: dict.fromkeys(letters, math.log(0.5 / len(letters))) for name, letters in _SIGNS.items()}
    return found


_TABLES = _tables()
_BY_SCRIPT: dict[str, list[str]] = {
    "HIRAGANA": ["ja"],
    "KATAKANA": ["ja"],
    "HANGUL": ["ko"],
    "CJK": ["zh", "zh-tw", "ja"],
}
for _name in (*_LATIN, *_OTHER):
    _BY_SCRIPT.setdefault(_script(next(iter(_TABLES[_name]))), []).append(_name)
