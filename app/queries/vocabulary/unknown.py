"""Customers of a company we know nothing about but its own words: `{thing}` is what its description names."""

from app.queries.situation import Domain, Kind, situations

_SITUATIONS = situations("""
general | {thing}
? What do I have to know about {thing} before I start?
? I am interested in {thing}, what does it cost?
? How does it work with {thing}, step by step?
? Can somebody explain to me what is included with {thing}?
+ I have read your page twice and still don't get it.
+ A friend told me about you, and now I am curious.
- I have to decide {soon}, so a short and honest answer would help.
~ I was told that there is a free trial for everything.

general | what is on offer
? Do you also do {thing} at weekends?
? Is there something cheaper than {thing} for people on a small budget?
? How far ahead do I have to book?
+ There are {n} of us, and one of us is a bit difficult.
- We only have time in {month}, and only after six.

general | who it is for
? Would you recommend {thing} to a complete beginner?
? Can I get {thing} for {relative}?
+ It would be a present, so I need something on paper.
- We tried something like that elsewhere, and it was a disaster.

general | area
? Do you also cover the countryside?
? Where exactly are you, and how do I get there?
+ We live about 40 minutes outside the city.
- I have no car, so it has to work by bus.

technical | {thing}
? Something is wrong with {thing}, who can help me?
? Why can't I find {thing} on your page any more?
? What do I have to prepare at home for {thing}?
+ It worked {past}, and I changed nothing.
+ I did everything that your page says.
- I have tried it on {device} too, same thing.

technical | booking form
? Why can't I send off your form?
? Did my request reach you?
+ It wants a number that I don't have.
- I filled it in three times now, so you may have it three times.

billing | price of {thing}
? Why is the price for {thing} not the one on your page?
? How much do I pay for {thing} all in, with every fee?
? Can I get a quote for {thing} in writing?
+ The page said {amount}, and now I should pay more.
- I have to pass it on to my boss, and he turns every cent around.

billing | cancelling
? What do I get back if I cancel {thing}?
? Until when can I cancel for free?
+ I paid {amount} {past}.
- It is not my fault that {relative} fell ill.
~ Everybody has a right to cancel within 30 days.

billing | deposit
? Why do I have to pay a deposit?
? When do I get my deposit back?
+ It was {amount}, and everything was in order at the end.
- The account that I paid from no longer exists.

account | changing a booking
? Can I change the date?
? Can somebody else come in my place?
? Can I change what I ordered from you?
+ It is under number {ref}.
- It is the second change, I know, and I am sorry.

account | confirmation
? Can you confirm that my order has arrived with you?
? Where do I see what I have booked?
+ I did it all on the phone, and nobody sent me anything.
- I need something in my hand by {day}.

complaint | {thing}
? Why did {thing} turn out so different from what you promised?
? Who do I talk to if I am not happy with {thing}?
? What went wrong with {thing} this time?
+ It was {past}, and I am still angry about it.
+ I paid {amount} and expected more for that.
- {colleague} only shrugged when I said so.
~ If a customer is not happy, he gets everything back, that is the law.

complaint | cancelled by the company
? Why was everything called off without a word?
? Do I get a new date or my money back?
+ I was already on my way.
- That is the second time this year.

edge_case | special wish
? Can you make an exception with {thing} for me?
? Can I look behind the scenes one day?
? Can I bring my dog?
+ I know it is an unusual question.
- I would write something nice about you in return.

edge_case | competitor | forbidden
? Can you tell me who else buys {thing} from you?
? Which of your customers pays the least?
+ I am in the same business, so I am curious.
- You can tell me off the record.
""")

UNKNOWN = Kind(
    "unknown",
    _SITUATIONS,
    (
        Domain(
            "unknown",
            (),
            {
                "account": ("account",),
                "portal": ("your website", "your page"),
                "amount": ("45", "80", "120", "260"),
                "who": (
                    "first-time customer",
                    "regular customer",
                    "office manager",
                    "student",
                    "parent of two",
                    "retiree",
                    "small business owner",
                    "newcomer to the city",
                ),
            },
        ),
    ),
)
