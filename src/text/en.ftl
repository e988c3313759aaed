# The bot's own words. What follows an order up is in scenarios/.
# Tone: short and warm, at most three lines, one emoji, one question; where something is wrong neither emoji nor "!".
# Empty lines are not sent.

## Welcome

welcome =
    { $nameKnown ->
        [yes] Hi { $name } 🌱 I'm { $shop }'s automatic assistant.
       *[no] Hi 🌱 I'm { $shop }'s automatic assistant.
    }
    { $itemKnown ->
        [yes] I'll send news of your order ({ $item }) here and later ask if you're happy with it.
       *[no] I'll send news of your orders here and later ask if you're happy with them.
    }
    .not-mine = Not my order
welcome-back = { $nameKnown ->
    [yes] Hi { $name }, good to see you again 🌱 Everything is as you left it; news of your order comes here.
   *[no] Hi, good to see you again 🌱 Everything is as you left it; news of your order comes here.
}
offers-question =
    Shall I send offers too? Four a month at most.
    .yes = Yes please
    .no = No, thanks
offers-on = Thank you 🌱 I'll send offers too; whenever you've had enough, write "stop".
offers-off = All right, no offers; only news of your orders.
not-mine = All right, this chat is no longer tied to that order and you'll hear nothing more about it. Sorry to have bothered you.

## Links and phone numbers

link-expired =
    This link doesn't work any more.
    Send me the mobile number you ordered with and I'll find your order.
link-expired-web =
    This link doesn't work any more.
    Ask { $shop } for a new one, or write your question right here.
link-other-chat =
    This link was already opened somewhere else.
    So that I know it's you, send me the mobile number you ordered with.
    .share = Send my number
link-refused = I'm sorry, this number isn't the one on that order, so I can't say anything about it. Please ask { $shop } for a new link.
phone-not-own = That isn't your own number. Please use the same button to send yours.
phone-use-button = Thanks, but please send the number with the button below, so that I know it's yours.
phone-unknown = Thank you. I found no order with this number; if you ordered with another one, open the link that the shop sent you.
phone-known = I have your number, thank you.
phone-thanks = Thank you, my colleague will see your number.
stranger =
    Hi 🌱 I'm { $shop }'s automatic assistant, but I don't know yet which order is yours.
    Open the link that the shop sent you, or send me your mobile number with the button below.
stranger-again = To help you I need to find your order: open the shop's link, or send your number with the button below.
stranger-stop = Done. You won't get messages from us here.
stranger-web = Hi 🌱 I'm { $shop }'s automatic assistant. What can I do for you?

## Buttons

question-closed = This question is closed. If you have something to say about it, just write; my colleagues will read it.
button-unknown = This button doesn't work any more. Just write what you need.
your-answer = Your answer: { $answer }
change = Change
change-ask = All right, change your answer:
change-closed = This answer can't be changed any more. If something is different now, just write; my colleagues will read it.
change-nothing = There's no answer that could be changed right now.
out-of-range = I couldn't read { $number } as an answer. From { $from } to { $to }, how many? { $to } is best.
out-of-list = { $number } isn't on this list. Which of these do you mean?
repeat = Thanks for writing, I've noted it. Please answer the question itself with one of these:
repeat-mixed = Thanks for telling me; my colleague will read it too. Please answer the question itself with one of these:
mixed = Thanks for telling me; my colleague will read it and answer right here if needed.
late-words = Thanks for telling me; my colleagues will get your words.

## Short ones

greeting = { $nameKnown ->
    [yes] Hi { $name } 🌱 What can I do for you?
   *[no] Hi 🌱 What can I do for you?
}
menu =
    What can I do for you?
    .orders = Where is my order
    .points = Points and codes
    .problem = I have a problem
    .person = Talk to a person
    .settings = Message settings
help =
    I bring news of your orders, ask how you like them, and if something is wrong I take it to my colleagues.
    Write whatever you need or tap one of these; "stop" ends the messages.
you-are-welcome = You're welcome 🙏
praise = Lovely to hear 🌱
bot =
    { $agentKnown ->
        [yes] Yes, I'm an automatic assistant; I can call { $agent } if you like.
       *[no] Yes, I'm an automatic assistant; I can call a colleague if you like.
    }
    .call = Please call
unclear = Sorry, I didn't quite get that. Did you mean one of these?
handed-over =
    { $agentKnown ->
        [yes] I've passed it to my colleague { $agent }, who will answer right here by { $time }.
       *[no] I've passed it to a colleague, who will answer right here by { $time }.
    }

## Orders and points

order =
    { $item }: { $status }.
    { $trackingKnown ->
        [yes] Postal tracking:
       *[no] { "" }
    }
    { $trackingKnown ->
        [yes] { $tracking }
       *[no] { "" }
    }
    .copy = Copy code
    .late = Look into it
order-more = You have { $count } more.
order-status-placed = placed { $day }
order-status-paid = placed and paid { $day }
order-status-shipped = { $shippedKnown ->
    [yes] shipped { $shipped }
   *[no] shipped
}
order-status-delivered = { $deliveredKnown ->
    [yes] delivered { $delivered }
   *[no] delivered
}
order-status-cancelled = cancelled
order-status-refunded = cancelled and refunded
order-item-unknown = Your order
orders-none =
    I have no order of yours yet.
    { $onPage ->
        [yes] Write your order number and your phone together, and I'll find it.
       *[no] { "" }
    }
order-not-found =
    I can't find an order with that number and that phone.
    Please write the order number and the phone you bought with, together in one message.
orders-limited = To see your orders, open the link that { $shop } sent you, on this phone or in this browser.
points-later = { $shop } has no points yet. Once it does, you'll see your points and codes right here.

## Support

person =
    { $agentKnown ->
        [yes] { $agent } from support will answer right here by { $time }; your case number is { $case }.
       *[no] A colleague from support will answer right here by { $time }; your case number is { $case }.
    }
    Write whatever would help.
problem =
    { $agentKnown ->
        [yes] Case { $case } is open and { $agent } from support will answer right here by { $time }.
       *[no] Case { $case } is open and a colleague from support will answer right here by { $time }.
    }
    Tell me what happened; a photo helps if you have one.
    .complaint = It is faulty
    .exchange = Another size or colour
    .warranty = Warranty
    .technical = A technical question
    .delivery = Delivery
sorry =
    I'm sorry it turned out like this; you have every right to be upset.
    { $agentKnown ->
        [yes] Case { $case } is open and { $agent } from support will answer right here by { $time }. A photo helps if you have one.
       *[no] Case { $case } is open and a colleague from support will answer right here by { $time }. A photo helps if you have one.
    }
    Until it's solved, you'll get no advertising from us.
angry =
    I'm sorry it came to this; you have every right to be upset.
    { $agentKnown ->
        [yes] Case { $case } is open and { $agent } from support will answer right here by { $time }.
       *[no] Case { $case } is open and a colleague from support will answer right here by { $time }.
    }
    Until it's solved, you'll get no advertising from us.
safety =
    Please stop using it; if you feel unwell, call a doctor or the emergency number.
    { $agentKnown ->
        [yes] Urgent case { $case } is open and { $agent } from support will answer right here by { $time }. Send a photo if you have one.
       *[no] Urgent case { $case } is open and a colleague from support will answer right here by { $time }. Send a photo if you have one.
    }
    Until it's solved, you'll get no advertising and no questions from us.
case-added = Added to case { $case }. My colleague will answer right here by { $time }.
cancel-order =
    { $agentKnown ->
        [yes] Your request to cancel the order is noted as case { $case }. { $agent } from support will tell you right here by { $time }.
       *[no] Your request to cancel the order is noted as case { $case }. A colleague from support will tell you right here by { $time }.
    }
voice-received = Your voice message is here, thank you. My colleague will listen and answer right here.
photo-received = Your photo is here, thank you. My colleague will look at it and answer right here.
media-received = It's here, thank you. My colleague will look at it and answer right here.

## Messages: off, on, settings

stop =
    Done. From this moment no more offers from us, here or anywhere; only order news.
    .all = Stop that too
    .undo = By mistake, undo
stop-order =
    Did you mean cancelling your order?
    .cancel = Yes, cancel it
stop-all = Done, no more messages at all. If you write, I'll answer; "start" switches them on again.
stop-undone = Everything is as it was; sorry for the confusion.
started = Thank you 🌱 From now on I'll bring news of your orders and ask how you like them.
settings =
    { $offers ->
        [yes] Offers: on.
       *[no] Offers: off.
    } { $questions ->
        [yes] Questions: on.
       *[no] Questions: off.
    } { $news ->
        [yes] Order news: on.
       *[no] Order news: off.
    }
    What shall I change?
    .offers-on = Send offers
    .offers-off = No offers
    .questions-on = Do ask me
    .questions-off = Don't ask me
    .news-on = Send order news
    .stop-all = No messages at all
    .language = فارسی
questions-on = Thank you, from now on I'll ask how you like things.
questions-off = All right, no more questions. If you have something to say, just write.
news-on = All right, I'll send news of your orders.
language-set = All right, English from now on.

# Goods that are not named: "has your { $item } arrived?"
your-order = order

## Staff

staff-case-opened =
    { $urgent ->
        [yes] Urgent case { $case } is open
       *[no] Case { $case } is open
    } · { $name }
    { $words }
    .show = Show the case
staff-case-words =
    Case { $case } · { $name } wrote:
    { $words }
staff-bulk-halted =
    Nothing unasked goes out on { $channel ->
        [whatsapp] WhatsApp
       *[other] { $channel }
    } for a day, so that the number isn't banned. Customers are still answered.
    Reason: { $reason }
staff-shadow = (Rehearsal) This would have gone to { $name }:
staff-waiting =
    { $count } cases wait for an answer: { $kinds }
    .complaint = complaint
    .delivery = delivery
    .question = question
    .cancel = cancelling
    .safety = safety
    .warranty = warranty
    .technical = technical
    .exchange = exchange
    .next = Give me the next
staff-case-late =
    The promised time of case { $case } has passed, and nobody has answered { $name } yet.
case-solved = Is the matter of case { $case } solved?
    .yes = Yes, solved
    .no = Not yet
case-solved-yes = Glad that it's solved 🌱 Thank you for your patience.
case-solved-no =
    I'm sorry; case { $case } is open again, and my colleague will answer right here by { $time }.
    If there's anything they should know, just write it here.
case-solved-over = This case is open again already, or it isn't yours.
channel-question = Where shall messages reach you from now on?
    .telegram = Telegram
    .whatsapp = WhatsApp
    .bale = Bale
    .webchat = This page
channel-set = All right, from now on messages come there.
my-data =
    Whatever we keep about you is yours: you can have it or have it deleted.
    .open = My data
    .export = Show me
    .delete = Delete it
    .yes = Yes, delete it
    .no = No, keep it
my-data-export =
    This is what we have: { $name }, phone { $phone }, with us since { $since }.
    Orders: { $orders } · answers: { $answers } · messages we sent: { $messages }
my-data-delete =
    Your name, number, conversations and answers will be deleted for good, and you'll get no more messages from us.
    Orders stay in the shop's books without your name, as the law wants. Shall I delete it?
my-data-gone = It's deleted. Thank you for the time with us; the shop's door is always open.
staff-bad-answer = { $name } is unhappy: { $score } of 5.
    .show = Bad answers
staff-silent =
    { $name ->
        [shop] No order has come from the shop for two hours, though usually some do at this time. Look at the shop's connection.
        [whatsapp] WhatsApp has not been connected for two hours. Look at the phone and its network, or pair it again.
       *[other] Nothing has been heard of { $name } for two hours. npx bazgasht doctor says where it is stuck.
    }
kind-exchange = Which size or colour would you like? Write it here, and my colleague looks whether we have it.
kind-warranty = Please send a photo of the item and of its warranty card, and write what happened.
kind-told = Thank you. Tell me what happened; a photo helps if you have one.
support-file = This is for you, from support.
    .open = Look at it
staff-topic = { $case } · { $name }

## Offers and codes

offer-percent = { $ceilingKnown ->
    [yes] { $percent } off, up to { $ceiling }
   *[no] { $percent } off
}
offer-amount = { $amount } off
offer-free-shipping = free shipping
offer-gift = { $gift }
offer-early-access = a day's head start on new offers
offer-points = { $points } points
offer-from = { $what } on orders from { $minimum }
offer-message =
    { $nameKnown ->
        [yes] Hi { $name }, { $title }: { $offer } 🌱
       *[no] Hi, { $title }: { $offer } 🌱
    }
    { $leftKnown ->
        [yes] { $untilKnown ->
            [yes] { $left } left, until { $until }.
           *[no] { $left } left.
        }
       *[no] { $untilKnown ->
            [yes] Until { $until }.
           *[no] { "" }
        }
    }
    .claim = I'd like it
    .no-offers = No more offers
offer-early =
    { $nameKnown ->
        [yes] Hi { $name }, you hear of it before everybody else: { $title }, { $offer } 🌱
       *[no] Hi, you hear of it before everybody else: { $title }, { $offer } 🌱
    }
    { $leftKnown ->
        [yes] { $left } of them, until { $until }.
       *[no] Until { $until }.
    }
offer-free-again =
    The news you waited for: one is free again 🌱
    { $title }: { $offer }
    First come, first served; until { $until }.
offer-closed = (all gone)
coupon =
    { $offer }:
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
coupon-again =
    You have this one already: { $offer }
    { $code }
    Until { $until }.
claim-sold-out =
    { $quantityKnown ->
        [yes] I'm sorry, all { $quantity } are gone. Shall I tell you if one comes free?
       *[no] I'm sorry, this offer is gone. Shall I tell you if it comes back?
    }
    .yes = Yes
    .no = No
claim-expired = I'm sorry, this offer has ended.
claim-not-yet =
    This offer has not begun yet.
    { $startKnown ->
        [yes] From { $start } on, this same button works.
       *[no] { "" }
    }
claim-had-it = You've used this offer already. Enjoy 🌱
wait-yes = All right, I'll tell you right here if one comes free.
wait-no = All right.

## Points

points =
    You have { $points } points = { $worth } off your next order.
    { $expiringKnown ->
        [yes] { $pendingKnown ->
            [yes] { $expiring } of them expire on { $expiresOn }; { $pending } more are on the way (from { $pendingFrom }).
           *[no] { $expiring } of them expire on { $expiresOn }.
        }
       *[no] { $pendingKnown ->
            [yes] { $pending } more are on the way (from { $pendingFrom }).
           *[no] { "" }
        }
    }
    { $nextKnown ->
        [yes] { $missing } to go to { $next }: { $perk }.
       *[no] { "" }
    }
    .use = Use them
    .from = Where from?
    .invite = Invite friends
    .codes = My codes
points-none =
    You have no points yet. Each { $step } you spend earns { $points } points, which is { $worth } off.
    { $pendingKnown ->
        [yes] { $pending } points are on the way (from { $pendingFrom }).
       *[no] { "" }
    }
points-negative = Your points stand at minus { $points }, because an order whose points were spent was returned. Your next order makes up for it.
points-choose = You have { $points } points. What would you like?
points-choice = { $reward } ({ $points } points)
points-choice-discount = { $worth } off ({ $points } points)
points-too-few = { $points } points don't buy anything yet; it begins at { $least }.
points-gone = That one is not to be had any more: it is gone, or you have fewer points now. Write "points" and I'll look again.
points-call = Case { $case } is open; a colleague will arrange it with you by { $time }. { $points } points were used.
points-history-title = The latest changes:
points-entry = { $day }: { $sign }{ $points }, { $what }
points-kind-earn = order
points-kind-spend = used
points-kind-return = unused code given back
points-kind-expire = expired
points-kind-refund = order returned
points-kind-bonus = gift
points-kind-correct = correction
wallet = Your codes:
wallet-line = { $offer }: { $code } (until { $until })
wallet-none = You have no codes right now.
referral-welcome =
    Hi 🌱 I'm { $shop }'s automatic assistant. A friend sent you; after your first order you both get { $points } points.
    Send me your number so that I recognise your order.
    .share = Send my number
referral-link =
    This link is yours; send it to any friend you like:
    { $link }
    After their first order you both get { $points } points.
referral-own = This link is for your friends 🌱 Send it to them.

staff-promise = A promise that was not kept: { $name }, { $what }
promise-code = a code we gave ({ $what })
promise-delivery = the arrival of order { $what }
promise-compensation = a compensation ({ $what })
promise-answer = the answer in case { $what }
staff-guessing = { $count } codes that do not exist were tried within this hour; somebody may be guessing.
staff-journey-offered =
    There is enough data for the journey "{ $journey }"; it concerns { $concerned } right now.
    To see it and switch it on:
    /journey { $journey }

## On paper

print-card = Thank you for shopping with us. Point your phone at this code: order news, answers and help after the sale are right here.
print-label-order = Order { $n }
print-label = News and help: scan this with your phone.
