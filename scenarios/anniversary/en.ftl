# The words of "anniversary". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $count } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

anniversary =
    { $nameKnown ->
        [yes] Hi { $name }, this is anniversary number { $count } of your first order; thank you for staying 🌱 From us: { $offer }
       *[no] Hi, this is anniversary number { $count } of your first order; thank you for staying 🌱 From us: { $offer }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
