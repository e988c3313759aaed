# The words of "win-back". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $shop } { $agent } { $case } { $time } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

why =
    { $nameKnown ->
        [yes] Hi { $name }, it's been a while and we miss you 🌱 If we let you down somewhere, we'd like to know. What happened?
       *[no] Hi, it's been a while and we miss you 🌱 If we let you down somewhere, we'd like to know. What happened?
    }
    .price = Prices
    .quality = Quality
    .service = Delivery or support
    .forgot = Just forgot
    .other = Something else
    .stop = No more messages
# Two days later, lighter: nothing has to be written.
why-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, I'll ask just this once more: where could we do better? No need to write, one tap is enough 🌱
       *[no] Hi, I'll ask just this once more: where could we do better? No need to write, one tap is enough 🌱
    }

## Each answer

price-offer =
    Thanks for telling me. For your next order: { $offer }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
price-noted = Thanks for telling me; I'll pass it on to my colleagues.
quality =
    I'm sorry it wasn't as good as it should be.
    { $agentKnown ->
       *[yes] Case { $case } is open and { $agent } from support will answer right here about an exchange by { $time }.
        [no] Case { $case } is open and a colleague from support will answer right here about an exchange by { $time }.
    }
    Tell me which purchase it was; a photo helps if you have one.
service =
    { $agentKnown ->
       *[yes] I'm { $agent }, head of support at { $shop }. I apologise. Tell me what happened and I'll see to it myself.
        [no] We apologise. Tell me what happened and the head of support at { $shop } will see to it personally.
    }
forgot = It happens 🙂 We're right here whenever you like.
tell = What happened? Write it here or send a voice note; my colleagues get your exact words.
stopped = Done. From this moment no more offers from us, here or anywhere. News of your orders still comes.
thanks-words = Thanks for telling me. My colleagues get your exact words.
noted = Thanks for telling me.
changed = All right, I've changed your answer.
taken-back = All right, I've put that straight and closed the case again.

## Day 21

last =
    { $nameKnown ->
        [yes] Hi { $name }, this is our last message about this. If you'd like to come by again, from us: { $offer }
       *[no] Hi, this is our last message about this. If you'd like to come by again, from us: { $offer }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
