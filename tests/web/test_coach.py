"""The chat holds what was typed and shows what happened, once and in order, whatever the network does."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.web.accessibility import axe_in_both_themes
from tests.web.coaching import Coaching, smaller_pages, wait_until
from tests.web.conftest import NewPage
from tests.web.installation import Installation

HAS_REACTION = """
async (id) => {
  const query = "query($id: ID!) { session(id: $id) { preparedQueries { earlier { role } } } }";
  const body = JSON.stringify({ query, variables: { id } });
  const headers = { "content-type": "application/json" };
  const reply = await (await fetch("/graphql", { method: "POST", headers, body })).json();
  return reply.data.session.preparedQueries.some(({ earlier }) => earlier.length > 0);
}"""


def test_saves_and_shows_the_next_question(coaching: Coaching) -> None:
    first = coaching.wait_for_question()
    coaching.answer("Open it. Path: A > B > C. Next: save.")
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    second = coaching.wait_for_question()
    assert first != second
    expect(coaching.answers).to_have_count(1)
    expect(coaching.questions).to_have_count(2)


def test_the_next_question_stands_there_before_the_server_answers(coaching: Coaching) -> None:
    page = coaching.page
    first = coaching.wait_for_question()
    coaching.wait_until_prepared(2)
    page.route("**/graphql", lambda route: None if _is_answer(route) else route.continue_())
    coaching.answer("The first answer.")
    expect(coaching.questions).to_have_count(2)
    second = coaching.wait_for_question()
    assert second != first
    coaching.answer("The second answer.")  # nobody has to wait for the server
    expect(coaching.questions).to_have_count(3)
    third = coaching.wait_for_question()
    page.unroute("**/graphql")  # what was held goes on
    expect(coaching.notes).to_have_text([f"Training pair saved ({n}/20)" for n in (1, 2)])
    page.reload()
    assert coaching.wait_for_question() == third
    expect(coaching.questions).to_have_text([first, second, third])
    expect(coaching.answers).to_have_text(["The first answer.", "The second answer."])


def _is_answer(route: Route) -> bool:
    return "submitResponse" in (route.request.post_data or "")


def test_a_prepared_question_that_is_not_wanted_any_more_makes_way(coaching: Coaching) -> None:
    page = coaching.page
    first = coaching.wait_for_question()
    coaching.wait_until_prepared(2)
    # Nobody tells the page: the agent is about something else now.
    query = "query($id: ID!) { session(id: $id) { agent { id } } }"
    agent = coaching.installation.graphql(query, id=coaching.session)["session"]["agent"]["id"]
    change = (
        'mutation($id: ID!) { updateAgent(input: {agentId: $id, description: "A bakery."}) { __typename } }'
    )
    coaching.installation.graphql(change, id=agent)
    coaching.answer("The first answer.")
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    coaching.wait_for_question()
    shown = coaching.questions.all_inner_texts()
    page.reload()
    coaching.wait_for_question()
    expect(coaching.questions).to_have_text(shown)
    assert shown[0] == first
    assert len(shown) == 2


def test_a_reload_in_the_middle_of_a_question_loses_and_doubles_nothing(
    page: Page, installation: Installation
) -> None:
    installation.customer.hold()
    coaching = Coaching.start(page, installation)
    expect(coaching.page.locator(".bubble[aria-busy=true] .caret")).to_be_visible()
    begun = coaching.current.inner_text().strip()
    coaching.box.fill("Half an ans")
    page.reload()
    expect(coaching.page.locator(".bubble[aria-busy=true] .caret")).to_be_visible()
    # Between one and three words are sent while the customer is held, and the later ones may come meanwhile.
    after = coaching.current.inner_text().strip()
    assert after.startswith(begun)
    expect(coaching.box).to_have_value("Half an ans")
    installation.customer.go_on()
    whole = coaching.wait_for_question()
    assert whole.startswith(after)
    assert len(whole) > len(after)
    expect(coaching.questions).to_have_count(1)


def test_skips_while_the_question_streams(page: Page, installation: Installation) -> None:
    installation.customer.hold()
    coaching = Coaching.start(page, installation)
    expect(page.locator(".bubble[aria-busy=true] .caret")).to_be_visible()
    page.get_by_role("button", name="Not a real question…").click()
    page.get_by_role("button", name="Not realistic").click()
    expect(page.locator(".bubble-note").first).to_have_text("Skipped: not realistic")
    installation.customer.go_on()
    coaching.wait_for_question()
    expect(coaching.questions).to_have_count(2)
    page.reload()
    coaching.wait_for_question()
    expect(coaching.questions).to_have_count(2)
    expect(page.locator(".bubble-note").first).to_have_text("Skipped: not realistic")


def test_what_is_skipped_takes_no_other_wish(coaching: Coaching) -> None:
    page = coaching.page
    first = coaching.wait_for_question()
    held: list[Route] = []

    def hold(route: Route) -> None:
        is_skipping = "skipQuery(" in (route.request.post_data or "")
        held.append(route) if is_skipping else route.fallback()

    page.route("**/graphql", hold)
    unreal = page.get_by_role("button", name="Not a real question…")
    page.get_by_role("button", name="Skip", exact=True).click()
    expect(page.locator(".bubble-note").first).to_have_text("Skipped")
    expect(unreal).to_be_disabled()
    problem = {"__typename": "Conflict", "code": "CONFLICT", "message": "Not now."}
    held.pop().fulfill(json={"data": {"skipQuery": problem}})
    expect(page.get_by_role("alert")).to_have_text("Not now.")
    expect(unreal).to_be_enabled()
    assert coaching.wait_for_question() == first


def test_a_reload_keeps_the_order_the_figures_and_what_was_left(coaching: Coaching) -> None:
    """Prepared questions are older than the moment at which they were shown, and skipped ones than their end."""
    page = coaching.page
    coaching.wait_until_prepared(2)
    coaching.answer("The first answer.")
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    left = coaching.wait_for_question()
    page.get_by_role("button", name="Skip", exact=True).click()
    expect(coaching.questions).to_have_count(3)
    coaching.answer("The second answer.")
    expect(coaching.notes).to_have_text([f"Training pair saved ({n}/20)" for n in (1, 2)])
    aside = coaching.wait_for_question()
    # Another client asks for another question in the place of this one.
    another = "mutation ($id: ID!) { generateQuery(input: {sessionId: $id}) { __typename } }"
    answer = coaching.installation.graphql(another, id=coaching.session)
    assert answer["generateQuery"]["__typename"] == "QueryOpened"
    expect(coaching.questions).to_have_count(5)
    coaching.wait_for_question()
    shown = coaching.questions.all_inner_texts()
    said = page.locator(".conversation .bubble-note").all_inner_texts()
    assert (shown[1], shown[3]) == (left, aside)
    assert said == ["Training pair saved (1/20)", "Skipped", "Training pair saved (2/20)", "Put aside"]
    page.reload()
    coaching.wait_for_question()
    expect(coaching.questions).to_have_text(shown)
    expect(page.locator(".conversation .bubble-note")).to_have_text(said)


def test_says_what_is_worth_a_look_while_one_types(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    found = page.get_by_role("list", name="Worth a look")
    coaching.box.fill("Ask [name] at the office, they will look it up. Path: A > B > C. Next: call.")
    expect(found).to_contain_text("[name]")
    coaching.save.click()  # it warns and does not block
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    expect(found).to_be_hidden()

    coaching.show("Pairs")
    pair = page.locator(".pair")
    expect(pair).to_contain_text("No training uses this pair")
    page.get_by_label("Only with findings").check()
    expect(pair).to_have_count(1)
    assert axe_in_both_themes(page) == []
    pair.get_by_role("button", name=re.compile("It is right like this")).click()
    expect(pair).not_to_contain_text("No training uses this pair")
    page.reload()
    page.get_by_label("Only with findings").check()
    expect(page.get_by_text("No pair fits these filters.")).to_be_visible()


def test_saves_a_question_of_ones_own(coaching: Coaching) -> None:
    coaching.wait_for_question()
    coaching.page.get_by_role("button", name="Add my own question").click()
    dialog = coaching.page.get_by_role("dialog")
    dialog.get_by_label("What does the customer ask?").fill("Do you open on Sundays?")
    dialog.get_by_label("Ideal response").fill("Yes, from ten to four.")
    dialog.get_by_role("button", name="Save this pair").click()
    expect(dialog).to_be_hidden()
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    expect(coaching.questions).to_have_count(2)
    expect(coaching.questions.first).to_have_text("Do you open on Sundays?")


def test_a_customer_reacts_to_an_answer(coaching: Coaching) -> None:
    page = coaching.page
    first = coaching.wait_for_question()
    coaching.show("Settings")
    page.get_by_label("A customer reacts to your answer").select_option("after every answer")
    expect(page.get_by_label("A customer reacts to your answer")).to_have_value("1")
    coaching.show("Coach")
    page.wait_for_url("**/coach/*")
    coaching.answer("Bring your towel to the desk.")
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    wait_until(page, HAS_REACTION, coaching.session)
    page.reload()  # it knows of the reaction for certain
    coaching.answer("We look after it.")
    expect(coaching.questions).to_have_count(3)
    coaching.wait_for_question()
    thread = page.locator(".thread")
    expect(thread).to_have_count(1)
    thread.get_by_text("Goes on from an earlier answer").click()
    expect(thread.get_by_role("listitem")).to_have_text(
        [f"Customer: {first}", "You: Bring your towel to the desk."]
    )
    coaching.answer("Then it is yours again.")
    expect(coaching.notes.last).to_have_text("Training pair saved (3/20)")
    page.reload()
    expect(thread).not_to_have_count(0)
    coaching.show("Pairs")
    expect(page.locator(".pair")).to_have_count(3)


def test_a_long_conversation_is_shown_page_by_page(coaching: Coaching) -> None:
    page = coaching.page
    coaching.answer_many(1, 5)
    coaching.wait_for_question()
    everything = coaching.questions.all_inner_texts()
    smaller_pages(page, "first: 100", "first: 3")
    page.reload()
    coaching.wait_for_question()
    earlier = page.get_by_role("button", name="Show earlier questions")
    welcome = page.locator(".notice-welcome p")
    expect(earlier).to_be_visible()
    while welcome.count() == 0:
        shown = coaching.questions.count()
        earlier.click()
        page.wait_for_function(
            "shown => document.querySelector('.notice-welcome p')"
            " || document.querySelectorAll('.conversation .bubble.customer').length > shown",
            arg=shown,
        )
    expect(coaching.questions).to_have_text(everything)
    expect(coaching.answers).to_have_count(5)


def test_two_tabs_show_the_same(coaching: Coaching, new_page: NewPage) -> None:
    coaching.wait_for_question()
    other = Coaching(new_page(coaching.page.context), coaching.installation)
    other.page.goto(coaching.page.url)
    other.wait_for_question()
    coaching.answer("From the first tab.")
    expect(other.answers).to_have_text(["From the first tab."])
    second = coaching.wait_for_question()
    other.wait_for_question()
    expect(other.current).to_have_text(second)
    other.answer("From the second tab.")
    for tab in (coaching, other):
        expect(tab.answers).to_have_text(["From the first tab.", "From the second tab."])
        expect(tab.questions).to_have_count(3)
        expect(tab.page.locator(".progress")).to_contain_text("2 of 20 pairs")


def test_a_server_restart_during_a_question(page: Page, installation: Installation) -> None:
    installation.customer.hold()
    coaching = Coaching.start(page, installation)
    expect(page.locator(".bubble[aria-busy=true] .caret")).to_be_visible()
    installation.kill_api()
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    coaching.box.fill("Typed while it was away.")
    installation.customer.go_on()
    coaching.wait_for_question()
    expect(page.get_by_text("Reconnecting…")).to_be_hidden()
    expect(coaching.questions).to_have_count(1)
    coaching.save.click()
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])


def test_an_answer_given_offline_is_saved_once_when_the_network_is_back(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    page.context.set_offline(True)
    coaching.answer("Written on a train.")
    expect(coaching.notes.last).to_contain_text("it is sent as soon as Coachable can be reached")
    page.context.set_offline(False)
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    page.reload()
    coaching.wait_for_question()
    expect(coaching.answers).to_have_text(["Written on a train."])


def test_an_answer_that_could_not_be_sent_survives_closing_the_page(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    page.route("**/graphql", lambda route: route.abort())
    coaching.answer("Never lost.")
    expect(coaching.notes.last).to_contain_text("it is sent as soon as Coachable can be reached")
    page.unroute("**/graphql")
    url = page.url
    again = Coaching(page.context.new_page(), coaching.installation)
    page.close()
    again.page.goto(url)
    expect(again.notes).to_have_text(["Training pair saved (1/20)"])
    expect(again.answers).to_have_text(["Never lost."])


def test_works_with_the_keyboard_alone(page: Page, installation: Installation) -> None:
    keys = page.keyboard
    page.get_by_label("What is the agent called?").focus()
    keys.type("Keyboard")
    keys.press("Tab")
    keys.type(installation.customer.description)
    keys.press("Tab")  # to "More"
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**/topics")
    expect(page.get_by_role("button", name="Skip")).to_be_visible()
    reach(page, "Skip")
    keys.press("Enter")
    page.wait_for_url("**/coach/*")
    coaching = Coaching(page, installation)
    coaching.wait_for_question()
    reach(page, "Your ideal response")
    keys.type("By hand.")
    keys.press("Control+Enter")
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    expect(coaching.box).to_be_focused()
    coaching.wait_for_question()
    reach(page, "Not a real question…")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".bubble-note", has_text="Skipped")).to_have_text("Skipped: duplicate")
    expect(coaching.box).to_be_focused()
    reach(page, "Add my own question")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Add my own question")).to_be_focused()


def reach(page: Page, name: str) -> None:
    """Presses Tab until the control with this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent }"
        )
        if name in label:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_says_how_to_sign_in(browser: Browser, installation: Installation) -> None:
    page = browser.new_page()
    page.goto(installation.url)
    expect(page.get_by_role("alert")).to_contain_text("Ask whoever runs Coachable for you for a new link")
    page.close()
