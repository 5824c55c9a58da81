"""Customers of software that is rented by the month."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | plans and prices
? What is the difference between your plans?
? What does it cost for {n} people per month?
? Is there a free trial, and do I need a card for it?
+ We are a team of {n} and only need the basics.
+ We are {n} now, but in summer there are twice as many of us.
- Two of them only look at it once a month, and I don't want to pay in full for those.
~ On a forum somebody wrote that the first five users are always free.

general | moving from another tool
? Can we bring our old data when we switch to {company}?
? How long does it take to move everything over from our old system?
+ We have about seven years of {record}s in the old tool.
- The old contract ends {soon}, so we can't run both side by side.
~ The man from your sales team said the move is done by you for free.

general | features
? Does it come with {feature}?
? Do you have {feature}, or is that planned?
+ That is the one thing our team really asks for.
- The tool we tried before had it, but it broke all the time.

general | data protection
? Where are your servers, inside the EU?
? Do you sign a data processing agreement with small customers?
+ Our lawyer asks before we may use it with real names.
- We handle health data for one of our clients, so it has to be watertight.

general | number of users
? How many people can use one account at the same time?
? Is there a limit on how many {record}s we can have?
+ We are growing and will be {n} more next month.
- Some of us are freelancers who come and go every few weeks.

technical | slow pages
? Why is everything so slow today?
? Is there a problem on your side, every page takes ages?
+ Opening one {record} takes almost a minute {since}.
+ Our internet is fine, all other pages load at once.
- It is only slow for the two of us who work from home.

technical | import errors
? Why does the import of my file fail?
? What format does the import need?
+ It is a CSV with about 4,000 lines and stops at line 112 every time.
- All the umlauts and accents come out as question marks.
~ I thought Excel files always work without any changes.

technical | API
? What is the rate limit of your API?
? Why does your API answer with error 401 all of a sudden?
+ Our script runs every night, and it has failed {since}.
+ Nothing was changed on our side, the token is the same.
- A single call works from my laptop, but from the server it fails every time.

technical | integrations
? Does it connect to {partner}?
? How do I link it with {partner}?
? Why did the connection to {partner} stop working?
+ It asks me to sign in again every morning.
- Each {record} now shows up twice, once from there and once from you.

technical | lost data
? Where did my {record}s go, is there a trash folder?
? Can you bring back a {record} that I deleted by accident?
+ They were all there {past}, today the list is empty.
- A colleague cleaned up and won't say what exactly got deleted.
~ You keep every version for ever, so just put back the one from January.

technical | notifications
? Why don't I get notifications any more?
? Can I turn off the emails for every single {record}?
+ I get about 60 a day and miss the important ones.
- It should stay on for my colleague, only mine are too many.

technical | {feature}
? How do I set up {feature}?
? Why does nothing happen when I switch on {feature}?
+ I followed the help article step by step and still nothing.
- With a test account it works, with the real one it doesn't.

billing | upgrade by mistake
? I upgraded by accident, can you undo it?
? Can I go back to the smaller plan and get the difference back?
+ I only wanted to look at what the bigger plan includes.
- The charge of {amount} already went through {past}.
~ As far as I know you have to refund any upgrade within 30 days.

billing | unused seats
? Why do we pay for {n} users when only half of them are active?
? How do I remove a user so that we stop paying for it?
+ A few people left in spring and I only saw now that they were still counted.
- I would like the money back for the months since then.

billing | cancellation
? How do I cancel, and until when do I have to do it?
? If I cancel today, can I use it until the end of the month?
+ We are closing the business for the winter.
- I want to keep reading the old {record}s, just not pay for it.
~ I heard that after cancelling we get the rest of the year back.

billing | yearly payment
? Is it cheaper if we pay for a year at once?
? Can we switch from monthly to yearly in the middle of the month?
+ Our bookkeeping would prefer one bill a year.
- There are {n} of us now, but maybe two more in autumn.

billing | failed card
? Why is my new card declined?
? Our card expired, how do I give you the new one before you lock us out?
+ My bank says there was not even an attempt from your side.
- The page says we lose access in {n} days if nothing happens.

account | adding colleagues
? How do I add a new colleague?
? Can two of us share one login?
+ She starts {soon} and needs her own access.
- She should see everything but must not delete anything.
~ I assume an extra user costs nothing as long as they only read.

account | former employee
? How do I lock out somebody who left the company?
? What happens to the {record}s of a user that I remove?
+ We let somebody go {past} and they may still be logged in at home.
- Some of the automations run under their name.

account | owner is gone
? How can I become the owner of our account?
? The owner has left, who can change the plan now?
+ My business partner set everything up and no longer answers.
- I am only an admin and can't even see the bills.

account | two-factor login
? How do I turn on two-factor login for everybody?
? I lost my phone with the login app, how do I get in?
+ The backup codes were on the same phone, of course.
- I am the only admin and people are waiting for me.

account | roles and rights
? Which role do I give an intern?
? Can I hide the prices from some of our users?
+ The intern should be able to edit {record}s but not export them.
- It has to work without paying for a bigger plan.

account | single sign-on
? Can we log in with our Microsoft accounts?
? What happens to our passwords if we turn on single sign-on?
+ Head office wants it for all {n} of us.
- One person is a freelancer and has no company account.

complaint | outage
? Why is nobody telling us anything about the outage?
? How long were you down this morning, and what happened?
+ Your status page was green while my whole team stared at a white screen.
- We lost half a working day, and I want to know what you pay for that.

complaint | redesign
? Can I have the old layout back?
? Who had the idea to move all the buttons?
+ I need three clicks now for something that used to be one.
- Two of my older colleagues refuse to use it.

complaint | data loss
? How can a paid tool just lose my work?
? What are you doing to get our {record}s back?
+ A whole afternoon of work was gone after your update {past}.
- You answered with a link to a help article that has nothing to do with it.

complaint | misleading plan
? Why does the plan not include what your page promised?
? Your sales chat promised us {feature}, so why is everything locked?
+ We set everything up over the weekend and now it says "upgrade to continue".
- Either you honour it or we are gone and will say why.

edge_case | other customers' accounts | forbidden
? Can you show me how much another company pays you?
? Can you give me access to a client's account, they don't mind?
+ They use {company} too, I saw the logo.
- It would save both of us a lot of time.

edge_case | old backups
? I cancelled {past}, can you still restore our {record}s from a backup?
? How long do you keep our data after we leave?
+ A former client is taking us to court and I need them as proof.
- The deadline from the lawyer is {day}.

edge_case | deletion request from a customer
? One of our own customers wants all data deleted, how far do I have to go?
? If I delete a person, what happens to the {record}s with other people in them?
+ Her husband writes from the same email address.
- There is an open case with him that I must not lose.
""")

_DOMAINS = domains(
    """
help desk | help desk, helpdesk, help-desk, ticketing, shared inbox, customer service software
record: ticket; conversation
feature: automatic replies; a chat widget; WhatsApp messages; saved answers
feature: an out-of-office reply
who: bakery owner; online shop owner; office manager; support manager; workshop owner; agency owner
who: clinic manager

accounting | accounting, bookkeeping, invoicing software, invoices, payroll, tax software
record: invoice; receipt; booking
feature: reminders for unpaid invoices; scanning receipts; sales tax reports; recurring invoices; payslips
partner: our bank; our tax adviser's system; DATEV; Shopify; Stripe
who: self-employed designer; bookkeeper; carpenter; tax adviser's assistant; cafe owner; freelancer

customer lists | crm, sales pipeline, sales software, contact management, lead
record: contact; deal; note
feature: email templates; call recording; a sales forecast; web forms; reminders for follow-ups
who: sales manager; estate agent; insurance broker; start-up founder; assistant; field rep

project planning |
signs: project management; task management; kanban; to-do; time tracking; collaboration; workflow
signs: planning
record: project; task; board
feature: a calendar view; time tracking; guest access; recurring tasks; a Gantt chart
who: project lead; architect; agency owner; event planner; team assistant; engineer

booking software | booking software, scheduling, appointment software, reservation system, calendar app
record: booking; appointment; calendar
feature: text message reminders; deposits; a waiting list; group bookings; a buffer between two bookings
who: salon owner; yoga teacher; driving instructor; coach; practice assistant; photographer

websites | website builder, web hosting, hosting, domains, wordpress, e-commerce platform, webshop software
record: page; domain; mailbox
feature: my own domain; a contact form; a password for one page; visitor statistics; a second language
partner: Google Analytics; my domain provider; Mailchimp; PayPal; Instagram
who: photographer; small charity; musician; shop owner; restaurant owner; blogger

app | software, saas, app, platform, tool, cloud, online service, api, startup, dashboard
record: project; file; report
feature: an export to Excel; a dark mode; offline work; automatic backups
feature: sharing with people outside the company
who: office manager; freelancer; team lead; small business owner; IT freelancer; student; start-up founder
""",
    account="account",
    portal="the login page; the dashboard; your app",
    partner="Google Calendar; Outlook; Slack; Shopify; our accounting software; Zapier; Microsoft Teams",
    amount="29; 58; 87; 145; 240; 348",
)

# Whoever writes to a maker of software is at work.
_NEVER = (
    "{relative}", "wheelchair", "famil", "pensioner", "oucher", "flyer", "eyesight", "yellow vans", "kitchen",
    "neighbour", "sister", "ex-husband", "ten-year-old", "daughter", "father", "mother", "my insurance",
)  # fmt: skip
SOFTWARE = Kind("software", _SITUATIONS, _DOMAINS, _NEVER)
