# The words of "referral". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $link }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

for-a-friend =
    { $nameKnown ->
        [yes] Hi { $name }, we're glad you like it 🌱 If a friend might like us too, pass this link on:
       *[no] Hi, we're glad you like it 🌱 If a friend might like us too, pass this link on:
    }
    { $link }
    After your friend's first order, you both get points from us.
    .no-offers = No more offers
