"""Choosing a base model: the default without a click, another one for a new agent, and moving an agent later."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.tiny_model import make_tiny_model
from tests.web.accessibility import AXE, axe_in_both_themes, beyond_the_edge
from tests.web.installation import Installation

AGENTS = "query { agents(first: 1) { edges { node { name slug baseModel } } } }"
LIST = "query { baseModels { id title isDefault } }"
MORE = "More: house rules, base model"

Models = list[dict[str, Any]]


@pytest.fixture(scope="module")
def second(installation: Installation) -> Path:
    return make_tiny_model(installation.home / "models" / "second", seed=1)


def describe(page: Page, name: str) -> None:
    page.get_by_label("What is the agent called?").fill(name)
    page.get_by_label("What does your company do, and this agent?").fill(
        "Tidepool is a swimming school. The agent answers questions about courses."
    )


def create(page: Page) -> None:
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/topics")


def newest(installation: Installation) -> dict[str, Any]:
    found: dict[str, Any] = installation.graphql(AGENTS)["agents"]["edges"][0]["node"]
    return found


def said(installation: Installation, slug: str) -> str:
    """The words of its base model, whatever the agent is called: with a system message of ours."""
    messages = [{"role": "system", "content": "You help."}, {"role": "user", "content": "How?"}]
    body = {
        "model": slug,
        "messages": messages,
        "max_tokens": 8,
        "temperature": 0,
        "coachable": {"unchecked": True},
    }
    answer = httpx.post(
        f"{installation.url}/v1/chat/completions",
        json=body,
        timeout=60,
        headers={"Authorization": f"Bearer {installation.token}"},
    )
    assert answer.status_code == 200, answer.text
    text: str = answer.json()["choices"][0]["message"]["content"]
    return text


def listed_as(page: Page, change: Callable[[Models], None]) -> None:
    """What the server lists, changed."""

    def relay(route: Route) -> None:
        if "baseModels" not in (route.request.post_data or ""):
            route.fallback()
            return
        response = route.fetch()
        body = response.json()
        change(body["data"]["baseModels"])
        route.fulfill(response=response, body=json.dumps(body))

    page.route("**/graphql", relay)


def test_no_click_for_the_default_and_any_other_by_keyboard(
    page: Page, installation: Installation, second: Path
) -> None:
    default = next(model for model in installation.graphql(LIST)["baseModels"] if model["isDefault"])
    describe(page, "By default")
    create(page)
    by_default = newest(installation)
    assert (by_default["name"], by_default["baseModel"]) == ("By default", default["id"])

    page.goto(installation.url)
    describe(page, "By choice")
    page.get_by_text(MORE).press("Enter")
    group = page.get_by_role("group", name="Base model")
    chosen = group.get_by_role("radio", checked=True)
    expect(chosen).to_have_accessible_name(f"{default['title']} the default · runs here")
    expect(group.get_by_role("radio", name="Qwen3 0.6B")).to_have_accessible_name(
        re.compile(r"^Qwen3 0\.6B 596M · 1\.5 GB · Apache-2\.0 · (runs here|too large for this machine)")
    )
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert beyond_the_edge(page) == []
    chosen.press("ArrowDown")
    expect(group.get_by_role("radio", checked=True)).to_have_accessible_name("second runs here")
    create(page)
    by_choice = newest(installation)
    assert (by_choice["name"], by_choice["baseModel"]) == ("By choice", "second")

    assert said(installation, by_choice["slug"]) != said(installation, by_default["slug"])

    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(page.url.replace("/topics", "/settings"))
    card = page.get_by_role("region", name="Base model")
    expect(card.get_by_text("It is trained from second.")).to_be_visible()
    card.get_by_text("Choose another base model").click()
    card.get_by_role("radio", name=default["title"]).check()
    expect(card.get_by_text("Its pairs stay, and the next training starts anew")).to_be_visible()
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    card.get_by_role("button", name="Move to this base model").click()
    expect(card.get_by_text(f"It is trained from {default['title']}.")).to_be_visible()
    assert newest(installation)["baseModel"] == default["id"]
    assert said(installation, by_choice["slug"]) == said(installation, by_default["slug"])


def test_a_starter_and_what_is_being_fetched_are_said(page: Page, installation: Installation) -> None:
    def changed(models: Models) -> None:
        models[0] |= {"isStarter": True, "notice": "It learns how you write only. Qwen3 4B would do better."}
        fetched = next(model for model in models if model["id"] == "qwen3-0.6b")
        fetched |= {
            "fit": "NOW",
            "state": "FETCHING",
            "sentence": "Fetching Qwen3 0.6B (1.5 GB), 40 %",
            "bytesDone": 6e8,
            "bytesTotal": 1.5e9,
        }

    listed_as(page, changed)
    page.reload()
    expect(
        page.get_by_text(re.compile(r"^This is the starter model: .* Qwen3 4B would do better\.$"))
    ).to_be_visible()
    page.get_by_text(MORE).click()
    page.get_by_role("radio", name="Qwen3 0.6B").check()
    expect(page.get_by_role("progressbar", name="Fetching Qwen3 0.6B")).to_have_attribute("value", "0.4")
    expect(page.get_by_text("Fetching Qwen3 0.6B (1.5 GB), 40 %")).to_be_visible()


def test_a_refusal_is_shown_and_nothing_is_lost(page: Page, installation: Installation) -> None:
    def all_fit(models: Models) -> None:
        for model in models:
            model["fit"] = "NOW"

    listed_as(page, all_fit)
    page.reload()
    describe(page, "Too large")
    page.get_by_text(MORE).click()
    page.get_by_role("radio", name="Llama 3.1 8B").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Llama 3.1 8B is too large for this machine. Needs ")
    expect(page.get_by_label("What is the agent called?")).to_have_value("Too large")
    assert newest(installation)["name"] != "Too large"
