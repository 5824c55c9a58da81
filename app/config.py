"""Every setting, read once from the environment. No other file of `app` reads `os.environ`.

All names start with `COACHABLE_`, but for `DATABASE_URL` and `REDIS_URL`.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PARAMETERS = '{"reasoning_effort": "low"}'
_NEVER_A_PARAMETER = ("messages", "model", "stream")  # without these three it is no request of ours any more


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="COACHABLE_", populate_by_name=True, frozen=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("coachable"),
        description="Data folder: databases, base models, adapters, tokens.",
    )
    host: str = Field("127.0.0.1", description="Address that the API binds to.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the API and the page.")

    database_url: str | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
        description="PostgreSQL to use. Unset: `coachable up` starts an embedded one.",
    )
    redis_url: str | None = Field(
        None,
        validation_alias=AliasChoices("REDIS_URL", "redis_url"),
        description="Redis or Valkey to use. Unset: `coachable up` starts an embedded one.",
    )
    database_pool: int = Field(10, ge=2, description="Most database connections of one process.")

    auth: Literal["local", "keys"] = Field(
        "local",
        description="`local`: the token file of this machine. `keys`: API keys made by `coachable token`.",
    )
    token: SecretStr | None = Field(
        None,
        description="What `import` and `export` show to the API. Unset: the local token of this machine.",
    )
    secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="One secret for all hosts: signs cookies, and is the token of `local`. Unset: the local token of "
        "this machine.",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Public host names, comma separated, accepted beside the loopback names.",
    )

    llm_base_url: str | None = Field(
        None,
        description="OpenAI-compatible server that plays the customer and compares answers. Unset: no such model.",
    )
    llm_api_key: SecretStr | None = Field(None, description="Key for COACHABLE_LLM_BASE_URL.")
    llm_model: str | None = Field(None, description="Model name that plays the customer.")
    llm_parameters: Annotated[dict[str, Any], NoDecode] = Field(
        default_factory=dict,
        description="JSON object that goes into every request to COACHABLE_LLM_BASE_URL; null leaves one out.",
    )
    query_timeout_s: float = Field(
        20.0, gt=0, description="Longest silence of the model while it writes a question, in seconds."
    )

    models_url: str | None = Field(
        None, description="OpenAI-compatible server that serves the agents. Unset: the own model server."
    )
    models_api_key: SecretStr | None = Field(
        None,
        min_length=16,
        description="Key for COACHABLE_MODELS_URL; the own model server asks for it. Unset: a token of this machine.",
    )
    store_url: str | None = Field(
        None,
        description="Where versions of all hosts lie: an absolute path that they share, or s3://bucket/prefix. "
        "Unset: one host does all.",
    )
    models_base_name: str | None = Field(
        None,
        description="What COACHABLE_MODELS_URL calls the base model. Unset: `base`, as the own one does.",
    )
    models_host: str = Field(
        "127.0.0.1", description="Address that the own model server binds to; another one needs a key."
    )
    models_port: int = Field(8001, ge=1, le=65535, description="Port of the own model server.")

    writer_model: str = Field(
        "auto",
        description="Local model that plays the customers: `auto` (by hardware), `none`, a known id or a local folder.",
    )
    writer_port: int = Field(8002, ge=1, le=65535, description="Port of the local writer model (loopback).")

    base_model: str = Field(
        "auto", description="Base model of new agents: `auto` (by hardware), a known name or a local folder."
    )
    max_body_bytes: int = Field(16 << 20, description="Largest accepted request body; imports need most.")
    lease_s: int = Field(30, ge=5, description="Seconds until a silent trainer loses its run.")
    max_attempts: int = Field(3, ge=1, description="Crashes that a run may have before it is failed.")
    training_processes: int = Field(
        1, ge=1, description="Processes that share each batch of a run: as many as the machine has GPUs."
    )
    quantization: Literal["auto", "none", "4bit"] = Field(
        "auto",
        description="`4bit`: keep the base model in 4 bits while training. `auto`: where a GPU has no room else.",
    )
    precision: Literal["auto", "float32"] = Field(
        "auto",
        description="On a CPU. `auto`: multiply in bfloat16 where the processor is made for it.",
    )
    warm_trainer: bool = Field(
        True,
        description="Keep a training process ready that has loaded its libraries (270 MB): runs start 7 s sooner.",
    )
    warm_trainer_bytes: int | None = Field(
        None,
        ge=0,
        description="Most memory of it while it waits with the base model of the last run. Unset: a quarter of the "
        "machine's; 0: it never keeps one.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log line."
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(host for part in value.split(",") if (host := part.strip()))
        return value

    @field_validator("llm_parameters", mode="before")
    @classmethod
    def _parameters(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                value = json.loads(value) if value.strip() else {}
            except ValueError:
                value = None
        if not isinstance(value, dict):
            raise PydanticCustomError(
                "parameters", "write one JSON object, for example {example}.", {"example": _PARAMETERS}
            )
        if reserved := [name for name in _NEVER_A_PARAMETER if name in value]:
            raise PydanticCustomError(
                "parameters", "leave out {names}: Coachable sets it itself.", {"names": ", ".join(reserved)}
            )
        return value

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def own_models_url(self) -> str:
        return f"http://{authority(self.models_host, self.models_port)}/v1"

    @property
    def own_writer_url(self) -> str:
        return f"http://127.0.0.1:{self.writer_port}/v1"

    @property
    def serving_url(self) -> str:
        return self.models_url or self.own_models_url


def authority(host: str, port: int) -> str:
    """Where what binds to `host` is reached from its own machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
