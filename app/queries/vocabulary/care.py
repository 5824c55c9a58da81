"""Customers who come at an appointment: patients, pet owners, clients."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | getting an appointment
? When is the next free appointment for {treatment}?
? Can I get an appointment {soon}?
? Do I need an appointment for {treatment}, or can I just come by?
+ I work shifts, so only early mornings are possible.
+ I have not been to you before.
- I am only in town this week, after that I am away for two months.

general | first visit
? What do I need to bring to the first appointment?
? Do you take new {people} at the moment?
+ We have just moved here and my old place is two hours away.
- All my old papers are with the previous one, and they don't answer.
~ I thought anybody has to be taken within a week.

general | {treatment}
? How long will {treatment} take?
? How do I prepare for {treatment}?
? Will {treatment} hurt?
+ It is the first time, so I am a little nervous.
+ I have to be back at work right after it.
- A friend had it done somewhere else, and it went badly wrong.

general | parking and access
? Can I park right at your door?
? Is there a lift, or only stairs?
+ {relative} can't walk far at the moment.
- We come by bus, and the stop has been moved because of roadworks.

general | worrying signs
? {symptom}, should I come in today or can it wait?
? {symptom}, is that an emergency?
? {symptom}, what can I do until I get an appointment?
+ It has been like that {since} and is not getting better.
+ I looked it up online and now I am even more worried.
- We are going away {soon} and won't be near a doctor there.
~ I read that it goes away by itself within a day.

technical | online booking
? Why does your online booking not show a single free slot?
? How do I book {treatment} online?
? Did my online booking go through?
+ It lets me choose a day and then says "no times available", for every day.
+ I pressed Confirm but never got an email.
- On the phone I am told to use the website, and on the website to call.

technical | reminders
? Why did I not get a reminder this time?
? Can you send the reminder by text message and not by email?
+ I missed the appointment because of it.
- My number has been the same for ten years, so it must be on your side.

technical | sending photos and records
? How can I send you photos before the appointment?
? Can you take the old X-rays by email?
+ The form says the file is too big, it has 18 MB.
- The other place only gives them out on a CD, and who still has a drive for that.

technical | video appointment
? How does the video appointment work?
? Why can you not hear me in the video call?
+ The camera works, only the sound does not.
- I have {n} minutes left and I'm still stuck in the waiting room on the screen.

billing | cost of a treatment
? What would {treatment} cost me?
? Can I have a written quote for {treatment} before I decide?
? Does my insurance pay for {treatment}?
+ It would be a lot of money for me, so I need to plan.
- Another place wants {amount} less, but I would rather stay with you.
~ I assumed that insurance always pays for {treatment}.

billing | missed appointment fee
? Do I really have to pay for the appointment that I missed?
? Until when can I cancel for free?
+ I called the evening before, but only reached the answering machine.
- I was in hospital that day and have a letter that shows it.
~ A fee like that is not even legal.

billing | bill higher than the quote
? Why is the bill so much higher than what you told me?
? Can you explain the items on bill {ref}?
+ The quote said {amount}, and now it is nearly twice that.
- Nobody asked me before the extra work was done.

billing | paying in parts
? Can I pay for {treatment} in monthly parts?
? Is there a way to pay {amount} bit by bit?
+ I have just lost my job and {amount} at once is too much.
- The first part could come {soon}, the rest over half a year.

billing | insurance papers
? What do I have to send to my insurance?
? Why did the insurance send my bill back?
+ They want a code that is not on the bill.
- They only give me until {day} to hand it in.

account | moving an appointment
? Can I move my appointment to another day?
? Can I swap my appointment with the one of {relative}?
? How do I cancel my appointment of next week?
+ It is on {day} at half past nine.
+ My boss has just put a meeting right in the middle of it.
- I already moved it once, I hope that is not a problem.

account | getting a copy of the records
? How do I get a copy of my {account}?
? Can you send everything to my new practice?
+ We are moving to another city {soon}.
- They can only read it as a PDF, not on paper.
~ My {account} belongs to me, so a copy costs nothing.

account | whole family
? Can I register the whole family at once?
? Can I see the appointments of {relative} in my account as well?
+ There are {n} of us and I do the planning for all.
- One of them has a different last name and a different insurance.

account | changing the person in charge
? Can I change to another {expert} in your team?
? Who will I see next time?
+ I would like to see a woman, if that is possible.
- I don't want to hurt anybody's feelings, so please be discreet.

complaint | long waiting times
? Why do I have to wait more than an hour with an appointment?
? Why do others go in before me when I have an appointment?
+ I was there ten minutes early, as always.
- My lunch break was over before anybody even spoke to me.

complaint | unhappy with the result
? I am not happy with the {work}, what can be done?
? Who looks at it if something went wrong with the {work}?
+ It was done {past}, and it is worse now than before.
- I am not coming back to the same {expert}, I want somebody else to see it.

complaint | cancelled at short notice
? Why was my appointment cancelled at the last minute?
? Do I get a new date sooner when it was you who cancelled?
+ I was already standing at the door.
- I took a day off for it, unpaid.

complaint | nobody picks up the phone
? Why does nobody pick up your phone?
? How am I supposed to reach you if the phone is always busy?
+ I tried eleven times, I counted.
- It is about pain, not about a chat.

complaint | felt pushed
? Why am I sold extras that I never asked for?
? Was the {work} even necessary?
+ Another place looked at it and said nothing had to be done.
- It cost me {amount}, and I felt too rushed to say no.

edge_case | advice without a visit | forbidden
? Can you tell me over chat what I have, so that I don't have to come?
? Can you just write me a prescription without seeing me?
? Can I get a sick note for last week?
+ It is surely nothing bad.
- My old one did it without asking.

edge_case | somebody else's file | forbidden
? Can you tell me what {relative} was treated for?
? Did my ex-wife come to her appointment {past}?
+ I pay the bills, so I should know.
- It is important for the court.

edge_case | late-night emergency
? It is the middle of the night and the pain is terrible, where can I go?
? Who can I call when you are closed?
+ {symptom}, and it got a lot worse in the last hour.
- I don't have a car, and the next hospital is 40 minutes away.

edge_case | company in the room
? Can I bring my dog to the appointment?
? Can somebody stay in the room with me?
? Can I listen to music while it is done?
+ I have panic attacks, and it helps me a lot.
- Please don't laugh, I am serious.
""")

_DOMAINS = domains("""
dentist | dentist, dental, dentists, teeth, tooth, orthodontist, oral, braces
treatment: a cleaning; a filling; a root canal; whitening; an implant; a check-up; a crown; braces
symptom: My gum bleeds every time I brush; A piece of my tooth broke off; My cheek is swollen
symptom: My crown came loose
symptom: One tooth hurts when I drink something cold; My son knocked out a tooth while playing
work: filling; crown; cleaning; bridge
expert: dentist; hygienist
people: patients
account: patient file
portal: the patient portal; your booking page
amount: 85; 120; 240; 480; 950
who: nervous patient; parent of two; new patient; student; retiree; patient on painkillers; shift worker

vet | vet, vets, veterinary, veterinarian, animal, pets, animal clinic
treatment: a vaccination; neutering; a dental cleaning for my dog; a blood test; a microchip
treatment: a check-up for my cat
symptom: My dog has not eaten {since}; My cat limps on one leg; My rabbit breathes strangely
symptom: My dog ate a whole bar of chocolate; My cat keeps scratching her ear
symptom: There is blood in my dog's stool
work: operation; stitches; vaccination
expert: vet
people: animals
account: pet's file
portal: your booking page; your app
amount: 45; 95; 180; 420; 1,100
who: dog owner; cat owner; breeder; first-time pet owner; farmer; shelter volunteer; worried family

physiotherapy | physiotherapy, physiotherapist, physio, massage, osteopath, chiropractor, rehab
treatment: a massage; manual therapy; a back check; exercises for the shoulder; taping; a first session
symptom: My back locks up every morning; My knee is swollen after running; My neck hurts when I turn my head
symptom: My fingers have been numb since the last session
work: massage; last session
expert: therapist
people: patients
account: patient file
portal: your booking page
amount: 35; 60; 75; 240; 360
who: runner; office worker; new mother; retiree; patient after an operation; footballer; nurse

optician | optician, glasses, eyewear, contact lenses, eye, optometrist, lenses
treatment: an eye test; a lens fitting; new glasses; adjusting my frame; a driving licence eye test
symptom: My new glasses give me a headache; One eye is red since I wear the new lenses
symptom: I see double in the evening
work: glasses; lenses; frame
expert: optician
people: customers
account: customer file
portal: your booking page; your shop
amount: 49; 129; 240; 380; 520
who: driver; student; first-time lens wearer; grandmother; parent of a schoolchild; office worker

hairdresser |
signs: hairdresser; hair; salon; barber; beauty; nails; cosmetic; spa; make-up artist; tattoo
signs: piercing
treatment: a cut and colour; highlights; a beard trim; a perm; a manicure; a facial; bridal make-up
symptom: My scalp itches since the colour; My skin is red and burns after the treatment
work: colour; cut; manicure; treatment
expert: stylist
people: customers
account: customer account
portal: your booking page; your app
amount: 35; 55; 85; 140; 210
who: bride; student; regular customer; busy mother; first-time customer; teenager; office worker

doctor |
signs: doctor; medical; clinic; hospital; practice; gp; dermatologist; physician; pediatric
signs: therapy; health
treatment: a check-up; a blood test; a vaccination; an ultrasound; a skin check; a follow-up
treatment: a second opinion
symptom: I have had a fever of 39 {since}; My rash is spreading; I feel dizzy when I get up
symptom: My cough won't go away
symptom: My daughter has had a stomach ache all night
work: blood test; treatment; last check-up
expert: doctor
people: patients
account: patient file
portal: the patient portal; your booking page
amount: 40; 75; 130; 260; 390
who: new patient; parent of a toddler; retiree; student; pregnant patient; worried daughter; shift worker

law and tax |
signs: lawyer; law; legal; attorney; notary; tax adviser; tax advisor; solicitor; consulting
signs: consultant; coaching
treatment: a first meeting; a check of my contract; a will; a power of attorney; my tax return
work: contract; letter; tax return
expert: lawyer; adviser
people: clients
account: client file
portal: the client portal; your booking page
amount: 150; 290; 450; 900; 1,400
who: landlord; freelancer; heir; employee after a dismissal; small business owner; newly divorced father
""")

_NEVER = (
    "customers take",
    "beginner",
    "sign up",
    "20% off",
    "oucher",
    "free upgrade",
    "customer of",
    "flyer",
)
CARE = Kind("care", _SITUATIONS, _DOMAINS, _NEVER)
