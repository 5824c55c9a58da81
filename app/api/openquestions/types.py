"""OpenQuestion, as clients see it."""

from datetime import datetime

import strawberry
from strawberry.relay import Node

from app import models
from app.api.nodes import RowNode
from app.replies import open_questions as openquestions
from app.replies.open_wording import LENGTH


@strawberry.type(description="A question that the agent had no answer to in use.")
class OpenQuestion(RowNode, Node):
    table = models.OpenQuestion
    service_get = staticmethod(openquestions.get)

    text: str = strawberry.field(description=f"As it was asked first, at most {LENGTH} characters.")
    count: int = strawberry.field(description="How often it was asked, in words that differ little.")
    created_at: datetime
    last_asked_at: datetime
