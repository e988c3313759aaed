import { expect, test } from 'vitest'
import { scenes, writes } from './scene.ts'

const scene = scenes()

test('a photo and a voice are kept as kind and ref, acknowledged once, and shown to support', async () => {
  const shop = await scene.open()
  const sara = await shop.customer('سارا')
  await sara.buys('running-shoes')
  sara.news()
  await sara.sends('voice')
  expect(sara.news()).toEqual(['پیام صوتی‌تون رسید، ممنون. همکارم گوش می‌ده و همین‌جا جواب می‌ده.'])
  await sara.sends('photo', 'این هم عکسش')
  await sara.sends('photo')
  expect(sara.news()).toEqual(['عکستون رسید، ممنون. همکارم می‌بینه و همین‌جا جواب می‌ده.'])
  const entries = await scene.store.db.caseEntry.findMany({ orderBy: { id: 'asc' } })
  expect(entries.map(entry => [entry.text, (entry.media as { kind: string }[])[0]?.kind])).toEqual([[null, 'voice'], ['این هم عکسش', 'photo'], [null, 'photo']])
  expect(await sara.cases()).toHaveLength(1)
})

test('a voice answers the last question', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.taps('عالیه 😍')
  await sara.taps('نه، خوب بود')
  await sara.sends('voice')
  sara.hears('حرفتون عیناً به همکارهام می‌رسه')
  expect((await sara.answers()).at(-1)).toMatchObject({ question: 'change', media: [{ kind: 'voice' }] })
})

test('an angry caption and its picture go into one case', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.sends('photo', 'کلاهبردارا ببینید')
  sara.hears('حق دارید ناراحت باشید')
  expect((await scene.store.db.caseEntry.findMany({ where: { from: 'customer' } })).map(entry => [entry.text, (entry.media as unknown[]).length])).toEqual([['کلاهبردارا ببینید', 0], [null, 1]])
})

test('an edited message replaces its words, and the old ones are kept', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.taps('عالیه 😍')
  await sara.taps('نه، خوب بود')
  await sara.does({ kind: 'text', text: 'بند رنگی', messageId: '500' })
  await shop.passes('15s')
  await sara.does({ kind: 'text', text: 'بند مشکی', messageId: '500', edited: true })
  const [answer] = (await sara.answers()).slice(-1)
  expect(answer).toMatchObject({ words: 'بند مشکی', history: [{ words: 'بند رنگی' }] })
})

test('an edit before the burst is answered is what the burst says', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.does({ kind: 'text', text: 'کفشش خوف بود', messageId: '500' })
  await sara.does({ kind: 'text', text: 'کفشش پاره بود', messageId: '500', edited: true })
  await shop.passes('15s')
  sara.hears('متأسفم')
  expect(await sara.answers()).toMatchObject([{ words: 'کفشش پاره بود' }])
})

test('a typed choice that is edited is a changed answer', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.does({ kind: 'text', text: 'بد', messageId: '500' })
  await sara.does({ kind: 'text', text: 'بد نبود', messageId: '500', edited: true })
  expect(await sara.answers()).toMatchObject([{ value: 'ok', history: [{ value: 'bad' }] }])
  expect(await sara.cases()).toMatchObject([{ state: 'closed' }])
})

test('an edit that overtakes its original wins', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.does({ kind: 'text', text: 'خوب', messageId: '500', edited: true })
  await sara.does({ kind: 'text', text: 'بد', messageId: '500' })
  expect(await sara.answers()).toMatchObject([{ value: 'good', history: [] }])
})

test('words in a case are replaced there', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  await sara.taps('خیلی بده 😞')
  await sara.does({ kind: 'text', text: 'پاشنه جدا شد', messageId: '500' })
  await sara.does({ kind: 'text', text: 'بند جدا شد', messageId: '500', edited: true })
  expect((await scene.store.db.caseEntry.findMany({ orderBy: { id: 'asc' } })).map(entry => [entry.from, entry.text])).toEqual([['customer', 'بند جدا شد'], ['system', 'edited by the customer; before: پاشنه جدا شد']])
})

test('a quoted question is the one that is answered', async () => {
  const shop = await scene.open()
  const sara = await scene.asked(shop, 'سارا', { delivered: true })
  const question = sara.chat.heard.at(-1)!
  await sara.taps('عالیه 😍')
  await sara.says('تغییر')
  sara.news()
  expect(await writes(shop, sara, 'راستی رنگش با عکس یکی نبود')).toHaveLength(1)
  await sara.says('پاشنه‌ش صدا می‌ده', { replyTo: question.messageId })
  await shop.passes('15s')
  const satisfied = (await sara.answers()).find(answer => answer.question === 'satisfied')
  expect(satisfied).toMatchObject({ value: 'great', words: 'پاشنه‌ش صدا می‌ده' })
})

test('stickers, places, polls and NUL do no harm', async () => {
  const shop = await scene.open()
  const sara = await shop.customer('سارا')
  await sara.buys('running-shoes')
  for (const what of ['sticker', 'location', 'unknown', 'document', 'video'] as const) await sara.does({ kind: 'other', what })
  await sara.says('a\u0000b\ud800')
  await sara.says('x'.repeat(50_000))
  await sara.does({ kind: 'text', text: 'خالی', edited: true })
  await shop.passes('15s')
  expect(await scene.store.db.inboxMessage.count({ where: { state: { not: 'done' } } })).toBe(0)
})
