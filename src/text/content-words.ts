/** The words of a text that say something of its matter. */
import { squeeze } from './normalise.ts'

const SHORTEST = 3
const EMPTY = new Set(
  (
    'این اون آن همین همون یعنی خیلی هست هستم هستن هستش هستید نیست نیستم شده شدم شدن شد بشه میشه بود بودم بودن باشه باشید برای براي واسه چرا چون چیه چیزی چیز یه یک ' +
    'که تا از با به در رو را هم ولی اما اگه اگر مگه فقط دیگه دیگر بازم باز هنوز الان بعد قبل بعدش روی زیر توی تو من ما شما اونا خودم خودتون خودش همه هیچ هر چند کمی کم یکم بیشتر ' +
    'کرد کردم کردن کردید کردین کنم کنه کنن کنید کنین میکنم می‌کنم می‌کنه می‌کنید می‌کنن کنند داره دارم دارن دارید داشت داشتم داشته ندارم نداره میخوام می‌خوام بدم بده بدید دادید داد گفتم گفتن گفت ' +
    'لطفا سلام مرسی ممنون ممنونم تشکر خرید خریدم خریدیم سفارش سفارشم محصول ' +
    'the and this that was very with for not have has had but please order product from are were been you your they them would could there their what when just it’s its our out all any can did does about'
  )
    .split(' ')
    .map(squeeze),
)

/** By what makes two spellings one, as it was written first (half-spaces kept); numbers, greetings and what every sentence holds are left out. */
export function contentWords(text: string): Map<string, string> {
  const words = new Map<string, string>()
  for (const written of text.split(/[^\p{L}\p{M}\u200c]+/u)) {
    const key = squeeze(written)
    if ([...key].length >= SHORTEST && !EMPTY.has(key) && !words.has(key)) words.set(key, written.replace(/^\u200c+|\u200c+$/g, '').replaceAll('ي', 'ی').replaceAll('ك', 'ک').toLowerCase())
  }
  return words
}
