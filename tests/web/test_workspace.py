"""People, keys and the audit log on the page; and the page as those see it who may do less than an admin."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.accessibility import AXE, axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import PATIENCE_MS, NewPage
from tests.web.installation import Installation

INVITE = """mutation ($name: String!, $role: Role!) {
  inviteMember(input: {name: $name, role: $role}) { ... on MemberInvited { path } } }"""


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """Another browser that nobody is signed in with, and that may be signed out: Chromium logs that as an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page, installation: Installation, name: str, role: str) -> None:
    """Another person takes over the browser."""
    made = installation.graphql(INVITE, name=name, role=role)["inviteMember"]
    page.goto(f"{installation.url}{made['path']}")


def show(page: Page, part: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=part).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(part)
    expect(page.get_by_role("main").get_by_text(re.compile("Loading…|Looking…"))).to_have_count(0)


def is_fit_to_be_seen(page: Page) -> None:
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []


def row(region: Locator, name: str) -> Locator:
    return region.get_by_role("listitem").filter(has_text=name)


def test_a_person_is_invited_changed_and_removed(
    page: Page, elsewhere: Page, installation: Installation
) -> None:
    page.get_by_role("link", name=re.compile("^Workspace: ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    invitations = page.get_by_role("region", name="Invitations")
    members = page.get_by_role("region", name="Members")
    invitations.get_by_label("Name or address").fill("Ada Lovelace")
    invitations.get_by_label("Role of the new member").select_option("Viewer")
    invitations.get_by_role("button", name="Make a link and copy it").click()
    link = invitations.get_by_label("Invitation of Ada Lovelace", exact=True)
    expect(link).to_be_focused()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    invitations.get_by_role("button", name="Copy", exact=True).click()
    expect(invitations.get_by_text("Copied.")).to_be_visible()
    address = link.input_value()
    assert page.evaluate("() => navigator.clipboard.readText()") == address
    assert urlsplit(address).netloc == urlsplit(installation.url).netloc
    expect(row(invitations, "Ada Lovelace")).to_contain_text("Open until")
    is_fit_to_be_seen(page)
    invitations.get_by_role("button", name="Done").click()
    expect(link).to_have_count(0)

    ada = elsewhere
    ada.goto(address)
    ada.get_by_role("link", name=re.compile("^Workspace: ")).click()
    expect(ada.get_by_role("main")).to_contain_text("You are signed in as Ada Lovelace")
    expect(ada.get_by_role("main")).to_contain_text("Your role is viewer")

    page.reload()
    expect(row(invitations, "Ada Lovelace")).to_contain_text("Accepted")
    members.get_by_label("Role of Ada Lovelace").select_option("Trainer")
    expect(page.get_by_text("Ada Lovelace is trainer now.")).to_be_visible()
    ada.reload()
    expect(ada.get_by_role("main")).to_contain_text("Your role is trainer")

    members.get_by_role("button", name="Remove Ada Lovelace").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("What they taught stays.")
    is_fit_to_be_seen(page)
    dialog.get_by_role("button", name="Remove Ada Lovelace").click()
    expect(row(members, "Ada Lovelace")).to_have_count(0)
    expect(row(invitations, "Ada Lovelace")).to_have_count(0)
    ada.reload()
    expect(ada.get_by_role("alert")).to_contain_text("You are signed out here.")


def test_an_invitation_is_withdrawn(page: Page, installation: Installation) -> None:
    path = installation.graphql(INVITE, name="Ben Withdrawn", role="COACH")["inviteMember"]["path"]
    page.goto(f"{installation.url}/workspace/people")
    invitations = page.get_by_role("region", name="Invitations")
    invitations.get_by_role("button", name="Withdraw the invitation of Ben Withdrawn").click()
    expect(row(invitations, "Ben Withdrawn")).to_contain_text("Withdrawn")
    expect(row(invitations, "Ben Withdrawn").get_by_role("button")).to_have_count(0)
    refused = page.request.get(f"{installation.url}{path}")
    assert (refused.status, "used already or is over" in refused.text()) == (401, True)


def test_a_key_is_made_and_revoked_with_the_keyboard(page: Page, installation: Installation) -> None:
    page.goto(f"{installation.url}/workspace/keys")
    keys = page.get_by_role("region", name="API keys")
    keys.get_by_label("What it is for").focus()
    page.keyboard.type("nightly export")
    keys.get_by_label("Role of the key").select_option("Coach")
    keys.get_by_label("Valid for").select_option("30 days")
    keys.get_by_role("button", name="Make a key").focus()
    page.keyboard.press("Enter")
    secret = keys.get_by_label("Key for nightly export").input_value()
    assert re.fullmatch(r"ck_[0-9a-f]{8}_\S{43}", secret)
    is_fit_to_be_seen(page)
    page.reload()
    made = row(keys, "nightly export")
    expect(made).to_contain_text(f"{secret[:11]}… · Coach · never used")
    expect(made).to_contain_text("Until ")
    assert secret not in page.content()

    made.get_by_role("button", name="Revoke nightly export").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(made.get_by_role("button")).to_have_count(1)
    made.get_by_role("button", name="Revoke nightly export").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke this key").click()
    expect(made).to_contain_text("Revoked ")
    expect(made.get_by_role("button")).to_have_count(0)


def test_the_log_is_filtered_and_exported(coaching: Coaching, tmp_path: Path) -> None:
    page = coaching.page
    coaching.answer("Bring a towel, and we sort out the rest at the desk.")
    coaching.wait_for_question()
    agent = page.locator(".frame-name").inner_text()
    page.goto(f"{coaching.installation.url}/workspace/log")
    log = page.get_by_role("region", name="Audit log")
    taught = log.get_by_role("row").filter(has_text=agent).filter(has_text="taught a pair")
    expect(taught).to_have_count(1)
    expect(taught).to_contain_text("This machine")
    is_fit_to_be_seen(page)

    log.get_by_label("What").select_option("made an agent")
    expect(log.get_by_role("row").filter(has_text="taught a pair")).to_have_count(0)
    expect(log.get_by_role("row").filter(has_text=agent)).to_have_count(1)
    with page.expect_download() as download:
        log.get_by_role("link", name="Export as CSV").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    head, *rows = csv.reader(file.read_text().splitlines())
    assert (file.name, head[2:4]) == ("audit-log.csv", ["actor", "action"])
    assert {line[3] for line in rows} == {"agent.created"}
    log.get_by_label("Who").select_option("By itself")
    expect(page.get_by_text("Nothing like this was done.")).to_be_visible()


def test_a_team_of_its_own(page: Page, elsewhere: Page, installation: Installation) -> None:
    page.goto(f"{installation.url}/workspace/teams")
    teams = page.get_by_role("region", name="Workspaces")
    teams.get_by_label("Name of the workspace").fill("Night desk")
    teams.get_by_label("Its first admin").fill("Cleo")
    teams.get_by_role("button", name="Make a workspace").click()
    address = teams.get_by_label("Invitation of the first admin of Night desk").input_value()
    expect(row(teams, "Night desk")).to_contain_text("0 members")
    is_fit_to_be_seen(page)

    theirs = elsewhere
    theirs.goto(address)
    expect(theirs.get_by_role("heading", name="Your agents")).to_have_count(0)
    theirs.get_by_role("link", name="Workspace: Night desk").click()
    expect(theirs.get_by_role("region", name="Members").get_by_role("listitem").first).to_contain_text(
        "Cleo (you)"
    )
    expect(theirs.get_by_role("navigation").get_by_role("link")).to_have_text(
        ["You", "People", "API keys", "Webhooks", "Audit log"]
    )
    show(theirs, "You")
    theirs.get_by_role("button", name="Sign out in this browser").click()
    expect(theirs.get_by_role("alert")).to_contain_text("You are signed out here.")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_workspace_fits_a_phone(new_page: NewPage, installation: Installation, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(f"{installation.url}/workspace/you")
    for part in ("People", "API keys", "Webhooks", "Audit log", "Workspaces", "You"):
        show(page, part)
        is_fit_to_be_seen(page)


def test_what_a_viewer_may_not_do_is_not_there(coaching: Coaching) -> None:
    page = coaching.page
    coaching.answer("Bring a towel, and we sort out the rest at the desk.")
    coaching.wait_for_question()
    conversation = page.url
    sign_in(page, coaching.installation, "Vera", "VIEWER")
    expect(page.get_by_text("A trainer or above makes new agents; you are a viewer here.")).to_be_visible()
    expect(page.get_by_label("What is the agent called?")).to_have_count(0)

    page.goto(conversation)
    expect(page.get_by_text("A coach or above answers customers; you are a viewer here.")).to_be_visible()
    expect(coaching.box).to_have_count(0)
    expect(coaching.answers).to_have_count(1)
    is_fit_to_be_seen(page)
    coaching.show("Pairs")
    expect(page.locator(".pair")).to_have_count(1)
    expect(
        page.get_by_role("main").get_by_role("button", name=re.compile("Material|Import|Export|Edit|Delete"))
    ).to_have_count(0)
    expect(page.get_by_text("A coach or above changes, brings along and exports pairs")).to_be_visible()
    coaching.show("Training")
    expect(page.get_by_role("button", name="Train now")).to_have_count(0)
    expect(page.get_by_text("A trainer or above starts and stops trainings")).to_be_visible()
    coaching.show("Settings")
    expect(page.get_by_role("region", name="Topics")).to_be_visible()
    expect(page.get_by_role("switch", name="Train by itself")).to_be_disabled()
    expect(page.get_by_label("Add topics")).to_be_disabled()
    expect(page.get_by_role("button", name="Delete this agent")).to_have_count(0)
    assert (
        page.get_by_role("main")
        .locator("button:enabled, input:enabled, textarea:enabled, select:enabled")
        .count()
        == 0
    )
    is_fit_to_be_seen(page)
    page.goto(f"{coaching.installation.url}/workspace/people")  # by its address
    expect(page.get_by_role("heading", level=1)).to_have_text("You")
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(["You"])


def test_a_coach_teaches_and_a_trainer_changes_the_agent(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    conversation = page.url
    sign_in(page, coaching.installation, "Carl", "COACH")
    page.goto(conversation)
    coaching.answer("Bring a towel, and we sort out the rest at the desk.")
    expect(coaching.notes.last).to_contain_text("Training pair saved (1/20)")
    coaching.show("Training")
    expect(page.get_by_role("button", name="Train now")).to_have_count(0)
    coaching.show("Settings")
    expect(page.get_by_label("Add topics")).to_be_enabled()
    expect(page.get_by_role("switch", name="Train by itself")).to_be_disabled()
    expect(
        page.get_by_text(
            "A trainer or above changes when it trains and how it replies; you are a coach here."
        )
    ).to_be_visible()

    sign_in(page, coaching.installation, "Tess", "TRAINER")
    page.goto(conversation)
    coaching.show("Settings")
    expect(page.get_by_role("switch", name="Train by itself")).to_be_enabled()
    expect(page.get_by_role("button", name="Delete this agent")).to_have_count(0)
    expect(page.get_by_text("An admin deletes agents; you are a trainer here.")).to_be_visible()
    coaching.show("Training")
    expect(page.get_by_role("button", name="Train now")).to_be_visible()
