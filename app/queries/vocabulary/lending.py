"""Readers and visitors: libraries, museums, town halls."""

from app.queries.situation import Kind, domains, situations

_LIBRARY = situations("""
general | membership card
? What do I need to get a library card?
? What does a library card cost per year?
? Can {relative} get a card of their own?
+ I don't live in the city, I only work there.
- I have no fixed address at the moment, does it work all the same?
~ I was told a library card is free for everybody.

general | borrowing
? How many {media}s can I borrow at once?
? How long can I keep a {media}?
? Can I borrow a {media} without a card, just for the weekend?
+ It is for a school project of my daughter.
- We are away for five weeks and would like to take them along.

general | finding something
? Do you have a {media} on {subject}?
? Can you order a {media} that you don't have?
? Who can help me find something on {subject}?
+ I only know that the cover is green and that it came out about ten years ago.
- I need it {soon}, and the shop would take three weeks.

general | places to study
? Can I book a quiet room to study in?
? Is there a place where I can work with my laptop?
+ I have exams in {month} and it is too loud at home.
- There should be {n} of us, and we have to talk.

general | events
? When is the next reading for children?
? Do I have to sign up for the events?
+ {relative} would love to come along.
- One of us is deaf, is there an interpreter?

technical | online catalogue
? Why does your catalogue find nothing?
? Why does the catalogue say that a {media} is on the shelf when it is not?
+ I searched the shelf twice, and so did one of your people.
- I came all the way into town just for that.

technical | e-books
? How do I get an e-book onto my reader?
? Why does my e-book loan end after two weeks already?
? Why does the e-book app say that my card is not valid?
+ My reader is a Kindle, in case that matters.
- On the tablet it opens, on the reader it stays locked.

technical | printing and copying
? How much is a colour print?
? Can I print from my phone at your place?
? The copier took my money and gave me nothing, who pays me back?
+ I have {n} pages, all of them double-sided.
- It has to be done before you close today.

technical | computers and wi-fi
? How long can I use one of your computers?
? Why does the Wi-Fi throw me out every half hour?
+ I am filling in a job application, and everything was gone.
- At home I have no internet, so this is my only way.

technical | return machine
? The return machine swallowed my {media} and gave no receipt, what now?
? Can I return a {media} at night?
+ It was {past}, a little before midnight.
- My account says I still have it, and the fine is running.

billing | late fine
? How much is the fine for a {media} that is late?
? Why do I have a fine of {amount}?
? Can you cancel the fine?
+ I was in hospital and could not come.
+ I brought everything back {past}, on the last day.
- Your reminder only came when it was already too late.
~ Up to a week late costs nothing, as far as I know.

billing | lost or damaged item
? I lost a {media}, what do I have to pay?
? {damage}, do I have to replace it?
? Can I buy the same {media} myself and bring it in?
+ It was not new to begin with.
- I found it again after I had already paid for it.

billing | annual fee
? Do I have to pay for the whole year if I only need two months?
? Is it cheaper for people without a job?
+ I have just lost my job and have the letter with me.
- The machine already took the full price from my card.

billing | reservation fee
? What does it cost to reserve a {media}?
? Why did I pay for a reservation that I never picked up?
+ The email about it came when I was on holiday.
- I had cancelled it online {past}.

account | renewing loans
? How do I renew my {media}s?
? Why can't I renew the {media} once more?
? Until when do I have to bring it back?
+ I am on page 300 of 800.
- Somebody else is waiting for it, but I need it for my thesis until {day}.

account | lost card
? I lost my library card, what do I do?
? Can somebody else borrow things with my lost card?
+ It was in my wallet, which was stolen {past}.
- There are {n} {media}s on it that I still have at home.

account | reservations
? Where am I on the waiting list for the {media}?
? Can I pick up my reservation at another branch?
+ I have been waiting for it {since}.
- The catalogue shows three copies, and all of them stand on the shelf.

account | children's cards
? Which {media}s can my son borrow with a child's card?
? Can I see what is on my daughter's card?
+ She is eleven and reads three {media}s a week.
- She does not want me to see the titles, only the dates.

account | reading history
? Can I see what I borrowed last year?
? Who can see what I borrow?
+ I can't remember the title of something that I loved.
- I would rather that nothing is stored at all.

complaint | closed without notice
? Why were you closed today?
? Who thought it was a good idea to close on Saturdays?
+ I stood in front of a locked door with a pile of {media}s.
- Because of that they are late now, and I won't pay for it.

complaint | noise in the reading room
? Can somebody do something about the noise upstairs?
? Is this still a library or a playground?
+ A group of teenagers was playing music for an hour, and nobody said a word.
- When I asked for quiet, I was the one who was told off.

complaint | condition of the media
? Why do you lend out a {media} in that state?
? Do you ever check what comes back?
+ Half of the pages were stuck together and somebody had written in it.
- Now your people think that it was me.

complaint | wrong reminder
? Why do I get reminders for something I brought back?
? How often do I have to bring back the same {media}?
+ I put it on the desk {past}, and {colleague} took it.
- You have blocked my card, and I have exams.

edge_case | who borrowed it | forbidden
? Who has the {media} that I am waiting for, can you give me a name?
? What does my teenage neighbour borrow from you?
+ I would just ring and ask if it is nearly done.
- We know each other anyway.

edge_case | removing a title | forbidden
? Can you take a {media} off the shelf because I find it offensive?
? Can you remove my fine without anybody seeing it?
+ I am not the only one who thinks so.
- I know somebody on the town council.

edge_case | donations
? Do you take old {media}s from a house clearance?
? My grandfather left 2,000 {media}s, does anybody want them?
+ Some of them are from the 19th century.
- The flat has to be empty by {day}.

edge_case | something left inside
? I left a letter inside a {media}, can you look for it?
? Did somebody find my {lost} in the reading room?
+ I gave it back {past}.
- It is very personal, please don't read it.
""")

_DOMAINS = domains("""
library | library, libraries, bibliothek, stadtbibliothek, readers, lends books
media: book; film; audiobook; board game; picture book; language course
subject: the history of our town; baking without sugar; learning Arabic; divorce law; keeping bees
damage: My dog chewed on a book; Coffee got into a book; The CD broke in my car; My son tore a page out
lost: glasses; umbrella; USB stick; scarf
account: library account
portal: the online catalogue; your app
amount: 2.50; 6; 11; 14.80; 27
who: student; parent of two; retiree; teacher; newcomer; schoolgirl; night shift nurse; book club organiser
""")

LIBRARY = Kind("library", _LIBRARY, _DOMAINS)
