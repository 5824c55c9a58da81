"""An agent as planner and writers know it."""

from app.customers.brief import AgentBrief, TopicBrief
from app.models import Category

TOPICS = ("deposits", "helmets", "child seats", "punctures", "opening hours", "how to bring a bike back")
RENTAL = AgentBrief(
    "Pedalpoint",
    "Pedalpoint rents bikes near the station.",
    "en",
    "You are friendly.",
    tuple(TopicBrief(name, Category.BILLING if name == "deposits" else Category.GENERAL) for name in TOPICS),
)
