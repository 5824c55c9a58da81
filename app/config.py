"""Every setting, read once from the environment. No other file of `app` reads `os.environ`.

All names start with `COACHABLE_`, but for `DATABASE_URL` and `REDIS_URL`.
"""

import json
import re
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.limits import RATES, SOCKETS, Rate, rates, sockets

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?", re.IGNORECASE)
_PARAMETERS = '{"reasoning_effort": "low"}'
_ROLES = '{"support-team": "coach", "support-leads": "Support/trainer"}'
_NEVER_A_PARAMETER = ("messages", "model", "stream")  # without these three it would not be our request


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="COACHABLE_", populate_by_name=True, frozen=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("coachable"),
        description="Data folder: databases, base models, adapters, tokens. Unset: the platform's user data folder.",
    )
    host: str = Field(
        "127.0.0.1", description="Address of the API. Another one is refused while `COACHABLE_AUTH=local`."
    )
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
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Origins of other sites' pages that may call the API with a token of their own, comma separated, "
        "such as https://app.example.org. Cookies never count for them.",
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^/?#@\s]+/?$",
        description="Address at which people open the page, for links and sign-on. Unset: the one of their request.",
    )

    oidc_issuer: str | None = Field(
        None,
        description="OpenID Connect provider for [sign-on](operation.md#sign-on), exactly as its discovery document "
        "names itself. Unset: no sign-on.",
    )
    oidc_client_id: str | None = Field(None, description="Coachable's client id at the provider.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="Its client secret. Unset: a public client, PKCE alone."
    )
    oidc_roles: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict,
        description='JSON object: what a group may do, `{"support-team": "coach", "north-leads": "North/trainer"}`. '
        "People of no such group stay out.",
    )
    oidc_groups_claim: str = Field(
        "groups",
        min_length=1,
        description="Claim that lists the groups; dots lead into objects, as in `realm_access.roles`.",
    )
    oidc_audiences: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Audiences of bearer tokens, comma separated, that are meant for this API. Unset: the client id.",
    )
    oidc_scope: str = Field("openid profile email", description="What sign-on asks the provider for.")
    oidc_name: str = Field(
        "your company account",
        min_length=1,
        max_length=60,
        description="What the button on the page calls it: “Sign in with …”.",
    )

    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses or networks, comma separated, of proxies whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` count.",
    )
    rate_limits: Annotated[dict[str, Rate | None], NoDecode] = Field(
        default_factory=RATES.copy,
        description="How often a key or person may ask for operations, replies at `/v1` and downloads, a share link "
        "and each visitor of one for replies, and an address sign in and ask for anything. Name what differs "
        "(`/second`, `/minute`, `/hour`, or `name=none`); `none` alone: no limits.",
    )
    socket_limits: Annotated[dict[str, int | None], NoDecode] = Field(
        default_factory=SOCKETS.copy,
        description="Most WebSockets of one process: those not signed in yet, and those of a workspace. "
        "Set as above.",
    )
    max_body_bytes: int = Field(16 << 20, description="Largest accepted request body; imports need most.")

    webhook_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses or networks of your own, comma separated, that [webhooks](operation.md#webhooks) may "
        "reach beside public ones.",
    )

    explorer: bool = Field(
        True, description="Offer GraphiQL and introspection to those who are signed in; `false`: neither."
    )

    llm_base_url: str | None = Field(
        None,
        description="OpenAI-compatible server that plays the customer and compares answers. Unset: no such model.",
    )
    llm_api_key: SecretStr | None = Field(None, description="Key for COACHABLE_LLM_BASE_URL.")
    llm_model: str | None = Field(None, description="Model name that plays the customer.")
    llm_parameters: Annotated[dict[str, Any], NoDecode] = Field(
        default_factory=dict,
        description="JSON object that goes into every request to it and wins over ours; `null` leaves one out. For a "
        'reasoning model, say `{"reasoning_effort": "low"}` or `{"chat_template_kwargs": {"enable_thinking": '
        "false}}`.",
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

    models_engine: Literal["own", "vllm"] = Field(
        "own",
        description="What `coachable models` serves with: `own`, or `vllm` on a GPU that answers many "
        "([docs/operation.md](operation.md)).",
    )
    vllm: str = Field(
        "vllm",
        description="vLLM's program, in an environment of its own: it wants other versions of libraries.",
    )
    vllm_arguments: str | None = Field(
        None, description="More arguments of `vllm serve`, as in a shell; they win over ours."
    )

    writer_model: str = Field(
        "auto",
        description="Local model that plays the customers: `auto` (the best that the machine holds beside a training), "
        "`none`, `qwen3-4b-instruct-2507`, `qwen3-1.7b`, `qwen3-0.6b`, or a local folder. Fetched in the "
        "background; nothing is with `COACHABLE_LLM_BASE_URL` set.",
    )
    writer_port: int = Field(8002, ge=1, le=65535, description="Port of the local writer model (loopback).")

    base_model: str = Field(
        "auto",
        description="Base model of new agents: `auto` (the best that the machine trains in minutes: "
        "[which](models.md)), a known name or a local folder.",
    )
    lease_s: int = Field(30, ge=5, description="Seconds until a silent trainer loses its run.")
    max_attempts: int = Field(3, ge=1, description="Crashes that a run may have before it is failed.")
    training_processes: int = Field(
        1,
        ge=1,
        description="Processes that share each batch of a run (torchrun): as many as the machine has GPUs.",
    )
    quantization: Literal["auto", "none", "4bit"] = Field(
        "auto",
        description="`4bit`: keep the base model in 4 bits while training (`pip install 'coachable[quantized]'`). "
        "`none`: never. `auto`: where it is installed and a GPU has no room for the model else. "
        "Adapters are judged beside the model in 4 bits, and served beside the whole one.",
    )
    precision: Literal["auto", "float32"] = Field(
        "auto",
        description="On a CPU. `auto`: where the processor has instructions for it (AVX-512 BF16, AMX), frozen weights "
        "multiply in bfloat16: training, judging and replies take a quarter to a third less time, for some "
        "thousandths of held-out loss; adapters and all else stay in float32. `float32`: everywhere.",
    )
    warm_trainer: bool = Field(
        True,
        description="Keep one training process ready with its libraries loaded: runs start 7 CPU-seconds sooner, "
        "for 270 MB while none runs. After a run it keeps the base model for the next one.",
    )
    warm_trainer_bytes: int | None = Field(
        None,
        ge=0,
        description="Most that this process holds while it waits with a base model; it also goes when less than a "
        "tenth of the machine's memory, or of the GPU's, is free. `0`: it keeps none. Unset: a quarter "
        "of the machine's memory.",
    )
    keep_events_days: int = Field(
        90,
        ge=1,
        description="Days that the steps of conversations and trainings are kept, and invitations and API keys that "
        "ended. What was taught, questions, reports and versions stay ([what goes "
        "when](operation.md#what-is-kept-and-for-how-long)).",
    )
    keep_run_files_days: int = Field(
        30,
        ge=1,
        description="Days that a training's folder is kept after its end: its log, and what a crash left.",
    )
    keep_open_questions_days: int = Field(
        365, ge=1, description="Days that a question waits for an answer since it was last asked in use."
    )
    keep_audit_days: int | None = Field(
        None, ge=30, description="Days that the audit log goes back. Unset: to the beginning."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log line."
    )

    @field_validator(
        "allowed_hosts",
        "allowed_origins",
        "oidc_audiences",
        "trusted_proxies",
        "webhook_networks",
        mode="before",
    )
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(item for part in value.split(",") if (item := part.strip()))
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise PydanticCustomError(
                    "origins",
                    "{origin} is not an origin: write scheme and host, as https://app.example.org.",
                    {"origin": origin},
                )
        return tuple(origin.lower() for origin in value)

    @field_validator("trusted_proxies", "webhook_networks")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for part in value:
            try:
                ip_network(part)
            except ValueError:
                raise PydanticCustomError(
                    "proxies", "{part} is not an address or a network such as 10.0.0.0/8.", {"part": part}
                ) from None
        return value

    @field_validator("rate_limits", mode="before")
    @classmethod
    def _rates(cls, value: object) -> object:
        return rates(value) if isinstance(value, str) else value

    @field_validator("socket_limits", mode="before")
    @classmethod
    def _sockets(cls, value: object) -> object:
        return sockets(value) if isinstance(value, str) else value

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

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def _roles(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                value = json.loads(value) if value.strip() else {}
            except ValueError:
                value = None
        if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
            raise PydanticCustomError(
                "roles", "write one JSON object, for example {example}.", {"example": _ROLES}
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


def variable(name: str) -> str:
    """The environment variable of a setting."""
    alias = Settings.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"COACHABLE_{name.upper()}"


def authority(host: str, port: int) -> str:
    """Where what binds to `host` is reached from its own machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
