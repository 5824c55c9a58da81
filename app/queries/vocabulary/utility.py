"""Customers on a contract: phone, internet, electricity, gas, water."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | choosing a tariff
? Which tariff is right for {n} people?
? What is the cheapest thing you have?
? What happens to the price after the first year?
+ I use very little and don't want to pay for more.
- I was once locked into two years elsewhere, and I won't do that again.
~ The price on the banner is fixed for ever, isn't it?

general | availability at my address
? Can I get {service} at my address?
? When is {service} coming to our street?
+ The neighbours across the road already have it.
- We are building and don't even have a house number yet.

general | switching to you
? How long does it take to switch to you?
? Do you cancel my old contract for me?
? Will I be without {service} when I switch?
+ My old contract runs until the end of {month}.
- They say I have not given notice in time.

general | moving home
? What do I do about {service} when I move?
? Can I take my contract to the new flat?
+ We move {soon}, and the landlord has nothing to do with it.
- In the new flat there is already a contract with somebody else.

technical | outage
? Is there an outage in our area?
? When will {service} be back?
? Nothing works {since}, what is going on?
+ The neighbours have the same problem.
- I work from home and lose a day's pay for every day of this.
- {relative} needs a medical device that depends on it.

technical | {fault_topic}
? {fault}, what can I do?
? {fault}, can you check that from your side?
? {fault}, do I need a technician?
+ I already switched everything off and on again.
+ It has been like that {since}.
- Last time you said it was my own wiring, but the electrician found nothing.

technical | technician visit
? When does the technician come?
? Do I have to be at home when the technician comes?
? Can I move the visit of the technician?
+ The letter says "between 8 and 16 o'clock" on {day}.
- It is already the third date, nobody came to the first two.

technical | new device
? How do I connect the new {device_name}?
? The {device_name} blinks red, is it broken?
? Can I use my own {device_name}?
+ It came by post {past} without any instructions.
- The socket in the wall looks different from the one in your picture.

billing | bill too high
? Why is my bill so high?
? Can somebody explain my bill to me?
? What is the {amount} on my bill for?
+ It is normally about half of that.
- We were not even at home for three weeks of that month.

billing | monthly payment
? Can you lower my monthly payment?
? Why did you raise my monthly payment without asking?
+ It went up to {amount}, and I did not use more than before.
- I live on a small pension and can't pay that.

billing | charged after the end
? Why do you still take money after the contract has ended?
? When do I get back what I paid too much?
+ I have a confirmation that it ended {past}.
- The account you want to pay it to is closed.

billing | promised discount
? Where is the discount that I was promised?
? When do I get the bonus for new customers?
+ The contract says {amount} after the first year.
- On the phone I was told that it is "too late now".
~ A bonus has to be paid with the first bill.

billing | paying late
? Can I pay this bill a month later?
? What happens if I pay late?
+ My pay comes on the 15th.
- I have already had one reminder, and I am afraid that you cut me off.

account | cancelling
? How do I cancel my contract?
? Until when do I have to cancel?
? Can I end the contract early because I move abroad?
+ I move out on the 31st.
- My flatmate signed, and he is gone.
~ If the price goes up, I can leave the same day.

account | taking over a contract
? Can {relative} take over my contract?
? How do I put the contract in my name?
+ We have split up, and I stay in the flat.
- The other one will only sign something on paper.

account | {own_topic}
? {own_question}
? {own_question} And how long does it take?
+ I did it once before, and it went wrong.
- It must be finished {soon}.

account | changing the tariff
? Can I change to a smaller tariff?
? Does my contract start anew when I change the tariff?
+ There are only two of us since the children moved out.
- I don't want to lose the old price for that.

account | bank details
? How do I change the account that you take the money from?
? Why can't I see my bills online?
+ I changed banks {past}.
- The next payment is due on {day}.

complaint | still not repaired
? How long do I have to put up with this?
? When does somebody come who can really repair it?
+ I have reported the problem {n} times, number {ref}.
- Each time I am told that it has been "solved".

complaint | hotline
? Why do I wait for an hour and then get cut off?
? Is there a number without a robot?
+ I explained everything to {n} different people.
- The last one simply hung up.

complaint | sold at the door
? Why do your salesmen ring at my mother's door?
? How do I get her out of a contract that she signed at the door?
+ She is 81 and thought that he only wanted to read something off.
- He told her that her old contract had ended, which is a lie.

complaint | cut off
? Why did you cut me off although everything is paid?
? When am I connected again?
+ I have the receipt for {amount} from {past}.
- We have a baby at home.

complaint | slower than promised
? Why do I pay for something that I don't get?
? How do I get a lower price when you don't deliver what is in the contract?
+ I wrote down the values for two weeks.
- Your only advice was to buy a more expensive tariff.

edge_case | spying on somebody | forbidden
? Can you tell me who called {relative} last night?
? Can you tell me how much my tenant uses?
? Can I get a copy of my neighbour's bill?
+ I only want to be sure that nothing is wrong.
- I pay for it in the end, so it is my right.

edge_case | cheating the meter | forbidden
? Can you put a lower number in the system for last year?
? Can I have the discount for new customers under my wife's name?
+ I have been a customer for years and never get anything.
- Your colleague in the shop said that everybody does it.

edge_case | strange smell or spark
? There is a burning smell where your cable comes in, what do I do?
? A cable hangs down in front of our house, is that yours?
+ It started after the storm.
- There are children playing right beside it.

edge_case | empty house
? Do I have to pay for a house where nobody lives?
? We inherited a house, who tells you about it?
+ There is a contract in the name of my late aunt.
- I live 500 km away and can't read any meter.
""")

_DOMAINS = domains("""
telecoms |
signs: telecom; telecoms; mobile; mobile plans; phone plans; internet provider; home internet
signs: broadband; fibre
signs: fiber; sim; wireless carrier; isp; mobile network
service: fibre; home internet; mobile reception; the landline
fault_topic: slow internet; no reception; dropped calls
fault: The internet is slow every evening; I have no reception in my own kitchen
fault: Calls break off after a minute
fault: The Wi-Fi does not reach the bedroom; I can call, but nobody can call me
device_name: router; modem; SIM card
own_topic: keeping my number; new SIM card; roaming
own_question: How do I keep my number when I switch?; How do I get a new SIM card after losing my phone?
own_question: How do I switch on roaming for Turkey?; How do I block calls from abroad?
account: contract
portal: the customer portal; your app
amount: 19.99; 34.90; 49; 87; 143
who: student; home office worker; pensioner; family of four; small shop owner; gamer; frequent traveller

energy | energy, electricity, power, gas, water, utility, utilities, district heating, heating supply
service: green electricity; gas; hot water
fault_topic: no power; wrong meter; no hot water
fault: The fuse blows every evening; The meter turns although everything is off; The water is brown
fault: Half of the flat has no power; The new meter shows nothing
device_name: smart meter; meter
own_topic: meter reading; final reading; smart meter
own_question: How do I send you my meter reading?; I typed in the wrong meter reading, how do I correct it?
own_question: Can I refuse a smart meter?; Who reads the meter when I move out?
account: contract
portal: the customer portal; your app
amount: 64; 98; 145; 230; 412
who: pensioner; family of five; landlady; student in a shared flat; baker; new home owner
who: electric car driver
""")

UTILITY = Kind("utility", _SITUATIONS, _DOMAINS)
