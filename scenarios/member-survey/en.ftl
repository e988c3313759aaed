# The words of "member survey". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $shop } { $count }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

recommend =
    { $nameKnown ->
        [yes] Hi { $name }, you've been with us for { $count } months 🌱
       *[no] Hi, you've been with us for { $count } months 🌱
    }
    From 0 to 10, how likely are you to recommend { $shop } to a friend?
    10 means certainly. Two short questions, under a minute.
    .n10 = 10
    .n9 = 9
    .n8 = 8
    .n7 = 7
    .n6 = 6
    .n5 = 5
    .n4 = 4
    .n3 = 3
    .n2 = 2
    .n1 = 1
    .n0 = 0
recommend-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, I'll remind you just this once: from 0 to 10, how likely are you to recommend us to a friend?
       *[no] Hi, I'll remind you just this once: from 0 to 10, how likely are you to recommend us to a friend?
    }
    That one number already helps.

glad = Glad to hear it!
thanks = Thanks for telling me.
frank = Thank you for being frank; so there's still room for us to do better.
reason =
    What made you choose that number? Write or send a voice note.
    .nothing = No particular reason
reason-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, only the last question is left: what made you choose that number?
       *[no] Hi, only the last question is left: what made you choose that number?
    }

thanks-end = Thank you for your time. My colleagues get your exact words.
noted = Thanks for telling me.
changed = All right, I've changed your answer.
