# The words of "replenishment". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $item } { $agent } { $case } { $time } { $day } { $offer } { $code } { $until }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

run-out =
    Running out of { $item } these days?
    .same = The same again
    .still-have = Still have some
    .no-more = Don't use it any more
run-out-again =
    { $nameKnown ->
        [yes] Hi { $name }, I said I'd ask again: do you need more { $item }?
       *[no] Hi, I said I'd ask again: do you need more { $item }?
    }

same =
    Of course. For this order: { $offer }
    { $code }
    Yours only, once, until { $until }.
    .copy = Copy
    .shop = Shop with it
same-plain =
    Of course, you can order it again right here 🌱
    .shop = Order again
same-by-hand =
    { $agentKnown ->
       *[yes] Of course. I've passed it to my colleague { $agent }, who will arrange it with you right here by { $time }.
        [no] Of course. I've passed it to a colleague, who will arrange it with you right here by { $time }.
    }
    Your case number is { $case }.
later = All right. In ten days, on { $day }, I'll ask again.
no-hurry = All right, I won't ask any more. Whenever you need it, just write here 🌱
no-more = Thanks for telling me. I won't ask about { $item } again.

noted = Thanks for telling me.
changed = All right, I've changed your answer.
taken-back = All right, I've put that straight and closed the case again.
