# The words of "how-to". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $item } { $howTo }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

# { $howTo } is the help's title and text, several lines.
how-to =
    { $nameKnown ->
        [yes] Hi { $name }, a little help with your { $item } 🌱
       *[no] Hi, a little help with your { $item } 🌱
    }
    { $howTo }
    Any question, just write here.
    .open = Read more
