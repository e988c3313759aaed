# The words of "vip". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $agent } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

thank-you =
    { $nameKnown ->
        [yes] Hi { $name }, thank you for always being there 🙏 A small thank-you from us: { $offer }
       *[no] Hi, thank you for always being there 🙏 A small thank-you from us: { $offer }
    }
    { $code }
    { $agentKnown ->
       *[yes] Yours only, once, until { $until }. Whatever you need, { $agent } will answer right here.
        [no] Yours only, once, until { $until }. Whatever you need, just write here.
    }
    .copy = Copy
    .shop = Shop with it
    .no-offers = No more offers
