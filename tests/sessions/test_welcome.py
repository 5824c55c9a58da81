from app.sessions.welcome import welcome_message


def test_the_welcome_names_the_agent_and_the_goal() -> None:
    assert welcome_message("Brightdesk", "Help desk for small shops.", 20) == (
        "Let's make Brightdesk better. I'll be its customers, and I have read what it does. "
        "Answer each question the way Brightdesk should, change the draft if there is one, or skip it. "
        "After 20 saved answers, training starts by itself."
    )


def test_without_a_description_it_asks_for_one() -> None:
    assert "a sentence or two about what it does" in welcome_message("Bot", "  ", 1)
    assert welcome_message("Bot", "", 1).endswith("After 1 saved answer, training starts by itself.")
    assert "training starts" not in welcome_message("", "x", 0)
