# The words of "public review". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $item }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

review =
    { $nameKnown ->
        [yes] Hi { $name }, you said you love your { $item }, and that made our day 🌱
       *[no] Hi, you said you love your { $item }, and that made our day 🌱
    }
    May we show your words to other customers too?
    .name = Yes, with my name
    .anonymous = Yes, without it
    .no = No
words =
    Thank you 🙏 Please write a sentence or two for somebody who wants to buy the same; nothing but that is shown.
    .nothing = I'd rather not write

thanks =
    { $nameKnown ->
        [yes] Thank you { $name } 🙏 It's noted just as you wrote it. If you change your mind, just write here.
       *[no] Thank you 🙏 It's noted just as you wrote it. If you change your mind, just write here.
    }
fine = All right, we won't show anything. Thank you for answering.
noted = Thanks for telling me.
changed = All right, I've changed your answer.
