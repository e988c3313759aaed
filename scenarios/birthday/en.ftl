# The words of "birthday". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

birthday =
    { $nameKnown ->
        [yes] Hi { $name }, happy birthday 🎂 A gift from us: { $offer }
       *[no] Hi, happy birthday 🎂 A gift from us: { $offer }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
