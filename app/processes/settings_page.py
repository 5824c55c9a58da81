"""The settings as a page for people: `python -m app.processes.settings_page > docs/settings.md`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from app.config import Settings, variable

ABOUT = """\
# Settings

Read from the environment, once. The defaults suit one machine and one team. This page is made from
[app/config.py](../app/config.py) by `python -m app.processes.settings_page > docs/settings.md`.
"""
# Each with the setting that begins it.
PARTS = {
    "home": "Here",
    "database_url": "Database and queue",
    "auth": "Who gets in",
    "oidc_issuer": "Sign-on",
    "trusted_proxies": "Limits",
    "explorer": "For developers",
    "llm_base_url": "A model server that plays the customers",
    "writer_model": "A local model that plays the customers",
    "models_url": "The model server of the agents",
    "base_model": "Training",
    "keep_events_days": "What is kept",
    "log_level": "Logs",
}


def page() -> str:
    return ABOUT + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        if name in PARTS:
            yield from ("", f"## {PARTS[name]}", "", "| Variable | Default | Meaning |", "|---|---|---|")
        yield f"| `{variable(name)}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    """Empty where nothing is set; what that means is in the description."""
    default = field.get_default(call_default_factory=True, validated_data={})
    if default in (None, ()) or isinstance(default, Path):  # the data folder is the machine's
        return ""
    if isinstance(default, dict):
        return f"`{', '.join(f'{name}={value}' for name, value in default.items()) or '{}'}`"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


if __name__ == "__main__":
    sys.stdout.write(page())
