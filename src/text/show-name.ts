import type { Locale } from '../channel.ts'
import { normalise } from './normalise.ts'

/**
 * The first name as a greeting may use it, or null when it is better left out (voice.md, Speaking 2): empty, "test", a company,
 * or in another script than the reader's. Never transliterated. Titles are dropped.
 */
export function showName(name: string | null | undefined, locale: Locale = 'fa'): string | null {
  const words = (name ?? '').replace(/[\p{Cc}\u2066-\u2069\u202a-\u202e\u200e\u200f]/gu, ' ').trim().split(/\s+/).filter(Boolean)
  const said = words.map(normalise)
  if (said.some(word => NOT_A_PERSON.has(word) || /\d/.test(word))) return null
  while (words.length > 0 && TITLES.has(normalise(words[0]!))) words.shift()
  const [first, second] = words
  if (!first || first.length > 25) return null
  if (!(locale === 'fa' ? /^[^\p{L}]*\p{Script=Arabic}[^a-z]*$/iu : /^[^\p{L}]*\p{Script=Latin}[^\p{Script=Arabic}]*$/u).test(first)) return null
  if ([...first].filter(letter => /\p{L}/u.test(letter)).length < 2) return null
  const pair = second !== undefined && FIRST_OF_TWO.has(normalise(first)) && SECOND_OF_TWO.has(normalise(second))
  return pair || (second !== undefined && normalise(first) === normalise('سید')) ? `${first} ${second}` : first
}

const set = (text: string) => new Set(text.split('،').map(normalise))

const TITLES = set('آقای،آقا،خانم،سرکار،جناب،دکتر،مهندس،mr،mrs،ms،miss،dr')
const NOT_A_PERSON = set(
  'تست،تستی،آزمایشی،آزمایش،نامشخص،ناشناس،مشتری،کاربر،مهمان،ادمین،شرکت،فروشگاه،موسسه،مؤسسه،بازرگانی،گروه،صنایع،هلدینگ،کارخانه،' +
    'کارخونه،سازمان،اداره،دفتر،کلینیک،رستوران،هتل،داروخانه،آموزشگاه،مدرسه،دانشگاه،بانک،خیریه،تعاونی،تولیدی،پخش،' +
    'test،tester،guest،customer،user،admin،unknown،none،null،undefined،company،co،ltd،inc،llc،gmbh،shop،store،group',
)
/** «محمد علی» is one first name, «محمد کریمی» is not. */
const FIRST_OF_TWO = set('محمد،امیر،علی،فاطمه،زهرا،غلام،عبدال،نور،شمس،گل،مه،میر')
const SECOND_OF_TWO = set('علی،رضا،حسین،حسن،مهدی،امین،جواد،صادق،امیر،محمد،عباس،کاظم،باقر،تقی،نقی،طاها،سام،پارسا،زهرا،سادات،اصغر،اکبر،الله،نساء')
