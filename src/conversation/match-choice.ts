/** Does a text choose something from a list that is open: by its label, a number, an emoji, or in other words? Pure. */
import { latinDigits } from '../text/digits.ts'
import { anyOf, matchKey, phraseSet, squeezed } from './match-key.ts'
import { ANSWERS, ANSWERS_BY_SCORE, EMOJI, NO_FIRST, NUMBERS, YES_FIRST } from './words.ts'
import type { Meaning } from './understand.ts'

/** `value` is what it stands for (yes, bad, not-yet …), '' for a button that only its label names. */
export type Choice = { token: string; value: string; label: string; score?: number }
export type ChoiceList = {
  /** null: buttons under a message that is no question. */
  questionId: string | null
  choices: readonly Choice[]
  /** Anything written answers it: a number that is not on the list is such an answer. */
  takesWords?: boolean
}

type Match = Extract<Meaning, { means: 'choice' | 'out-of-range' }>

/** `key` is the text's, `bare` the same without greetings and thanks. */
export function matchChoice(text: string, key: string, bare: string, open: readonly ChoiceList[]): Match | null {
  const match = byLabel(key, bare, open) ?? byNumber(text, bare, open) ?? byWords(key, bare, open)
  if (!match) return byEmoji(text, key, open)
  // A face that says the opposite of the words makes it no answer.
  return match.means === 'choice' && isContradicted(text, match.choice) ? null : match
}

function byLabel(key: string, bare: string, open: readonly ChoiceList[]): Match | null {
  const said = new Set([squeezed(key), squeezed(bare)])
  said.delete('')
  for (const list of open)
    for (const choice of list.choices) if (said.has(squeezed(matchKey(choice.label)))) return { means: 'choice', list, choice, echo: false }
  return null
}

/** On a scale a bare number is the score; on any other list its place. «۲۰», «بیست» and "x of x" are the top. */
function byNumber(text: string, bare: string, open: readonly ChoiceList[]): Match | null {
  const number = readNumber(text, bare)
  if (number === null || open.length === 0) return null
  const scale = open.find(list => list.choices.some(choice => choice.score !== undefined))
  const list = scale ?? open[0]!
  const shown = number === 'top' ? '' : String(number)
  if (scale) {
    const best = Math.max(...scale.choices.map(choice => choice.score ?? 0))
    const score = number === 'top' || number === 20 ? best : number
    const choice = scale.choices.find(candidate => candidate.score === score)
    return choice ? { means: 'choice', list, choice, echo: true } : { means: 'out-of-range', list, number: shown }
  }
  const choice = number === 'top' ? undefined : list.choices[number - 1]
  if (choice && Number.isInteger(number)) return { means: 'choice', list, choice, echo: list.questionId !== null }
  return number === 'top' || list.takesWords ? null : { means: 'out-of-range', list, number: shown }
}

const NUMBER_WORDS = new Map(Object.entries(NUMBERS).map(([word, number]) => [squeezed(matchKey(word)), number]))
const UNIT = new RegExp(` ?(?:${anyOf(['ستاره', 'ستاره‌ست', 'امتیاز', 'نمره', 'از ۵', 'از پنج', 'تا', 'star', 'stars', 'setare', 'emtiaz', 'point', 'points', 'out of 5', 'out of five', 'of 5', 'az 5', 'az panj'])})$`)
const LEAD = new RegExp(`^(?:${anyOf(['نمره', 'نمره من', 'نمره‌ش', 'نمرم', 'نمره میدم', 'امتیاز', 'امتیاز من', 'امتیاز میدم', 'شماره', 'گزینه', 'گزینه شماره', 'عدد', 'number', 'option', 'score', 'my score is', 'nomre', 'emtiaz', 'gozine', 'shomare'])}) ?`)

/** A number that is the whole message, in digits or as a word; longer ones are phone or order numbers, and no answer. */
function readNumber(text: string, bare: string): number | 'top' | null {
  const stars = [...text].filter(character => character === '⭐' || character === '🌟' || character === '★').length
  if (stars > 0 && matchKey(text) === '') return stars
  const plain = latinDigits(text).trim().replace(/[٫]/g, '.')
  const decimal = /^[-+]?(\d{1,3})(?:[.,](\d))?$/.exec(plain)
  if (decimal) return plain.startsWith('-') ? -Number(decimal[1]) : Number(`${decimal[1]}${decimal[2] ? `.${decimal[2]}` : ''}`)
  const of = /^(\d{1,3}) ?(?:\/|از|az|of|out of) ?(\d{1,3})$/.exec(plain.toLowerCase())
  if (of) return of[1] === of[2] ? 'top' : of[2] === '5' ? Number(of[1]) : Number(of[1]) > 5 ? Number(of[1]) : null
  const core = bare.replace(LEAD, '').replace(UNIT, '').trim()
  if (/^\d{1,3}$/.test(core)) return Number(core)
  return NUMBER_WORDS.get(squeezed(bare)) ?? NUMBER_WORDS.get(squeezed(core)) ?? null
}

const SPOKEN = new Map(Object.entries(ANSWERS).map(([value, phrases]) => [value, phraseSet(phrases)]))

/** The whole message says a value in other words. */
function byWords(key: string, bare: string, open: readonly ChoiceList[]): Match | null {
  if (bare === '') return null
  for (const list of open) {
    const values = list.choices.map(choice => choice.value)
    const choice = lowestFirst(list.choices).find(candidate => namesOf(candidate, values).some(name => says(name, key) || says(name, bare)))
    if (choice) return { means: 'choice', list, choice, echo: true }
  }
  return null
}

const isYes = phraseSet(YES_FIRST)
const isNo = phraseSet(NO_FIRST)

function says(name: string, key: string): boolean {
  const spoken = SPOKEN.get(name)
  if (!spoken) return false
  if (spoken(key)) return true
  const [first, ...rest] = key.split(' ')
  if (first === undefined || rest.length === 0) return false
  const leads = name === 'yes' || name === 'arrived' || name === 'great' || name === 'good' ? isYes : name === 'no' || name === 'not-yet' || name === 'fine' || name === 'nothing' ? isNo : null
  return leads !== null && leads(first) && spoken(rest.join(' '))
}

function isContradicted(text: string, { score }: Choice): boolean {
  if (score === undefined) return false
  const faces = facesIn(text)
  return score >= 4 ? faces.includes('bad') : score <= 2 && faces.includes('top')
}

/** Free typing never raises a score: where words could mean two values, the lower one counts. */
function lowestFirst(choices: readonly Choice[]): Choice[] {
  return choices.some(choice => choice.score !== undefined) ? [...choices].sort((a, b) => (a.score ?? 0) - (b.score ?? 0)) : [...choices]
}

function namesOf(choice: Choice, siblings: string[]): string[] {
  if (choice.value === 'yes') return ['yes', siblings.includes('not-yet') ? 'arrived' : 'agree']
  const byScore = choice.score === undefined ? undefined : ANSWERS_BY_SCORE[choice.score]
  return [choice.value, ...(byScore && byScore !== choice.value ? [byScore] : [])].filter(Boolean)
}

/** What one kind of face stands for where there are no scores. */
const FACE_VALUES = { top: ['yes', 'fine'], good: ['yes', 'fine'], middle: [], bad: ['not-yet'] } as const
const FACE_SCORES = { top: 5, good: 4, middle: 3, bad: 2 } as const

/** Only emoji, of one kind, and only for a question. */
function byEmoji(text: string, key: string, open: readonly ChoiceList[]): Match | null {
  if (key !== '') return null
  const faces = facesIn(text)
  const list = open.find(candidate => candidate.questionId !== null)
  const face = faces[0]
  if (!list || !face || faces.length > 1) return null
  const values: readonly string[] = FACE_VALUES[face]
  const isScale = list.choices.some(choice => choice.score !== undefined)
  const choice = list.choices.find(candidate => (isScale ? candidate.score === FACE_SCORES[face] : values.includes(candidate.value)))
  return choice ? { means: 'choice', list, choice, echo: true } : null
}

type Face = keyof typeof EMOJI
const FACE_OF = new Map((Object.keys(EMOJI) as Face[]).flatMap(face => [...EMOJI[face]].filter(character => /\p{Extended_Pictographic}/u.test(character)).map(character => [character, face] as const)))

function facesIn(text: string): Face[] {
  return [...new Set([...text].flatMap(character => FACE_OF.get(character) ?? []))]
}
