title = Bazgasht: a minute as the customer, a minute as the shop
brand = Bazgasht
banner = This is the demo. You are the customer, and nothing leaves this machine.
language = فارسی
again = Start over
tab-phone = Customer's phone
tab-shop = What the shop sees
phone = Customer's phone
shop = What the shop sees
coach = Guide
now = Now
walk = To the next message
first-walk = 3 days later
walking = Time passes…
nothing-left = Nothing is left to send for now.
days-later = { $shown ->
    [1] 1 day later
   *[other] { $shown } days later
}
trouble = That did not work; please try once more.
elsewhere = This demo was started over somewhere else.
reload = Open it again

plan = The plan for this order
plan-empty = As soon as the customer answers, the plan for this order is drawn here.
day-label = Day { $day }
day-zero = The day of the order
day-now = Day { $day } after the order
plan-3 = Thanks
why-3 = Just bought and waiting for the parcel: news, and nothing asked.
plan-7 = Arrived? Happy?
why-7 = Usually there by now; if it isn't known, that is asked first.
plan-14 = Something that goes with it
why-14 = After two weeks of use one knows what's missing. Only if the customer said yes to offers.
plan-30 = Discount on the next order
why-30 = A month has passed: time for a good reason to return.
state-sent = Sent · { $time }
state-held = Held: { $reason }
state-dropped = Not sent: { $reason }
held-open-case = Held: case { $case } is open

reason-quiet-hours = quiet hours
reason-cap = enough messages for now
reason-gap = just had a message
reason-survey-cool-down = asked for an opinion recently
reason-support-busy = support is busy
reason-no-consent = never said yes to offers
reason-no-address = has not opened the chat yet
reason-unreachable = messages don't reach them
reason-open-case = a case is open
reason-not-arrived = not arrived yet
reason-paused = paused
reason-calm-day = a calm day
reason-too-late = its time has passed
reason-stopped = the customer said no
reason-order-cancelled = the order was cancelled
reason-bought-again = bought again
reason-answered = already answered
reason-delivered = it has arrived
reason-nothing-related = nothing goes with this order
reason-no-offer = no offer is set up
reason-discarded = set aside
reason-held-out = in the comparison group
reason-offer-over = the offer is over

case = Case
case-title = Case { $case }
case-promise = The customer was told: { $agent } answers by { $time }.
case-ready = Hi { $name }, this is { $agent }. I'm sorry about this. Size 40 leaves today, and the courier takes the other pair back.
case-send = Send
case-ready-label = Ready answer
case-close = Solved
case-open = Waiting for an answer
case-replied = Answered
case-closed = Closed; the plan is back
case-taken-back = The customer took the answer back

answers = Answers
answers-empty = What the customer answers appears here, stored the moment it comes.
question-arrived = Arrived?
question-satisfied = Happy?
question-shipping = Delivery?
question-change = What to change?
question-free = Own words

hint-offers = You bought running shoes today, and this is your phone. Would you like offers too? Tap “Yes please”.
hint-first-walk = The plan for this order is drawn. Let's go 3 days ahead.
hint-walk = On to the next message.
hint-walk-3 = A thank-you, and nothing asked for. On to the next message.
hint-walk-7 = That's settled, and days 14 and 30 are in place. On to the next message.
hint-walk-14 = Something that goes with the shoes, not just anything. One more message to come.
hint-walk-30 = On to the next message.
hint-arrived = A week has passed and the parcel is there: tap “Yes”.
hint-satisfied = Now tap “Bad” and watch what the shop does.
hint-shipping = One more short question; answer as you like.
hint-change = The last question. Write something, or tap “Nothing”.
hint-reply = The customer is upset: a case is open and selling has stopped by itself. An answer is ready; send it.
hint-close = The answer is on the phone. Is it solved? Close the case.
hint-buy = A real discount has arrived. Press “Shop with this code”.
hint-again = Thirty days in a minute. Start over, and maybe answer differently this time.

end = Thirty days have passed
end-text = All of this went by itself; only the case was answered by a person.
door-own = Your own bot.
door-months = Your own last months.
end-months = Hand over your shop's orders and see every message that would have gone; nothing leaves this machine:
door-manager = Be the manager.
end-manager = Open this link in a private window and write /help:
door-dashboard = See whether it works.
end-dashboard = The dashboard, with a year of this shop’s purchases:
door-open = Manager's link
end-own = Get a token from @BotFather, put it into the file .env and start again.
count-sent = { $count ->
    [one] 1 message sent
   *[other] { $shown } messages sent
}
count-answers = { $count ->
    [one] 1 answer stored
   *[other] { $shown } answers stored
}
count-orders = { $shown } orders, the second with the code
count-cases = { $count ->
    [one] 1 case opened
   *[other] { $shown } cases opened
}

basket = Shopping again
basket-text = The customer comes back with the code of day 30, and the shop's till asks about it.
buy = Shop with this code
bought-order = A new order: { $total }
bought-discount = { $discount } off with { $code }; that code works no more
bought-points = { $points } points on the way
bought-plan = The old plan is over, and the plan for the new order is drawn
