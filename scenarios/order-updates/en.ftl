# The words of "order updates". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $agent } { $tracking } { $products } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

shipped =
    { $nameKnown ->
        [yes] Hi { $name }, your order is on its way 🌱
       *[no] Hi, your order is on its way 🌱
    } { $trackingKnown ->
        [yes] Postal tracking:
       *[no] { "" }
    }
    { $trackingKnown ->
        [yes] { $tracking }
       *[no] { "" }
    }
    { $productsKnown ->
        [yes] Good to have with it: { $products }
       *[no] { "" }
    }
    .copy = Copy

delivered =
    { $nameKnown ->
        [yes] Hi { $name }, your order has been delivered 🌱
       *[no] Hi, your order has been delivered 🌱
    }
    { $agentKnown ->
       *[yes] If anything is wrong with it, just write here; I or my colleague { $agent } will answer.
        [no] If anything is wrong with it, just write here; I or a colleague will answer.
    }

on-the-way =
    { $nameKnown ->
        [yes] Hi { $name }, your order is on its way 🌱 A little something from us: { $offer }
       *[no] Hi, your order is on its way 🌱 A little something from us: { $offer }
    }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
