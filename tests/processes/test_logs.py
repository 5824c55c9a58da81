import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.processes.logs import configure_logging


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    found = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for line in found:
        del line["timestamp"]
    return found


def test_both_kinds_of_logger_write_the_same_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info")
    structlog.get_logger("ours").warning("run lost", run=7)
    logging.getLogger("theirs").warning("run %s", "lost")
    logging.getLogger("theirs").debug("not shown")
    assert lines(capsys) == [
        {"event": "run lost", "run": 7, "level": "warning", "logger": "ours"},
        {"event": "run lost", "level": "warning", "logger": "theirs"},
    ]


def test_no_token_of_a_link_gets_into_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info")
    logging.getLogger("theirs").info('"GET /login?token=%s HTTP/1.1"', "s3cret")
    structlog.get_logger("ours").info("opened", url="http://127.0.0.1/login?token=s3cret&next=/")
    assert [line["event"] for line in lines(capsys)] == ['"GET /login?token=… HTTP/1.1"', "opened"]


def test_an_exception_keeps_its_traceback_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info")
    try:
        raise ValueError("no such run")
    except ValueError:
        logging.getLogger("theirs").exception("failed")
    (line,) = lines(capsys)
    assert str(line["exception"]).endswith("ValueError: no such run")
