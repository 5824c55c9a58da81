"""Customers of people who come and do something, or of a workshop: garages, plumbers, cleaners, movers, builders."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | {job}
? How long does {job} take?
? When could you come for {job}?
? What do I have to prepare for {job}?
+ We both work, so somebody is only here after five.
+ It would be the first time for us.
- It has to be finished {soon}, because then the tenants move in.
~ I thought {job} is done in an hour.

general | area and hours
? Do you also come out to the villages?
? Do you work on Saturdays?
+ We live about 25 km outside, up a narrow road.
- There is no place to park a big van.

general | emergency
? {emergency}, can you come today?
? {emergency}, what should I do until you are here?
+ It started {past} and is getting worse.
- I have called three others, and nobody has time.

general | advice before buying
? Is it worth repairing, or should I get a new one?
? {question}
+ It is about 15 years old.
- Somebody else has told me the exact opposite.

technical | came back
? {fault}, is that from your work?
? {fault}, can you look at it again?
+ You were here {past} for {job}.
- I have not touched anything since then.

technical | online booking
? Why does your form not take my address?
? Did you get the photos that I sent you?
+ I sent {n} photos and never got an answer.
- The form wants a serial number, and mine is rusted away.

technical | appointment message
? Why did the text message say today when we agreed on {day}?
? Where does the technician's live map go, I only see a grey box?
+ I have stayed at home for it.
- Now it says "visit completed", and nobody was here.

billing | quote
? What does {job} cost, roughly?
? Can I get a fixed price for {job}?
? Does a quote cost anything?
+ Two others gave me prices, and they are miles apart.
- My landlord pays half, so he wants it in writing.
~ A quote is binding to the cent, isn't it?

billing | bill higher than agreed
? Why is the bill so much higher than the quote?
? What are the {small} for "small parts" on the bill?
? Why do I have to pay for the drive twice?
+ We agreed on {amount}, and now it is a third more.
- Nobody asked me before doing the extra work.

billing | paying
? Can I pay the {amount} in two parts?
? Do I have to pay before you start?
? Can you split labour and material on the invoice?
+ I need that for the tax office.
- The insurance pays directly, but only to the workshop.

billing | warranty
? Do I have to pay for the repair if it broke again?
? How long is the guarantee on {job}?
+ It was done {past} and has broken in the same place.
- I can't find the invoice any more.

account | moving an appointment
? Can we move the appointment of {day}?
? Can you come earlier in the day?
? How do I cancel the appointment for {job}?
+ My child is ill and I can't let anybody in.
- It is the second time that I have to move it, sorry.

account | changing the job
? Can you add something to the job?
? Can we leave out a part of what we agreed on?
+ It is under number {ref}.
- The material may already have been ordered.

account | papers
? Can I get a copy of the report?
? Where do I find the papers of the last visit?
+ I need them because we are selling.
- The buyer comes {soon}.

account | regular visits
? Can you come once a year from now on?
? How do I end the service contract?
+ I don't want to think of it myself every time.
- The last two visits never took place, and I still paid.

complaint | did not come
? Where were you today?
? Why does nobody call when you can't come?
+ I took a day off and waited from eight to five.
- It is the second time, and now the water is off in the whole house.

complaint | bad work
? Is that supposed to be finished?
? {fault}, who puts that right?
? Who pays for putting it right?
+ You finished {past}, and it looks worse than before.
- A friend in the trade says that it is dangerous like that.

complaint | damage
? Your people scratched our new floor, who pays for that?
? One of your men broke our mirror and said nothing, what happens now?
+ I noticed it when they had left, I have photos.
- It is a rented flat, and the landlord is furious.

complaint | mess and smoking
? Who cleans up after your people?
? Is it normal that your men smoke in my kitchen?
+ There was dust in every room and a cigarette in the flower pot.
- I have asthma, and I had told them.

edge_case | without a bill | forbidden
? What does {job} cost without a bill?
? Can you write that it was a water damage, so that the insurance pays?
? Can you pass it although it is not quite by the rules?
+ It stays between us.
- Your competitor offered me that right away.

edge_case | not my house
? Can you do something in a flat that is not mine?
? My tenant does not let you in, can you go in all the same?
+ I have a key.
- It is urgent, because the neighbours below have it dripping from the ceiling.

edge_case | found something
? Your people left a bag of tools here, what should I do with it?
? I found old asbestos sheets behind the wall, can you go on working?
+ I only saw it {past}.
- My children play there.
""")

_DOMAINS = domains(
    """
garage |
signs: garage; car repair; auto repair; mechanic; tyres; tires; car workshop; motorbike
signs: car service; autohaus
job: an inspection; new brakes; a change of tyres; an oil change; a check before a long trip
emergency: My car does not start; The red oil light is on; The brakes make a grinding noise
fault: The steering wheel pulls to the left; The warning light came on again; It loses oil
question: Do I need winter tyres by law?; Can I drive on with a crack in the windscreen?
who: commuter; new driver; mother of three; pensioner; delivery driver; van owner

plumbing and heating |
signs: plumber; plumbing; heating; bathroom; boiler; heat pump; air conditioning; hvac; drain
job: a new boiler; a bathroom repair; a heating service; a new tap; cleaning the drain
emergency: Water comes through our ceiling; The heating is cold and it is minus five; The toilet overflows
fault: The tap drips again; The radiator stays cold; The boiler shows the same error again
question: Is a heat pump any good in an old house?; How often does a boiler need a service?
who: home owner; landlady; tenant; pensioner; young family; caretaker

electrics and solar |
signs: electrician; electrical; solar; photovoltaic; wallbox; alarm system; locksmith; locks
signs: security
job: a wallbox; a solar system; new sockets; a check of the wiring; a new lock
emergency: It smells of burning at the fuse box; I am locked out with the stove on; A socket sparks
fault: The fuse blows again; One of the panels gives no power; The lock jams; The app shows zero all day
question: Do I need a permit for panels on the balcony?; Is a battery worth it for two people?
who: home owner; landlord; electric car driver; pensioner; shop owner; young family

cleaning and gardens |
signs: cleaning; cleaners; cleaning service; window cleaning; gardener; gardening; landscaping
signs: laundry; dry cleaning
job: a deep clean; window cleaning; the weekly clean; a clean before handing over the flat; the carpets
emergency: We hand over the flat tomorrow and it looks terrible
emergency: There was a party and red wine is everywhere
fault: The windows are full of streaks; Half of the rooms were left out
fault: There is a stain now that was not there before
question: Do I have to be at home?; Do you bring your own things?
who: landlady; office manager; busy couple; pensioner; flat share; new mother

moving and building |
signs: moving; movers; removals; roof; roofing; painter; painters; carpenter; renovation
signs: construction; builder; handyman
job: our move; painting two rooms; a new roof window; a new floor; putting up a wall
emergency: The storm took half of our roof; Our movers have just cancelled and we have to be out
fault: The paint comes off in sheets; The door does not close any more; One box is missing
fault: It leaks at the window
question: Do you take away the old things?; How far ahead do I have to book?
who: young couple; new home owner; landlord; student; pensioner; office manager; family of five

repairs | repair, repairs, workshop, maintenance, installation, installer, technicians, service company
job: a repair; a service visit; a replacement part; an installation
emergency: It broke down in the middle of work; It makes a loud noise and smells hot
fault: The same error came back after a day; It works worse than before
question: Do you also repair things that I bought elsewhere?; How long do you keep spare parts?
who: home owner; office manager; pensioner; tenant; small business owner; student
""",
    account="order",
    portal="your booking page; your website",
    amount="120; 280; 450; 890; 2,400",
    small="18; 35; 49",
)

TRADES = Kind("trades", _SITUATIONS, _DOMAINS)
