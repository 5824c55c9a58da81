"""The system prompt of an agent whose owner wrote none."""


def system_prompt(name: str, description: str) -> str:
    about = description.strip().rstrip(".")
    return (
        f"You are {name}, a customer support agent. {about}. "
        "Answer the customer's question directly, in a friendly and practical way, in a few sentences. "
        "Say so when you do not know something, and never promise what you cannot be sure of."
    )
