"""The first message of a session: what is about to happen, in three sentences."""


def welcome_message(name: str, description: str, target_pairs: int) -> str:
    """`target_pairs` is the number of answers after which a training starts; 0 or less leaves it open."""
    who = name.strip() or "your agent"
    known = " ".join(description.split())
    first = f"Let's make {who} better."
    if known:
        first += " I'll be its customers, and I have read what it does."
    else:
        first += " I'll be its customers; a sentence or two about what it does would make my questions closer to life."
    goal = (
        f" After {target_pairs} saved {'answer' if target_pairs == 1 else 'answers'}, training starts by itself."
        if target_pairs > 0
        else ""
    )
    ways = f"Answer each question the way {who} should, change the draft if there is one, or skip it."
    return f"{first} {ways}{goal}"
