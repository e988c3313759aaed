/**
 * A segment is a condition on customers, as data, and as it is typed: «category:shoes spent>=5000000 not away-90». Terms beside each
 * other all hold; `or` parts alternatives; `not` and parentheses as usual. Pure.
 */
import { latinDigits } from '../text/digits.ts'

export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Term
export type Term =
  | { is: 'everybody' }
  /** Values that are looked up letter for letter. regular: bought that product three times or more (S23). */
  | { is: 'category' | 'product' | 'regular' | 'level' | 'answered' | 'channel' | 'city' | 'group'; value: string }
  /** Amounts in whole toman, numbers of orders, the newest satisfaction score (5 best). */
  | { is: 'spent' | 'orders' | 'score'; compare: Compare; value: number }
  /** Bought, not bought although before, wrote to us, did not write, joined: within so many days. */
  | { is: 'bought' | 'away' | 'seen' | 'unseen' | 'joined'; days: number }
export type Compare = '>=' | '<=' | '>' | '<' | '='

export type Parsed = { condition: Condition } | { problem: { at: number; found: string; expected: string } }

const NAMES = ['category', 'product', 'regular', 'level', 'answered', 'channel', 'city', 'group'] as const
const DAYS = ['bought', 'away', 'seen', 'unseen', 'joined'] as const
const GROUPS = ['high', 'repeat', 'once', 'visitor']
const EXPECTED = 'all, category:…, product:…, regular:…, city:…, level:…, channel:…, answered:…, group:high|repeat|once|visitor, spent>=…, orders>=…, score<=…, bought-90, away-90, seen-30, unseen-30, joined-30'
const DEEPEST = 20

type Token = { text: string; at: number }

export function parseSegment(text: string): Parsed {
  const tokens = tokensOf(latinDigits(text))
  let next = 0
  const problem = (token: Token | undefined, expected: string): never => {
    throw { at: token?.at ?? text.length, found: token ? token.text.slice(0, 40) : 'the end', expected }
  }
  const any = (depth: number): Condition => {
    const parts = [all(depth)]
    while (tokens[next]?.text.toLowerCase() === 'or') {
      next += 1
      parts.push(all(depth))
    }
    return parts.length === 1 ? parts[0]! : { any: parts }
  }
  const all = (depth: number): Condition => {
    const parts: Condition[] = []
    for (let token = tokens[next]; token && token.text !== ')' && token.text.toLowerCase() !== 'or'; token = tokens[next])
      if (token.text.toLowerCase() === 'and') next += 1
      else parts.push(one(depth))
    if (parts.length === 0) problem(tokens[next], EXPECTED)
    return parts.length === 1 ? parts[0]! : { all: parts }
  }
  const one = (depth: number): Condition => {
    const token = tokens[next]
    if (!token) return problem(token, EXPECTED)
    if (depth > DEEPEST) return problem(token, `at most ${DEEPEST} conditions inside each other`)
    next += 1
    if (token.text.toLowerCase() === 'not') return { not: one(depth + 1) }
    if (token.text === '(') {
      const inner = any(depth + 1)
      if (tokens[next]?.text !== ')') problem(tokens[next], 'a closing parenthesis )')
      next += 1
      return inner
    }
    return term(token) ?? problem(token, EXPECTED)
  }
  try {
    const condition = any(0)
    if (next < tokens.length) problem(tokens[next], 'or, or the end')
    return { condition }
  } catch (found) {
    if (found instanceof Error) throw found
    return { problem: found as { at: number; found: string; expected: string } }
  }
}

/** As it would be typed; reading it again gives the same condition. */
export function printSegment(condition: Condition, inside = false): string {
  if ('all' in condition) return wrap(condition.all.map(part => printSegment(part, true)).join(' '), inside)
  if ('any' in condition) return wrap(condition.any.map(part => ('all' in part ? printSegment(part) : printSegment(part, true))).join(' or '), inside)
  if ('not' in condition) return `not ${printSegment(condition.not, true)}`
  if (condition.is === 'everybody') return 'all'
  if ('days' in condition) return `${condition.is}-${condition.days}`
  if ('compare' in condition) return `${condition.is}${condition.compare}${condition.value}`
  return `${condition.is}:${/[\s()"]/.test(condition.value) ? `"${condition.value.replaceAll('"', '')}"` : condition.value}`
}

const wrap = (text: string, inside: boolean) => (inside ? `(${text})` : text)

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[()]|[^\s()":]+:"[^"]*"|[^\s()]+/g)].map(found => ({ text: found[0], at: found.index }))
}

function term({ text }: Token): Term | null {
  const lower = text.toLowerCase()
  if (lower === 'all') return { is: 'everybody' }
  const days = /^([a-z]+)-(\d{1,4})$/.exec(lower)
  const day = days && DAYS.find(name => name === days[1])
  if (day) return { is: day, days: Number(days[2]) }
  const amount = /^(spent|orders|score)(>=|<=|>|<|=)(\d{1,13})(k|m|هزار|میلیون)?$/.exec(lower)
  if (amount) {
    const unit = amount[4] === undefined ? 1 : amount[4] === 'k' || amount[4] === 'هزار' ? 1_000 : 1_000_000
    return { is: amount[1] as 'spent' | 'orders' | 'score', compare: amount[2] as Compare, value: Number(amount[3]) * unit }
  }
  const named = /^([a-z]+):(?:"([^"]{1,100})"|([^"]{1,100}))$/i.exec(text)
  const name = named && NAMES.find(known => known === named[1]!.toLowerCase())
  if (!named || !name) return null
  const value = named[2] ?? named[3]!
  return name === 'group' && !GROUPS.includes(value) ? null : { is: name, value }
}
