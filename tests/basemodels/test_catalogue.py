import re

import pytest

from app.basemodels.catalogue import CATALOGUE, INDEX, WEIGHTS, BaseModel, by_id, starter
from app.basemodels.choice import AUTOMATIC


@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.id)
def test_every_row_is_whole_and_safe(model: BaseModel) -> None:
    assert re.fullmatch(r"[\w-]+/[\w.-]+", model.hub_id)
    assert re.fullmatch("[0-9a-f]{40}", model.revision) or model.id == "granite-4.0-350m"
    assert all(sha256 is None or re.fullmatch("[0-9a-f]{64}", sha256) for sha256 in model.files.values())
    assert all(name.endswith((".json", ".safetensors", ".jinja")) for name in model.files)
    assert {"config.json", "tokenizer.json", "tokenizer_config.json"} <= model.files.keys()
    assert (INDEX in model.files) != (WEIGHTS in model.files)
    assert next(iter(model.files)) == "config.json"  # the Hub is asked by it whether it gives the model
    # Two bytes a parameter and a tokenizer; Qwen3 0.6B and 1.7B bring their embeddings twice.
    assert 2 * model.parameters < model.bytes < 2.6 * model.parameters + 40e6
    assert min(model.hidden_size, model.layers, model.kv_width, model.context) > 0
    assert model.licence
    assert model.folder is None


def test_ids_are_names_of_folders_and_there_is_one_starter() -> None:
    ids = [model.id for model in CATALOGUE]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", id) for id in ids)
    assert [model.id for model in CATALOGUE if model.is_starter or model.wheel] == [starter().id]


def test_what_is_chosen_for_people_is_free_pinned_and_hashed() -> None:
    for id in AUTOMATIC:
        model = by_id(id)
        assert model is not None
        assert (model.gated, model.licence) == (False, "Apache-2.0")
        assert all(
            sha for name, sha in model.files.items() if name.endswith((".safetensors", "tokenizer.json"))
        )


def test_an_unknown_id_is_none() -> None:
    assert by_id("gpt-17") is None
