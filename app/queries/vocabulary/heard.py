"""What customers may ask about a thing that real ones named: `{matter}` is "my parcel" or "the app"."""

from app.queries.situation import situations

HEARD = situations("""
general | {matter}
? Who can tell me more about {matter}?
? I have a question about {matter}, am I right here?
? Is there anything I should know about {matter}?
+ I looked on {portal} and found nothing about it.
+ A friend told me to ask you first.
- It has to be settled by {day}, after that I am away.

technical | {matter}
? Something is wrong with {matter}, can you help?
? What can I do myself when there is trouble with {matter}?
? Why is there always trouble with {matter}?
+ Everything was fine {past}.
+ I did everything that {portal} says.
- I have no time to try things out for hours, so please tell me step by step.

billing | {matter}
? Who can explain to me what I have to pay, it is about {matter}?
? Is there a fee that I don't see yet when it comes to {matter}?
? Do I get my money back if something is wrong with {matter}?
+ It was {amount} and I found no explanation.
- My bank says I have to ask you.

account | {matter}
? Can I still change something about {matter}?
? Where do I see what you have noted about {matter}?
+ It is under number {ref}.
- I can't get into the old mailbox any more.

complaint | {matter}
? Who takes care of {matter} now?
? Why does nobody tell me what is going on with {matter}?
? How long will it take until somebody looks into {matter}?
+ I wrote {past} and nobody answered.
+ This is the second time I ask about it.
- If I hear nothing by {day}, I will go somewhere else.

edge_case | {matter}
? Can you make an exception for me because of {matter}?
+ I know it is an unusual question.
- I would rather not explain it all in writing.
""")
