/** What a text means. Pure: words in, meaning out; nothing here knows a customer, a row or a clock. */
import type { Locale } from '../channel.ts'
import { latinDigits } from '../text/digits.ts'
import { matchChoice, type Choice, type ChoiceList } from './match-choice.ts'
import { anyOf, matchKey, phraseSet } from './match-key.ts'
import * as words from './words.ts'

export type Meaning =
  /** The whole message is a stop word. */
  | { means: 'stop' }
  | { means: 'start' }
  | { means: 'safety' }
  | { means: 'anger' }
  /** It answers a list that is open. `echo`: say back how it was understood. */
  | { means: 'choice'; list: ChoiceList; choice: Choice; echo: boolean }
  /** A number that the open list does not have. */
  | { means: 'out-of-range'; list: ChoiceList; number: string }
  | { means: 'change' }
  | { means: 'thanks' | 'greeting' | 'bot' | 'emoji' | 'nothing' }
  | { means: 'person' | 'menu' | 'help' | 'orders' | 'points' | 'problem' | 'settings' | 'data' | 'not-mine' | 'cancel-order' }
  | { means: 'offers'; on: boolean }
  | { means: 'language'; locale: Locale }
  /** Free text. mixed: praise with a complaint inside; it never counts as praise. */
  | { means: 'words'; tone: 'complaint' | 'mixed' | 'praise' | 'question' | 'plain' }

/** `open`: lists that the customer may be answering, the likeliest first. */
export function understand(text: string, open: readonly ChoiceList[]): Meaning {
  const key = matchKey(text.slice(0, LONGEST))
  if (key.length > LONGEST_PHRASE) return found(SAFETY, key) ? { means: 'safety' } : found(ANGER, key) ? { means: 'anger' } : { means: 'words', tone: toneOf(text, key) }
  const bare = strip(key)
  if (isStop(key) || isStop(bare) || asksToStop(key)) return { means: 'stop' }
  if (found(SAFETY, key)) return { means: 'safety' }
  if (found(ANGER, key)) return { means: 'anger' }
  if (isChange(bare)) return { means: 'change' }
  const matched = matchChoice(text, key, bare, open)
  if (matched) return matched
  if (key === '') return { means: /\p{Extended_Pictographic}/u.test(text) ? 'emoji' : 'nothing' }
  const said = command(key, bare)
  if (said) return said
  return { means: 'words', tone: toneOf(text, key) }
}

/** Longer than any platform's message; and longer than anything that is a command or a choice as a whole. */
const LONGEST = 10_000
const LONGEST_PHRASE = 160

/** Meanings that are acted on at once, even in the middle of a burst. */
export function isUrgent(meaning: Meaning): boolean {
  return meaning.means === 'stop' || meaning.means === 'safety'
}

/** Meanings that do not wait for the end of a burst when none has begun. */
export function isImmediate(meaning: Meaning): boolean {
  return !['words', 'greeting', 'thanks', 'anger', 'emoji', 'nothing'].includes(meaning.means)
}

/** What people say to people: while a person handles their case, it is that person's to answer. */
export function isTalk(meaning: Meaning): boolean {
  return ['words', 'greeting', 'thanks', 'anger', 'emoji', 'nothing', 'bot', 'person', 'help', 'out-of-range'].includes(meaning.means)
}

/** Something is to be put right, whatever else the text is an answer to. */
export function reportsDefect(text: string): boolean {
  return count(DEFECT, matchKey(text.slice(0, LONGEST))).said > 0
}

const isStop = phraseSet(words.STOP)
const isStart = phraseSet(words.START)
const isChange = phraseSet(words.CHANGE)
const isBot = phraseSet(words.BOT)
const isAcknowledged = phraseSet(words.ACKNOWLEDGED)
const isPerson = phraseSet(words.PERSON)
const isAsking = phraseSet(words.ASKING)
const COMMANDS = [
  ['not-mine', phraseSet(words.NOT_MINE)],
  ['cancel-order', phraseSet(words.CANCEL_ORDER)],
  ['menu', phraseSet(words.MENU)],
  ['help', phraseSet(words.HELP)],
  ['settings', phraseSet(words.SETTINGS)],
  ['data', phraseSet(words.MY_DATA)],
  ['points', phraseSet(words.POINTS)],
  ['problem', phraseSet(words.PROBLEM)],
  ['orders', phraseSet(words.ORDERS)],
] as const
const isOffersOff = phraseSet(words.OFFERS_OFF)
const isOffersOn = phraseSet(words.OFFERS_ON)
const isFarsi = phraseSet(words.LANGUAGE.fa)
const isEnglish = phraseSet(words.LANGUAGE.en)

function command(key: string, bare: string): Meaning | null {
  if (isAcknowledged(key) || isAcknowledged(bare)) return { means: 'nothing' }
  if (bare === '') return { means: THANKS_INSIDE.test(` ${key} `) ? 'thanks' : GREETS.test(` ${key} `) ? 'greeting' : 'nothing' }
  const whole = (test: (key: string) => boolean) => test(bare) || test(key)
  if (whole(isStart)) return { means: 'start' }
  if (whole(isBot)) return { means: 'bot' }
  if (whole(isOffersOff)) return { means: 'offers', on: false }
  if (whole(isOffersOn)) return { means: 'offers', on: true }
  for (const [means, test] of COMMANDS) if (whole(test)) return { means }
  if (asksForPerson(bare)) return { means: 'person' }
  if (isShort(key) && cancelsOrder(key)) return { means: 'cancel-order' }
  if (isShort(key) && ORDERS_INSIDE.test(` ${key} `)) return { means: 'orders' }
  if (whole(isFarsi)) return { means: 'language', locale: 'fa' }
  if (whole(isEnglish)) return { means: 'language', locale: 'en' }
  return null
}

const isShort = (key: string) => key.split(' ').length <= 12
const ORDERS_INSIDE = new RegExp(` (?:${anyOf(words.ORDERS_INSIDE)}) `)
const isBesideStop = phraseSet(words.STOP_BESIDE)
const isStopVerb = phraseSet(words.STOP_VERBS)
const isCancelling = phraseSet(words.CANCELLING)
const isAnOrder = phraseSet(words.AN_ORDER)
const isNotCancelling = phraseSet(words.NOT_CANCELLING)

/** The whole message, but for words like «دیگه» and «لطفاً», says not to send. */
function asksToStop(key: string): boolean {
  const tokens = key.split(' ')
  if (tokens.length > 10) return false
  const verb = tokens.findIndex((token, at) => isStopVerb(token) || (at > 0 && isStopVerb(`${tokens[at - 1]} ${token}`)))
  return verb >= 0 && tokens.every((token, at) => at === verb || (at === verb - 1 && isStopVerb(`${token} ${tokens[verb]}`)) || isBesideStop(token))
}

function cancelsOrder(key: string): boolean {
  const tokens = key.split(' ')
  return tokens.some(isCancelling) && tokens.some(isAnOrder) && !tokens.some(isNotCancelling)
}

/** Greetings, thanks and fillers at either end are taken away; a message of nothing else becomes ''. */
export function strip(key: string): string {
  let rest = ` ${key} `
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(AT_START, ' ').replace(AT_END, ' ')
  }
  return rest.trim()
}

const POLITE = anyOf([...words.GREETINGS, ...words.THANKS, ...words.FILLERS])
const AT_START = new RegExp(`^ (?:${POLITE})(?= )`)
const AT_END = new RegExp(` (?:${POLITE}) $`)

const GREETS = new RegExp(` (?:${anyOf(words.REAL_GREETINGS)}) `)
const THANKS_INSIDE = new RegExp(` (?:${anyOf(words.THANKS)}) `)

/** «می‌خوام با یه آدم حرف بزنم»: nothing but asking, and a person. */
function asksForPerson(bare: string): boolean {
  if (isPerson(bare)) return true
  const tokens = bare.split(' ')
  if (tokens.length > 12) return false
  const left = tokens.filter(token => !isAsking(token)).join(' ')
  return left !== '' && isPerson(left)
}

const finder = (phrases: readonly string[]) => new RegExp(` (?:${anyOf(phrases).replaceAll(' ?', ' {0,2}')}) `, 'g')
const SAFETY = finder(words.SAFETY)
const ANGER = finder(words.ANGER)
const COMPLAINT = finder(words.COMPLAINT)
const DEFECT = finder(words.DEFECT)
const PRAISE = finder(words.PRAISE)
const CONTRAST = finder(words.CONTRAST)
const isDenial = phraseSet(words.DENIED_AFTER)
const isDenialBefore = phraseSet(words.DENIED_BEFORE)

/** How often something of a list is said, and how often denied within `reach` words: «مشکلی نداشت», «بد نبود», "not bad". */
function count(phrases: RegExp, key: string, reach = 2): { said: number; denied: number } {
  // Every space twice, so that neighbours are found too.
  const text = `  ${key.replaceAll(' ', '  ')}  `
  let said = 0
  let denied = 0
  for (const match of text.matchAll(phrases)) {
    const after = text.slice(match.index + match[0].length).trim().split(/ +/).slice(0, reach)
    const before = text.slice(0, match.index).trim().split(/ +/).slice(-reach)
    if (after.some(isDenial) || before.some(isDenialBefore)) denied += 1
    else said += 1
  }
  return { said, denied }
}

/** For what must not be missed, only the very next word denies. */
const found = (phrases: RegExp, key: string) => count(phrases, key, 1).said > 0

function toneOf(text: string, key: string): 'complaint' | 'mixed' | 'praise' | 'question' | 'plain' {
  const bad = count(COMPLAINT, key)
  const good = count(PRAISE, key)
  const angryFace = hasEmoji(text, words.EMOJI.bad)
  const isBad = bad.said > 0 || good.denied > 0 || angryFace
  const isGood = good.said > 0 || bad.denied > 0 || hasEmoji(text, words.EMOJI.top)
  if (isBad && good.said + (isGood && bad.said > 0 ? 1 : 0) > 0) return 'mixed'
  if (isBad) return 'complaint'
  if (isGood && (count(CONTRAST, key).said > 0 || LONG_WAIT.test(latinDigits(key)))) return 'mixed'
  if (/[?؟]/.test(text) || ASKS.test(` ${key} `)) return 'question'
  return isGood ? 'praise' : 'plain'
}

const hasEmoji = (text: string, set: string) => [...set].some(emoji => text.includes(emoji))

/** «سه هفته»: whoever mentions it behind praise has waited. */
const LONG_WAIT = new RegExp(` (?:\\d+|${anyOf(Object.keys(words.NUMBERS))}|چند|chand|few|several) (?:هفته|روز|ماه|hafte|ruz|mah|veks?|dais?|munths?)`)
const ASKS = new RegExp(` (?:${anyOf(['چطور', 'چطوری',  'چجوری', 'چگونه', 'کجا', 'کی', 'چقدر', 'چند', 'چرا', 'آیا', 'کدوم', 'کدام', 'چه', 'میشه', 'ممکنه', 'when', 'where', 'how', 'why', 'which', 'what', 'can i', 'could you', 'do you', 'is it', 'does it', 'chetor', 'chera', 'koja', 'chand', 'chejuri', 'mishe'])}) `)
