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
  /** «۲۰۰ هزار تومان» / "200,000 toman" */
  'ceiling',
  /** «شنبه ۱۴ آذر ساعت ۲۱» / "Saturday 5 December 9 pm" */
  'until',
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
  /** The shared code of day 30. */
  'code',
  /** «۱۰٪» / "10%" */
  'percent',
  /** «جوراب دویدن و کفی طبی» / "running socks and cushioned insoles" */
  'products',
  /** The day of the next question: «چهارشنبه» / "Wednesday". */
  'day',
] as const

export const TEXT_ARGUMENTS: readonly string[] = [...SURE_FACTS, ...OPTIONAL_FACTS, ...OPTIONAL_FACTS.map(fact => `${fact}Known`)]
