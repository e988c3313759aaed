/** What a case is about, said inside other words: after-sales has kinds of its own. Pure. */
import { anyOf, matchKey } from './match-key.ts'

/** Nothing longer is looked through. */
const READ = 10_000
const CASE_WORDS = {
  warranty: ['گارانتی', 'گارنتی', 'ضمانت', 'ضمانتنامه', 'warranty', 'guarantee', 'garanti'],
  exchange: ['تعویض', 'تعویضش', 'عوضش کنم', 'عوض کنید', 'عوض کنم', 'سایزش', 'سایز دیگه', 'سایز بزرگتر', 'سایز کوچکتر', 'exchange', 'swap', 'another size', 'bigger size', 'smaller size', 'taviz'],
  technical: ['نصب', 'راه اندازی', 'روشن نمیشه', 'کار نمیکنه', 'وصل نمیشه', 'دفترچه', 'تنظیمش', 'install', 'manual', 'does not turn on', 'doesnt work', 'wont turn on', 'how do i use'],
} as const
const PATTERNS = Object.entries(CASE_WORDS).map(([kind, list]) => [kind as keyof typeof CASE_WORDS, new RegExp(`(?:^| )(?:${anyOf(list)})(?: |$)`)] as const)

/** Warranty, exchange, a technical question; null: as it was. */
export function caseKindIn(text: string): keyof typeof CASE_WORDS | null {
  const key = matchKey(text.slice(0, READ))
  return PATTERNS.find(([, pattern]) => pattern.test(key))?.[0] ?? null
}
