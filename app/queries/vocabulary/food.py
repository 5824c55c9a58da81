"""Guests and orderers: restaurants, delivery, bakeries, catering."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | diets and allergies
? Is there something without gluten on the menu?
? Are there nuts in the {dish}?
? What do you have for vegans?
+ {relative} ends up in hospital if something goes wrong.
- Last time I was told "just a little", and that was already too much.
~ Everything vegetarian is also vegan at your place, isn't it?

general | tables and times
? Do you have a table for {n} {soon}?
? Until when can I order in the evening?
? Can we sit outside?
+ We come with a pram and a dog.
- One of us uses a wheelchair.

general | big orders
? Can you make {dish} for forty people?
? How far ahead do I have to order for a party?
+ It is for a birthday {soon}.
- A third of them eat no meat, and two can't have milk.

general | menu
? Where can I see the menu of this week?
? Is the {dish} spicy?
? How big is the small {dish}?
+ I am coming with children.
- We only have 40 minutes for lunch.

general | delivery area
? Do you deliver to my street?
? What is the lowest amount for a delivery?
+ I am just across the river, 3 km away.
- The app says no, but my neighbour gets it delivered.

technical | ordering page
? Why can't I finish my order online?
? Why does the page say that you are closed?
+ It is half past six and your lights are on.
- I have put everything in twice now.

technical | table booking page
? Did my table booking go through?
? Why can't I book for more than six?
+ I got no email and no text message.
- There are ten of us, and some come from far away.

technical | tracking an order
? Where is my order?
? The app says delivered, but nobody was here, what now?
+ Order {ref}, I ordered an hour and a half ago.
- The driver's phone is switched off.

technical | voucher code
? Why does my voucher not work in the app?
? Can I use two vouchers at once?
+ I got it as an apology for the last order.
- It ends today.

billing | charged for missing items
? Do I get the money back for what was missing?
? Why was I charged for a {dish} that never came?
+ Order {ref}, the bag was sealed, but the {dish} was not in it.
- We were {n} hungry people and one got nothing.

billing | deposit for a table
? When do I get the deposit for the table back?
? Why did you keep {amount} because one person did not come?
+ I called you the day before.
- She was ill, we have a letter from the doctor.
~ You only lose a deposit if nobody comes at all.

billing | receipt
? Can I get a receipt with the tip on it?
? Can you split the bill afterwards?
+ It was a dinner with clients {past}.
- The one I have says "cash", and I paid by card.

billing | price on the menu
? Why did I pay more than it says on the menu?
? What is the service fee of {small}?
+ The menu says one price for the {dish} and the receipt another.
- The waiter said that the menu is old, but how should I know?

account | changing an order
? Can I still change my order?
? Can you leave out the onions in order {ref}?
? I typed the wrong house number, can you tell the driver?
+ I ordered five minutes ago.
- The page says that it is "in the oven".

account | changing a booking
? Can we be {n} and not two?
? Can I move my table to another evening?
? How do I cancel my table?
+ It is booked for {day} at seven.
- Two of us don't know yet if they can come.

account | regular orders
? How do I stop my weekly order?
? Can I skip next week?
+ We are on holiday from {day} on.
- The last time I skipped, it came all the same.

account | saved address
? How do I change the address in my account?
? Why does the app still use my old address?
+ We moved {past}.
- The last order went to the people who live there now.

complaint | cold or late
? Why was everything cold?
? Why does it take two hours for a {dish}?
+ It came at a quarter past nine, I ordered at seven.
- The children were asleep by then.

complaint | something in the food
? There was a hair in my {dish}, what do you say to that?
? I was sick all night after your {dish}, who do I talk to?
+ I have a photo, and the rest is in the fridge.
- {relative} had the same and felt just as bad.

complaint | rude service
? Is it normal to be thrown out after an hour?
? Why were we treated like that?
+ The waiter rolled his eyes when we asked for tap water.
- It was our anniversary.

complaint | wrong order
? Why do I get something else every time?
? I ordered without meat, why is there ham in it?
+ I have not eaten meat for twenty years.
- It is the second time in a month.

edge_case | free meal | forbidden
? If I give you five stars, do I get a free {dish}?
? Can you leave the drinks off the bill?
+ I post about food and have a lot of followers.
- Others invite me all the time.

edge_case | bringing your own
? Can we bring our own cake?
? Can I bring my own wine?
+ My grandmother bakes it for every birthday.
- We would pay for the plates, of course.

edge_case | leftovers
? What do you do with the food that is left at night?
? Can I pick up leftovers for a shelter?
+ I would come by bike at ten.
- We can't pay anything.

edge_case | recipe
? Can you tell me the recipe of the {dish}?
? What is the secret of your {dish}?
+ My husband talks of nothing else.
- He has his birthday {soon}, and I want to surprise him.
""")

_DOMAINS = domains(
    """
restaurant | restaurant, bistro, cafe, coffee house, pizzeria, bar, eatery, dining, menu, brewery
dish: lasagne; soup of the day; pizza; burger; curry; cheesecake

food delivery |
signs: food delivery; meal delivery; meal kit; meal kits; delivers food; groceries; grocery; meals
signs: vegetable box
dish: curry; noodle box; salad bowl; pizza; family box; soup

bakery and catering |
signs: bakery; catering; caterer; cakes; cake; patisserie; bread; pastries; butcher; ice cream
dish: wedding cake; sourdough bread; birthday cake; tray of sandwiches; apple tart; buffet
""",
    account="customer account",
    portal="the ordering page; your app",
    amount="18; 27; 40; 65; 120",
    small="1.50; 2.90; 4",
    who="regular guest; parent of two; office manager; student; couple; birthday host; vegan; tourist",
)

FOOD = Kind("food", _SITUATIONS, _DOMAINS)
