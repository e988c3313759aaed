import type { Journey } from './schema.ts'

/** The journeys of a folder, the policy beside them, and what day 14 may recommend. */
export type Scenarios = { journeys: Journey[]; policy: Policy; related: Related[] }

export type Policy = {
  /** Local wall times 'HH:MM'; [from, to) may cross midnight. */
  quietHours: { from: string; to: string }
  /** Releases after quiet hours are spread over so long. */
  spreadMs: number
  gapMs: number
  caps: {
    marketingPerDay: number
    marketingPer7Days: number
    marketingPer30Days: number
    /** feedback and marketing together, per local day */
    promptingPerDay: number
    /** everything unsolicited */
    unsolicitedPer30Days: number
  }
  surveyCoolDownMs: number
  /** Per shop, by what support can answer. */
  questionsPerHour: number
  graceMs: number
  /** A survey is open so long after its first question. */
  surveyOpenMs: number
  /** Answers to a question this old are passed on as words. */
  lateAnswerMs: number
  reminderAfterDays: number
  consentAskAgainMs: number
  consentAsksAtMost: number
  /** No win-back so soon after joining. */
  newcomerMs: number
  linkLifeMs: number
  /** ISO weekday (1 = Monday) → [from, to] local wall times. */
  workingHours: Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, [string, string]>>
  /** Local dates 'YYYY-MM-DD' on which nothing is sold and nobody works. */
  calmDays: string[]
  /** A person answers a case within so many working minutes. */
  answerWithinMs: number
  /** Day 30. null: dropped no-offer. */
  day30: { code: string; percent: number; ceilingToman: number; endsAt: Date | null; url: string | null } | null
}

/** What may be recommended to somebody who bought from `category`. */
export type Related = { category: string; products: { name: { fa: string; en: string }; url?: string }[] }
