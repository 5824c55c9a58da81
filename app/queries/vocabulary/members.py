"""Members and course-goers: gyms, pools, studios, co-working spaces, language and driving schools."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | trial
? Can I try {activity} before I sign up?
? What does a single visit cost?
? Do I need to sign up for a trial?
+ I have never done {activity} before.
- I would only have time {soon} in the morning.
~ On your poster it says the first month is free.

general | membership prices
? What does a membership cost?
? Is there a cheaper membership for mornings only?
? How long am I bound by the contract?
+ I would come about {n} times a month.
- My job ends in {month}, so I can't commit for a whole year.

general | {activity}
? Is {activity} all right for beginners?
? When is {activity} on?
? Is there still a free place for {activity}?
+ I work late and can't be there before seven.
+ {relative} would like to come with me.
- I had an operation on my knee in spring, so not everything is possible.

general | what to bring
? What do I need to bring along?
? Can I rent what I need at your place?
? Are there lockers and showers?
+ I come straight from the office.
- I have nowhere to leave a laptop.

general | age limits
? From what age can {relative} join?
? Can I bring my children along?
+ She is 14 and taller than me.
- I can't leave the little one with anybody on those days.

technical | entry
? The door does not open with my card, what can I do?
? Can I get in with my phone if I forget the card?
+ The light is red {since}.
- I was let in by others twice, and that can't be the idea.

technical | booking in the app
? Why can't I book {activity} in the app?
? Why does the app say that I am on the waiting list when there is space?
? How do I cancel a booking in the app?
+ It says "booking window closed", a week ahead.
- I stood there and saw six empty places.

technical | broken equipment
? When will the broken {equipment} be repaired?
? The {equipment} does not work, who do I tell?
+ There has been a note on it {since}.
- It is the only one of its kind, and I need it for my back.

technical | online classes
? How do I join the online class?
? Why is there no sound in the video?
+ I clicked on the link and only see a black screen.
- The class starts in ten minutes.

billing | fee taken after cancelling
? Why did you take {amount} although I have cancelled?
? I cancelled {past}, why is money still going out?
+ I have the confirmation of my cancellation in front of me.
- If I have my bank call it back, do I get into trouble?
~ A cancellation counts from the day I send it, no matter what the contract says.

billing | freeze
? Can I freeze my membership for {n} months?
? Do I have to pay while I am ill?
+ I broke my foot and have a letter from the doctor.
- I am only telling you now because I was in hospital until {past}.

billing | price for two
? Is it cheaper for two people?
? Can {relative} and I share one membership?
+ We would never come at the same time.
- One of us already has a contract with you until {month}.

billing | sign-up fee
? What is the sign-up fee for?
? Can I get the sign-up fee back?
+ Nobody mentioned the {amount} when I signed.
- My neighbour joined the same week and did not pay it.

billing | company pays
? Can my employer pay for it?
? Can I get a receipt for my health insurance?
+ They pay back half if the paper is right.
- It needs a stamp and the word "prevention" on it.

account | cancelling
? How do I cancel my membership?
? When does my contract end?
? Can I leave early because I am moving away?
+ I am moving to another city {soon}.
+ The contract says {n} months' notice.
- The nearest place of yours would be 90 km away.
~ If I move more than 20 km I am out at once, right?

account | changing the membership
? Can I change to the smaller membership?
? Can I pass on my membership to {relative}?
+ I only come once a week now.
- The discount I got when I joined should stay.

account | missed class
? I was ill and missed {activity}, can I make up for it?
? Do I lose my credit if I cancel on the same day?
+ I wrote an email at six in the morning.
- It was the last one on my card of ten.

account | certificate
? When do I get my certificate?
? Can you confirm in writing that I took part?
+ The job centre needs it by {day}.
- My name is spelt wrong on the last one.

account | changing groups
? Can I move to another group?
? Can I change to another {coach}?
+ It is too slow for me.
- I get on well with everybody, so please don't make a big thing of it.

complaint | dirty or crowded
? Why is it so dirty lately?
? Why do you keep signing people up when it is full already?
+ I waited 20 minutes for one {equipment}.
- There was hair and mud in the showers, I took photos.

complaint | classes cancelled
? Why was {activity} cancelled again?
? Do I get something back for all the cancelled classes?
+ It is the third time this month, and there was only a note on the door.
- I pay a babysitter for that hour.

complaint | unfriendly trainer
? Who can I talk to about one of your {coach}s?
? Is it normal to be laughed at in front of everybody?
+ It was in {activity} {past}.
- Two others left because of that, and they won't tell you.

complaint | contract trick
? Why did my contract renew itself without a word?
? Your people said I can leave at any time, why does the paper say a year?
+ I signed on a tablet and never saw the small print.
- {colleague} said "just sign here, it is the same thing".

complaint | stolen from the locker
? My locker was broken open, what do you do about it?
? Who pays for what was stolen from my locker?
+ It was {past} between six and seven in the evening.
- The camera above the door was only a dummy, I was told.

edge_case | using another's card | forbidden
? Can {relative} come in with my card while I am away?
? Can you just let me in without a card, you know me?
+ It would only be {n} times.
- I have paid for it, after all.

edge_case | passing without the test | forbidden
? Can you give me the certificate without the exam?
? Can you tick me off for the days when I was not there?
+ I need it for my boss, and I know it all already.
- I'd pay for the trouble.

edge_case | health question
? I am five months pregnant, can I go on with {activity}?
? I felt faint during {activity}, should I go on?
+ My doctor only says "don't overdo it".
- I have a weak heart, if that is important.

edge_case | lost property
? Did somebody hand in my {lost}?
? I left my {lost} in the changing room, how long do you keep such things?
+ It was {past}, the last locker on the left.
- It was a present from somebody who is no longer alive.
""")

_DOMAINS = domains("""
gym | gym, gyms, fitness, fitness studio, fitness club, crossfit, workout, personal training
activity: the spinning class; the back class; weight training; the body pump class; the sauna evening
equipment: rowing machine; leg press; treadmill; shower
coach: trainer
lost: headphones; water bottle; ring; towel; watch
who: beginner; night shift worker; student; pensioner; new mother; former member; runner
account: membership
portal: the app; your booking page
amount: 19.90; 29; 39; 59; 89

yoga and dance | yoga, pilates, dance, dancing, ballet, meditation, martial arts, judo, karate, studio
activity: the beginners' class; the Sunday class; the children's class; the evening class; the workshop
equipment: mat; shower; heating
coach: teacher
lost: scarf; water bottle; ring; shoes
who: beginner; office worker; expecting mother; couple; retiree; father of a six-year-old; returning student
account: membership
portal: the app; your booking page
amount: 15; 45; 69; 90; 120

swimming and sports club |
signs: swimming; pool; swimming pool; tennis; golf; football club; sports club; climbing gym
signs: sailing
activity: the swimming course; the beginners' course; the aqua class; the youth training
activity: the Saturday training
equipment: locker; hair dryer; shower; ball machine
coach: trainer
lost: goggles; towel; watch; jacket
who: beginner; parent of two; early bird; pensioner; teenager; club treasurer
account: membership
portal: the app; your booking page
amount: 6; 45; 95; 140; 210

courses |
signs: course; courses; school; language school; academy; lessons; tutoring; driving school
signs: music school; training; e-learning; university; learning; teaches
activity: the evening course; the beginners' course; the online course; the weekend course; the exam course
equipment: projector; headset; computer
coach: teacher
lost: notebook; glasses; charger; umbrella
who: job seeker; working mother; student; newcomer; retiree; apprentice; parent of a pupil
account: course account
portal: the learning page; your booking page
amount: 89; 160; 240; 390; 780

co-working | coworking, co-working, office space, shared office, makerspace, workspace
activity: a day pass; a meeting room; a fixed desk; the community lunch
equipment: printer; coffee machine; phone booth; screen
coach: host
lost: charger; notebook; headphones; jacket
who: freelancer; start-up founder; remote worker; small team; translator; visitor from abroad
account: membership
portal: the app; your booking page
amount: 25; 120; 190; 290; 450
""")

MEMBERS = Kind("members", _SITUATIONS, _DOMAINS)
