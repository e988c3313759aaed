/** What is given to every text of a scenario, each a string already written in the reader's script. */

/** Facts that may be unknown, each with a twin `…Known` that is 'yes' or 'no'; the fact itself is then ''. */
export const OPTIONAL_FACTS = [
  /** The first name, fit to be said. */
  'name',
  /** The person of support; unknown: no human name is said. */
  'agent',
  /** When it left: «دوشنبه» / "Monday". Known only while it is on its way. */
  'shipped',
  /** The post's tracking code. */
  'tracking',
  /** «جوراب دویدن و کفی طبی» / "running socks and cushioned insoles": what goes with the order. */
  'products',
  /** «۲۰ هزار تومان» / "20,000 toman": what the points on hand are worth. Known only where there are some, and points are on. */
  'worth',
  /** «۲۰۰ هزار تومان» / "200,000 toman": the ceiling of a percentage, for a text that says $gain. */
  'ceiling',
  /** What the level reached brings: «ارسال رایگان» / "free shipping". */
  'perk',
  /** What the next level is called and brings: «نقره‌ای» / "Silver". */
  'nextLevel',
] as const

/** Facts that are there whenever a step that speaks of them is reached. */
export const SURE_FACTS = [
  'shop',
  /** Short, without an owner: «کفش دویدن» / "running shoes"; unknown or discreet «سفارشتون» / "order". */
  'item',
  /** The number of a case just opened. */
  'case',
  /** A person answers by then: «فردا ساعت ۱۱» / "11 am tomorrow". */
  'time',
  /** A step or reaction with an offer: the coupon's code «7KQ-M4X-9TP». */
  'code',
  /** What it is: «۱۰٪ تخفیف، تا سقف ۲۰۰ هزار تومان» / "10% off, up to 200,000 toman"; «ارسال رایگان» / "free shipping". */
  'offer',
  /** The same without its ceiling, which the text then has to say: «۱۰٪ تخفیف» / "10% off". */
  'gain',
  /** Its last moment: «شنبه ۱۴ آذر ساعت ۲۱» / "Saturday 5 December 9 pm". */
  'until',
  /** Points booked by this step, or about to expire: «۵٬۰۰۰» / "5,000". */
  'points',
  /** The level reached: «نقره‌ای» / "Silver". */
  'level',
  /** Orders, years or months that the journey counts: «۲» / "2". */
  'count',
  /** A link of one's own for friends. */
  'link',
  /** How-to of the category bought: its title «چطور کفش دویدن رو تمیز کنیم» / "How to clean running shoes". */
  'howTo',
  /** The day of the next question: «چهارشنبه» / "Wednesday". */
  'day',
] as const

export const TEXT_ARGUMENTS: readonly string[] = [...SURE_FACTS, ...OPTIONAL_FACTS, ...OPTIONAL_FACTS.map(fact => `${fact}Known`)]
