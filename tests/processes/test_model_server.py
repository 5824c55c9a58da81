"""Who may ask the model server."""

from pathlib import Path

import pytest

from app.config import Settings, authority
from app.errors import Misconfigured
from app.processes import model_server


def test_the_network_gets_no_model_server_without_a_key(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        model_server.run(Settings(home=tmp_path, models_host="0.0.0.0"))
    assert caught.value.message == (
        "COACHABLE_MODELS_HOST=0.0.0.0 can be reached from outside: set COACHABLE_MODELS_API_KEY, the same for all "
        "hosts, or COACHABLE_MODELS_HOST=127.0.0.1."
    )


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("0.0.0.0", "127.0.0.1:8001"),
        ("::", "[::1]:8001"),
        ("10.0.0.5", "10.0.0.5:8001"),
        ("fd00::5", "[fd00::5]:8001"),
    ],
)
def test_where_it_is_reached_from_its_own_machine(host: str, reached: str, tmp_path: Path) -> None:
    assert authority(host, 8001) == reached
    assert Settings(home=tmp_path, models_host=host).serving_url == f"http://{reached}/v1"
