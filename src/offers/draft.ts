/** An offer as a manager types it: «20% max 200000 x10 48h for category:shoes | حراج کفش». Pure. Amounts in whole toman. */
import { latinDigits } from '../text/digits.ts'

export type OfferDraft = {
  kind: 'percent' | 'amount' | 'free-shipping' | 'gift'
  percent: number | null
  /** The most one costs: a percentage's ceiling, what shipping or a gift costs. */
  ceiling: number | null
  amount: number | null
  gift: string | null
  minimum: number
  quantity: number | null
  /** For one person. */
  each: number
  budget: number | null
  hours: number
  earlyHours: number
  holdHours: number | null
  sku: string | null
  stacks: boolean
  audience: string
  title: string
}
export type DraftProblem = 'what' | 'ceiling' | 'cost' | 'bound' | 'hours' | 'title' | 'unknown'

/** Forty days. */
export const MOST_HOURS = 960

/** What is wrong first, with the word it is about. */
export function readOffer(text: string): { draft: OfferDraft } | { problem: DraftProblem; word: string } {
  const [terms = '', ...rest] = text.split('|')
  const title = rest.join('|').trim()
  const [head = '', audience = ''] = latinDigits(terms).split(/\sfor\s/).map(part => part.trim())
  const draft: OfferDraft = {
    kind: 'percent', percent: null, ceiling: null, amount: null, gift: null, minimum: 0, quantity: null, each: 1, budget: null, hours: 48, earlyHours: 0, holdHours: null, sku: null, stacks: false,
    audience, title,
  }
  const words = head.split(/\s+/).filter(Boolean)
  let kind: OfferDraft['kind'] | null = null
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!.toLowerCase()
    const next = () => words[++at] ?? ''
    const percent = /^(\d{1,3})[%٪]$/.exec(word)
    const times = /^x(\d{1,7})$/.exec(word)
    const hours = /^(\d{1,4})h$/.exec(word)
    if (percent) [kind, draft.percent] = ['percent', Number(percent[1])]
    else if (word === 'amount') [kind, draft.amount] = ['amount', readAmount(next())]
    else if (word === 'free-shipping') kind = 'free-shipping'
    else if (word === 'gift') [kind, draft.gift] = ['gift', next().replaceAll('_', ' ')]
    else if (word === 'max' || word === 'cost') draft.ceiling = readAmount(next())
    else if (word === 'min') draft.minimum = readAmount(next()) ?? 0
    else if (word === 'budget') draft.budget = readAmount(next())
    else if (times) draft.quantity = Number(times[1])
    else if (hours) draft.hours = Number(hours[1])
    else if (word === 'early') draft.earlyHours = Number(/^(\d{1,3})h$/.exec(next())?.[1] ?? NaN)
    else if (word === 'hold') draft.holdHours = Number(/^(\d{1,3})h$/.exec(next())?.[1] ?? NaN)
    else if (word === 'sku') draft.sku = next()
    else if (word === 'each') draft.each = Number(/^(\d{1,2})$/.exec(next())?.[1] ?? NaN)
    else if (word === 'stacks') draft.stacks = true
    else return { problem: 'unknown', word: words[at]!.slice(0, 40) }
  }
  if (kind === null) return { problem: 'what', word: head.slice(0, 40) }
  const whole = { ...draft, kind }
  const problem = checkDraft(whole)
  return problem ? { ...problem, word: problem.problem === 'what' ? head.slice(0, 40) : problem.word } : { draft: whole }
}

/** «200,000», «۲۰۰٬۰۰۰», 200k, 2m. null: no amount. */
export function readAmount(written: string): number | null {
  const [, digits, unit] = /^([\d,٬]{1,15})(k|m)?$/.exec(latinDigits(written.trim()).toLowerCase()) ?? []
  return digits ? Number(digits.replace(/\D/g, '')) * (unit === 'm' ? 1_000_000 : unit === 'k' ? 1_000 : 1) : null
}

/** What is wrong with it first; null: it can be offered. */
export function checkDraft(draft: OfferDraft): { problem: DraftProblem; word: string } | null {
  const { kind, title } = draft
  if ((kind === 'amount' && !draft.amount) || (kind === 'gift' && !draft.gift) || (kind === 'percent' && (!draft.percent || draft.percent > 100))) return { problem: 'what', word: kind }
  if (kind === 'percent' && !draft.ceiling) return { problem: 'ceiling', word: `${draft.percent}%` }
  if ((kind === 'free-shipping' || kind === 'gift') && !draft.ceiling) return { problem: 'cost', word: kind }
  if (draft.quantity === null && draft.budget === null) return { problem: 'bound', word: '' }
  if (!(draft.each >= 1)) return { problem: 'unknown', word: 'each' }
  if (draft.quantity === 0) return { problem: 'bound', word: 'x0' }
  // None arrives with less than twelve hours left: one that is shorter would reach nobody.
  if (draft.hours < 13 || draft.hours > MOST_HOURS || Number.isNaN(draft.earlyHours) || Number.isNaN(draft.holdHours)) return { problem: 'hours', word: `${draft.hours}h` }
  if (title === '' || title.length > 80) return { problem: 'title', word: title.slice(0, 40) }
  return null
}
