import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import { closeCaseAndResume, replyToCase } from '../../src/engagement/case-actions.ts'
import { scenes, writes } from './scene.ts'

const scene = scenes()

describe('typed answers', () => {
  test('Persian, Latin letters, digits and labels all answer, at once', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop)
    await sara.says('areh resid')
    sara.hears('راضی هستید؟')
    sara.hears('جواب شما: بله، رسید')
    await sara.says('۴')
    sara.hears('جواب شما: خوبه')
    await sara.says('نه خووب بود')
    sara.hears('آخریش')
    expect(await writes(shop, sara, 'هیچی')).toEqual([expect.stringMatching('ممنون سارا 🙏')])
    expect((await sara.answers()).map(({ question, value, score, late }) => ({ question, value, score, late }))).toEqual([
      { question: 'arrived', value: 'yes', score: null, late: false },
      { question: 'satisfied', value: 'good', score: 4, late: false },
      { question: 'shipping', value: 'fine', score: null, late: false },
      { question: 'change', value: 'nothing', score: null, late: false },
    ])
  })

  test('a number that the scale does not have is asked about, and «۲۰» is the top', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    await sara.says('۷')
    sara.hears('۷ رو متوجه نشدم. از ۱ تا ۵ چند می‌دید؟')
    expect(await sara.answers()).toEqual([])
    await sara.says('۲۰')
    expect(await sara.answers()).toMatchObject([{ value: 'great', score: 5 }])
  })

  test('an emoji answers while the question is open, is said back, and can be changed', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    await sara.says('👎')
    sara.hears('جواب شما: بده')
    expect(await sara.cases()).toMatchObject([{ state: 'open', kind: 'complaint' }])
    await sara.says('تغییر')
    sara.hears('جوابتون رو عوض کنید')
    await sara.says('👍')
    sara.hears('ارسالش مشکلی داشت؟')
    expect(await sara.cases()).toMatchObject([{ state: 'closed', closedBy: 'taken-back' }])
    const [answer] = await sara.answers()
    expect(answer).toMatchObject({ value: 'good', score: 4, history: [{ value: 'bad', score: 2 }] })
  })

  test('a reaction is no answer', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    await sara.does({ kind: 'reaction', emoji: '😍', messageId: sara.chat.heard.at(-1)!.messageId })
    expect(await sara.answers()).toEqual([])
    expect(sara.news()).toEqual([])
  })

  test('what support has taken up is not changed any more', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    await sara.taps('بده 🙁')
    const [opened] = await sara.cases()
    await replyToCase(shop.app, opened!.id, 'سلام، عکسش رو می‌فرستید؟', 'test')
    await shop.settles()
    await sara.taps('تغییر')
    sara.hears('این جواب دیگه عوض نمی‌شه')
    expect(await sara.answers()).toMatchObject([{ value: 'bad' }])
  })

  test('the last question takes any words, one answer from several messages', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    await sara.taps('عالیه 😍')
    await sara.taps('نه، خوب بود')
    expect(await writes(shop, sara, 'بند کفش', 'رنگی باشه')).toEqual([expect.stringMatching('حرفتون عیناً')])
    expect((await sara.answers()).at(-1)).toMatchObject({ question: 'change', value: null, words: 'بند کفش\nرنگی باشه' })
  })
})

test('a defect named in the last answer is an answer, and a case, in one message', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.taps('عالیه 😍')
  await sara.taps('نه، خوب بود')
  expect(await writes(shop, sara, 'جنسش بهتر بشه، پاشنه‌ش جدا شد')).toEqual([expect.stringMatching(/متأسفم[^]*پرونده‌ی ۱ باز شد/)])
  expect((await sara.answers()).at(-1)).toMatchObject({ question: 'change', words: 'جنسش بهتر بشه، پاشنه‌ش جدا شد' })
  expect(await scene.store.db.question.count({ where: { state: 'open' } })).toBe(0)
})

describe('free text at a question with choices', () => {
  test('is kept, the question is repeated once, then a person is told', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    expect(await writes(shop, sara, 'هنوز نپوشیدمش')).toEqual([expect.stringMatching(/یادداشتش کردم[^]*راضی هستید؟/)])
    expect(sara.chat.heard.at(-1)!.choices).toHaveLength(5)
    expect(await writes(shop, sara, 'هفته‌ی بعد می‌پوشم')).toEqual([expect.stringMatching(/سپردمش به همکارم نگار؛ تا .+ همین‌جا جواب می‌ده/)])
    expect(await sara.answers()).toMatchObject([{ question: 'satisfied', value: null, score: null, words: 'هنوز نپوشیدمش\nهفته‌ی بعد می‌پوشم' }])
    await sara.says('خوبه')
    expect(await sara.answers()).toMatchObject([{ value: 'good', score: 4, words: 'هنوز نپوشیدمش\nهفته‌ی بعد می‌پوشم' }])
  })

  test('praise with a complaint inside raises nothing: neutral thanks, a look by support, the question stays', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    const [reply] = await writes(shop, sara, 'عالی! سه هفته طول کشید')
    expect(reply).toMatch(/همکارم هم نوشته‌تون رو می‌خونه/)
    expect(reply).not.toMatch(/خوشحال/)
    expect(await sara.answers()).toMatchObject([{ value: null, score: null }])
    expect(await sara.cases()).toMatchObject([{ kind: 'question', state: 'open' }])
  })

  test('a complaint opens a case with person and time, and sells nothing meanwhile', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    expect(await writes(shop, sara, 'سایزش کوچیکه باید عوضش کنم')).toEqual([expect.stringMatching(/متأسفم[^]*پرونده‌ی ۱ باز شد و نگار از پشتیبانی تا .+ همین‌جا جواب می‌ده/)])
    expect((await sara.plan()).filter(row => row.step.startsWith('day-') && row.state === 'held').map(row => row.reason)).toEqual(['open-case', 'open-case'])
    expect(await scene.store.db.caseEntry.findMany({ where: { from: 'customer' } })).toMatchObject([{ text: 'سایزش کوچیکه باید عوضش کنم' }])
  })
})

describe('three words in three messages within ten seconds', () => {
  test('get one reply and are one stored answer', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop)
    for (const word of ['سلام', 'کفشم', 'رسید', 'ولی کوچیکه']) {
      await sara.says(word)
      await shop.passes('3s')
    }
    expect(sara.news()).toEqual([])
    await shop.passes('12s')
    expect(sara.news()).toHaveLength(1)
    expect(await sara.answers()).toMatchObject([{ question: 'arrived', value: null, words: 'کفشم\nرسید\nولی کوچیکه' }])
  })

  test('words that together name a choice are that choice', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    expect(await writes(shop, sara, 'سلام', 'خوب بود', 'مرسی')).toEqual([expect.stringMatching(/جواب شما: خوبه[^]*ارسالش/)])
    expect(await sara.answers()).toMatchObject([{ value: 'good' }])
  })

  test('a stop word in the middle is not kept waiting', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop)
    await sara.says('ببینید')
    await sara.says('نفرستید')
    expect(sara.news()).toEqual([expect.stringMatching(/^چشم/)])
    await shop.passes('1m')
    expect(sara.news()).toEqual([])
  })

  test('with no silence to wait for it is the same path', async () => {
    const shop = await scene.open({ env: { REPLY_AFTER_SILENCE: '0' } })
    const sara = await scene.asked(shop)
    await sara.says('مرسی')
    expect(sara.news()).toEqual(['خواهش می‌کنم 🙏'])
  })
})

describe('buttons that are not one’s own', () => {
  test('another customer’s question, a closed one and a forged one are closed alike, and nothing changes', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    const token = sara.chat.heard.at(-1)!.choices![3]!.token
    const reza = await shop.customer('رضا')
    await reza.buys('running-shoes')
    reza.news()
    for (const forged of [token, token.replace('bad', 'hacked'), 'q:AAAAAAAAAAAAAAAA:great', `c:${token.split(':')[1]}`]) {
      await reza.does({ kind: 'choice', token: forged })
      reza.hears('این سؤال دیگه بسته شده')
    }
    await sara.does({ kind: 'choice', token: token.replace('bad', 'hacked') })
    sara.hears('این سؤال دیگه بسته شده')
    expect([...(await sara.answers()), ...(await reza.answers()), ...(await sara.cases())]).toEqual([])
  })

  test('random bytes are one kind line, then silence, and never an error', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    const before = await scene.store.db.customer.findMany()
    const tokens = fc.sample(fc.oneof(fc.string({ unit: 'binary', maxLength: 64 }), fc.stringMatching(/^[qcm]:[\w-]{1,20}(:[\w-]{0,40})?$/)), 40)
    for (const token of tokens) await sara.does({ kind: 'choice', token: token || '-' })
    expect(await scene.store.db.inboxMessage.count({ where: { state: { not: 'done' } } })).toBe(0)
    expect(await scene.store.db.answer.count() + await scene.store.db.case.count()).toBe(0)
    expect((await scene.store.db.customer.findMany()).map(({ mayMarketing, mayFeedback, locale }) => [mayMarketing, mayFeedback, locale])).toEqual(before.map(({ mayMarketing, mayFeedback, locale }) => [mayMarketing, mayFeedback, locale]))
    expect(sara.chat.heard.filter(message => /دیگه/.test(message.text)).length).toBeLessThanOrEqual(20)
  })

  test('an old button brings back its order for 60 days; after that its words are passed on', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop, 'سارا', { delivered: true })
    const question = sara.chat.heard.at(-1)!
    shop.clock.moveTo(new Date(shop.clock.now().getTime() + 20 * DAY))
    sara.news()
    await sara.does({ kind: 'choice', token: question.choices![0]!.token, messageId: question.messageId })
    expect(await sara.answers()).toMatchObject([{ value: 'great', late: true, question: 'satisfied' }])
    expect(sara.news()).toHaveLength(1)
  })
})

test('while a person is answering, words join the case and nothing is said in between', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.taps('خیلی بده 😞')
  expect(await writes(shop, sara, 'پاشنه‌ش جدا شده')).toEqual([expect.stringMatching(/به پرونده‌ی ۱ اضافه شد/)])
  expect(await writes(shop, sara, 'دیروز جدا شد')).toEqual([])
  const [opened] = await sara.cases()
  await replyToCase(shop.app, opened!.id, 'عکسش رو می‌فرستید؟', 'test')
  await shop.settles()
  expect(await writes(shop, sara, 'الان می‌فرستم')).toEqual([])
  await sara.sends('photo')
  expect(sara.news()).toEqual([])
  const entries = await scene.store.db.caseEntry.findMany({ orderBy: { id: 'asc' } })
  expect(entries.map(entry => [entry.from, entry.text])).toEqual([['customer', 'پاشنه‌ش جدا شده'], ['customer', 'دیروز جدا شد'], ['support', 'عکسش رو می‌فرستید؟'], ['customer', 'الان می‌فرستم'], ['customer', null]])
  expect(entries.at(-1)!.media).toMatchObject([{ kind: 'photo' }])
  await closeCaseAndResume(shop.app, opened!.id, 'test')
  expect(await writes(shop, sara, 'مرسی')).toEqual(['خواهش می‌کنم 🙏'])
})
