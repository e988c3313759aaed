# The words of "points expiring". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $points } { $until } { $worth }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

expiring =
    { $nameKnown ->
        [yes] Hi { $name }, { $points } of your points are good until { $until }, then they expire.
       *[no] Hi, { $points } of your points are good until { $until }, then they expire.
    }
    { $worthKnown ->
        [yes] They are worth { $worth }.
       *[no] { "" }
    }
    To use them, write "points".
    .no-offers = No more offers
