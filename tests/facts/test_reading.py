"""What is read as a fact, in many languages, and what is none."""

import pytest

from app.facts import Fact, FactKind, read

K = FactKind
DAY = 1440.0


def values(text: str, language: str | None = None) -> list[tuple[FactKind, object]]:
    return [(fact.kind, fact.value) for fact in read(text, language) if fact.kind is not K.STANCE]


def minutes(number: float) -> tuple[FactKind, object]:
    return K.DURATION, ("minutes", float(number))


def months(number: float) -> tuple[FactKind, object]:
    return K.DURATION, ("months", float(number))


def money(amount: float, currency: str = "EUR") -> tuple[FactKind, object]:
    return K.MONEY, (float(amount), currency)


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("It is 14 EUR, €14, 14,00 € or fourteen euros.", "en", [money(14)] * 4),
        (
            "That is $1,500.50, £20 and 50 cents.",
            "en",
            [money(1500.5, "$"), money(20, "GBP"), money(0.5, "")],
        ),
        ("It is between €20-30, or 27, 87 or 237 EUR.", "en", [money(n) for n in (20, 30, 27, 87, 237)]),
        (
            "Das kostet 1.500 EUR, CHF 12.50 oder 1,5 Millionen Euro.",
            "de",
            [money(1500), money(12.5, "CHF"), money(1_500_000)],
        ),
        ("Cuesta 9,80 € o treinta y cinco euros.", "es", [money(9.8), money(35)]),
        ("Cela coûte vingt-cinq euros ou 1 500 €.", "fr", [money(25), money(1500)]),
        ("To kosztuje 19,99 zł albo dwa złote.", "pl", [money(19.99, "PLN"), money(2, "PLN")]),
        ("料金は1万5000円です。", "ja", [money(15000, "¥")]),
        ("价格是三十五元。", "zh", [money(35, "¥")]),
        ("가격은 5만원입니다.", "ko", [money(50_000, "KRW")]),
        ("السعر ١٤ يورو.", "ar", [money(14)]),
        ("Цена 500 рублей.", "ru", [money(500, "RUB")]),
        ("Det kostar 200 kr.", "sv", [money(200, "kr")]),
        ("It is 30 % or 30 percent, thirty per cent.", "en", [(K.PERCENT, 30.0)] * 3),
        ("Das sind 30 Prozent, also 30%.", "de", [(K.PERCENT, 30.0)] * 2),
        ("Es el 15 por ciento.", "es", [(K.PERCENT, 15.0)]),
        ("Yüzde değil %30 indirim.", "tr", [(K.PERCENT, 30.0)]),
        (
            "It takes 1.5 hours, 90 minutes, half an hour or one hour.",
            "en",
            [minutes(n) for n in (90, 90, 30, 60)],
        ),
        (
            "It takes 2-4 days, 5 working days or a year.",
            "en",
            [minutes(2 * DAY), minutes(4 * DAY), minutes(5 * DAY), months(12)],
        ),
        ("The 30-minute call is free for 12 months.", "en", [minutes(30), months(12)]),
        (
            "Das dauert drei Werktage, 14 Tagen oder zwei bis drei Wochen.",
            "de",
            [minutes(n * DAY) for n in (3, 14, 14, 21)],
        ),
        ("Tarda once días o 3 días hábiles.", "es", [minutes(11 * DAY), minutes(3 * DAY)]),
        ("Cela prend 10 jours ouvrés.", "fr", [minutes(10 * DAY)]),
        (
            "Trwa od 2 do 5 dni roboczych, dwie godziny.",
            "pl",
            [minutes(2 * DAY), minutes(5 * DAY), minutes(120)],
        ),
        ("Это занимает 5 рабочих дней.", "ru", [minutes(5 * DAY)]),
        ("3日以内、2か月です。", "ja", [minutes(3 * DAY), months(2)]),
        ("三天内或者2个月。", "zh", [minutes(3 * DAY), months(2)]),
        ("We open from 6 pm, 18:00 or 8 to 10 am.", "en", [(K.CLOCK, n * 60) for n in (18, 18, 8, 10)]),
        ("Zwischen 17 und 20 Uhr, bis 9.30 Uhr.", "de", [(K.CLOCK, n) for n in (1020, 1200, 570)]),
        ("Abre a las 8 de la tarde.", "es", [(K.CLOCK, 1200)]),
        ("Ouvert jusqu'à 18h30 ou 18 h 30.", "fr", [(K.CLOCK, 1110)] * 2),
        ("Sklep otwarty do godz. 18.", "pl", [(K.CLOCK, 1080)]),
        ("Siamo aperti dalle ore 9 alle 18:30.", "it", [(K.CLOCK, 540), (K.CLOCK, 1110)]),
        ("午後3時から18時まで。", "ja", [(K.CLOCK, 900), (K.CLOCK, 1080)]),
        ("From March 5th, on 14 May 2026.", "en", [(K.DATE, (5, 3, None)), (K.DATE, (14, 5, 2026))]),
        ("Ab dem 14. März 2026, also 14.03.2026 oder 2026-03-14.", "de", [(K.DATE, (14, 3, 2026))] * 3),
        ("El 14 de marzo, en agosto.", "es", [(K.DATE, (14, 3, None)), (K.MONTH, 8)]),
        ("Od 14 marca 2026.", "pl", [(K.DATE, (14, 3, 2026))]),
        ("3月14日です。", "ja", [(K.DATE, (14, 3, None))]),
        ("On Mondays and sunday, Mon-Fri.", "en", [(K.WEEKDAY, n) for n in (0, 6, 0, 4)]),
        ("Samstags und am Mittwoch.", "de", [(K.WEEKDAY, 5), (K.WEEKDAY, 2)]),
        ("Los miercoles y el sábado.", "es", [(K.WEEKDAY, 2), (K.WEEKDAY, 5)]),
        ("W poniedziałki i w sobotę.", "pl", [(K.WEEKDAY, 0), (K.WEEKDAY, 5)]),
        (
            "Up to 20 kg, 1.5 km, 90cm or 25 m2.",
            "en",
            [
                (K.MEASURE, v)
                for v in (("gram", 20e3), ("meter", 1500.0), ("meter", 0.9), ("square-meter", 25.0))
            ],
        ),
        (
            "It holds two litres at -18 °C.",
            "en",
            [(K.MEASURE, ("liter", 2.0)), (K.MEASURE, ("degree", -18.0))],
        ),
        ("Call +49 30 901820 or 030 901820.", "en", [(K.PHONE, "30901820")] * 2),
        ("Llame al 976 555 218.", "es", [(K.PHONE, "976555218")]),
        (
            "Write to Help@x.example or see https://www.x.example/a.",
            "en",
            [(K.ADDRESS, "help@x.example"), (K.ADDRESS, "x.example/a")],
        ),
        (
            "Error E-17 on order AB-1234 of 2025550123, open 24/7.",
            "en",
            [(K.CODE, v) for v in ("e17", "ab1234", "2025550123", "24/7")],
        ),
        ("Go to My Unit > Security > New code.", "en", [(K.PATH, ("unit", "security", "new"))]),
        ("Two and a half hours, from 9:00 to 17.", "en", [minutes(150), (K.CLOCK, 540), (K.CLOCK, 1020)]),
        ("Na segunda-feira.", "pt", [(K.WEEKDAY, 0)]),
        ("月曜日から金曜日、03-1234-5678", "ja", [(K.WEEKDAY, 0), (K.WEEKDAY, 4), (K.PHONE, "312345678")]),
        ("3 iş günü, yüzde 20.", "tr", [minutes(3 * DAY), (K.PERCENT, 20.0)]),
        ("Binnen 3 werkdagen, vijftien euro.", "nl", [minutes(3 * DAY), money(15)]),
        ("With 4G and 2FA.", "en", [(K.CODE, "4g"), (K.CODE, "2fa")]),
        ("It fits two dogs and 12 birds.", "en", [(K.COUNT, 2.0), (K.COUNT, 12.0)]),
    ],
)
def test_facts(text: str, language: str, wanted: list[tuple[FactKind, object]]) -> None:
    assert values(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1. Open it.\n2) Close it.", "en"),
        ("You get one once, as a gift of a friend.", "en"),
        ("May I march on? Then you may.", "en"),
        ("Ein Freund und eine Frau.", "de"),
        ("Un livre et une page au prix neuf.", "fr"),
        ("Un libro y una mesa.", "es"),
        ("Lei sei qui.", "it"),
        ("一起去一般的地方", "zh"),
        ("", "en"),
        ("Press Save, e.g. twice.", "en"),
    ],
)
def test_no_facts(text: str, language: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("14 Tage", [minutes(14 * DAY)]),
        ("fourteen euros", [money(14)]),
        ("Trwa dwa tygodnie", [minutes(14 * DAY)]),
        ("once días", [minutes(11 * DAY)]),
        ("三天", [minutes(3 * DAY)]),
    ],
)
def test_the_language_is_told_from_few_words(text: str, wanted: list[tuple[FactKind, object]]) -> None:
    assert values(text) == wanted


def test_where_it_stands() -> None:
    text = "Sí, cuesta 9,80 € al mes."
    assert read(text, "es") == [
        Fact(K.STANCE, True, "Sí", (0, 2)),
        Fact(K.MONEY, (9.8, "EUR"), "9,80 €", (11, 17)),
    ]
