"""run.json: read whole, and every problem named at once."""

import json
import re
from pathlib import Path

import pytest

from app.contracts.job import Pair, Turn
from app.errors import BadInput, NoPairs
from app.training.config import RunConfig
from tests.training.conftest import PAIRS, run_file


def test_a_good_file_is_read_whole(tmp_path: Path, tiny_model: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run_file(tmp_path, tiny_model, live_adapter=None)))
    config = RunConfig.read(path)
    assert config.train == PAIRS[:5]
    assert config.holdout == PAIRS[5:]
    assert config.base_model == tiny_model
    assert (config.live_adapter, config.seed, config.sample_count) == (None, 0, 2)
    assert config.house_style == ("Next:",)


def test_all_problems_are_named_at_once(tmp_path: Path, tiny_model: Path) -> None:
    data = run_file(
        tmp_path,
        tiny_model,
        run_id="",
        base_model="relative",
        seed=-1,
        train=[{"id": "a", "query": " "}],
        holdout="none",
        hyperparameters=[],
        house_style=["(?i)fine", "(open"],
        colour="red",
    )
    with pytest.raises(BadInput) as caught:
        RunConfig.parse(data)
    assert caught.value.message == (
        "The run file has problems: run_id must not be empty; base_model must be an absolute path; "
        "train[0].query must not be empty; train[0].response is missing; holdout should be a valid tuple; "
        "house_style[1] must be a regular expression (missing ), unterminated subpattern at position 0); "
        "hyperparameters should be a valid dictionary; seed should be greater than or equal to 0; "
        "colour is unknown."
    )


def test_all_that_is_missing_on_the_disk_is_named_at_once(tmp_path: Path, tiny_model: Path) -> None:
    nowhere = {"live_adapter": str(tmp_path), "start_adapter": str(tmp_path)}
    with pytest.raises(BadInput) as caught:
        RunConfig.parse(run_file(tmp_path, tiny_model, **nowhere))
    assert caught.value.message == (
        f"The run file has problems: live_adapter {tmp_path} has no adapter_model.safetensors; "
        f"start_adapter {tmp_path} has no adapter_model.safetensors."
    )


def test_a_file_of_the_first_version_is_read(tmp_path: Path, tiny_model: Path) -> None:
    """It had neither tries nor sources, and did not need to say that it went on from nothing."""
    old = {"run_id", "base_model", "system_prompt", "train", "output_dir", "checkpoint_dir"}
    given = {name: value for name, value in run_file(tmp_path, tiny_model).items() if name in old}
    config = RunConfig.parse(given)
    assert (config.holdout, config.tries, config.live_adapter, config.hyperparameters) == ((), (), None, {})
    assert (config.quantization, config.precision, config.parts, config.sample_count) == (
        None,
        "float32",
        1,
        3,
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


ALTERNATE = "train[0].turns must alternate user and assistant, each with some content"


@pytest.mark.parametrize(
    ("turns", "wrong"),
    [
        ("no list", "train[0].turns should be a valid tuple"),
        (["no object"], "train[0].turns[0] should be a dictionary or an instance of Turn"),
        (said(("user", "q")), ALTERNATE),
        (said(("assistant", "a"), ("user", "q")), ALTERNATE),
        (said(("user", "q"), ("system", "s")), ALTERNATE),
        (said(("user", "q"), ("assistant", " ")), ALTERNATE),
        (said(("user", "q"), ("assistant", 3)), "train[0].turns[1].content should be a valid string"),
    ],
)
def test_turns_that_no_template_takes_are_refused(
    tmp_path: Path, tiny_model: Path, turns: object, wrong: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(wrong)):
        with_turns(tmp_path, tiny_model, turns)


@pytest.mark.parametrize(("rejected", "read"), [("No.", "No."), (" ", None), (None, None)])
def test_what_was_rejected_is_read(
    tmp_path: Path, tiny_model: Path, rejected: str | None, read: str | None
) -> None:
    row = {"id": "p", "query": "q", "response": "r", "rejected": rejected}
    assert RunConfig.parse(run_file(tmp_path, tiny_model, train=[row])).train[0].rejected == read
    with pytest.raises(BadInput, match=r"train\[0\].rejected should be a valid string"):
        RunConfig.parse(run_file(tmp_path, tiny_model, train=[row | {"rejected": ["No."]}]))


def test_another_precision_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    with pytest.raises(BadInput, match="precision should be 'float32' or 'auto'"):
        RunConfig.parse(run_file(tmp_path, tiny_model, precision="half"))
