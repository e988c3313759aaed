# The words of "cart reminder". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

first =
    { $nameKnown ->
        [yes] Hi { $name }, you left some things in your basket; carry on whenever you like 🌱
       *[no] Hi, you left some things in your basket; carry on whenever you like 🌱
    }
    If you got stuck somewhere, just write here and we'll help.
    .shop = Carry on
    .no-offers = No more offers

second =
    { $nameKnown ->
        [yes] Hi { $name }, if you still want what's in your basket, this is from us: { $offer }
       *[no] Hi, if you still want what's in your basket, this is from us: { $offer }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Carry on
    .no-offers = No more offers
