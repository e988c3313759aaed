# The words of "after support". journey.yaml names each text; lines that begin with a dot are the labels of buttons.
# Known here: { $name } { $agent } { $case } { $time }. What may be unknown has a twin (such as $nameKnown) that is yes or no.
# An empty line is not sent. At most three short lines, one emoji, one question; where something is wrong no emoji and no "!".

helped =
    { $nameKnown ->
        [yes] Hi { $name }, your case with us is closed. Were you happy with our help?
       *[no] Hi, your case with us is closed. Were you happy with our help?
    }
    I'm asking so that we help better next time.
    .great = Great 😍
    .good = Good 🙂
    .ok = So-so 😐
    .bad = Bad 🙁
    .very-bad = Very bad 😞
helped-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, I'll remind you just this once: were you happy with my colleagues' help?
       *[no] Hi, I'll remind you just this once: were you happy with my colleagues' help?
    }

thanks =
    { $nameKnown ->
        [yes] Thank you { $name } 🙏 I'll tell my colleagues.
       *[no] Thank you 🙏 I'll tell my colleagues.
    }
better =
    What should have been better? Write or send a voice note.
    .nothing = Nothing
better-reminder =
    { $nameKnown ->
        [yes] Hi { $name }, only this question is left: what should have been better about our help?
       *[no] Hi, only this question is left: what should have been better about our help?
    }
thanks-end = Thanks for telling me. My colleagues get your exact words.
sorry =
    I'm sorry our help wasn't good; you have every right to be upset.
    { $agentKnown ->
       *[yes] Case { $case } is open and { $agent } from support will answer right here by { $time }.
        [no] Case { $case } is open and a colleague from support will answer right here by { $time }.
    }
    Until it's solved, you'll get no advertising from us.

noted = Thanks for telling me.
changed = All right, I've changed your answer.
taken-back = All right, I've put that straight and closed the case again.
