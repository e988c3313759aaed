/** PURE: what the demo's page should point at next. The page takes the first that can be done now: exactly one button is bright. */
export type Hint =
  /** A button in the phone. `words`: key of the sentence that leads there. */
  | { do: 'tap'; token: string; words: string }
  /** Support's ready answer; then the case is closed. */
  | { do: 'reply'; words: string }
  | { do: 'close'; words: string }
  /** The clock walks to the next message. `first`: it is the three days to the thanks. */
  | { do: 'walk'; words: string; first: boolean }
  /** The customer uses the code of day 30. */
  | { do: 'buy'; words: string }
  | { do: 'again'; words: string }

export type StoryFacts = {
  /** Was the customer asked about offers and has not said? */
  offersOpen: boolean
  /** Questions put to the customer and not answered yet, newest last. */
  openQuestions: { id: string; question: string }[]
  openCase: { replied: boolean } | null
  /** Timed messages that have not gone yet and may. */
  ahead: number
  /** Of the plan's days, those whose message was sent. */
  sentDays: number[]
  /** A code was given and is not used yet. */
  hasCode: boolean
  /** The code was used: the story is told. */
  hasBought: boolean
}

/** In the story the check-up is answered with "bad": that is what the demo is for. Everything else takes the happy way. */
const SUGGESTED: Record<string, string> = { arrived: 'yes', satisfied: 'bad', shipping: 'fine', change: 'nothing' }

export function hints(facts: StoryFacts): Hint[] {
  const found: Hint[] = []
  if (facts.openCase) found.push(facts.openCase.replied ? { do: 'close', words: 'hint-close' } : { do: 'reply', words: 'hint-reply' })
  for (const { id, question } of [...facts.openQuestions].reverse()) {
    const value = SUGGESTED[question]
    if (value && !facts.openCase) found.push({ do: 'tap', token: `q:${id}:${value}`, words: `hint-${question}` })
  }
  if (facts.offersOpen) found.push({ do: 'tap', token: 'm:offers:yes', words: 'hint-offers' })
  if (facts.hasCode && !facts.openCase) found.push({ do: 'buy', words: 'hint-buy' })
  if (facts.hasBought && found.length === 0) found.push({ do: 'again', words: 'hint-again' })
  if (facts.ahead > 0) {
    const first = facts.sentDays.length === 0
    found.push({ do: 'walk', first, words: first ? 'hint-first-walk' : `hint-walk-${facts.sentDays.at(-1)}` })
  }
  if (!found.some(hint => hint.do === 'again')) found.push({ do: 'again', words: 'hint-again' })
  return found
}
