## Welcome and help

joined =
    Hello { $name }. From now on you are { $role ->
        [manager] a manager
       *[support] support
    } of this shop, and hear of cases right here.
help =
    All this can be done from here. Every command: /help
    .next = Give me the next
    .cases = Open cases
    .answers = Answers
    .report = The week
    .notices = Notices
    .journey = Messages and days
    .progress = Message to many
    .reach = Reach
    .staff = The team
commands = Every command:
help-name = /name Negar your name
help-next = /next give me the next case
help-cases = /cases open cases
help-case = /case 217 one case
help-reply = /reply 217 words: an answer to its customer; words that begin with a dot are a note of our own
help-claim = /claim 217 this case is mine
help-hand = /hand 217 back into the queue
help-note = /note 217 words: for colleagues only
help-remind = /remind 217 2026-04-09 10:00 words: remind me
help-close = /close 217 close a case
help-reopen = /reopen 217 open it again
help-ready = /ready ready answers
help-alike = /alike what many cases have in common
help-all = /all word answer: one answer to every case that mentions the word
help-answers = /answers what customers said, newest first; for example /answers bad or /answers week shoes
help-export = /export the answers as a file, with the same filters
help-report = /report the last seven days; /report month a month on one page (or /report 2026-10)
help-notices = /notices hear of bad answers, and of the day
help-customer = /customer a phone number or an order’s number
help-record = /record everything with one customer
help-why = /why a phone or order number: which message went, waits or did not go, and why
help-join = /join 1042 1077 two records of one person become one
help-journey = /journey the messages after a purchase, and their days
help-edit = /edit day-14 day 10 change a message’s day, hour or words
help-pause = /pause day-14 hold a message or a journey
help-resume = /resume go on with what is held
help-stopall = /stopall nothing but replies leaves
help-calm = /calm today a calm day: nothing is sold
help-closed = /closed 2026-03-22 support does not work that day
help-hours = /hours 2026-02-20..2026-03-19 10:00-15:00 other working hours
help-open = /open 2026-03-22 takes a calm day, a closed day or other hours back
help-shadow = /shadow rehearsal: messages come to managers instead of customers
help-live = /live the rehearsal ends
help-send = /send words: a message to many, with a preview
help-segments = /segments groups of customers, for example /segments runners = category:shoes spent>=5m
help-offers = /offers offers: on, off, and what they can cost at worst
help-offer = /offer 20% max 200000 x10 48h | Shoe sale: a new offer
help-code = /code 7KQ-M4X-9TP 2500000 what this code takes off
help-points = /points points: their worth, what last month would have cost, what the shop owes
help-sorry = /sorry 217 50000 points (or the name of an offer) to make up for a case
help-progress = /progress where the message to many is
help-sale = /sale 09121234567 2500000 running shoes | Sara enters a purchase by hand
help-reach = /reach how many we can reach
help-staff = /staff the team
help-invite = /invite support or /invite manager: a new colleague
help-doctor = /doctor is everything in its place?
help-login = /login a link to the web page

## Answers

answers-title = Answers ({ $count }):
    .more = More
answers-none = No answers yet.
answer-line =
    • { $name } · { $question ->
        [arrived] arrived?
        [satisfied] happy?
        [shipping] delivery
        [change] change what?
       *[free] own words
    } { $value ->
        [yes] yes
        [not-yet] not yet
        [great] great
        [good] good
        [ok] so-so
        [bad] bad
        [very-bad] very bad
        [fine] fine
        [late] late
        [damaged] damaged parcel
        [other] something else
        [nothing] nothing
       *[none] {""}
    } { $scored ->
        [yes] ({ $score } of 5)
       *[no] {""}
    } { $worded ->
        [yes] “{ $words }”
       *[no] {""}
    } · order { $order } · { $time }

## Cases

cases-title = Open cases ({ $count }):
    .one = Case { $case }
cases-none = No open case 🌱
case-head =
    { $case } · { $name } · { $kind ->
        [complaint] complaint
        [delivery] delivery
        [cancel] cancel the order
        [safety] safety
        [warranty] warranty
        [technical] technical question
        [exchange] exchange
       *[question] question
    } { $urgent ->
        [yes] · urgent
       *[no] {""}
    } · { $state ->
        [closed] closed
        [replied] answered
       *[waiting] waits for an answer until { $time }
    }
case =
    Order { $order } · { $item }
    Opened because: { $reason }
    .reply = Reply
    .file = { $kind ->
        [photo] Photo
        [voice] Voice
        [video] Video
       *[document] File
    } { $number }
    .claim = It's mine
    .hand = Back into the queue
    .record = The whole record
    .close = Close the case
    .reopen = Open it again
    .show = Show the case
case-entry =
    { $from ->
        [customer] Customer
        [support] We
        [note] Note
       *[system] System
    }: { $words }
case-unknown = There is no case of that number. For example: /case 217
case-closed = Case { $case } is closed; nothing was sent.
case-closed-now = Case { $case } is closed. What waited for it goes in its time.
reply-write = Write your answer to the customer of case { $case }; it goes out word for word.
    .cancel = Send nothing
reply-sent = Your answer goes to the customer of case { $case } in ten seconds.
    .undo = Take it back
    .close = Close the case
reply-cancelled = All right, nothing is sent.

## A customer

customer =
    { $name } · { $orders } orders, the last on { $newest }
    Answers: { $answers } · open cases: { $cases }
    Chats: { $chats }
    Questions: { $questions ->
        [yes] allowed
        [no] off
       *[unasked] not said yet
    } · offers: { $offers ->
        [yes] allowed
        [no] off
       *[unasked] not said yet
    }
    Group: { $group ->
        [high] high spender
        [repeat] repeat buyer
        [once] bought once
       *[visitor] no purchase yet
    } · codes: { $codes }{ $pointsKnown ->
        [yes] {" "}· points: { $points } { $level }
       *[no] {""}
    }
customer-how = Add a phone number or an order's number, for example: /customer 09121234567
customer-unknown = Nobody found by that number.
why-title = Messages of { $name }, up to { $days } days ahead:
why-none = Nothing is planned for { $name }.
why-line =
    • { $time } · { $step } · { $state ->
        [planned] planned
        [held] held
        [sending] being sent
        [sent] sent
        [accepted] sent
        [delivered] delivered
        [failed] failed
        [dropped] will not go
       *[uncertain] nobody knows whether it arrived
    } { $reason ->
        [quiet-hours] (quiet hours)
        [cap] (cap reached)
        [gap] (too soon after another)
        [survey-cool-down] (asked lately)
        [support-busy] (support is busy)
        [no-consent] (no consent)
        [no-address] (chat not opened yet)
        [unreachable] (blocked us)
        [open-case] (a case is open)
        [not-arrived] (not arrived yet)
        [paused] (paused)
        [calm-day] (calm day)
        [too-late] (too late)
        [stopped] (said stop)
        [order-cancelled] (order cancelled)
        [bought-again] (bought again)
        [answered] (answered)
        [delivered] (delivered)
        [nothing-related] (nothing related)
        [no-offer] (no offer)
        [discarded] (discarded)
        [held-out] (held out)
        [offer-over] (offer over)
       *[none] {""}
    }

## Report

report-managers = Only managers see the month. The week: /report
report-how = Which month? /report month the last one · /report 2026-10 another that has begun
report =
    The last seven days (in brackets: the seven before)
    Asked: { $asked } ({ $askedBefore }) · answered: { $answered } ({ $answeredBefore })
    Satisfied: { $csat } ({ $csatBefore }), that is { $satisfied } of the { $rated } who rated said great or good
    Did not finish: { $partial }
    New cases: { $opened } ({ $openedBefore })

## The team

team = The team:
    .invite-manager = Invite a manager
    .invite-support = Invite support
    .revoke = Revoke { $name }
team-line =
    • { $name } · { $role ->
        [manager] manager
       *[support] support
    } · { $channel }
invite =
    Send this to your colleague, who becomes { $role ->
        [manager] a manager
       *[support] support
    }. One person, once, within two days:
invite-how = Write /invite support or /invite manager
revoked = { $name } has no access from this moment.
revoke-unknown = This colleague has no access any more.
revoke-last = This is the only manager: invite another one first.

## Support, managers

case-taken = { $name } has case { $case }.
case-is-open = Case { $case } is open.
case-typing = { $name } is writing an answer.
reply-undone = The answer in case { $case } is taken back; nothing was sent.
reply-gone = Too late: the answer in case { $case } has gone.
note-how = Write the note as well, for example: /note 217 talked to the warehouse
noted = The note stands in case { $case }; the customer doesn't see it.
handed-over = Case { $case } is back in the queue.
remind-how = Write the day and the hour, for example: /remind 217 2026-04-09 10:00 call them
remind = All right, { $time } I'll remind you of case { $case }.
reminder = Reminder: case { $case } · { $name } { $what }

alike-none = The { $all } waiting cases have nothing in common.
alike-line = { $count } of { $all } cases mention “{ $word }”{ $known ->
        [yes] { " " }({ $item })
       *[no] {""}
    }.
alike-how = One answer to all of them: /all { $word } your answer
all-how = Write the word and the answer, for example: /all size We'll send the right size tomorrow. The word has to stand in waiting cases.
all-preview = This goes to { $count } cases, one by one ({ $cases }):
    .send = Send it
    .drop = Don't send
all-sent = { $count } answers are on their way.

export = The answers are in this file. It holds your customers' words: keep it where only you can read it.
export-elsewhere = No files can be sent here: use Telegram, the shop's chat page, or npx bazgasht export answers.
export-large = Too many answers for one file in a chat: ask for less (/export month), or npx bazgasht export answers.
notices =
    Bad answers at once: { $bad ->
        [yes] on
       *[no] off
    }
    The day in one message: { $digest ->
        [yes] daily at { $hour }
       *[no] off
    }
    Another hour: /notices digest 18
    .bad-on = Tell me of bad answers
    .bad-off = Don't tell me of bad answers
    .digest-9 = The day, daily at 9
    .digest-20 = The day, daily at 20
    .digest-off = No daily message
digest =
    The past day: { $answers } answers, { $rated } ratings ({ $happy } happy, { $unhappy } unhappy)
    New cases: { $opened } · waiting: { $waiting }
    .bad = The unhappy
    .next = Give me the next

record-title = The record of { $name }:
record-line =
    • { $time } · { $kind ->
        [order] order
        [points] points
        [coupon-granted] got a code
        [coupon-redeemed] used a code
        [coupon-expired] the code ran out
        [promise-open] promised
        [promise-kept] a promise kept
        [promise-broken] a promise not kept
        [message] we sent
        [answer] answer
        [case-opened] case opened
        [case-closed] case closed
        [entry-customer] customer wrote
        [entry-support] we wrote
        [entry-note] note
        [entry-system] system
        [consent-yes] agreed
       *[consent-no] said no
    }: { $what }

journey-title = The messages and their days:
journey-line =
    • { $step } · day { $day }{ $timed ->
        [yes] { " " }at { $at }
        [after] { " " }+ { $at }
       *[no] {""}
    } { $marks }
journey-how = Change: /edit day-14 day 10 · /edit day-14 at 18:30 · /edit day-3 en new words · /edit day-3 default
edit-how =
    Like this: /edit day-14 day 10 · /edit day-14 at 18:30 · /edit day-3 fa words (Persian) · /edit day-3 en words (English)
    · /edit day-14 holdOut 10 (ten percent to compare with) · /edit day-3 default (as it was). Names: /journey
edit-no = It can't be used: { $problem ->
        [no-such-step] there is no message { $step }.
        [not-timed] { $step } has no day of its own: it follows an answer.
        [bad-value] a day is 0 to 730, an hour like 18:30, a comparison group 0 to 50.
       *[bad-text] the words hold something that cannot be filled in: write braces as the original does.
    }
edited = { $step } is changed, and so are those that have not gone yet. A customer sees:
    .undo = As it was
edit-default = { $step } is as it was.

pause-which = Which one?
paused = { $place } is held until you say so.
    .resume = Go on
resumed = { $place ->
        [all] Everything
       *[other] { $place }
    } goes on from now.
stopped-all = From now on nothing leaves but replies to customers.
    .resume = Go on
shadow-on = The rehearsal is on: what falls due comes to the managers, not to customers.
    .back = Go live
shadow-off = The rehearsal is over: messages go to customers.
    .back = Back to the rehearsal
days =
    Calm days: { $calm }
    Support is closed: { $closed }
    New: /calm today · /closed 2026-03-22 · back: /open 2026-03-22
days-how = Write the day: today, tomorrow, 2026-03-22 or 2026-03-21..2026-03-24
calm = { $days }: a calm day, nothing is sold.
    .undo = Take it back
closed = { $days }: support is closed; promises count with it.
hours-how = Like this: /hours 2026-02-20..2026-03-19 10:00-15:00
hours = { $days }: working hours { $from } to { $to }.
opened = { $days }: as usual again.

send-how = Write the words as well, for example: /send Hi, the new shoes are here 🌱 (up to { $most } characters)
send-gone = This message is no draft any more.
send-preview = A customer gets this:
send-whom = For whom?
    .all = All customers
    .bought-90 = Who bought in the last 90 days
    .away-90 = Who hasn't bought for 90 days
send-rehearsal = It would reach { $count } now.
    .now = Send it now
    .morning = At 10 in the morning
    .drop = Don't send
send-held = { $count } later: { $reason ->
        [quiet-hours] quiet hours
        [cap] cap reached
        [gap] too soon after another
        [survey-cool-down] asked lately
        [support-busy] support is busy
        [no-consent] no consent
        [no-address] chat not opened yet
        [unreachable] blocked us
        [open-case] a case is open
        [not-arrived] not arrived yet
        [paused] paused
        [calm-day] calm day
        [too-late] too late
        [stopped] said stop
        [order-cancelled] order cancelled
        [bought-again] bought again
        [answered] answered
        [delivered] delivered
        [nothing-related] nothing related
        [no-offer] no offer
        [discarded] discarded
        [held-out] held out
        [offer-over] offer over
       *[none] {""}
    }
send-dropped = { $count } don't get it: { $reason ->
        [quiet-hours] quiet hours
        [cap] cap reached
        [gap] too soon after another
        [survey-cool-down] asked lately
        [support-busy] support is busy
        [no-consent] no consent
        [no-address] chat not opened yet
        [unreachable] blocked us
        [open-case] a case is open
        [not-arrived] not arrived yet
        [paused] paused
        [calm-day] calm day
        [too-late] too late
        [stopped] said stop
        [order-cancelled] order cancelled
        [bought-again] bought again
        [answered] answered
        [delivered] delivered
        [nothing-related] nothing related
        [no-offer] no offer
        [discarded] discarded
        [held-out] held out
        [offer-over] offer over
       *[none] {""}
    }
send-confirmed = { $count } messages are queued, from { $time }.
    .progress = Where is it?
    .recall = Take back what has not gone
progress = The message to many:
progress-none = No message to many is on its way.
progress-line =
    • { $count } · { $state ->
        [planned] planned
        [held] held
        [sending] being sent
        [sent] sent
        [accepted] sent
        [delivered] delivered
        [failed] failed
        [dropped] will not go
       *[uncertain] nobody knows whether it arrived
    } · { $reason ->
        [quiet-hours] quiet hours
        [cap] cap reached
        [gap] too soon after another
        [survey-cool-down] asked lately
        [support-busy] support is busy
        [no-consent] no consent
        [no-address] chat not opened yet
        [unreachable] blocked us
        [open-case] a case is open
        [not-arrived] not arrived yet
        [paused] paused
        [calm-day] calm day
        [too-late] too late
        [stopped] said stop
        [order-cancelled] order cancelled
        [bought-again] bought again
        [answered] answered
        [delivered] delivered
        [nothing-related] nothing related
        [no-offer] no offer
        [discarded] discarded
        [held-out] held out
        [offer-over] offer over
       *[none] {""}
    }
recalled = { $count } messages that had not gone never will.

sale-how = Like this: /sale 09121234567 2500000 running shoes | Sara (phone, toman, what, whom)
sale =
    Entered: { $item }, { $toman } toman. Give the buyer this link, which opens the chat:
    { $link }
reach =
    Of { $customers } customers we can reach { $reachable } ({ $share }).
    May be asked: { $feedback } · may get offers: { $marketing }
    Channels: { $channels }
    How they came: { $doors }
login =
    This link works once, for five minutes:
    { $link }

join-how = Write two numbers, for example: /join 1042 1077 (the second record goes into the first)
join-same = They are one already, or one of them is part of another.
joined-customers = The record of { $from } is part of { $into } now.
    .undo = Take it apart
unjoined = They are two again, each with what was theirs.
unjoin-gone = That was taken apart already.

ready-none = There is no ready answer yet. A manager writes one: /ready delivery = Hi {"{name}"}, order {"{order}"} leaves today.
ready-title = Ready answers (their buttons come when you tap "I answer"):
ready-managers = Managers write the ready answers.
ready-full = There may be twenty; remove one: /ready name =
ready-written = The ready answer { $name } is written.
ready-removed = The ready answer { $name } is gone.
ready-gone = This ready answer or its case is gone.
file-unknown = This cannot be sent: a photo, a voice, a video or a file can.
name-how = Write your name as well, for example: /name Negar
named = All right, { $name }.
group-bound = From now on each case is a topic here. What you write under it goes to the customer; after a dot, it is a note of our own. To take it back: /undo
doctor = This wants mending:
doctor-well = Everything is in its place 🌱

## Segments, offers, points

journeys-line = { $on ->
        [yes] 🟢
       *[no] ⚪️
    } { $journey } { $mark } · { $what }
journey-about = Journeys
    .after-purchase = after each order: thanks, has it arrived? happy? and two offers
    .order-updates = news of shipping and delivery
    .how-to = short help with what was bought
    .cross-sell = day 21: what goes with their order
    .replenishment = when a consumable is running out
    .cart-reminder = a cart left behind: after an hour, and after a day
    .second-purchase = bought once: a discount on the second order
    .vip = the best customers: thanks and free shipping
    .repeat-buyer = from the second order on: points as a gift
    .birthday = birthday
    .anniversary = anniversary of the first order
    .points-expiring = points about to expire
    .level-reached = a new level
    .referral = bring a friend, after "love it"
    .win-back = away for a while: what happened?
    .apology = an apology and what was booked for it
    .member-survey = each half year: would you recommend us?
    .after-support = after a case was closed: did we help?
    .public-review = after "love it": may we show your words?
journey-one =
    { $journey } · { $on ->
        [yes] on 🟢
       *[no] off ⚪️
    }
    { $what }
    It concerns { $concerned } right now.
journey-switched = { $journey } is { $on ->
        [yes] on.
       *[no] off; what is under way goes on, nothing new begins.
    }
    .on = Switch it on
    .off = Switch it off
segments = Segments:
segments-line = • { $name }: { $all } people, { $reachable } get offers
segments-how = Terms: category:shoes · product:SKU · regular:SKU (bought three times) · spent>=5m · orders>=2 · bought-90 · away-90 · seen-30 · unseen-30 · level:silver · answered:bad · score<=2 · channel:telegram · city:Tehran · group:high; with and, or, not and parentheses. To name one: /segments runners = category:shoes
segment-no = "{ $found }" is not understood. Expected one of: { $expected }
segment-saved = Segment { $name } is stored: { $all } people, { $reachable } get offers.
segment-deleted = The segment is gone.
offers = { $on ->
        [yes] Journeys give codes 🟢 At worst, those that are on cost { $worst } a month.
       *[no] Journeys give no codes yet ⚪️ Switched on, those that are on cost { $worst } a month at worst. Your till asks the API about codes, or colleagues do with /code.
    }
    Codes and points of one order together take off { $most } at most (policy.yaml).
    .on = Switch on
    .off = Switch off
offers-line = • { $title } · { $state ->
        [live] running
        [stopped] stopped
       *[over] over
    }{ $counted ->
        [yes] {" "}· { $left } of { $quantity } left
       *[no] {""}
    } · spent { $spent }
offer-how =
    Write it like this: /offer 20% max 200000 x10 48h for group:repeat | Shoe sale
    Kinds: 20% max ceiling · amount 50000 · free-shipping cost 80000 · gift mug cost 50000
    Quantity x10 or budget 2m (one is needed) · time 48h · early 24h for existing customers · hold 24h · each 2 · min 300k · sku RUN-41 · for a segment
offer-no = { $problem ->
        [what] What kind of offer ({ $word })? For example 20% max 200000, amount 50000, free-shipping cost 80000.
        [ceiling] A percentage needs its ceiling: { $word } max 200000
        [cost] Write what it costs: { $word } cost 80000
        [bound] It has to be known what it can cost: a quantity (x10) or budget 2m.
        [hours] From 13h to 960h, not { $word }. A message with less than 12 hours left is not sent.
        [title] Write the offer's name behind | (at most 80 characters).
       *[unknown] "{ $word }" is not understood. Help: /offer
    }
offer-unreal = This discount is not real: "{ $item }" would cost { $price }, but was mostly sold for { $paid } in the last 30 days. It is not started.
offer-draft =
    { $title }: { $offer }
    { $counted ->
        [yes] { $quantity } of them, { $hours } hours
       *[no] { $hours } hours
    }{ $isEarly ->
        [yes] ; existing customers { $early } hours earlier
       *[no] {""}
    }. At worst it costs { $worst }.
    For { $all } people; { $reachable } get offers.
    .launch = Start it
    .drop = Throw it away
offer-gone = This offer is no draft any more.
offer-dropped = The draft is thrown away.
offer-launched = Started; { $count } messages are in the queue.
offer-watch =
    { $title } · { $state ->
        [live] running until { $until }
        [stopped] stopped
       *[over] over
    }{ $counted ->
        [yes] {" "}· { $left } of { $quantity } left
       *[no] {""}
    }
    Messages: { $sent } went, { $ahead } ahead, { $dropped } will not go
    { $claimed } took one, { $redeemed } used it, { $waiting } wait
    Spent { $spent }, at worst so far { $worst }
    .again = Again
    .stop = Stop it
offer-stopped = Stopped; { $count } messages that had not gone will not. Codes already given work until their end.
code-how = Write it like this: /code 7KQ-M4X-9TP, or with the basket: /code 7KQ-M4X-9TP 2500000
code-unknown = There is no such code.
code-no = This code is refused: { $why ->
        [expired] its time is over
        [used] it was used before
        [other-customer] it is another customer's
        [below-minimum] the basket is too small
        [not-stackable] it does not go with another code
        [sold-out] sold out
       *[not-yet] it has not begun
    }.
code = { $code }: { $offer }, until { $until }. Write the basket behind it, and I'll work it out.
code-off = { $code }: { $offer }. It takes off { $discount }.
    .use = Used
code-used = { $code } is used: { $discount } off.
points-how =
    /points worth 1000 (how many toman are 1,000 points? shows what last month would have cost) · /points off · /points sheet
    A correction: /points 09121234567 +5000 why
points-never = Points are off. First write what they are worth, to see what last month would have cost: /points worth 1000
points-cost =
    At { $worth } for 1,000 points, the { $orders } orders of the last 30 days would have earned { $points } points, which is { $cost } of { $sales } sold ({ $share } percent).
    .on = Switch them on
points-on = Points are on: 1,000 are { $worth }. New orders earn them.
points-off = Points are off; what there is stays.
points-status =
    Points are { $on ->
        [yes] on
       *[no] off
    }; 1,000 are { $worth }.
    { $members } people have { $active } points, which the shop owes as { $owed }; { $pending } are on the way, and { $expiring } expire within a month.
    The list: /points sheet
points-sheet = The points of all customers:
points-corrected = Booked. { $name } has { $points } points now.
sorry-how = Write it like this: /sorry 217 50000 (points) or /sorry 217 win-back (a code). Offers: { $offers }
sorry-again = That case was made up for already.
sorry-budget = This month's budget of that offer is gone.
sorry-no-points = Points are off: see /points, or name an offer.
sorry = Booked. { $told ->
        [yes] The customer gets the message.
       *[no] The journey apology is off, and the customer does not know yet.
    }
    .on = Switch it on
