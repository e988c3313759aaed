# The words of "second purchase". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

see-you-again =
    { $nameKnown ->
        [yes] Hi { $name }, we'd love to see you again 🌱 For your next order: { $offer }
       *[no] Hi, we'd love to see you again 🌱 For your next order: { $offer }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
