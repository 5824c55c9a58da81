"""compose.yaml and deploy/kubernetes are valid, and name what the program has: commands, settings, ports."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from typer.main import get_command

from app.cli import cli
from app.config import Settings, variable
from app.processes import api, model_server, vllm_server
from app.trainer import child

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
KUBERNETES = "1.30"  # the oldest whose preStop can sleep without a shell
COMMANDS = set(get_command(cli).commands)  # type: ignore[attr-defined]
VARIABLES = {variable(name) for name in Settings.model_fields}
OTHERS = re.compile(r"AWS_(REGION|ENDPOINT_URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY)|HOME")
# What each has to be told so that it can work on hosts of its own.
SECRETS = {
    "migrate": {"coachable"},
    "api": {"coachable", "coachable-models", "coachable-store"},
    "worker": {"coachable", "coachable-models", "coachable-store"},
    "trainer": {"coachable", "coachable-models", "coachable-store"},
    "models": {"coachable-models", "coachable-store"},
}
PORTS = {"api": 8000, "models": 8001}
# Seconds that each has for what it is doing when it is told to end.
DRAINS = {
    "api": api.SHUTDOWN_S,
    "models": max(
        model_server.CONNECTIONS_END_WITHIN_S,
        vllm_server.CONNECTIONS_END_WITHIN_S + vllm_server.ENDS_WITHIN_S,
    ),
    "trainer": child.GRACE_S,
    "worker": 0,
}


def documents() -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        if file.name != "kustomization.yaml":
            yield from yaml.safe_load_all(file.read_text())


def pods() -> dict[str, dict[str, Any]]:
    found = [one for one in documents() if one["kind"] in ("Deployment", "Job")]
    return {
        one["metadata"]["name"].removeprefix("coachable-"): one["spec"]["template"]["spec"] for one in found
    }


def container(name: str) -> dict[str, Any]:
    (one,) = pods()[name]["containers"]
    return dict(one)


@pytest.mark.parametrize("one", list(documents()), ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_valid(one: dict[str, Any]) -> None:
    kubernetes_validate.validate(one, KUBERNETES, strict=True)


def test_kustomize_takes_every_file() -> None:
    named = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted([*named, "kustomization.yaml"]) == sorted(file.name for file in FOLDER.iterdir())
    assert set(pods()) == set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_a_container_may_do_little(name: str) -> None:
    pod, one = pods()[name], container(name)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert one["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    written = {mount["mountPath"] for mount in one["volumeMounts"]}
    assert written >= {"/data", "/tmp"}
    assert {mount["name"] for mount in one["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    assert "memory" in one["resources"]["limits"]


@pytest.mark.parametrize("name", SECRETS)
def test_a_container_runs_a_command_of_ours_and_knows_the_secrets_that_it_needs(name: str) -> None:
    one = container(name)
    program, command = one["args"]
    assert (program, command, command in COMMANDS) == ("coachable", name, True)
    secrets = {source["secretRef"]["name"] for source in one["envFrom"] if "secretRef" in source}
    assert secrets == SECRETS[name]
    named = {entry["name"] for entry in one.get("env", [])}
    assert named <= VARIABLES


def test_settings_are_ours() -> None:
    (shared,) = [one["data"] for one in documents() if one["kind"] == "ConfigMap"]
    assert {name for name in shared if not OTHERS.fullmatch(name)} <= VARIABLES
    assert not [name for name in shared if "SECRET" in name or "KEY" in name]
    Settings(
        **{
            name.removeprefix("COACHABLE_").lower(): value
            for name, value in shared.items()
            if name in VARIABLES
        }
    )


@pytest.mark.parametrize("name", PORTS)
def test_what_has_a_port_is_asked_there(name: str) -> None:
    one = container(name)
    assert [port["containerPort"] for port in one["ports"]] == [PORTS[name]]
    paths = {kind: one[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness", "liveness")}
    assert paths == {"startup": "/healthz", "readiness": "/readyz", "liveness": "/healthz"}


@pytest.mark.parametrize("name", ["worker", "trainer"])
def test_what_has_none_is_asked_by_a_command(name: str) -> None:
    one = container(name)
    for kind in ("startup", "liveness"):
        assert one[f"{kind}Probe"]["exec"]["command"] == ["coachable", "health", name]


@pytest.mark.parametrize("name", DRAINS)
def test_each_has_time_to_end(name: str) -> None:
    sleeps = container(name).get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    assert pods()[name]["terminationGracePeriodSeconds"] > DRAINS[name] + sleeps


@pytest.mark.parametrize("name", ["trainer", "models"])
def test_what_computes_stands_on_a_gpu(name: str) -> None:
    assert pods()[name]["nodeSelector"] == {"nvidia.com/gpu.present": "true"}
    assert container(name)["resources"]["limits"]["nvidia.com/gpu"] == 1


def compose() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])


@pytest.mark.parametrize("name", SECRETS)
def test_compose_has_the_same_processes(name: str) -> None:
    one = compose()[name]
    assert one["command"] == ["coachable", name]
    ours = {variable for variable in one["environment"] if not OTHERS.fullmatch(variable)}
    assert ours <= VARIABLES
    if name != "migrate":
        assert one["healthcheck"]["test"][:3] == ["CMD", "coachable", "health"]


def test_the_image_asks_whatever_runs_in_it() -> None:
    assert 'CMD ["coachable", "health"]' in (ROOT / "Dockerfile").read_text()
