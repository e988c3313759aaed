## Welcome and help

joined =
    Hello { $name }. From now on you are { $role ->
        [manager] a manager
       *[support] support
    } of this shop, and hear of cases right here.
help = You can do all this from here:
help-answers = /answers what customers said, newest first. Only the unhappy: /answers bad
help-cases = /cases open cases
help-case = /case 217 one case
help-reply = /reply 217 words: an answer to its customer
help-close = /close 217 close a case
help-report = /report the last seven days
help-customer = /customer a phone number or an order's number
help-why = /why a phone or order number: which message went, waits or did not go, and why
help-staff = /staff the team
help-invite = /invite support or /invite manager: a new colleague

## Answers

answers-title = Answers ({ $count }):
    .more = More
answers-none = No answers yet.
answer-line =
    • { $name } · { $question ->
        [arrived] arrived?
        [satisfied] happy?
        [shipping] delivery
        [change] change what?
       *[free] own words
    } { $value ->
        [yes] yes
        [not-yet] not yet
        [great] great
        [good] good
        [ok] so-so
        [bad] bad
        [very-bad] very bad
        [fine] fine
        [late] late
        [damaged] damaged parcel
        [other] something else
        [nothing] nothing
       *[none] {""}
    } { $scored ->
        [yes] ({ $score } of 5)
       *[no] {""}
    } { $worded ->
        [yes] “{ $words }”
       *[no] {""}
    } · order { $order } · { $time }

## Cases

cases-title = Open cases ({ $count }):
    .one = Case { $case }
cases-none = No open case 🌱
case-head =
    { $case } · { $name } · { $kind ->
        [complaint] complaint
        [delivery] delivery
        [cancel] cancel the order
        [safety] safety
       *[question] question
    } { $urgent ->
        [yes] · urgent
       *[no] {""}
    } · { $state ->
        [closed] closed
        [replied] answered
       *[waiting] waits for an answer until { $time }
    }
case =
    Order { $order } · { $item }
    Opened because: { $reason }
    .reply = Reply
    .close = Close the case
case-entry =
    { $from ->
        [customer] Customer
        [support] We
       *[system] System
    }: { $words }
case-unknown = There is no case of that number. For example: /case 217
case-closed = Case { $case } is closed; nothing was sent.
case-closed-now = Case { $case } is closed. What waited for it goes in its time.
reply-write = Write your answer to the customer of case { $case }; it goes out word for word.
    .cancel = Send nothing
reply-sent = Your answer to the customer of case { $case } is on its way.
reply-cancelled = All right, nothing is sent.

## A customer

customer =
    { $name } · { $orders } orders, the last on { $newest }
    Answers: { $answers } · open cases: { $cases }
    Chats: { $chats }
    Questions: { $questions ->
        [yes] allowed
        [no] off
       *[unasked] not said yet
    } · offers: { $offers ->
        [yes] allowed
        [no] off
       *[unasked] not said yet
    }
customer-how = Add a phone number or an order's number, for example: /customer 09121234567
customer-unknown = Nobody found by that number.
why-title = Messages of { $name }:
why-none = Nothing is planned for { $name }.
why-line =
    • { $time } · { $step } · { $state ->
        [planned] planned
        [held] held
        [sending] being sent
        [sent] sent
        [accepted] sent
        [delivered] delivered
        [failed] failed
        [dropped] will not go
       *[uncertain] nobody knows whether it arrived
    } { $reason ->
        [quiet-hours] (quiet hours)
        [cap] (cap reached)
        [gap] (too soon after another)
        [survey-cool-down] (asked lately)
        [support-busy] (support is busy)
        [no-consent] (no consent)
        [no-address] (chat not opened yet)
        [unreachable] (blocked us)
        [open-case] (a case is open)
        [not-arrived] (not arrived yet)
        [paused] (paused)
        [calm-day] (calm day)
        [too-late] (too late)
        [stopped] (said stop)
        [order-cancelled] (order cancelled)
        [bought-again] (bought again)
        [answered] (answered)
        [delivered] (delivered)
        [nothing-related] (nothing related)
        [no-offer] (no offer)
        [discarded] (discarded)
        [held-out] (held out)
        [offer-over] (offer over)
       *[none] {""}
    }

## Report

report =
    The last seven days (in brackets: the seven before)
    Asked: { $asked } ({ $askedBefore }) · answered: { $answered } ({ $answeredBefore })
    Satisfied: { $csat } ({ $csatBefore }), that is { $satisfied } of the { $rated } who rated said great or good
    New cases: { $opened } ({ $openedBefore })

## The team

team = The team:
    .invite-manager = Invite a manager
    .invite-support = Invite support
    .revoke = Revoke { $name }
team-line =
    • { $name } · { $role ->
        [manager] manager
       *[support] support
    } · { $channel }
invite =
    Send this to your colleague, who becomes { $role ->
        [manager] a manager
       *[support] support
    }. One person, once, within two days:
invite-how = Write /invite support or /invite manager
revoked = { $name } has no access from this moment.
revoke-unknown = This colleague has no access any more.
revoke-last = This is the only manager: invite another one first.
