# The words of "after a purchase". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# A text may use: { $shop } { $agent } { $item } { $case } { $time } { $code } { $offer } { $gain } { $ceiling } { $until } { $day }
# { $name } { $shipped } { $tracking } { $products }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

## Right after the sale

receipt =
    { $nameKnown ->
        [yes] Hi { $name }, your order is in. Thank you for choosing { $shop } 🙏
       *[no] Hi, your order is in. Thank you for choosing { $shop } 🙏
    }
    I'll send its news right here.

## Day 3

day-3 =
    { $nameKnown ->
        [yes] Hi { $name }, thank you for shopping at { $shop } 🙏
       *[no] Hi, thank you for shopping at { $shop } 🙏
    }
    { $shippedKnown ->
        [yes] Your order left on { $shipped } and usually takes 2–4 days.
       *[no] { "" }
    }
    { $agentKnown ->
       *[yes] Any question, just write here; I or my colleague { $agent } will answer.
        [no] Any question, just write here; I or a colleague will answer.
    }

## Arrived?

arrived =
    { $nameKnown ->
        [yes] Hi { $name }, has your { $item } arrived?
       *[no] Hi, has your { $item } arrived?
    }
    .yes = Yes
    .not-yet = Not yet
arrived-again =
    { $nameKnown ->
        [yes] Hi { $name }, I promised to ask again: is your { $item } there now?
       *[no] Hi, I promised to ask again: is your { $item } there now?
    }
arrived-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, I still don't know whether your { $item } has reached you.
       *[no] Hi, I still don't know whether your { $item } has reached you.
    }
    Has it?
not-yet =
    { $trackingKnown ->
        [yes] Thanks for telling me. Postal tracking:
       *[no] Thanks for telling me.
    }
    { $trackingKnown ->
        [yes] { $tracking }
       *[no] { "" }
    }
    I'll ask again on { $day }.
    .copy = Copy
    .person = Look into it now
second-not-yet =
    I'm sorry it still isn't there; you have every right to worry.
    { $agentKnown ->
       *[yes] Case { $case } is open and { $agent } from support will look into it and answer right here by { $time }.
        [no] Case { $case } is open and a colleague from support will look into it and answer right here by { $time }.
    }
    Until it's solved, you'll get no advertising from us.

## Happy?

good-to-hear = Good that it's there.
satisfied =
    Happy with your { $item }? Three short questions, under a minute.
    .great = Love it 😍
    .good = Good 🙂
    .ok = So-so 😐
    .bad = Bad 🙁
    .very-bad = Very bad 😞
satisfied-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, I'll remind you just this once: are you happy with your { $item }?
       *[no] Hi, I'll remind you just this once: are you happy with your { $item }?
    }
    It takes less than a minute.
glad = Glad to hear it!
noted = Thanks for telling me.
sorry =
    I'm sorry it turned out like this; you have every right to be upset.
    { $agentKnown ->
       *[yes] Case { $case } is open and { $agent } from support will answer right here by { $time }. A photo helps if you have one.
        [no] Case { $case } is open and a colleague from support will answer right here by { $time }. A photo helps if you have one.
    }
    Until it's solved, you'll get no advertising from us.

## Delivery

shipping =
    Any trouble with delivery?
    .fine = No, fine
    .late = Late
    .damaged = Damaged parcel
    .other = Something else
shipping-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, one question was left half-way: any trouble with the delivery of your { $item }?
       *[no] Hi, one question was left half-way: any trouble with the delivery of your { $item }?
    }
shipping-sorry =
    I'm sorry the delivery went like this.
    { $agentKnown ->
       *[yes] Case { $case } is open and { $agent } from support will answer right here by { $time }.
        [no] Case { $case } is open and a colleague from support will answer right here by { $time }.
    }

## The last one

change =
    Last one: if we changed one thing, what should it be? Write or send a voice note.
    .nothing = Nothing
change-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, only the last question is left: if we changed one thing, what should it be?
       *[no] Hi, only the last question is left: if we changed one thing, what should it be?
    }
thanks-end = { $nameKnown ->
    [yes] Thank you { $name } 🙏 My colleagues get your exact words.
   *[no] Thank you 🙏 My colleagues get your exact words.
}
changed = All right, I've changed your answer.
taken-back = All right, I've put that straight and closed the case again.

## Day 14

day-14 =
    { $nameKnown ->
        [yes] Hi { $name }, these go well with your { $item } 🌱
       *[no] Hi, these go well with your { $item } 🌱
    }
    { $products }
    Any question about them, just write here.
    .no-offers = No more offers

## Day 30

day-30 =
    { $nameKnown ->
        [yes] Hi { $name }, it's been a month. { $ceilingKnown ->
            [yes] Here's { $gain } your next order, up to { $ceiling }:
           *[no] Here's { $gain } your next order:
        }
       *[no] Hi, it's been a month. { $ceilingKnown ->
            [yes] Here's { $gain } your next order, up to { $ceiling }:
           *[no] Here's { $gain } your next order:
        }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
