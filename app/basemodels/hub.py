"""Whether the Hugging Face Hub, or the mirror at HF_ENDPOINT, gives a model."""

import httpx2
from huggingface_hub import constants, get_token

from app.basemodels.catalogue import BaseModel

ANSWERS_WITHIN_S = 3.0
"""The Hub's own client tries for 24 s before it says that there is no network."""


def problem(model: BaseModel) -> str | None:
    """Why the Hub does not give the model, without a full stop; None where it does."""
    if constants.HF_HUB_OFFLINE:
        return "HF_HUB_OFFLINE is set"
    url = f"{constants.ENDPOINT}/{model.hub_id}/resolve/{model.revision}/config.json"
    try:
        answer = httpx2.head(url, headers=headers(), timeout=ANSWERS_WITHIN_S, follow_redirects=True)
    except httpx2.HTTPError as error:
        return str(error) or type(error).__name__
    if answer.status_code in (401, 403) and model.gated:
        return terms(model)
    return None if answer.is_success else f"the hub answered {answer.status_code} for {model.hub_id}"


def terms(model: BaseModel) -> str:
    return f"only who has agreed to its terms gets it: agree at {model.page}, then set HF_TOKEN to your token"


def headers() -> dict[str, str]:
    # Not the library's own headers: for them it asks the Hub what program might be running it.
    token = get_token()
    return {"User-Agent": "coachable", **({"Authorization": f"Bearer {token}"} if token else {})}
