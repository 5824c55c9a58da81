"""Customers of banks, payment apps and insurers."""

from app.queries.situation import Kind, domains, situations

_BANK = situations("""
general | opening an account
? What do I need to open an account?
? Can I open an account for {relative}?
? How long does it take until a new account can be used?
+ I have only lived here for three months and have no tax number yet.
- My employer needs the number {soon}, otherwise my pay comes a month late.
~ I thought anybody can open an account with just a passport photo.

general | fees
? What does the account cost per month?
? Is it free to withdraw money abroad?
? When is the account free of charge?
+ I am a student until the end of {month}.
- I get my pay from two employers, does that count together?

general | savings and interest
? What interest do I get on savings right now?
? Can I take my savings out at any time?
+ I have {large} that I don't need for about a year.
- If the rate changes after a month, I would rather know it now.
~ Interest is guaranteed for two years, right?

general | loans
? Can I get a loan of {large}?
? Can I pay back my loan early?
? How long does a decision on a loan take?
+ It is for a used car.
- I am still in my trial period at work, but the contract is permanent.

general | mortgage
? How much do I need of my own for a mortgage?
? Who can I talk to about buying a flat?
+ We found one for 310,000 and have to answer {soon}.
- One of us works for herself, since two years.

technical | card terminal and cash machine
? The machine kept my card, how do I get it back?
? The cash machine gave me less than I asked for, who checks that?
+ It was {past} at the machine by the station.
- The receipt says {amount}, but only half of it came out.

technical | app login
? Why can't I get into the app since the update?
? How do I move the app to a new phone?
? The app wants a code that I never got, what now?
+ The old phone has been sold already.
- I have to pay my rent by {day} and can't do it without the app.

technical | transfer stuck
? Where is my transfer?
? Why is my transfer still pending?
? Can you call back a transfer to the wrong account?
+ I sent {amount} {past}, and it has not arrived.
- One digit of the number was wrong, I have just seen it.
~ Transfers inside Europe have to arrive within ten seconds by law.

technical | card declined
? Why was my card declined in the shop?
? Does my card work in Japan?
+ There is enough money in the account, I checked.
- It happened in front of everybody, and I had to leave my shopping there.

technical | standing order
? How do I change a standing order?
? Why did the standing order go out twice this month?
+ It is the rent, {amount} on the first.
- The landlord says that he got nothing at all.

billing | unexpected fee
? What is the fee of {small} on my statement?
? Why did I pay a fee for using the machine?
? Can I get the fee back?
+ It was never there before {month}.
- Nobody told me that the free account had ended.

billing | unknown card payment
? There is a card payment of {amount} that I did not make, what do I do?
? How do I get money back that a shop took twice?
+ It was made in a country I have never been to.
- The card has been in my drawer the whole time.

billing | overdraft
? How much interest do I pay on my overdraft?
? Can you raise my overdraft for two months?
+ My pay comes late because of a new job.
- I would need it {soon}, or the direct debits bounce.

billing | returned direct debit
? Why did you send a direct debit back?
? Can I get back a direct debit from {past}?
+ The gym took money although I had cancelled.
- The account was only {small} short that day.

billing | statement for taxes
? Where do I find the interest statement for my tax return?
? Can I get statements from seven years ago?
+ The tax office has asked for all of {month}.
- I closed that account a while ago and have no login for it.

account | lost card
? I lost my card, how do I block it?
? How long does a new card take?
? I found my card again, can you unblock it?
+ I was on the tram {past}, it must have been stolen there.
- I am abroad and have no other card with me.

account | joint account
? How do we turn my account into a joint one?
? How do I get my ex-partner off our joint account?
+ We have been separated {since}, and he keeps taking money out.
- He does not answer and would never sign anything.

account | identity check
? Why was my account frozen?
? Why did the video identification fail?
+ I held up my passport for ten minutes, and then the call broke off.
- My pay is on that account, and I can't buy food.

account | limits
? How do I raise my daily limit?
? Why can I only send {amount} at a time?
+ I am buying a car, and the dealer wants the money {soon}.
- The app says that I have to wait four days for a new limit.

account | name change
? I changed my name, what does the bank need?
? Does my card still work with the old name on it?
+ The wedding was {past}, and the new passport is on its way.
- My flight ticket is already in the new name.

complaint | branch closing
? Why are you closing the branch in our town?
? Where should {relative} go for cash now?
+ She is 84 and has never used a computer.
- The next machine is 12 km away, and there is no bus.

complaint | loan refused
? Why did you refuse my loan without giving a reason?
? Who decides that, a person or a computer?
+ I have been a customer for 15 years and never been late.
- A bank I have never been with said yes within an hour.

complaint | account blocked
? Who blocks an account on a Friday evening and then goes home?
? When do I get to my own money again?
+ I stood at the till with a full trolley.
- Your hotline said to wait until Monday, that is not an answer.

complaint | bad advice
? Why was I sold a fund that loses money when I asked for something safe?
? How do I complain about the adviser?
+ I said twice that I need the money next year.
- Now I am told that I signed a form saying I like risk.

edge_case | hiding money | forbidden
? How do I split {large} so that nobody asks questions?
? Can I open an account under another name?
? Can you delete one payment from my statement?
+ It is nothing illegal, it is just private.
- My wife must not see it.

edge_case | money for a stranger
? Somebody online asks me to pass on money for them, is that safe?
? I was called by your security team about moving my money, was that really you?
+ They knew my name and my address.
- I have already sent {amount}, can you stop it?

edge_case | inheritance
? How do I get to the account of my late aunt?
? What happens to a safe deposit box after a death?
+ The certificate of inheritance takes months.
- The funeral has to be paid {soon}.
""")

_INSURANCE = situations("""
general | what is covered
? Does my {policy} cover {damage}?
? Am I covered abroad with the {policy}?
? Is {relative} covered by my {policy} as well?
+ I have had the contract for six years and never needed it.
- My brother-in-law says that it is in the small print, but I can't find it.
~ Anything that breaks at home is covered, I was told when I signed.

general | new contract
? What does a {policy} cost for {n} people?
? Do you also insure older {thing_insured}s?
? How quickly would a new {policy} start?
+ We pick up the keys {soon}.
- The last insurer cancelled after two claims, do I have to say that?

general | proof of insurance
? How do I get a proof of insurance?
? Where do I find my policy number?
+ The landlord wants to see it before we sign.
- It has to be in English with a stamp.

technical | claim form online
? Why does the claim form not let me go on?
? How do I send you photos of the damage?
+ It wants a date in a format that I don't understand.
- I typed everything in twice, and it was gone both times.

technical | customer portal
? Why is my {policy} not shown in the portal?
? How do I download my papers from the portal?
+ I can see the old one, which ended last year.
- My bank needs the paper by {day}.

technical | documents by post
? Can I get everything by email and not by post?
? Why do I still get letters when I switched to online?
+ I switched {past} and have had four letters since then.
- We are away for three months, and nobody empties the letterbox.

technical | claim status page
? Why does the status of my claim not change?
? What does "under review" mean?
+ Claim {ref} has said the same thing {since}.
- On the phone I was told it is already closed.

billing | premium increase
? Why did my premium go up?
? Can I pay monthly and not once a year?
? Do I get a bonus for years without a claim?
+ It went from {small} to nearly twice as much, without any claim.
- A comparison site shows me the same for half.
~ You must send the new price two years before.

billing | premium paid twice
? Why was the premium for my {policy} taken twice?
? When is the next premium due?
+ {amount} went out {past} and again this week.
- I had to borrow money because of it.

billing | payout too low
? Why did you only pay half of my claim?
? What is the excess on my {policy}?
+ The repair was {amount}, and I have all the receipts.
- Your expert never even came to look at it.

billing | refund after cancelling
? Do I get money back when I sell the {thing_insured}?
? How much do I get back if the contract ends in the middle of the year?
+ I paid {amount} in January for the whole year.
- The new owner says that he has taken over the contract, is that possible?

account | reporting a claim
? How do I report a claim, {claim}?
? {claim}, what do I have to do now?
? Until when do I have to report {damage}?
+ It happened {past}, I have photos and a witness.
- I already threw the broken things away.

account | cancelling the contract
? How do I cancel my {policy}?
? Can I cancel because the price went up?
+ The letter came {past}, and I have a better offer.
- I missed the date by {n} days because I was in hospital.
~ With a price change I can leave at any time, even a year later.

account | moving house
? What do I have to tell you when I move?
? Does the {policy} go with me to the new flat?
+ We move {soon} and will have two flats for a month.
- The new one is on the ground floor and twice as big.

account | changing the beneficiary
? How do I change who gets the money?
? Can I add my partner to the {policy}?
+ We are not married, if that matters.
- My ex-husband must not hear about it.

complaint | claim refused
? Why was my claim turned down?
? Who can look at my claim again?
+ {claim}, and you write that it was my own fault.
- I have paid every month for 14 years and this was the first time.

complaint | claim takes too long
? How long do I have to wait for my claim?
? Why does everybody ask me for the same papers?
+ I sent the papers {n} times, claim {ref}.
- We have been living with a wet wall {since}.

complaint | unfriendly expert
? Why does your expert accuse me of lying?
? Can another expert come?
+ He was here for five minutes and did not look at half of it.
- My neighbour was there and heard every word.

complaint | sold the wrong policy
? Why was I sold a policy that I can't even use?
? Your agent said {damage} is covered, so why is it not?
+ I only found out when I needed it.
- I want all premiums back, from the first day.

edge_case | stretching a claim | forbidden
? Can I put my old laptop on the claim as well?
? Can we say that it happened after I signed?
? Can you change the date of the damage for me?
+ It is only about a few days.
- Everybody does that, and you never lose money anyway.

edge_case | unclear blame
? My own dog broke my own window, is that something for you?
? I damaged a car and nobody saw it, what should I do?
+ I left a note, but the wind may have taken it.
- The owner is my boss.

edge_case | after a disaster
? The whole street is under water, where do I start?
? Can you pay something in advance after a fire?
+ We are staying with friends and have nothing left.
- All the papers were in the house.
""")

_BANKS = domains(
    """
bank | bank, banking, credit union, savings bank, mortgage, loans, accounts, current account, fintech

payment app | payment, payments, wallet, money transfer, crypto, investing, broker, trading, invest
""",
    account="account",
    portal="online banking; your app; the login page",
    amount="120; 350; 480; 900; 1,250",
    large="5,000; 12,000; 20,000",
    small="4.90; 9; 14.50",
    who="student; nurse; self-employed plumber; young couple; pensioner; newcomer to the country; "
    "parent of a teenager; traveller; small shop owner",
)

_INSURERS = domains(
    """
insurance | insurance, insurer, insurances, insure, policy, claims, policyholders
policy: home insurance; car insurance; liability insurance; travel insurance
damage: a broken window; water damage; a stolen bike; a burst pipe; a scratched car
claim: A pipe burst in our kitchen; My bike was stolen from the cellar; Somebody hit my parked car
claim: My son broke a neighbour's television; Hail has damaged our roof
thing_insured: car; house; boat
""",
    account="contract",
    portal="the customer portal; your app",
    amount="240; 480; 900; 1,350; 2,100",
    small="14; 28; 39",
    who="young driver; landlady; family of five; pensioner; student; home owner; dog owner; newcomer",
)

BANK = Kind("bank", _BANK, _BANKS)
INSURANCE = Kind("insurance", _INSURANCE, _INSURERS)
