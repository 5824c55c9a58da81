"""The table of known models in docs/models.md is the catalogue."""

from pathlib import Path

from app.basemodels.catalogue import CATALOGUE, BaseModel

DOCS = Path(__file__).parents[2] / "docs" / "models.md"


def row(model: BaseModel) -> str:
    cells = [
        f"`{model.id}`",
        f"{model.licence}, to be agreed to" if model.gated else model.licence,
        f"{model.parameters / 1e9:.2f} B",
        f"{model.bytes / 1e9:.1f} GB",
        f"{model.context:,}",
        "off" if model.thinks else "none",
        ", ".join(model.languages) or "many",
    ]
    return f"| {' | '.join(cells)} |"


def test_every_known_model_has_its_row_and_no_other() -> None:
    text = DOCS.read_text()
    known = text[text.index("## What is known by name") : text.index("## Families")]
    assert [line for line in known.splitlines() if line.startswith("| `")] == [
        row(each) for each in CATALOGUE
    ]
