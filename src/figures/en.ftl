# Names and meanings of figures, once for the dashboard, the command line and the staff bot. The message: its name; .formula: in words; .means; .note: a rule of thumb, beside that one measure only.

reach = Reach
    .formula = customers whose chat with us is open ÷ all customers
    .means = How many can be written to. Read every other rate beside this one.
retention-by-count = Retention rate, by count
    .formula = (active at the end − new customers) ÷ active at the start
    .means = How far the number of customers has held, newcomers left out.
retention-by-identity = Retention rate, by identity
    .formula = active at the start and still at the end ÷ active at the start
    .means = How many of the very people of the start are still customers.
period-return = Period return rate
    .formula = buyers of the period before who bought in this one too ÷ buyers of the period before
    .means = How many who bought in the period before bought again in this one.
    .note = Rule of thumb: 20 to 40 % is desirable. Compare your shop with its own past.
repeat-customers = Repeat-customer rate
    .formula = customers with two orders or more ÷ everybody who ever bought
    .means = How many of all buyers bought more than once.
    .note = Rule of thumb: 20 to 30 % is average. Compare your shop with its own past.
monthly-buyers = Monthly buyer share
    .formula = who bought this month ÷ everybody who ever bought
    .means = How many of all buyers bought in this very month.
    .note = Rule of thumb: 20 to 30 % a month is very good. Compare your shop with its own past.
satisfaction = Satisfaction
    .formula = answers “great” and “good” ÷ all ratings
    .means = How many of those who rated were satisfied.
response = Response rate
    .formula = questions answered ÷ questions sent
    .means = How many of our questions were not left unanswered.
completion = Completion
    .formula = surveys answered to the last question ÷ surveys begun
    .means = How many who began had the patience to go on.

differ = The two retention rates differ: { $count } by count, { $identity } by identity. Somebody new has left early, or somebody of long ago came back.
active = “Active”: bought within the { $days } days before that instant.
what-if = Nothing but an “if”: with five of a hundred customers more staying ({ $customers }) and buying as the others did, this period would have brought { $amount } more.
no-comparison = There is no comparison group.

## Verdicts

effect-earned = They buy more: { $treated } against { $held } (difference { $difference }, from { $low } to { $high }). { $extra } of extra sales, { $cost } of discounts.
effect-lost = They buy less: { $treated } against { $held } (difference { $difference }, from { $low } to { $high }). { $cost } of discounts. Better switched off.
effect-no-difference-yet = No clear difference yet: { $treated } against { $held }. { $when ->
        [no] With so few customers nobody can say when there will be.
       *[yes] Clearer by { $day }.
    }
effect-not-enough-data = Not enough data yet ({ $customers } with messages, { $heldCustomers } without). { $when ->
        [no] With so few customers nobody can say when there will be.
       *[yes] The answer is due about { $day }.
    }
effect-no-comparison = No comparison group. { $when ->
        [no] With so few customers there would be no answer within ten years.
       *[yes] With ten percent held out from today, the answer would be due about { $day }.
    }

## Forecast

forecast = Returning buyers expected: { $month } about { $customers } (from { $low } to { $high }). Method: the mean of the last three months; the range is what that would have been off before.
no-forecast = A forecast needs at least { $months } whole months of purchases.

## The month's page

page-title = { $month } · { $shop }
page-running = This month is not over yet: up to now.
page-reach = Reach: { $reachable } of { $customers } customers ({ $share }) · of these agreed to offers: { $marketing }
page-channels = By: { $channels }
page-rate = • { $name }: { $value } ({ $numerator } of { $denominator })
page-count = • { $name }: { $value } (start { $start }, end { $end }, new { $new })
page-rates = Rates:
page-basket = Sales: { $orders } orders, average basket { $average } (period before { $before })
page-revenue = { $share } of sales came from repeat purchases.
page-answers = Answers: satisfied { $csat } ({ $satisfied } of { $rated }) · response { $response } ({ $answered } of { $asked }) · to the end { $completion } ({ $finished } of { $begun })
page-nps = Net promoter score: { $score } ({ $promoters } promoters, { $detractors } detractors)
page-reasons = Why they left: { $reasons }
page-reason = { $reason } { $customers }
page-discounts = Discounts used: { $amount } · for each customer kept { $each }
page-points = Points of customers: { $points }, that is { $owed } owed
page-journeys = Journeys:
page-journey = • { $journey }: { $verdict }
page-no-journeys = No journey has begun yet.
page-none = No purchase is known yet. Bring earlier orders with bazgasht import orders.

reason-price = price
reason-quality = quality
reason-service = delivery or support
reason-forgot = forgot
reason-other = something else
reason-stop = wanted no messages
channel-telegram = Telegram
channel-whatsapp = WhatsApp
channel-bale = Bale
channel-webchat = web chat
