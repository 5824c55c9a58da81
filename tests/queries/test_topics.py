import pytest

from app.queries.plan import AgentBrief
from app.queries.topics import company_name, content_words, noun_phrases, profile
from tests.queries.companies import COMPANIES


@pytest.mark.parametrize(
    ("name", "kind", "domain"),
    [
        ("help desk", "software", "help desk"),
        ("dentist", "care", "dentist"),
        ("bike shop", "shop", "bikes"),
        ("library", "library", "library"),
        ("hotel", "stay", "hotel"),
        ("bank", "bank", "bank"),
        ("furniture", "shop", "furniture"),
        ("telecoms", "utility", "telecoms"),
        ("vet", "care", "vet"),
        ("gym", "members", "gym"),
        ("nothing said", "unknown", "unknown"),
    ],
)
def test_the_trade_is_read_from_the_description(name: str, kind: str, domain: str) -> None:
    company = profile(COMPANIES[name])
    assert (company.kind, company.domain.name) == (kind, domain)


def test_whom_a_company_serves_is_not_what_it_is() -> None:
    assert (
        profile(AgentBrief("X", "Tillo is an accounting app for hotels, shops and gyms.")).domain.name
        == "accounting"
    )


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (COMPANIES["help desk"], "Brightdesk"),
        (COMPANIES["library"], "Stadtbibliothek Kassel"),
        (COMPANIES["hotel"], "Hotel Seeblick"),
        (COMPANIES["nothing said"], None),
        (AgentBrief("Support bot", "You sell shoes."), None),
        (
            AgentBrief("Bot", "Help for customers.", "You are the support agent of Lumo Candles. Be kind."),
            "Lumo Candles",
        ),
        (AgentBrief("Oakly", "we sell tables"), "Oakly"),
    ],
)
def test_the_company_is_called_by_its_name(agent: AgentBrief, name: str | None) -> None:
    assert company_name(agent) == name


@pytest.mark.parametrize(
    ("description", "phrases"),
    [
        ("Pedalhaus sells city bikes, e-bikes and spare parts.", ["city bikes", "e-bikes", "spare parts"]),
        ("We offer a meal kit for families.", ["meal kits"]),
        ("Rents vans and trailers to movers across Spain.", ["vans", "trailers"]),
        ("We help people.", []),
    ],
)
def test_what_a_company_sells_is_found(description: str, phrases: list[str]) -> None:
    assert list(noun_phrases(description)) == phrases


def test_words_are_compared_by_stem() -> None:
    assert content_words("My refunds were cancelled!") == content_words("the refund was cancelled")
