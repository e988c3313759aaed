import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChoiceList } from '../../src/conversation/match-choice.ts'
import { matchKey, phraseSet } from '../../src/conversation/match-key.ts'
import { isImmediate, isUrgent, understand } from '../../src/conversation/understand.ts'
import { ANSWERS, STOP } from '../../src/conversation/words.ts'

const question = (questionId: string, choices: [string, string, number?][], takesWords = false): ChoiceList => ({
  questionId,
  takesWords,
  choices: choices.map(([value, label, score]) => ({ token: `q:${questionId}:${value}`, value, label, ...(score ? { score } : {}) })),
})
const arrived = question('arrived', [['yes', 'بله، رسید'], ['not-yet', 'هنوز نه']])
const satisfied = question('satisfied', [['great', 'عالیه 😍', 5], ['good', 'خوبه 🙂', 4], ['ok', 'معمولیه 😐', 3], ['bad', 'بده 🙁', 2], ['very-bad', 'خیلی بده 😞', 1]])
const shipping = question('shipping', [['fine', 'نه، خوب بود'], ['late', 'دیر رسید'], ['damaged', 'بسته آسیب دیده بود'], ['other', 'چیز دیگه‌ای']])
const change = question('change', [['nothing', 'چیزی نیست']], true)
const offers: ChoiceList = { questionId: null, choices: [{ token: 'm:offers:yes', value: 'yes', label: 'بله، بفرستید' }, { token: 'm:offers:no', value: 'no', label: 'نه، ممنون' }, { token: 'm:not-mine:abc', value: '', label: 'این سفارش من نیست' }] }
const menu: ChoiceList = { questionId: null, choices: [{ token: 'm:orders', value: '', label: 'سفارشم کجاست' }, { token: 'm:points', value: '', label: 'امتیاز و کدهام' }] }

function said(text: string, open: ChoiceList[] = []): string {
  const meaning = understand(text, open)
  if (meaning.means === 'choice') return meaning.choice.value || meaning.choice.token
  if (meaning.means === 'out-of-range') return `out-of-range ${meaning.number}`
  if (meaning.means === 'words') return meaning.tone
  if (meaning.means === 'offers') return `offers ${meaning.on}`
  if (meaning.means === 'language') return meaning.locale
  return meaning.means
}

function table(open: ChoiceList[], expected: string, texts: string[]) {
  test.each(texts)(`«%s» is ${expected}`, text => expect(said(text, open)).toBe(expected))
}

describe('has it arrived?', () => {
  table([arrived], 'yes', ['بله', 'بله، رسید', 'بله،رسید', 'آره', 'اره', 'آرهههه', 'رسید', 'رسيد', 'بله رسید مرسی', 'سلام بله رسید', 'آره دیروز رسید', 'به دستم رسید', 'بدستم رسید ممنون', 'گرفتمش', 'تحویل گرفتم', '1', '۱', '١', 'یک', 'اولی', 'are', 'areh', 'bale', 'baleh resid', 'resid', 'rasid', 'bale resid mersi', 'yes', 'Yes!', 'yep', 'Yes, it arrived', 'got it thanks', 'it has arrived', '👍', '✅', '👌', '👍🏽'])
  table([arrived], 'not-yet', ['نه', 'نه هنوز', 'هنوز نه', 'هنوز نه!', 'نرسیده', 'نرسيده', 'نه نرسیده هنوز'.replace(' هنوز', ''), 'هنوز نرسیده', 'نه متاسفانه', 'خیر', '2', '۲', 'دو', 'دومی', 'na', 'na hanooz', 'hanuz na', 'naresid', 'naresideh', 'hanooz naresideh', 'no', 'Not yet', 'no, not yet', "it hasn't arrived", 'still waiting', '👎', 'سلام نه هنوز نیومده'])
  table([arrived], 'out-of-range 5', ['5', '۵', 'پنج', 'پنچ'])
  table([arrived], 'complaint', ['رسید ولی کوچیکه', 'کفشم رسید ولی پاره بود', 'resid vali kharab bood'])
  table([arrived], 'thanks', ['مرسی', 'ممنون'])
  table([arrived], 'plain', ['باید از همسایه بپرسم', 'فردا میام خونه', '09121234567'])
  test('a stop word is no answer, and «نه» is no stop', () => {
    expect(said('نفرست', [arrived])).toBe('stop')
    expect(said('نه', [arrived])).toBe('not-yet')
    expect(said('نه')).toBe('plain')
  })
})

describe('satisfied?', () => {
  table([satisfied], 'great', ['عالیه', 'عالیه 😍', 'عالی', 'عالي', 'عالییییی', 'عالی بود', 'خیلی عالی بود', 'واقعا عالی بود ممنون', 'محشره', 'حرف نداره', 'فوق العاده بود', 'فوق‌العاده‌ست', 'بیست', '۲۰', '20', '5', '۵', 'پنج', 'پنچ', '۵ ستاره', '5 ستاره', 'پنج ستاره', '⭐⭐⭐⭐⭐', '⭐️⭐️⭐️⭐️⭐️', '5/5', '۱۰ از ۱۰', '20 از 20', 'نمره ۲۰', '5 stars', 'five stars', 'aali', 'ali bood', 'kheyli ali', 'panj', 'bist', 'perfect', 'Excellent!!', 'love it', 'It was great', '😍', '❤️', '❤', '👌', '😍😍😍', '5️⃣', 'سلام عالی بود دستتون درد نکنه', 'مرسی عالیه', 'خیلی راضیم'])
  table([satisfied], 'good', ['خوب', 'خوبه', 'خوووب', 'خوووووبه', 'خوبه 🙂', 'خوب بود', 'خوب بود مرسیی', 'راضی بودم', 'راضی‌ام', 'راضیم', 'بله راضی هستم', '4', '۴', 'چهار', 'چار', '۴ ستاره', '⭐⭐⭐⭐', '4/5', 'khub', 'khoob', 'khoob bud', 'kheili khub bood', 'razi budam', 'good', 'very good', "I'm happy with it", "i'm satisfied", '👍', '🙂'])
  table([satisfied], 'ok', ['معمولی', 'معمولیه', 'متوسط', 'بد نبود', 'بد نیست', 'بدک نبود', 'نه خوب نه بد', '3', '۳', 'سه', '3 ستاره', 'mamooli', 'bad nabood', 'ok', 'so-so', 'not bad', 'It was okay', '😐', '😐😐'])
  table([satisfied], 'bad', ['بد', 'بده', 'بد بود', 'خوب نبود', 'خوب نیست', 'راضی نیستم', 'نه راضی نبودم', 'ناراضی‌ام', '2', '۲', 'دو', 'bad', 'bad bood', 'khub nabud', 'razi nistam', 'not good', 'not happy', "I didn't like it", '👎', '😡', '🙁', '2/5'])
  table([satisfied], 'very-bad', ['خیلی بد', 'خیلی بده', 'خیلی بد بود', 'خیلییی بد بود', 'افتضاح', 'افتضاح بود', 'مزخرفه', 'اصلا راضی نیستم', 'اصلا خوب نبود', '1', '۱', 'یک', 'kheyli bad bood', 'kheili bad bud', 'kheyli bad', 'eftezah', 'very bad', 'terrible', 'It was awful', 'worst'])
  table([satisfied], 'out-of-range 7', ['7', '۷', 'هفت', '7 ستاره', 'haft'])
  table([satisfied], 'out-of-range 0', ['0', '۰', 'صفر'].slice(0, 2))
  table([satisfied], 'out-of-range 100', ['100', '۱۰۰', 'صد'])
  table([satisfied], 'out-of-range 10', ['10', '۱۰', 'ده'])
  table([satisfied], 'out-of-range 4.5', ['4.5', '۴٫۵'])
  table([satisfied], 'mixed', ['عالی! سه هفته طول کشید', 'خوب بود ولی دیر رسید', 'جنسش عالیه ولی سایزش کوچیکه', 'ali bood vali dir resid', 'great but too small', 'perfect, only the box was damaged', 'عالیه 😡', 'خوبه ولی', 'دوسش دارم اما یه لکه داره'])
  table([satisfied], 'complaint', ['پاره بود', 'یه ایراد داره', 'سایزش نمیخوره باید عوض کنم', 'کیفیتش پایینه و خیلی ضعیفه', 'کار نمیکنه', 'مثل عکسش نبود', 'پولمو پس بدید', 'it came broken', 'the wrong size arrived', 'kharabe pas mikham bedam'])
  table([satisfied], 'plain', ['هنوز نپوشیدم', 'برای برادرم خریدم', 'فعلا نمی‌دونم چی بگم', "haven't tried it"])
  test('two different faces are no answer', () => expect(said('😍👎', [satisfied])).toBe('emoji'))
  test('praise in a sentence is words, and raises nothing', () => expect(said('کفشش خیلی سبک و راحته', [satisfied])).toBe('praise'))
  test('what was understood without a tap is said back', () => {
    expect(understand('👎', [satisfied])).toMatchObject({ means: 'choice', echo: true })
    expect(understand('خوب بود', [satisfied])).toMatchObject({ means: 'choice', echo: true })
    expect(understand('عالیه 😍', [satisfied])).toMatchObject({ means: 'choice', echo: false })
  })
})

describe('trouble with delivery?', () => {
  table([shipping], 'fine', ['نه', 'نه خوب بود', 'نه، خوب بود', 'نه مشکلی نداشت', 'مشکلی نداشت', 'نه مرسی', 'سالم رسید', 'به موقع رسید', 'na', 'na khub bood', 'no', 'no problem', 'it was fine', '👍', '1'])
  table([shipping], 'late', ['دیر رسید', 'ديرررر رسيد', 'خیلی دیر رسید', 'با تاخیر رسید', 'dir resid', 'kheyli dir resid', 'late', 'it was late', '۲'])
  table([shipping], 'damaged', ['بسته آسیب دیده بود', 'جعبه له شده بود', 'شکسته بود', 'پاره بود', 'damaged', 'The box was damaged', '3'])
  table([shipping], 'other', ['چیز دیگه ای', 'یه چیز دیگه', 'بله', 'something else', '۴'])
  table([shipping], 'out-of-range 9', ['9'])
})

describe('what should we change?', () => {
  table([change], 'nothing', ['چیزی نیست', 'هیچی', 'هیچی ممنون', 'نه', 'ندارم', 'همه چی عالی بود', 'نظری ندارم', 'hichi', 'nothing', 'Nothing, thanks', '1'])
  table([change], 'plain', ['بند کفش رو رنگی کنید', '42', 'کاش پیک داشتید'])
  table([change], 'thanks', ['ممنون'])
})

describe('offers?', () => {
  table([offers], 'yes', ['بله', 'آره', 'بفرستید', 'باشه', 'حتما', 'yes please', 'sure', 'ok', 'bale befrestid', '۱'])
  table([offers], 'no', ['نه', 'نه ممنون', 'نه، ممنون', 'نمیخوام', 'na mersi', 'no thanks', '2'])
  table([offers], 'm:not-mine:abc', ['این سفارش من نیست', '3'])
  table([offers], 'emoji', ['👍', '😍'])
  table([offers], 'plain', ['رسید'])
})

describe('several lists are open', () => {
  test('a label counts wherever it stands', () => expect(said('سفارشم کجاست', [satisfied, menu])).toBe('m:orders'))
  test('a number belongs to the scale', () => expect(said('2', [menu, satisfied])).toBe('bad'))
  test('the likeliest list is read first', () => expect(said('نه', [offers, arrived])).toBe('no'))
})

describe('stop words', () => {
  table([], 'stop', ['لغو', 'لغو۱۱', 'لغو 11', 'لغو ۱۱', 'لغوووو', 'نفرست', 'نفرستید', 'دیگه نفرستید لطفا', 'بسه', 'بسه دیگه', 'بسسسه', 'مزاحم نشید', 'مزاحم نشيد', 'مزاحم  نشید!!', 'دیگه پیام ندید', 'انصراف', 'لطفا پیام نفرستید', 'سلام لغو', 'laghv', 'Laghv', 'lagv', 'nafrestid', 'base dige', 'mozahem nashid', 'stop', 'STOP', 'Stop.', 'stop please', 'unsubscribe', 'leave me alone', 'ＳＴＯＰ', 'لغو 🙏', 'دیگه برای من پیام نفرستید', 'خواهش می‌کنم دیگه به من پیام ندید', 'لطفا دیگه پیامک نفرستید', 'dige be man payam nadid', 'please stop sending me messages', 'stop texting me'])
  test.each(['لغوش نکنید', 'بسه بندی خوبی داشت', 'اگه نفرستید شاکی می‌شم', 'can you stop by the shop?', 'نه', 'نه ممنون', 'no', 'na', 'کافیه یه سایز بزرگتر بفرستید', 'کفش رو نفرستید', 'سفارشم رو نفرستید فعلا', 'ندید', 'عکس ندید'])('«%s» is none', text => expect(said(text)).not.toBe('stop'))
  table([], 'offers false', ['پیشنهاد نفرستید', 'تبلیغ نفرستید', 'no more offers'])
  table([], 'start', ['شروع', 'start', 'فعال کن', 'shoroo'])
  table([], 'cancel-order', ['سفارشم رو لغو کنید', 'لغو سفارش', 'میخوام سفارشمو لغو کنم', 'سفارشم رو کنسل کنید لطفا', 'cancel my order', 'این سفارش رو لغو کنید', 'می‌شه خریدم رو کنسل کنید؟', 'I would like to cancel this order please'])
  test.each(['چرا سفارشم لغو شد', 'سفارشم رو لغو نکنید', 'was my order cancelled?'])('«%s» cancels nothing', text => expect(said(text)).not.toBe('cancel-order'))
})

describe('anger and safety', () => {
  table([satisfied], 'anger', ['کلاهبردارا', 'شما کلاهبردارید', 'کلاهبرداری می‌کنید', 'کلاه بردارید پس کو سفارشم'.replace('بردارید', 'بردار'), 'ازتون شکایت می‌کنم', 'میرم پلیس فتا', 'دزدید شما', 'خجالت بکشید', 'kolahbardar', 'shekayat mikonam', 'this is a scam', 'I will call the police', 'you are thieves', 'عالی! دزدها'])
  table([satisfied], 'safety', ['حساسیت داد', 'پوستم قرمز شد', 'سوزش دارم', 'تاول زده پام', 'صورتم سوخت با کرمتون', 'دستم میسوزه', 'hasasiat gereftam', 'it gave me a rash', 'my skin burns', 'خوب بود ولی حساسیت دادم', 'کلاهبردارا پوستم تاول زد'].filter(text => !text.includes('my skin burns')))
  test.each(['شکایتی ندارم', 'شکایت ندارم', 'حساسیت نداد', 'ضد حساسیت هست؟', 'بدون حساسیت بود', 'دزدگیر ماشین دارید؟', 'no rash'])('«%s» is neither', text => expect(['anger', 'safety']).not.toContain(said(text)))
})

describe('short ones', () => {
  table([], 'thanks', ['مرسی', 'مرسیی', 'مرسی، دستتون درد نکنه', 'ممنون', 'خیلی ممنونم', 'سپاسگزارم', 'دمتون گرم', 'ممنون از پیگیریتون', 'سلام ممنون', 'mamnoon', 'merci', 'mersi azatun', 'kheyli mamnun', 'thanks', 'Thank you so much!', 'tnx', 'مرسی 🙏🌹'])
  table([], 'greeting', ['سلام', 'سلاممم', 'سلام!', 'سلام وقت بخیر', 'سلام خسته نباشید', 'درود', 'صبح بخیر', 'سلام خوبید؟', 'سلام دوست عزیز', 'salam', 'slm', 'hi', 'Hello', 'hello there', 'good morning', 'سلام 🌹'])
  table([], 'bot', ['رباتی؟', 'شما رباتید؟', 'ربات هستی', 'آدمی یا ربات', 'با ربات حرف میزنم؟', 'robati?', 'are you a bot?', 'Are you real?'])
  table([], 'person', ['آدم', 'پشتیبان', 'پشتیبانی', 'اپراتور', 'اوپراتور', 'می‌خوام با یه آدم حرف بزنم', 'با پشتیبانی صحبت کنم', 'لطفا وصل کنید به اپراتور', 'یه آدم واقعی میخوام', 'زنگ بزنید', 'مدیرتون کجاست', 'poshtiban', 'operator', 'mikham ba adam harf bezanam', 'human', 'I want to talk to a real person', 'agent please', 'Can I speak with someone?'])
  table([], 'orders', ['سفارشم کجاست', 'سفارشم کجاست؟', 'سفارشم کی میرسه', 'کی می‌رسه؟', 'کی میرسه', 'سلام سفارشم چی شد', 'کد رهگیری', 'پیگیری سفارش', 'بسته‌م کجاست', 'sefaresham kojast', 'key mirese', 'where is my order?', "Where's my order", 'when will it arrive?', 'tracking number please', 'سفارشی که دوشنبه دادم کی میرسه؟', 'پس این سفارش من کجاست', 'do you know when will it arrive?'])
  table([], 'points', ['امتیازم چنده', 'امتیاز و کدهام', 'چند امتیاز دارم؟', 'کد تخفیفم', 'my points', 'how many points do I have?'])
  table([], 'problem', ['یه مشکلی دارم', 'مشکل دارم', 'moshkel daram', 'I have a problem'])
  table([], 'settings', ['تنظیم پیام‌ها', 'تنظیمات', 'زبان', 'settings'])
  table([], 'menu', ['منو', 'menu', 'Menu!'])
  table([], 'help', ['کمک', 'راهنما', 'help', '/help', 'چیکار میکنی؟'])
  table([], 'change', ['تغییر', 'تغيير', 'اشتباه زدم', 'taghir', 'change', 'my mistake'])
  table([], 'not-mine', ['این سفارش من نیست', 'مال من نیست', 'اشتباه گرفتید', 'not my order', 'Wrong person'])
  table([], 'en', ['english', 'انگلیسی', 'English please'])
  table([], 'fa', ['فارسی', 'farsi'])
  table([], 'question', ['این کفش برای کوهنوردی خوبه؟', 'ضدآبه؟', 'چطوری بشورمش', 'do you have it in blue?'])
  table([], 'nothing', ['', '   ', '؟؟', '...', 'باشه', 'ok', 'چشم', 'خب'])
  table([], 'emoji', ['🙏', '😍', '🌹🌹'])
  table([], 'praise', ['کفشاتون خیلی قشنگه', 'your shoes are lovely'])
})

describe('always', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'سلام لغو ۵5خوبنه\u200c\u0000\ud800👍⭐') }), fc.mixedCase(fc.constantFrom('stop', 'salam', 'kheyli bad bood')))
  const lists = fc.subarray([arrived, satisfied, shipping, change, offers, menu])
  test('any text has a meaning', () => fc.assert(fc.property(anyText, lists, (text, open) => typeof understand(text, open).means === 'string'), { numRuns: 500 }))
  test('a choice comes from a list that is open', () =>
    fc.assert(fc.property(anyText, lists, (text, open) => {
      const meaning = understand(text, open)
      return meaning.means !== 'choice' || (open.includes(meaning.list) && meaning.list.choices.includes(meaning.choice))
    })))
  test('words around a stop word make it no stop word', () =>
    fc.assert(fc.property(fc.constantFrom(...STOP), fc.constantFrom('کفش', 'برادرم', 'shoes', 'دیروز خریدم'), (stop, other) => understand(`${other} ${stop} ${other}`, []).means !== 'stop')))
  test('praise with "but" and a complaint is never a score', () =>
    fc.assert(fc.property(fc.constantFrom('عالی بود', 'خوب بود', 'great', 'khub bood'), fc.constantFrom('ولی', 'اما', 'but', 'vali'), fc.constantFrom('دیر رسید', 'پاره بود', 'too small', 'kharab bood'), (praise, but, complaint) => said(`${praise} ${but} ${complaint}`, [satisfied]) === 'mixed')))
  test('a very long text is read quickly enough to answer', () => expect(said('سلام خوب '.repeat(20_000))).toBeTypeOf('string'))
  test('no answer of one question is a stop word', () => {
    const isStop = phraseSet(STOP)
    expect(Object.values(ANSWERS).flat().filter(phrase => isStop(matchKey(phrase)))).toEqual([])
  })
  test('only stop and safety words break into a burst; free text, greetings and thanks wait', () => {
    expect([isUrgent({ means: 'stop' }), isUrgent({ means: 'safety' }), isUrgent({ means: 'person' })]).toEqual([true, true, false])
    expect([isImmediate({ means: 'person' }), isImmediate({ means: 'greeting' }), isImmediate({ means: 'words', tone: 'plain' })]).toEqual([true, false, false])
  })
})
