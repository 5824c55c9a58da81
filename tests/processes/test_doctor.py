import os
import socket
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from pydantic import SecretStr

from app.actor import Actor
from app.basemodels.hardware import Hardware
from app.config import Settings
from app.infra.writer_state import WriterState, write
from app.models import Agent
from app.processes import doctor, preflight
from app.processes.preflight import GIB, Finding, before_start
from tests.factories import make_agent
from tests.infra.upstream import error, serving, status
from tests.oidc_provider import OidcProvider, providing


def problems(settings: Settings) -> list[str]:
    return [finding.text for finding in before_start(settings) if finding.verdict == "problem"]


def settings_of(home: Path, **changes: object) -> Settings:
    return Settings(**{"home": home, "port": free_port(), "models_port": free_port(), **changes})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_nothing_is_wrong_with_a_fresh_folder(tmp_path: Path) -> None:
    assert problems(settings_of(tmp_path / "new")) == []


def test_names_who_holds_a_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = problems(settings_of(tmp_path, models_port=port))
    assert found == [
        f"Port {port} for the model server is taken by process {os.getpid()} ({psutil.Process().name()}): "
        "stop it, or set COACHABLE_MODELS_PORT to a free port."
    ]


def test_the_two_ports_must_differ(tmp_path: Path) -> None:
    port = free_port()
    assert problems(settings_of(tmp_path, port=port, models_port=port)) == [
        "COACHABLE_PORT and COACHABLE_MODELS_PORT are the same: change one."
    ]


def test_a_model_server_elsewhere_needs_no_port_here(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        elsewhere = {"llm_base_url": "http://gpu/v1", "models_url": "http://gpu/v1"}
        assert problems(settings_of(tmp_path, models_port=taken.getsockname()[1], **elsewhere)) == []


@pytest.mark.parametrize(
    ("host", "auth", "count"), [("0.0.0.0", "local", 1), ("0.0.0.0", "keys", 0), ("::1", "local", 0)]
)
def test_an_open_address_needs_keys(tmp_path: Path, host: str, auth: str, count: int) -> None:
    assert len(problems(settings_of(tmp_path, host=host, auth=auth))) == count


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    assert problems(settings_of(tmp_path / "home")) == [
        f"The data folder {tmp_path / 'home'} can't be written: set COACHABLE_HOME to one that can."
    ]


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda _: SimpleNamespace(free=GIB))
    assert problems(settings_of(tmp_path)) == [
        f"1.0 GiB free on the disk of {tmp_path}, 2.0 GiB needed: "
        "make room, or set COACHABLE_HOME to a folder on another disk."
    ]
    model = tmp_path / "models" / "smollm2-135m-instruct"
    model.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        (model / file).write_text("{}")
    assert problems(settings_of(tmp_path)) == []


def test_unreachable_services_and_an_unknown_model_must_be_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = free_port()
    code = doctor.run(
        settings_of(
            tmp_path,
            database_url=f"postgres://me:secret@127.0.0.1:{nobody}/db",
            redis_url=f"redis://:secret@127.0.0.1:{nobody}",
            base_model="gpt-17",
        )
    )
    output = capsys.readouterr().out
    assert code == 1
    assert output.endswith("To mend: 3\n")
    assert (
        "✗ COACHABLE_BASE_MODEL=gpt-17 is neither a folder with a model nor a known name (auto, smollm2-"
        in output
    )
    assert "✗ Database unreachable (" in output
    assert "✗ Redis unreachable (" in output
    assert "secret" not in output


@pytest.mark.usefixtures("db")  # without agents of other tests
def test_real_services_are_found(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code = doctor.run(settings.model_copy(update={"port": free_port(), "models_port": free_port()}))
    output = capsys.readouterr().out
    assert (code, "To mend" in output) == (0, False)
    assert "✓ Database: reachable (DATABASE_URL)" in output
    assert "✓ Redis: reachable (REDIS_URL)" in output


async def test_embedded_services_that_do_not_run_are_no_problem(tmp_path: Path) -> None:
    assert await doctor._services(settings_of(tmp_path, writer_model="none")) == [
        Finding("ok", "Database: `coachable up` starts its own PostgreSQL"),
        Finding("ok", "Redis: `coachable up` starts its own Valkey"),
        Finding(
            "note",
            "No writer: customers are played by the starter, with plain questions over your topics; "
            "set COACHABLE_LLM_BASE_URL for richer ones.",
        ),
    ]


async def test_the_writer(tmp_path: Path) -> None:
    async with serving() as upstream:
        upstream.will(status(200, {"data": []}))
        settings = settings_of(tmp_path, llm_base_url=upstream.url, llm_api_key="secret")
        assert await doctor._writer(settings) == Finding("ok", "Writer: reachable (COACHABLE_LLM_BASE_URL)")
        upstream.will(error(401, "Not with secret."))
        settings = settings.model_copy(update={"llm_api_key": SecretStr("another secret")})
        assert await doctor._writer(settings) == Finding(
            "problem", "The writer at 127.0.0.1 refuses the key (401): check COACHABLE_LLM_API_KEY."
        )


@pytest.mark.parametrize(
    ("wish", "finding"),
    [
        ("none", Finding("ok", "Writer model: none, as COACHABLE_WRITER_MODEL says.")),
        ("qwen3-0.6b", Finding("ok", "Writer model: Qwen3 0.6B, as COACHABLE_WRITER_MODEL says.")),
        (
            "gpt-17",
            Finding(
                "problem",
                "Writer model: none, as COACHABLE_WRITER_MODEL=gpt-17 is neither a folder nor one of auto, none, "
                "qwen3-4b-instruct-2507, qwen3-1.7b, qwen3-0.6b.",
            ),
        ),
    ],
)
def test_the_writer_model_and_why(wish: str, finding: Finding, tmp_path: Path) -> None:
    assert doctor._local_writer(settings_of(tmp_path, writer_model=wish)) == finding


def test_what_the_writer_model_does_now(tmp_path: Path) -> None:
    write(tmp_path, WriterState("fetching", "Fetching Qwen3 0.6B (1.5 GB), 41 %", "qwen3-0.6b"))
    assert doctor._local_writer(settings_of(tmp_path, writer_model="qwen3-0.6b")) == Finding(
        "ok", "Writer model: Qwen3 0.6B, as COACHABLE_WRITER_MODEL says. Fetching Qwen3 0.6B (1.5 GB), 41 %"
    )


async def test_a_base_model_that_is_gone_is_told(settings: Settings, actor: Actor, tmp_path: Path) -> None:
    here = settings.model_copy(update={"home": tmp_path})
    for name in ("One", "Two"):
        agent = await make_agent(actor, name=name)
        await Agent.filter(id=agent.id).update(base_model="/mnt/gone")
    await make_agent(actor, name="Three")
    deleted = await make_agent(actor, name="Four")
    await Agent.filter(id=deleted.id).update(base_model="/mnt/also", deleted_at=deleted.created_at)
    assert await doctor._base_models_in_use(here) == [
        Finding(
            "problem",
            f"2 agents: Base model /mnt/gone is gone: put its files into {tmp_path / 'models' / 'gone'}, or choose "
            "another one for the agent.",
        ),
        Finding(
            "note",
            "1 agent: SmolLM2 135M is not here.",
        ),
    ]


async def test_a_database_without_tables_has_no_agents(tmp_path: Path) -> None:
    url = f"postgres://me@127.0.0.1:{free_port()}/db"
    assert await doctor._base_models_in_use(settings_of(tmp_path, database_url=url)) == []


def base_model(settings: Settings) -> list[tuple[str, str]]:
    return [(finding.verdict, finding.text) for finding in doctor._base_model(settings)]


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Hardware(16 * GIB, 8, 0, 100 * GIB, bfloat16=False)
    monkeypatch.setattr(doctor, "hardware", lambda _: machine)
    monkeypatch.setattr("app.basemodels.default.this_machine", lambda _: machine)


@pytest.mark.usefixtures("laptop")
def test_the_starter_and_what_would_be_better(tmp_path: Path) -> None:
    assert base_model(settings_of(tmp_path)) == [
        (
            "note",
            "Base model: SmolLM2 135M, the starter, as the model hub was not reached. SmolLM2 135M is not here. "
            "`coachable up` fetches it once.",
        ),
        (
            "note",
            "It learns how you write, not what you know, and writes English only: agents on it give your answers word "
            "for word and decline the rest. Qwen3 0.6B would do better on this machine: let this machine reach "
            "https://huggingface.co/Qwen/Qwen3-0.6B, or copy its files into models/qwen3-0.6b below COACHABLE_HOME; "
            "then start Coachable again.",
        ),
    ]


@pytest.mark.usefixtures("laptop")
def test_four_bits_without_their_library_must_be_mended(tmp_path: Path) -> None:
    first = next(doctor._base_model(settings_of(tmp_path, quantization="4bit")))
    assert (first.verdict, first.text) == (
        "problem",
        "COACHABLE_QUANTIZATION=4bit needs a library that is not here: pip install 'coachable[quantized]', "
        "or unset it.",
    )


@pytest.mark.usefixtures("laptop")
def test_a_base_model_that_is_too_large_is_told(tmp_path: Path) -> None:
    assert base_model(settings_of(tmp_path, base_model="qwen3-8b"))[1:] == [
        ("note", "Qwen3 8B: Needs 74 GiB of memory to train and to serve; 12 GiB can be had here.")
    ]


@pytest.mark.usefixtures("laptop")
def test_a_folder_that_is_half_a_download_must_be_mended(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    assert base_model(settings_of(tmp_path / "home", base_model=str(folder))) == [
        (
            "problem",
            f"COACHABLE_BASE_MODEL={folder} lacks tokenizer.json, *.safetensors: name another one, or mend it.",
        )
    ]


@pytest.mark.slow
async def test_tells_what_is_wrong_with_sign_on(tmp_path: Path) -> None:
    async with providing(OidcProvider({})) as provider:

        async def told(**changes: object) -> list[Finding]:
            mine = {"oidc_issuer": provider.issuer, "oidc_client_id": "c", "oidc_roles": {"a": "coach"}}
            return await doctor._sign_on(settings_of(tmp_path, **(mine | changes)))

        assert await told() == [Finding("ok", f"Sign-on: {provider.issuer} answers")]
        assert await told(oidc_issuer=None) == []
        (empty,) = await told(oidc_roles={})
        assert empty == Finding(
            "problem", "Sign-on: no one gets in until COACHABLE_OIDC_ROLES names a group."
        )
        (role,) = await told(oidc_roles={"a": "owner"})
        assert role.text.startswith("Sign-on: COACHABLE_OIDC_ROLES: 'owner' of 'a' ends in none of viewer,")
        (other,) = await told(oidc_issuer=f"{provider.issuer}/")
        assert other.text.endswith(
            f"belongs to the issuer {provider.issuer!r}: set COACHABLE_OIDC_ISSUER to that."
        )
    (away,) = await told()
    assert (away.verdict, "does not answer" in away.text) == ("problem", True)
