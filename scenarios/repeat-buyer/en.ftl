# The words of "repeat buyer". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $points }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

welcome-back =
    { $nameKnown ->
        [yes] Hi { $name }, it's good to have you back 🌱
       *[no] Hi, it's good to have you back 🌱
    }
    As a thank-you, { $points } points are booked for you.
    Whenever you want to use them, write "points".
    .no-offers = No more offers
