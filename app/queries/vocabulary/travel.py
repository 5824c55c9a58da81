"""Travellers, ticket buyers and senders of parcels."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | {trip}
? What is included in the price of {trip}?
? How far ahead do I have to book {trip}?
? Is there still space for {n} of us on {trip}?
+ We would come {soon}.
+ It is our first time.
- One of us gets sick easily and one uses a walking stick.

general | luggage
? How much luggage can I take?
? Can I take a pram along?
? Can I bring my bike?
+ It folds, but it is quite heavy.
- It holds a camera for my job, so it can't go anywhere else.
~ One bag of 20 kilos is always included, isn't it?

general | children and discounts
? From what age do children pay?
? Is there a discount for groups?
+ There are {n} of us, with two children under six.
- One of the children has her birthday on that very day.

general | papers
? What papers do I need?
? Is my driving licence enough, or do I need a passport?
+ My passport runs out in {month}.
- {relative} has a different nationality.

general | pets
? Can I bring my dog?
? Does a dog need a ticket?
+ He weighs 9 kilos and sleeps most of the time.
- He has to wear a cone because of an operation.

technical | booking page
? Why does the page stop when I want to pay?
? Why does the page not take my date of birth?
+ I tried with {device}.
- The price went up by {small} while I was trying.

technical | ticket not received
? Where is my ticket?
? How do I get the ticket on my phone?
? Can you send the ticket again?
+ I paid {amount} {past}, and only got an empty email.
- We leave {soon} in the morning.

technical | app and codes
? Why can't the code on my ticket be read?
? What do I do if my phone is empty at the check?
+ It was refused twice.
- I have no printer, and the desk is closed.

technical | seat choice
? Why can't I choose a seat?
? Why are we seated apart?
+ I booked for {n} people in one go.
- One of us is four years old.

billing | refund after a cancellation
? When do I get my money back for {trip}?
? You cancelled, so why do I only get a voucher?
? Can I have cash and not a voucher?
+ It was cancelled {past}, and it was {amount}.
- The booking site says you have the money, and you say they have it.
~ The money must be back after seven days.

billing | extra charge
? What is the extra charge of {small} for?
? Why was I charged for damage that was there before?
? Can you explain the {amount} on my card?
+ I took photos before and after.
- Nobody said a word when I was there.

billing | change fee
? What does it cost to change the date?
? Why does a new name cost more than a new ticket?
+ I only got one letter of the name wrong.
- The booking page filled it in that way by itself.

billing | deposit on the card
? Why is {amount} still blocked on my card?
? When is the deposit released?
+ I brought everything back {past}.
- I can't pay my hotel because of it.

account | changing a booking
? Can I move {trip} to another day?
? Can I change the name on my booking?
? Can I add a person to my booking?
+ It is number {ref}.
- One leg of it has already been used.

account | cancelling
? How do I cancel {trip}?
? What do I get back if I cancel today?
+ {relative} is ill, and we can't go.
- I have no insurance for it, I thought it was included.
~ Within 24 hours everything can be cancelled, I believe.

account | points and cards
? Where are the points for my last trip?
? How do I add a past trip to my account?
+ It was {past}, I still have the ticket.
- The name on the ticket has a middle name, my account has none.

account | special needs
? How do I book help for {relative}, who can't walk far?
? Can I book a place for a wheelchair?
+ It is an electric one of 140 kilos.
- Last time nobody knew about it, and we were left standing.

complaint | delay
? Why was there such a delay?
? What do I get for a delay of four hours?
? Why did nobody tell us anything?
+ We sat there from six to ten without a glass of water.
- Because of it we missed the rest of our journey.

complaint | lost or damaged luggage
? Where is my suitcase?
? My suitcase came out with a broken wheel, what now?
+ The number on the tag is {ref}.
- My medicine is in it.

complaint | not as described
? Why was {trip} not at all as you described it?
? Who answers for a ruined day?
+ The page showed something completely different.
- The guide was on the phone half of the time.

complaint | unfriendly staff
? Who can I complain to about the lady at the desk?
? Is it normal that people are shouted at?
+ I only asked where to go.
- A man in uniform saw it and laughed.

edge_case | somebody else's trip | forbidden
? Can you tell me if my wife is on the list for {day}?
? Who is sitting next to me, can you give me the name?
+ I want to surprise her.
- I am her husband, so you may tell me.

edge_case | missed for a strange reason
? I got on the wrong one, what happens with my ticket?
? I fell asleep and woke up at the last stop, do I have to pay?
+ It was late, and I had worked a double shift.
- My phone is empty, I am writing from a stranger's.

edge_case | emergency on the way
? We are stranded, who gets us out of here?
? {relative} had to go to hospital on the way, what do we do with the bookings?
+ We don't speak the language.
- The way back is booked for {day}, and we won't make it.

edge_case | bending the rules | forbidden
? Can I travel with a child's ticket, I look young?
? Can I pass on a ticket that has my name on it?
? Can my son drive the car although he is only 20?
+ Nobody checks that anyway.
- I have paid for it after all.
""")

_PARCELS = situations("""
general | sending something
? How do I send {goods}?
? What does it cost to send {goods} abroad?
? How long does a parcel to Spain take?
+ It weighs about 12 kilos.
- It has to be there {soon}, without fail.

general | drop-off and pick-up
? Can you pick up a parcel at my home?
? Where is the nearest place to drop off a parcel?
+ I can't carry it, it is too heavy for me.
- I am only at home after six.

general | what is not allowed
? Can I send {goods} by plane?
? Can I send food to my son abroad?
+ It is all home-made.
- The last parcel was opened at the border.

technical | tracking stuck
? Why has the tracking not moved {since}?
? What does "held at depot" mean?
+ Number {ref}, from Hamburg to Vienna.
- There is medicine in it, and it must not get warm.

technical | label
? Why can't I print the label?
? I printed the label twice, do I pay twice?
+ The page goes white as soon as I press Print.
- The driver comes in an hour.

technical | parcel locker
? The locker does not open, how do I get my parcel?
? Where is the code for the locker?
+ I am standing in front of it right now.
- It says that the parcel goes back {soon}.

billing | extra postage
? Why should I pay {small} more for a parcel that is paid for?
? Who weighed my parcel, and how?
+ My own scales say 4.8 kilos, yours say 6.
- I send ten of these a week, so it adds up.

billing | customs charge
? Why do I have to pay {amount} for a present?
? What is the fee of {small} beside the tax?
+ It is a birthday present from my aunt.
- I refuse to pay for something that I have not ordered.

billing | compensation
? How much do I get for a lost parcel?
? Why do you only pay half of the value?
+ I have the bill for {amount}.
- It was the last one of its kind.
~ Every parcel is insured for its full value, isn't it?

account | redirect
? Can I send the parcel to another address?
? Can you hold my parcels for two weeks?
+ We are on holiday from {day} on.
- It has already been loaded, the tracking says.

account | business account
? How do I get a business account?
? Can my colleague print labels with my account?
+ We send about 40 parcels a week.
- Two branches should get separate bills.

account | trusted place
? How do I tell you where to leave my parcels?
? How do I take back the permission to leave parcels at the door?
+ The last {n} were put in front of the door in the rain.
- One was stolen there.

complaint | not delivered
? Why does it say nobody was at home?
? When does my parcel really come?
+ I sat beside the door all day.
- It is the third day in a row.

complaint | damaged parcel
? My parcel arrived crushed, who pays for it?
? Do your people throw parcels over fences?
+ I have a film of it from my door camera.
- There was {goods} inside.

complaint | given to a stranger
? Who signed for my parcel?
? Why did you give my parcel to somebody whom I don't know?
+ The signature is not mine and not a neighbour's.
- It was worth {amount}.

edge_case | what is inside | forbidden
? Can you open a parcel to see what is inside?
? Can you stop a parcel that my ex has sent to somebody else?
+ I have the number.
- It is mine in truth.

edge_case | strange parcel
? I got a parcel that ticks, what should I do?
? Every week I get a parcel that I never ordered, how does it stop?
+ My name and address are right.
- I have already paid customs for two of them.
""")

_TRAVELLERS = domains(
    """
transport |
signs: airline; flights; flight; airport; train; trains; railway; bus; buses; ferry; coach
signs: public transport; transit
trip: the night trip; the early connection; the trip to the coast; a day ticket; a return ticket
who: commuter; business traveller; family of four; student; pensioner; tourist; cyclist

car rental |
signs: car rental; rental cars; car hire; car sharing; rent a car; scooter; scooters; camper
signs: boat rental; taxi
trip: a small car; a van; a car for a week; an automatic; a weekend rental
who: business traveller; young driver; family on holiday; couple moving house; tourist; student

tours | tour, tours, travel agency, travel, trips, holidays, cruise, cruises, guided, excursions, safari
trip: the day trip; the city tour; the boat trip; the family tour; the hiking week
who: couple; family of five; solo traveller; retired teacher; school group leader; honeymooners

tickets |
signs: tickets; ticket; theatre; theater; concert; concerts; cinema; festival; museum; zoo; events
signs: exhibition
trip: the evening show; the Sunday concert; the guided tour; the children's show; the opening night
who: couple; teacher with a class; grandmother; student; wheelchair user; fan; tourist
""",
    account="account",
    portal="your booking page; your app",
    amount="48; 89; 160; 320; 540",
    small="12; 25; 39",
)

_SENDERS = domains(
    """
parcels |
signs: parcel; parcels; courier; logistics; shipping; freight; postal; post; delivery service
signs: shipment; shipments
goods: a guitar; old glasses; a laptop; homemade jam; a painting; a wheel
who: online seller; grandmother; student abroad; small shop owner; office manager; collector
""",
    account="customer account",
    portal="the tracking page; your app",
    amount="40; 95; 180; 420",
    small="4.90; 8; 12.50",
)

TRAVEL = Kind("travel", _SITUATIONS, _TRAVELLERS)
PARCELS = Kind("parcels", _PARCELS, _SENDERS)
