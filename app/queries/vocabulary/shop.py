"""Customers of shops that send or hand over goods."""

from app.queries.situation import Kind, domains, situations

_SITUATIONS = situations("""
general | product advice
? {question}
? Which {item} would you recommend for somebody who is not an expert?
? What is the difference between your cheapest and your most expensive {item}?
+ I have been looking at the {item} on your site for a week and can't decide.
+ It is a present for {relative}, so I can't ask.
- I bought the wrong one elsewhere last year and don't want that again.

general | stock
? When will the {item} be back in stock?
? Can you put one {item} aside for me?
? Is the {item} really available, or does it just say so?
+ It has been sold out {since}.
+ I would come by and pick it up {soon}.
- I need exactly that one, a similar one is no use to me.
~ Your page says two left, so you must have it in the store.

general | delivery times and costs
? How much is shipping for one {item}?
? How long does delivery take at the moment?
? Do you also deliver to Switzerland?
+ I live on the third floor and there is no lift.
+ I need the {item} {soon} at the latest.
- Nobody is at home during the day, and the neighbours won't take parcels.
~ Everything over 50 is sent for free within a day, isn't it?

general | picking up in the store
? Can I order online and pick it up in the store?
? Do you have a shop where I can look at the {item} first?
+ I would like to touch it before I spend that much.
- I come by train, so I need to know if I can carry it.

general | bulk orders
? Do I get a better price if I take {n} at once?
? Do you sell to schools and clubs on invoice?
+ We need the same {item} {n} times for our club.
- Our treasurer only pays after delivery.

general | warranty
? How long is the warranty on the {machine}?
? Is the warranty on the {machine} still good if it was a present?
+ I don't have the paper receipt any more, only the email.
- {relative} registered it under a different name.

technical | faulty product
? {fault}, what can I do?
? {fault}, is that normal?
? {fault}, do you replace it or do I get my money back?
+ It came with order {ref}.
+ I noticed it {past} and have photos of it.
- It is already the second one with the same problem.
- I asked the maker, and they sent me back to you.

technical | assembly and set-up
? Where do I find the instructions for the {machine}?
? Is there a video that shows how to set up the {machine}?
+ The sheet in the box only has tiny pictures.
- There are {n} parts left over and I don't see where they belong.

technical | spare parts
? Do you have spare parts for the {machine}?
? Which spare part do I need for the {machine}?
+ I bought it from you about three years ago.
- The number on it is worn off, so I can't read the model.

technical | checkout errors
? Why can't I finish my order?
? Why does my basket empty itself all the time?
+ After "pay now" it jumps back to the address page.
+ It does not accept my postcode.
- The money was taken once already, but there is no order.

technical | voucher code
? Why does my voucher code not work?
? Where do I type in the voucher code?
+ It says "not valid for this item" although it is not on sale.
- The voucher was a present and ends {soon}.
~ A voucher must also count for things on sale, that is always so.

technical | tracking
? Why does the tracking show nothing?
? Your tracking says delivered, but where is it?
+ Order {ref}, it says "label created" {since}.
- There was nobody at home and no note in the letterbox.

billing | refund after return
? When do I get my money back?
? Has my return arrived with you?
+ I sent the {item} back {past} and have the receipt from the post office.
+ The return number is {ref}, it was {amount}.
- The refund I got is {small} short and nobody explained why.
~ As far as I know, the money has to be back within two days.

billing | wrong amount
? Why did I pay more than the price on the page?
? Why was I charged for shipping when it said free?
+ The {item} was on sale when I ordered {past}.
- The confirmation shows the right price, only the card shows more.

billing | paying later
? Can I order now and pay at the end of the month?
? Why can't I choose to pay by invoice?
+ I ordered from you on invoice before, and it was always paid.
- I moved recently, maybe that is why you refuse me.

billing | customs and tax
? Do I have to pay customs on the {item}?
? Can I get the price without sales tax for my company?
+ The parcel would go to my address outside the EU.
- The driver wanted {amount} in cash at the door.

billing | price dropped
? The {item} got cheaper right after I bought it, do I get the difference?
? Can you give me the sale price afterwards?
+ I paid {amount} {past}, and today it costs a lot less.
- It is still in the box, so otherwise I send it back and order again.
~ You have a price guarantee for 30 days, I read it somewhere.

account | changing an order
? Can I still change the delivery address?
? Can I add a {item} to my order?
? I ordered the wrong {item}, can you swap it before it goes out?
+ It is order {ref} from this morning.
+ We are moving {soon} and the parcel would go to the old flat.
- The page says "in preparation", so it is now or never.

account | order history
? Where can I see my old orders?
? Why is my order not shown in my account?
+ I ordered as a guest and made the account afterwards.
- I need the receipt from two years ago for the warranty.

account | cancelling an order
? How do I cancel my order?
? Can I cancel just one of the {n} things I ordered?
+ I found the {item} in a shop around the corner.
- The email says it leaves the warehouse {soon}.
~ An order can always be cancelled until it is at my door, right?

account | bonus points
? Where did my bonus points go?
? How do I use my points for the next order?
+ There were more than 800 on it {past}.
- I was saving them for the {item}.

account | saved card
? How do I remove my card from your shop?
? Can I order without making an account?
+ I don't like my card number being stored anywhere.
- The page says I can't remove it while an order is open.

complaint | late delivery
? Where is my parcel?
? Why does it take so long?
? When will my {item} finally arrive?
+ I ordered the {item} {past} and it said two to three days.
+ Order {ref}, the date has been moved {n} times already.
- It was meant for a birthday, and that is over now.
- The driver's app says I was not at home, which is a lie.

complaint | damaged on arrival
? My {item} arrived broken, what now?
? Why is a {item} sent in a box without any padding?
+ The box was already open when the driver handed it to me.
+ One corner is completely crushed, I have photos.
- I needed it {soon}, a repair is no good to me.

complaint | wrong item
? Why did I get something I never ordered?
? You sent me the wrong {item}, who pays for sending it back?
+ I ordered the {item} and there was a completely different thing in the parcel.
- It is already the second time in a row.

complaint | poor quality
? Is that the quality you stand for?
? Why does something for {amount} fall apart so soon?
+ {fault}, and I have had it for not even three months.
- In the reviews others write the same, and you never answer there.

complaint | refused return
? Why do you refuse to take the {item} back?
? How can you say I used it when I only tried it once?
+ I sent it in its box, clean, with all the labels.
- Now it comes back to me and I should pay the postage too.
~ Any customer can send back anything within 60 days, that is the law.

edge_case | return without a receipt | forbidden
? Can I return the {item} without a receipt, it was from another shop but the same brand?
? Can you just give me cash for the {item}, without any paper?
+ It is as good as new, I only used it twice.
- The last time somebody did it for me as well.

edge_case | fake review deal | forbidden
? Do I get the {item} for free if I write five stars?
? If I delete my bad review, what do I get?
+ I have a lot of followers.
- Otherwise I can write something else as well.

edge_case | parcel of a stranger
? I got a parcel that belongs to somebody else, what do I do with it?
? My neighbour took my parcel and has moved away, who is responsible?
+ It is from you, number {ref}, but with a name I don't know.
- I already opened it before I saw the name.

edge_case | unusual use
? Can I leave the {machine} in a damp cellar for a year?
? Is it safe to leave the {machine} outside all winter?
+ The manual does not say anything about it.
- If it breaks, would the warranty still count?
""")

_DOMAINS = domains(
    """
bikes | bike, bicycle, bikes, bicycles, cycling, e-bike, e-bikes, cargo bike
item: city bike; helmet; bike lock; saddle; child seat; bike pump; rear light; pannier bag; folding bike
machine: city bike; child seat; folding bike; bike rack
fault: The chain keeps slipping under load; The rear brake squeaks like mad; The gears jump on every hill
fault: The battery only lasts half as far as it did; The back wheel wobbles; The display stays black
question: Does the child seat fit on a frame without a carrier?; What frame size do I need at 1.74 m?
question: Do I need insurance for a bike that does 45 km/h?; Can I put wider tyres on the city bike?
who: commuter; parent of two; weekend rider; student; courier; retired couple; beginner

furniture | furniture, sofa, sofas, tables, chairs, beds, carpentry, wardrobe, shelves, mattress, mattresses
item: dining table; bookshelf; armchair; sofa; bed frame; chest of drawers; desk; coffee table; wardrobe
machine: wardrobe; bookshelf; bed frame; desk; sofa
fault: One leg is shorter than the others; The drawer gets stuck halfway
fault: The wood has a crack along the grain
fault: The fabric pills after two months; The door hangs lower on one side; The slats squeak at every move
question: Does the sofa fit through a door of 78 cm?; Is the oak real wood or just veneer?
question: Can you make the dining table 10 cm longer?; How do I get red wine out of the fabric?
who: young couple; landlady; cafe owner; new home owner; student; retired teacher; office manager

clothes |
signs: fashion; clothing; clothes; shoes; shoe; sneakers; apparel; dresses; jeans; boutique
signs: textile; wear
item: winter coat; dress; pair of boots; rain jacket; pullover; belt; pair of jeans; shirt; handbag
fault: The zip came off after two days; The sole comes loose at the front
fault: It lost its colour in the first wash
fault: A seam is open under the arm; The buttons fall off one by one; It shrank although I washed it cold
question: Do the boots run small?; Is the winter coat warm enough for minus ten?
question: Can I put the pullover in the machine?; Is there real leather in the handbag?
who: bride's sister; student; mother of three; runner; office worker; tall customer; first-time buyer

electronics | electronics, computers, laptops, phones, gadgets, headphones, tv, cameras, audio, smart home
item: laptop; pair of headphones; printer; router; tablet; monitor; charger; camera; speaker
machine: printer; router; monitor; speaker; laptop
fault: It switches itself off after ten minutes; The screen flickers at the bottom
fault: The left side has no sound
fault: The battery gets very hot when charging; It does not find the Wi-Fi any more
fault: The fan is as loud as a train
question: Can I connect two monitors to the laptop?; Is the charger good for another brand too?
question: Does the printer work without a computer?; How long does the tablet get updates?
who: student; graphic designer; grandfather; gamer; home office worker; teacher; musician

books | bookshop, bookstore, books, publisher, comics, stationery, magazines
item: novel; cookbook; calendar; notebook; picture book; dictionary; fountain pen; travel guide
fault: The pages fall out of the middle; Twenty pages are printed upside down; The cover was scratched
fault: The e-book does not open on my reader; The pen leaks; A whole chapter is missing
question: Is the novel also there in large print?; Can you get a book that is out of print?
question: Is the dictionary the new edition?; Which picture book is good for a four-year-old?
who: teacher; grandmother; student; book club member; librarian; parent; collector

garden | garden, plants, plant, flowers, florist, seeds, nursery, greenhouse, bouquet
item: rose bush; lawn mower; bouquet; apple tree; garden hose; raised bed; olive tree; flower pot
machine: lawn mower; raised bed; hedge trimmer
fault: All leaves turned yellow within a week; The hose leaks at both ends; The roots were completely dry
fault: The mower won't start any more; Half of the flowers were brown
fault: There are small flies everywhere in the soil
question: Can the olive tree stay outside in winter?; When is the best time to plant the apple tree?
question: Do you deliver a bouquet on Sundays?; Is the rose bush poisonous for cats?
who: allotment gardener; new home owner; balcony gardener; bride-to-be; landlord; retiree; forgetful husband

beauty products | cosmetics, skincare, skin care, beauty products, perfume, soap, make-up, shampoo
item: face cream; shampoo; perfume; lip balm; sun cream; gift set; hand soap; night cream
fault: My skin got red after one use; The pump of the bottle is stuck; It smells different from the last one
fault: The bottle was half empty when I opened it; The cream has turned yellow; The lid broke at once
question: Is the face cream all right during pregnancy?; Is there alcohol in the shampoo?
question: Was the sun cream tested on animals?; How long does the night cream keep once it is open?
who: teenager; new mother; customer with sensitive skin; vegan; beauty blogger; gift hunter

pet supplies | pet supplies, pet food, pet shop, dog food, cat food, aquarium, horse
item: dog bed; cat tree; bag of dog food; leash; aquarium; scratching post; transport box; water bowl
machine: cat tree; aquarium; dog crate
fault: My dog refuses to touch the new recipe; The leash snapped during a walk; The filter hums all night
fault: The post tips over when the cat jumps; There were moths in the bag; The zip of the cover is broken
question: Is the dog food suitable for a puppy?; How big should an aquarium be for ten fish?
question: Is the cat tree stable enough for two cats?; Is there grain in the dog food?
who: dog owner; cat lover; breeder; first-time owner; shelter volunteer; parent of a hamster fan

toys and games | toys, toy, games, puzzles, board games, lego, baby, kids, children's
item: puzzle; board game; wooden train; doll's house; building set; soft toy; baby carrier; night light
machine: building set; wooden train; night light
fault: One piece is missing from the box; The music does not stop any more; The paint comes off
fault: An arm came off on the first day; The batteries last only an hour; Two parts don't fit together
question: From what age is the board game fun?; Are there small parts in the building set?
question: Can I wash the soft toy?; Is the puzzle also there with 2,000 pieces?
who: grandmother; father of twins; kindergarten teacher; aunt; collector; first-time parent

fine food |
signs: coffee; tea; wine; wines; chocolate; delicatessen; cheese; honey; olive oil; spices
signs: roastery; winery
item: bag of coffee; gift box; bottle of olive oil; coffee grinder; tasting set; box of chocolates; teapot
machine: coffee grinder; espresso pot
fault: Two bottles were broken in the box; The beans taste burnt; The chocolate had melted into one lump
fault: It was past its date; The seal was already open; The cork crumbles into the glass
question: Is the gift box free of nuts?; How fine should I grind for an espresso pot?
question: What goes well with fish?; How long does the olive oil keep?
who: hobby cook; office manager; restaurant owner; gift hunter; allergy sufferer; wine lover

sports and outdoor |
signs: outdoor; camping; sports; hiking; climbing; ski; skis; fishing; fitness equipment; running
item: tent; sleeping bag; backpack; pair of hiking boots; stove; rowing machine; ski helmet; climbing rope
machine: tent; stove; rowing machine
fault: The tent leaks at the seams; A pole broke in the first wind; The strap tore off
fault: The display shows nothing
fault: The zip of the sleeping bag gets stuck; The soles came off on the second tour
question: Is the sleeping bag warm enough for October?; How heavy is the tent with everything?
question: Can I take the stove on a plane?; Which size of backpack for five days?
who: hiker; scout leader; beginner; trail runner; family on a budget; ski instructor

jewellery | jewellery, jewelry, watches, watch, rings, goldsmith
item: wedding ring; watch; necklace; bracelet; pair of earrings; pendant
machine: watch
fault: The stone fell out; The watch loses ten minutes a day; The clasp does not close any more
fault: It turned green
question: Can the wedding ring be made one size bigger?; Is the watch all right for swimming?
question: Can you engrave the pendant by then?; Are the earrings free of nickel?
who: groom; grandmother; collector; nervous fiance; gift hunter; daughter with an heirloom

goods |
signs: shop; store; online shop; web shop; webshop; retailer; e-commerce; ecommerce; retail; brand
signs: goods; sells
item: lamp; gift set; backpack; kettle; blanket; wall clock; mug; storage box
machine: lamp; kettle; wall clock
fault: It stopped working after a week; One part came off; It makes a strange noise
fault: The colour is not as shown
question: Is the blanket washable?; Are the lamp and the bulb sold together?
question: Where are your things made?; Is the kettle loud?
who: first-time buyer; parent of two; student; gift hunter; regular customer; office manager; pensioner
""",
    account="customer account",
    portal="your shop; the checkout; your app",
    amount="39; 59; 79; 129; 189; 249",
    small="5; 7; 12",
)

SHOP = Kind("shop", _SITUATIONS, _DOMAINS)
