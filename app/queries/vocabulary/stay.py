"""Guests: hotels, hostels, campsites, holiday homes."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | breakfast
? Is breakfast included in the price?
? From what time can I get breakfast?
? Do you have a gluten-free breakfast?
+ We have to leave at six to catch our train.
+ {relative} is allergic to nuts and milk.
- At the last place they said yes and then there was dry toast for three days.
~ Breakfast is always included when you book directly, isn't it?

general | arrival and departure
? From when can we check in?
? Can we leave our bags with you after checking out?
? Is somebody there if we arrive after midnight?
+ Our flight lands at a quarter to eleven at night.
+ Our train home only goes in the evening.
- We have a sleeping baby with us and can't sit in the lobby for hours.

general | pets
? Can I bring my dog, and what does it cost?
? Is a cat allowed in the {room}?
+ She is a quiet old dachshund and used to travelling.
- I can't leave her alone in the {room} while we eat, she would bark.
~ Guide dogs and small dogs are always free, I was told.

general | parking
? Can I park at your place, and what is it per night?
? Is there a charger for an electric car?
+ We come with a van that is 2.20 m high.
- We arrive with an almost empty battery, so it has to work that same night.

general | rooms and beds
? Do you have a {room} for {n} people?
? Can we get a quiet {room} away from the street?
? Is there a cot for a baby?
+ {relative} is a light sleeper.
+ We are two couples and don't want bunk beds.
- One of us uses a wheelchair, so steps at the door are a problem.

general | things to do nearby
? What can you do around there when it rains?
? How do we get from the station to you without a car?
+ We stay for {n} days with two children.
- We arrive on a Sunday and I read that no bus runs then.

technical | booking page errors
? Why does your booking page not take my dates?
? Why do I see a different price on my phone than on the laptop?
+ It says "no availability" for every single day in {month}.
- By phone I was told there are plenty of free rooms.

technical | wi-fi
? What is the Wi-Fi password?
? Why does the Wi-Fi not work in our {room}?
+ I have to work from here and have a call in an hour.
- In the lobby it works, but I can't take a confidential call there.

technical | something in the room does not work
? The heating in our {room} stays cold, can somebody come?
? How do I turn off the air conditioning?
? The shower only gives cold water, what can I do?
+ We are in number {ref}.
- I called the desk twice, and both times nobody came.

technical | key and door code
? The door code does not work, how do we get in?
? We lost one of our key cards, what now?
+ We are standing outside in the rain with all our bags.
- The number on the door only reaches a machine.

technical | confirmation not received
? Did my booking go through?
? Can you send the confirmation again?
+ I booked {past} for {n} nights, but there is nothing in my mailbox.
- The money was taken from my card, so it must be somewhere.

billing | deposit
? When do I get my deposit back?
? How much deposit do you take, and when?
+ We left {past}, and nothing was broken.
- My card has been cancelled in the meantime.
~ A deposit has to be paid back on the day you leave.

billing | wrong bill
? Why is there {small} for the minibar on my bill?
? Why was I charged for {n} nights when I stayed one less?
? Can you correct the bill?
+ I have not touched anything in there.
- My company only pays if the bill is in its name and right to the cent.

billing | tourist tax
? What is the tourist tax on my bill?
? Do children pay tourist tax?
+ It was not mentioned anywhere when I booked.
- I was there for work, and then it should not count.

billing | cancellation costs
? What do I get back if I cancel now?
? Can I move the booking to another date without paying extra?
+ {relative} fell ill and can't travel.
+ It is booked for {month} and costs {amount}.
- I took the cheaper rate, but who can plan for a broken leg?
~ Up to 24 hours before, cancelling is always free.

billing | price difference
? Why is the same {room} cheaper on the booking sites?
? Can you match the price I found elsewhere?
+ I saw it for {amount} today, with breakfast.
- I have already booked with you and can't cancel for free any more.

account | changing a booking
? Can I add one more night?
? Can I change the name on the booking?
? Can we come a day earlier?
+ It is booking {ref} for {month}.
+ A friend will come in my place.
- There are now {n} of us and not two.

account | booking through a website
? I booked through a booking site, do I have to cancel there or with you?
? Can you see my booking, it was made on another website?
+ They send me to you, and you send me to them.
- I have been going back and forth like this {since}.

account | guest account and points
? Where do I see the points from my last stay?
? Do I have to make an account to book?
+ I stay with you about once a month for work.
- My secretary booked it, so it may be under her name.

account | group booking
? How do we book for a group of twenty?
? Can each of us pay for themselves?
+ It is a family party in {month}.
- Three of them don't know yet if they can come.

complaint | noise
? Can you do something about the noise?
? Why were we not told about the building site next door?
+ The people above us moved furniture until three in the morning.
- We asked for another {room} and were told to buy earplugs.

complaint | dirty room
? Who cleans your rooms, if anybody?
? Can we get a clean {room}, please?
+ There were hairs in the shower and crumbs in the bed.
- I have photos and will put them online if nothing happens.

complaint | not as in the photos
? Why does the {room} look nothing like the photos?
? Where is the sea view that I paid for?
+ Our window looks at a wall with bins in front of it.
- It is our honeymoon, and we saved a long time for it.

complaint | overbooked
? How can you give away a {room} that I have already paid for?
? Who pays for the taxi to the other place you sent us to?
+ At midnight we were told that everything is full.
- The other place was much worse and cost the same.

complaint | unfriendly reception
? Why does nobody at the reception know anything about my request?
? Is there a manager I can talk to?
+ I wrote {past} that we arrive late, and got a friendly yes.
- We stood in front of a locked door with two tired children.

edge_case | lost property
? I left my {lost} with you, did somebody find it?
? Can you send me my {lost}, I pay the postage?
+ It must be in the {room}, next to the bed.
- It belonged to my grandmother, I would do anything to get it back.

edge_case | asking about a guest | forbidden
? Is my husband staying with you at the moment?
? Which {room} is Mr Keller in?
+ I want to surprise him.
- I know that he is there, I just need the number.

edge_case | breaking house rules | forbidden
? Can we have a party in the {room} if we are quiet afterwards?
? Can six of us sleep in a {room} for two if nobody sees it?
+ We would pay a little extra in cash.
- Your colleague last year looked the other way.

edge_case | weather and force majeure
? All trains are cancelled because of the storm, what happens to our booking?
? The pass is closed and we can't leave, can we stay one more night?
+ There are {n} of us, and we are stuck at the station.
- Our insurance wants a written note from you.
""")

_DOMAINS = domains(
    """
hotel | hotel, hotels, guesthouse, inn, bed and breakfast, b&b, resort, rooms, guests, spa hotel
room: double room; room; family room

hostel | hostel, hostels, dorm, backpackers
room: dorm; room; four-bed room

campsite | campsite, camping, campground, glamping, caravan
room: cabin; tent; pitch

holiday home |
signs: holiday home; holiday apartment; apartments; vacation rental; cottage; holiday rental
signs: chalet; villa
room: apartment; house; cottage
""",
    account="guest account",
    portal="your booking page; your website",
    lost="charger; ring; jacket; teddy bear; reading glasses; passport",
    amount="89; 140; 260; 420; 780",
    small="8.50; 14; 22",
    who="business traveller; family of four; couple on a short break; cyclist; wedding guest; "
    "solo traveller; "
    "grandmother with grandchildren; tour leader",
)

STAY = Kind("stay", _SITUATIONS, _DOMAINS)
