# The words of "cross-sell". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $item } { $products } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

goes-with =
    { $nameKnown ->
        [yes] Hi { $name },
       *[no] Hi,
    } { $productsKnown ->
        [yes] these go well with your { $item }: { $products } 🌱
       *[no] a few things go well with your { $item } 🌱
    }
    { $code }
    With this code: { $offer }; yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
