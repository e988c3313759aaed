# The words of "apology". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

# { $offer } is what was booked: "50,000 points", or what the code gives. For points there is no code, and its line is not sent.
booked =
    { $nameKnown ->
        [yes] { $name }, we're sorry for the trouble we caused you.
       *[no] We're sorry for the trouble we caused you.
    }
    To make up for it, we've booked this for you: { $offer }. You can use it until { $until }.
    { $code }
    .copy = Copy
