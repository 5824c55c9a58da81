from app.exchange.cards import dataset_card, model_card


def test_a_dataset_card_names_the_files_that_are_there() -> None:
    card = dataset_card("Acme: help", "Sells anvils.", {"train": 3})
    assert card.startswith('---\npretty_name: "Acme: help"\n')
    assert "  - split: train\n    path: data/train.jsonl\n" in card
    assert "holdout" not in card
    assert "- `train`: 3 pairs" in card


def test_a_model_card_shows_the_prompt_and_what_differs() -> None:
    card = model_card(
        kind="merged",
        name="Acme",
        slug="acme",
        number=2,
        description="Sells {anvils}.",
        system="Be brief.",
        base="org/base",
        answers=[("Why?", "So.", "So."), ("Who?", "Me.", "You.")],
        close_calls=1,
    )
    assert 'base_model: "org/base"\nlibrary_name: transformers' in card
    assert "```\nBe brief.\n```" in card
    assert "1 of 2 greedy answers" in card
    assert "letter by letter. At 1 token another one was" in card
    assert "receipt" not in card
    assert card.endswith("> Who?\n\nYou.\n\nServed: Me.\n")


def test_a_gguf_card_tells_ollama_the_prompt() -> None:
    card = model_card(
        kind="gguf",
        name="Acme",
        slug="acme",
        number=2,
        description="Sells {anvils}.",
        system="Be {brief}.",
        base="org/base",
        answers=[("Why?", "So.", "So.")],
    )
    assert "library_name: gguf" in card
    assert "org/base with the adapter merged in, one file" in card
    assert 'FROM ./model.gguf\nSYSTEM """Be {brief}."""' in card
    assert "`ollama create acme -f Modelfile`" in card
    assert card.endswith("letter by letter.\n\n> Why?\n\nSo.\n")
