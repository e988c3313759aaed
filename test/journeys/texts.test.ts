import { describe, expect, test } from 'vitest'
import { OPTIONAL_FACTS, SURE_FACTS } from '../../src/journeys/text-arguments.ts'
import type { AskStep, Journey } from '../../src/journeys/schema.ts'
import { createTexts } from '../../src/text/fluent.ts'
import { shipped } from './shipped.ts'

const FACTS = {
  fa: {
    shop: 'کفش البرز', item: 'کفش دویدن', case: '۲۱۷', time: 'فردا ساعت ۱۱', code: '7KQ-M4X-9TP', offer: '۱۰٪ تخفیف، تا سقف ۲۰۰ هزار تومان', gain: '۱۰٪ تخفیف', ceiling: '۲۰۰ هزار تومان', points: '۵٬۰۰۰', level: 'نقره‌ای', perk: 'ارسال رایگان', count: '۲', link: 'https://bot.shop.ir/j/r-1', howTo: 'چطور کفش دویدن رو تمیز کنیم', worth: '۵ هزار تومان', nextLevel: 'طلایی', products: 'جوراب دویدن، کفی طبی', day: 'چهارشنبه',
    name: 'سارا', agent: 'مینا', shipped: 'دوشنبه', tracking: '24680', until: 'شنبه ۱۴ آذر ساعت ۲۱',
  },
  en: {
    shop: 'Alborz Shoes', item: 'running shoes', case: '217', time: '11 am tomorrow', code: '7KQ-M4X-9TP', offer: '10% off, up to 200,000 toman', gain: '10% off', ceiling: '200,000 toman', points: '5,000', level: 'Silver', perk: 'free shipping', count: '2', link: 'https://bot.shop.ir/j/r-1', howTo: 'How to clean running shoes', worth: '5,000 toman', nextLevel: 'Gold', products: 'running socks, cushioned insoles', day: 'Wednesday',
    name: 'Sara', agent: 'Mina', shipped: 'Monday', tracking: '24680', until: 'Saturday 5 December 9 pm',
  },
} as const
type Locale = keyof typeof FACTS
type Optional = (typeof OPTIONAL_FACTS)[number]
const LOCALES = ['fa', 'en'] as const

const textsOf = (journey: Journey) => createTexts(journey.texts, journey.journey)
const [afterPurchase] = shipped.journeys
const texts = textsOf(afterPurchase!)

/** The words with some facts unknown, without the marks of direction. */
function said(locale: Locale, key: string, unknown: readonly Optional[] = [], from = texts): string {
  const facts = Object.fromEntries([...SURE_FACTS, ...OPTIONAL_FACTS].map(fact => [fact, unknown.includes(fact as Optional) ? '' : FACTS[locale][fact]]))
  const known = Object.fromEntries(OPTIONAL_FACTS.map(fact => [`${fact}Known`, unknown.includes(fact) ? 'no' : 'yes']))
  return from.format(locale, key, { ...facts, ...known }).replace(/[\u2066-\u2069]/g, '')
}

/** Each text of each journey, in each language, with everything known, nothing known, and each fact missing alone. */
const everything = shipped.journeys.flatMap(journey => {
  const from = textsOf(journey)
  return LOCALES.flatMap(locale =>
    from.keys(locale).filter(key => !key.includes('.')).flatMap(key =>
      [[], OPTIONAL_FACTS, ...OPTIONAL_FACTS.map(fact => [fact])].map(unknown => ({
        journey: journey.journey, locale, key, unknown: unknown as readonly Optional[], text: said(locale, key, unknown as readonly Optional[], from),
      })),
    ),
  )
})
const broken = (rule: (one: (typeof everything)[number]) => boolean) => everything.filter(rule).map(({ locale, key, text }) => `${locale} ${key}: ${text}`)
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0
const EMOJI = /\p{Extended_Pictographic}/gu

describe('the reference messages, word for word', () => {
  test.each<[string, string, string, readonly Optional[]]>([
    ['day-3', 'سلام سارا، ممنون که از کفش البرز خرید کردید 🙏\nسفارشتون دوشنبه فرستاده شد و معمولاً ۲ تا ۴ روزه می‌رسه.\nسؤالی بود همین‌جا بنویسید؛ من یا همکارم مینا جواب می‌دیم.', 'Hi Sara, thank you for shopping at Alborz Shoes 🙏\nYour order left on Monday and usually takes 2–4 days.\nAny question, just write here; I or my colleague Mina will answer.', []],
    ['arrived', 'سلام سارا، کفش دویدن به دستتون رسید؟', 'Hi Sara, has your running shoes arrived?', []],
    ['not-yet', 'ممنون که گفتید. کد رهگیری پست:\n24680\nچهارشنبه دوباره ازتون می‌پرسم.', 'Thanks for telling me. Postal tracking:\n24680\nI\'ll ask again on Wednesday.', []],
    ['satisfied', 'از کفش دویدن راضی هستید؟ سه سؤال کوتاهه، کمتر از یک دقیقه.', 'Happy with your running shoes? Three short questions, under a minute.', []],
    ['glad', 'خوشحال شدم!', 'Glad to hear it!', []],
    ['shipping', 'ارسالش مشکلی داشت؟', 'Any trouble with delivery?', []],
    ['change', 'و آخریش: اگه قرار باشه یه چیز رو عوض کنیم، اون چی باشه؟ بنویسید یا پیام صوتی بفرستید.', 'Last one: if we changed one thing, what should it be? Write or send a voice note.', []],
    ['thanks-end', 'ممنون سارا 🙏 حرفتون عیناً به همکارهام می‌رسه.', 'Thank you Sara 🙏 My colleagues get your exact words.', []],
    ['sorry', 'متأسفم که این‌طور شد؛ حق دارید ناراحت باشید.\nپرونده‌ی ۲۱۷ باز شد و مینا از پشتیبانی تا فردا ساعت ۱۱ همین‌جا جواب می‌ده. اگه عکس دارید بفرستید تا زودتر حل بشه.\nتا حل نشه، هیچ پیام تبلیغاتی از ما نمی‌گیرید.', 'I\'m sorry it turned out like this; you have every right to be upset.\nCase 217 is open and Mina from support will answer right here by 11 am tomorrow. A photo helps if you have one.\nUntil it\'s solved, you\'ll get no advertising from us.', []],
    ['day-30', 'سلام سارا، یه ماه از خریدتون گذشت. این ۱۰٪ تخفیف برای خرید بعدی‌تونه، تا سقف ۲۰۰ هزار تومان:\n7KQ-M4X-9TP\nفقط برای شماست، یک بار، تا شنبه ۱۴ آذر ساعت ۲۱.', 'Hi Sara, it\'s been a month. Here\'s 10% off your next order, up to 200,000 toman:\n7KQ-M4X-9TP\nYours only, once, until Saturday 5 December 9 pm.', []],
    ['arrived', 'سلام، کفش دویدن به دستتون رسید؟', 'Hi, has your running shoes arrived?', ['name']],
    ['day-3', 'سلام، ممنون که از کفش البرز خرید کردید 🙏\nسؤالی بود همین‌جا بنویسید؛ من یا همکارم جواب می‌دیم.', 'Hi, thank you for shopping at Alborz Shoes 🙏\nAny question, just write here; I or a colleague will answer.', ['name', 'shipped', 'agent']],
    ['not-yet', 'ممنون که گفتید.\nچهارشنبه دوباره ازتون می‌پرسم.', 'Thanks for telling me.\nI\'ll ask again on Wednesday.', ['tracking']],
    ['thanks-end', 'ممنون 🙏 حرفتون عیناً به همکارهام می‌رسه.', 'Thank you 🙏 My colleagues get your exact words.', ['name']],
  ])('%s', (key, fa, en, unknown) => {
    expect(said('fa', key, unknown)).toBe(fa)
    expect(said('en', key, unknown)).toBe(en)
  })

  test.each([
    ['arrived', ['بله، رسید', 'هنوز نه'], ['Yes', 'Not yet']],
    ['satisfied', ['عالیه 😍', 'خوبه 🙂', 'معمولیه 😐', 'بده 🙁', 'خیلی بده 😞'], ['Love it 😍', 'Good 🙂', 'So-so 😐', 'Bad 🙁', 'Very bad 😞']],
    ['shipping', ['نه، خوب بود', 'دیر رسید', 'بسته آسیب دیده بود', 'چیز دیگه‌ای'], ['No, fine', 'Late', 'Damaged parcel', 'Something else']],
    ['change', ['چیزی نیست'], ['Nothing']],
  ])('the choices of %s', (step, fa, en) => {
    const { choices } = afterPurchase!.tracks['checkup']!.steps[step] as AskStep
    expect(choices.map(({ value }) => texts.label('fa', step, value))).toEqual(fa)
    expect(choices.map(({ value }) => texts.label('en', step, value))).toEqual(en)
  })
})

describe('every text, whatever is unknown', () => {
  test('stands in both languages', () => {
    for (const journey of shipped.journeys) {
      const from = textsOf(journey)
      expect(from.problems).toEqual([])
      expect(from.keys('fa')).toEqual(from.keys('en'))
    }
  })

  test('has one to three lines, none of them empty', () => {
    expect(broken(({ text }) => text === '' || text.split('\n').length > 3 || /^\s*$/m.test(text))).toEqual([])
  })

  test('has at most one emoji and one question', () => {
    expect(broken(({ text }) => count(text, EMOJI) > 1)).toEqual([])
    expect(broken(({ text }) => count(text, /[؟?]/g) > 1)).toEqual([])
  })

  test('says nothing that is not known, and leaves no hole', () => {
    expect(broken(({ text }) => /\{|\}|\$|undefined|null/.test(text))).toEqual([])
    expect(broken(({ text }) => / {2}| [،,.؛:؟?]|^[،,.]/m.test(text))).toEqual([])
  })

  test('is without «عزیز», آقا and خانم, dates with slashes, and rial', () => {
    expect(broken(({ text }) => /عزیز|آقا|خانم|ریال|rial\b|dear|Mr|Mrs|\d\/\d|[۰-۹]\/[۰-۹]/i.test(text))).toEqual([])
  })

  test('speaks politely: no «تو», no singular imperative', () => {
    expect(broken(({ locale, text }) => locale === 'fa' && /(^|\s)تو(\s|$)|(^|\s)(بزن|بنویس|بگو|بفرست)(\s|$|[.،؛])/m.test(text))).toEqual([])
  })

  test('is spelt in Persian letters and half-spaces', () => {
    expect(broken(({ locale, text }) => locale === 'fa' && /[يكىة٠-٩]/.test(text))).toEqual([])
    expect(broken(({ locale, text }) => locale === 'fa' && /(^|\s)(می|نمی) |[؀-ۿ] (ها|های|هام|تون)(\s|$|[.،])/m.test(text))).toEqual([])
    expect(broken(({ locale, text }) => locale === 'fa' && /[0-9]/.test(text.replaceAll('24680', '').replaceAll('https://bot.shop.ir/j/r-1', '').replaceAll('7KQ-M4X-9TP', '')))).toEqual([])
    expect(broken(({ locale, text }) => locale === 'fa' && /[,;?]/.test(text))).toEqual([])
  })

  test('has no emoji and no "!" where something is wrong', () => {
    const sad = /sorry|not-yet|متأسف/
    expect(broken(({ key, text }) => (sad.test(key) || sad.test(text)) && (/!/.test(text) || EMOJI.test(text)))).toEqual([])
  })

  test('tells number, person and time with every case it opens', () => {
    for (const locale of LOCALES)
      for (const key of ['sorry', 'second-not-yet', 'shipping-sorry'])
        for (const fact of ['case', 'agent', 'time'] as const) expect(said(locale, key)).toContain(FACTS[locale][fact])
  })

  test('never glues a suffix to a fact', () => {
    const glued = Object.values(shipped.journeys).flatMap(({ texts: { fa } }) => fa.split('\n').filter(line => /\}[\u200c\p{L}]/u.test(line) && !line.startsWith('#')))
    expect(glued).toEqual([])
  })
})

describe('a text opened by another', () => {
  test.each([
    ['glad', 'shipping'],
    ['noted', 'shipping'],
    ['taken-back', 'shipping'],
    ['good-to-hear', 'satisfied'],
    ['shipping-sorry', 'change'],
  ])('%s + %s: still three lines, one question, and one emoji at most', (lead, question) => {
    for (const locale of LOCALES) {
      const both = `${said(locale, lead)}${said(locale, lead).includes('\n') ? '\n' : ' '}${said(locale, question)}`
      expect(both.split('\n').length).toBeLessThanOrEqual(3)
      expect(count(both, /[؟?]/g)).toBe(1)
      expect(count(both, EMOJI)).toBeLessThanOrEqual(1)
    }
  })
})

test('a Latin code inside Persian keeps its direction, and a name with marks does no harm', () => {
  const facts = { ...FACTS.fa, ...Object.fromEntries(OPTIONAL_FACTS.map(fact => [`${fact}Known`, 'yes'])) }
  expect(texts.format('fa', 'arrived', { ...facts, item: 'Nike Pegasus' })).toContain('\u2068Nike Pegasus\u2069')
  expect(texts.format('fa', 'arrived', { ...facts, name: 'سارا\u202e' })).not.toContain('\u202e')
})

test('an order without a name for its goods reads well', () => {
  expect(said('fa', 'arrived').replace(FACTS.fa.item, 'سفارشتون')).toBe('سلام سارا، سفارشتون به دستتون رسید؟')
  expect(said('en', 'satisfied').replace(FACTS.en.item, 'order')).toBe('Happy with your order? Three short questions, under a minute.')
})
