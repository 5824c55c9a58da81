"""run.json: read whole, and every problem named at once."""

import json
from pathlib import Path

import pytest

from app.training.config import Pair, RunConfig, Turn
from app.training.failures import BadInput, NoPairs
from app.training.style import HouseStyle
from tests.training.conftest import PAIRS, run_file


def test_a_good_file_is_read_whole(tmp_path: Path, tiny_model: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run_file(tmp_path, tiny_model, live_adapter=None)))
    config = RunConfig.read(path)
    assert config.train == PAIRS[:5]
    assert config.holdout == PAIRS[5:]
    assert config.base_model == tiny_model
    assert (config.live_adapter, config.seed, config.sample_count) == (None, 0, 2)
    assert config.house_style == HouseStyle(("Next:",))


def test_all_problems_are_named_at_once(tmp_path: Path, tiny_model: Path) -> None:
    data = run_file(
        tmp_path,
        tiny_model,
        run_id="",
        base_model="relative",
        live_adapter=str(tmp_path),
        start_adapter=str(tmp_path),
        seed=-1,
        train=[{"id": "a", "query": " ", "response": "x"}],
        holdout="none",
        hyperparameters=[],
        house_style=["(?i)fine", "(open"],
        colour="red",
    )
    with pytest.raises(BadInput) as caught:
        RunConfig.parse(data)
    assert caught.value.message == (
        "The run file has problems: unknown fields: colour; hyperparameters must be an object; "
        "run_id must be a non-empty string; base_model must be an absolute path; "
        "train[0] needs id, query and response as non-empty strings; holdout must be a list; "
        "seed must be a whole number of at least 0; house_style must be a list of regular expressions; "
        f"live_adapter {tmp_path} has no adapter_model.safetensors; "
        f"start_adapter {tmp_path} has no adapter_model.safetensors."
    )


def test_a_pair_is_never_on_both_sides(tmp_path: Path, tiny_model: Path) -> None:
    row = {"id": "p0", "query": "q", "response": "r"}
    with pytest.raises(BadInput, match="a pair id occurs more than once in train and holdout"):
        RunConfig.parse(run_file(tmp_path, tiny_model, holdout=[row]))


def test_no_pairs(tmp_path: Path, tiny_model: Path) -> None:
    with pytest.raises(NoPairs, match="There is no pair to train on"):
        RunConfig.parse(run_file(tmp_path, tiny_model, train=[]))


@pytest.mark.parametrize("content", ["", "[]", "{", "3"])
def test_not_an_object(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content)
    with pytest.raises(BadInput):
        RunConfig.read(path)


def test_folder_without_safetensors(tmp_path: Path, tiny_model: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(BadInput, match="has no safetensors file"):
        RunConfig.parse(run_file(tmp_path, tiny_model, base_model=str(tmp_path)))


def test_pairs_keep_their_text_as_written() -> None:
    assert Pair("a", " q\n", "r ").response == "r "


def said(*rows: tuple[str, object]) -> list[dict[str, object]]:
    return [{"role": role, "content": content} for role, content in rows]


def with_turns(tmp_path: Path, tiny_model: Path, turns: object) -> RunConfig:
    row = {"id": "p", "query": "and then?", "response": "r", "turns": turns}
    return RunConfig.parse(run_file(tmp_path, tiny_model, train=[row]))


def test_earlier_turns_are_read(tmp_path: Path, tiny_model: Path) -> None:
    config = with_turns(tmp_path, tiny_model, said(("user", "q"), ("assistant", "a")))
    assert config.train[0].turns == (Turn("user", "q"), Turn("assistant", "a"))


@pytest.mark.parametrize(
    "turns",
    [
        "no list",
        ["no object", "no object"],
        said(("user", "q")),
        said(("assistant", "a"), ("user", "q")),
        said(("user", "q"), ("system", "s")),
        said(("user", "q"), ("assistant", " ")),
        said(("user", "q"), ("assistant", 3)),
    ],
)
def test_turns_that_no_template_takes_are_refused(tmp_path: Path, tiny_model: Path, turns: object) -> None:
    with pytest.raises(BadInput, match=r"train\[0\].turns must alternate user and assistant"):
        with_turns(tmp_path, tiny_model, turns)


@pytest.mark.parametrize(("rejected", "read"), [("No.", "No."), (" ", None), (None, None)])
def test_what_was_rejected_is_read(
    tmp_path: Path, tiny_model: Path, rejected: str | None, read: str | None
) -> None:
    row = {"id": "p", "query": "q", "response": "r", "rejected": rejected}
    assert RunConfig.parse(run_file(tmp_path, tiny_model, train=[row])).train[0].rejected == read
    with pytest.raises(BadInput, match=r"train\[0\].rejected must be a string or null"):
        RunConfig.parse(run_file(tmp_path, tiny_model, train=[row | {"rejected": ["No."]}]))


def test_another_precision_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    with pytest.raises(BadInput, match='precision must be "float32" or "auto"'):
        RunConfig.parse(run_file(tmp_path, tiny_model, precision="half"))
