# The words of "level reached". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $level } { $perk }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

level =
    { $nameKnown ->
        [yes] Hi { $name }, you've reached { $level } 🌱
       *[no] Hi, you've reached { $level } 🌱
    }
    { $perkKnown ->
        [yes] From now on you get { $perk }.
       *[no] { "" }
    }
    Thank you for staying with us.
    .no-offers = No more offers
