"""Ten companies that have little in common, as a newcomer describes them."""

from app.queries.plan import AgentBrief

COMPANIES = {
    "help desk": AgentBrief(
        "Brightdesk",
        "Brightdesk is a help-desk SaaS for small businesses whose support agent answers customers in a brief, "
        "direct style with an exact menu path and a clear next step.",
        "You are the support agent of Brightdesk, a help-desk tool for small businesses.",
    ),
    "dentist": AgentBrief(
        "Reception",
        "Dr. Weber's dental practice in Leipzig treats families and nervous patients. "
        "The assistant answers questions about appointments, costs and insurance.",
    ),
    "bike shop": AgentBrief(
        "Pedalhaus",
        "Pedalhaus is an online bike shop selling city bikes, e-bikes and spare parts. Friendly and quick.",
    ),
    "library": AgentBrief(
        "City library",
        "The Stadtbibliothek Kassel lends books, films and games. The agent helps readers with loans and fines.",
    ),
    "hotel": AgentBrief(
        "Seeblick", "Hotel Seeblick is a small family hotel at the lake with 30 rooms. Guests ask a lot."
    ),
    "bank": AgentBrief(
        "Nordbank", "Nordbank offers current accounts, loans and savings. The agent is formal."
    ),
    "furniture": AgentBrief(
        "Eichholz", "Eichholz makes solid oak tables and shelves to measure. We deliver everywhere."
    ),
    "telecoms": AgentBrief(
        "Fonix", "Fonix sells mobile plans and home internet. The bot helps with bills and outages."
    ),
    "vet": AgentBrief("Tierklinik", "A vet clinic for dogs, cats and small animals. Calm and warm tone."),
    "gym": AgentBrief(
        "IronHouse", "IronHouse is a gym with three locations and classes all day. It handles memberships."
    ),
    "unheard of": AgentBrief(
        "Quellwerk", "Quellwerk tunes pipe organs and offers bell inspections. We are three people."
    ),
    "nothing said": AgentBrief("My agent", "We help people."),
}
