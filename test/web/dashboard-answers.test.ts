import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { buys as order, login as enter } from './dashboard-staff.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  site = await openSite(store)
})
afterEach(() => site.close())
afterAll(() => store.close())

const login = (role: 'manager' | 'support') => enter(site, store, role)
const buys = (name: string, externalId: string, placedAt = '2026-11-21T10:00:00+03:30') => order(site, store, name, externalId, placedAt)
const says = (customerId: string, more: object) => store.db.answer.create({ data: { customerId, question: 'satisfied', channel: 'webchat', at: site.clock.now(), ...more } })
const opensCase = (customerId: string, more: object = {}) => {
  const at = site.clock.now()
  return store.db.case.create({ data: { customerId, kind: 'complaint', reason: 'bad', openedAt: at, answerBy: at, entries: { create: { from: 'customer', text: 'پاره شد <b>', at } }, ...more } })
}
const ago = (days: number) => new Date(site.clock.now().getTime() - days * DAY)

describe('answers', () => {
  test('are marked from the list, found by the mark, and the mark is taken away by pressing it again', async () => {
    const { customerId } = await buys('سارا', '1001')
    const { id } = await says(customerId, { value: 'bad', score: 2, words: 'پاره <b>بود</b>' })
    await says(customerId, { value: 'great', score: 5, words: 'عالی بود' })
    const sina = await login('support')
    const marked = await sina.post(`/answers/${id}/mark?list&atMost=2`, { mark: 'todo' }, '/answers')
    expect([marked.status, marked.headers.get('location')]).toEqual([303, `/dashboard/answers?atMost=2#a-${id}`])
    const todo = (await sina.get('/answers?mark=todo')).text
    expect(todo).toContain('پاره &lt;b&gt;بود')
    expect(todo).not.toContain('عالی بود')
    expect(todo).toContain('value="" aria-pressed="true"')
    expect((await sina.post(`/answers/${id}/mark`, { mark: '' })).headers.get('location')).toBe(`/dashboard/answers/${id}`)
    expect((await store.db.answer.findUniqueOrThrow({ where: { id } })).mark).toBeNull()
    expect((await store.db.staffAudit.findMany({ where: { action: 'mark answer' } })).map(row => row.detail)).toEqual([`${id} todo`, `${id} —`])
    for (const [path, mark] of [[`/answers/${id}/mark`, 'lovely'], ['/answers/nobody/mark', 'todo']] as const) expect((await sina.post(path, { mark }, '/answers')).status).toBe(404)
  })

  test('a reply to an answer opens a case with the customer’s words, goes out once, and marks it as seen to', async () => {
    const { customerId, id: orderId } = await buys('سارا', '1001')
    const { id } = await says(customerId, { orderId, question: 'change', words: 'سایز بیشتری بیارید' })
    const sina = await login('support')
    expect((await sina.post(`/answers/${id}/reply`, { text: ' ' })).status).toBe(400)
    expect(await store.db.case.count()).toBe(0)
    const sent = await sina.post(`/answers/${id}/reply`, { text: 'ماه دیگه می‌آریم.' })
    const found = await store.db.case.findFirstOrThrow({ include: { entries: { orderBy: { id: 'asc' } } } })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/dashboard/cases/${found.number}`])
    expect(found.entries.map(entry => [entry.from, entry.text])).toEqual([['customer', 'سایز بیشتری بیارید'], ['support', 'ماه دیگه می‌آریم.']])
    expect([found.claimedBy, found.orderId]).toEqual([sina.id, orderId])
    expect(await store.db.outboxMessage.count({ where: { key: { startsWith: 'staff/case/' } } })).toBe(1)
    expect((await store.db.answer.findUniqueOrThrow({ where: { id } })).mark).toBe('done')
    await sina.post(`/answers/${id}/reply`, { text: 'یک چیز دیگه' })
    expect(await store.db.case.count()).toBe(1)
    await store.db.case.updateMany({ data: { claimedBy: 'somebody' } })
    const taken = await sina.post(`/answers/${id}/reply`, { text: 'نرفته' })
    expect([taken.status, (await taken.text()).includes('نرفته')]).toEqual([409, true])
    expect((await sina.post('/answers/nobody/reply', { text: 'x' }, '/answers')).status).toBe(404)
  })

  test('are counted by value, by word and by month, in the days that were asked for and in no others', async () => {
    const { customerId } = await buys('سارا', '1001')
    for (const [days, value, score, words] of [[1, 'bad', 2, 'بسته‌بندی پاره بود'], [2, 'bad', 2, 'بسته بندی؟ بسته‌بندی!'], [3, 'great', 5, 'بسته‌بندي عالی'], [70, 'great', 5, 'کهنه کهنه']] as const) await says(customerId, { value, score, words, at: ago(days) })
    await says(customerId, { question: 'why-away', value: 'price', at: ago(2) })
    const sina = await login('support')
    const all = (await sina.get('/answers/counts')).text
    expect(all).toMatch(/بسته‌بندی<\/bdi> <span class="score">۳</)
    expect(all).toContain('میانگین امتیاز ۳٫۵ از ۵')
    expect(all).toMatch(/>بد<\/th><td>۲<\/td><td>۵۰٪/)
    expect(all).toContain('آبان')
    const lately = (await sina.get('/answers/counts?question=satisfied&from=۱۴۰۵/۸/۱', 'bazgasht_lang=en')).text
    expect(lately).toContain('Average score 3 of 5')
    expect(lately).not.toContain('price')
    expect(lately).toMatch(/great<\/th><td>1<\/td>/)
    const csv = (await sina.get('/answers.csv?from=2026-11-01')).text
    expect(csv.trim().split('\n')).toHaveLength(5)
    expect((await sina.get('/answers?to=2026-11-01')).text).toContain('کهنه')
  })

  test('a day that does not exist is said so, kept as typed, and nothing leaves as if it were all', async () => {
    const { customerId } = await buys('سارا', '1001')
    await says(customerId, { value: 'bad', score: 2, words: 'پاره' })
    const sina = await login('support')
    for (const path of ['/answers', '/answers/counts', '/answers.csv']) {
      const { status, text } = await sina.get(`${path}?from=${encodeURIComponent('۱۴۰۵/۱۳/۱<b>')}`)
      expect([path, status, text.includes('role="alert"'), text.includes('۱۴۰۵/۱۳/۱&lt;b&gt;'), text.includes('پاره')]).toEqual([path, 400, true, true, false])
    }
    expect((await sina.get('/answers?product=none')).text).toContain('با این انتخاب')
  })
})

describe('a case', () => {
  test('stands in the queue by urgency and promise, page after page', async () => {
    const { customerId } = await buys('سارا', '1001')
    for (let n = 0; n < 35; n++) await opensCase(customerId, { answerBy: ago(n) })
    const { number } = await opensCase(customerId, { urgent: true, answerBy: ago(-3) })
    await opensCase(customerId, { repliedAt: ago(0), answerBy: ago(40) })
    const sina = await login('support')
    const numbers = (text: string) => [...text.matchAll(/href="\/dashboard\/cases\/(\d+)"/g)].map(found => Number(found[1]))
    const first = (await sina.get('/cases')).text
    expect(numbers(first).slice(0, 3)).toEqual([number, 35, 34])
    const rest = (await sina.get(`/cases${/href="\/dashboard\/cases(\?state=open&amp;after=\d+)"/.exec(first)![1]!.replace('&amp;', '&')}`)).text
    expect(numbers(rest)).toEqual([6, 5, 4, 3, 2, 1, 37])
  })

  test('shows its customer’s card and the answer that opened it', async () => {
    const { customerId, id: orderId } = await buys('سارا <b>', '1001')
    await store.db.pledge.create({ data: { customerId, kind: 'code', key: 'k', what: 'x', madeAt: ago(1), dueAt: ago(-1) } })
    await store.db.customer.update({ where: { id: customerId }, data: { locale: 'fa', mayMarketing: true } })
    await says(customerId, { value: 'bad', score: 2, words: 'دوختش باز شد' })
    const { number } = await opensCase(customerId, { orderId })
    const sina = await login('support')
    const card = /<aside[^]*<\/aside>/.exec((await sina.get(`/cases/${number}`)).text)![0]
    for (const part of ['سارا &lt;b&gt;', 'کفش دویدن &lt;b&gt;', '۱۰۰۱', 'یک‌بار خریده‌ها', 'فارسی', 'دوختش باز شد', 'پیشنهادها: بله']) expect([part, card.includes(part)]).toEqual([part, true])
    expect((await sina.get(`/customers/${customerId}`, 'bazgasht_lang=en')).text).toContain('bought once')
  })

  test('is taken by one, handed back by that one, and what a colleague has is answered by nobody else', async () => {
    const { customerId } = await buys('سارا', '1001')
    const { number, id } = await opensCase(customerId)
    const [sina, negar] = [await login('support'), await login('manager')]
    await sina.post(`/cases/${number}/claim`, {})
    await negar.post(`/cases/${number}/hand`, {})
    expect((await negar.get('/cases')).text).toContain('دست سینا')
    const refused = await negar.post(`/cases/${number}/reply`, { text: 'من جواب می‌دم' })
    expect([refused.status, (await refused.text()).includes('من جواب می‌دم')]).toEqual([409, true])
    expect(await store.db.outboxMessage.count({ where: { key: { startsWith: 'staff/case/' } } })).toBe(0)
    await sina.post(`/cases/${number}/hand`, {})
    expect((await store.db.case.findUniqueOrThrow({ where: { id } })).claimedBy).toBeNull()
    expect((await negar.post(`/cases/${number}/reply`, { text: 'من جواب می‌دم' })).status).toBe(303)
    expect((await store.db.staffAudit.findMany({ where: { staffId: { in: [sina.id, negar.id] } }, orderBy: { id: 'asc' } })).map(row => row.action).filter(action => action !== 'login')).toEqual(['claim', 'hand', 'reply'])
  })

  test('a reply can be taken back as long as it has not gone; a note goes to nobody', async () => {
    const { customerId } = await buys('سارا', '1001')
    const { number } = await opensCase(customerId)
    const sina = await login('support')
    await sina.post(`/cases/${number}/note`, { text: 'باید زنگ بزنیم' })
    expect((await sina.get(`/cases/${number}`)).text).not.toContain('/undo')
    await sina.post(`/cases/${number}/reply`, { text: 'اشتباه' })
    expect((await sina.get(`/cases/${number}`)).text).toContain('/undo')
    await sina.post(`/cases/${number}/undo`, {})
    expect((await store.db.outboxMessage.findMany({ where: { key: { startsWith: 'staff/case/' } } })).map(row => [row.state, row.reason])).toEqual([['dropped', 'discarded']])
    expect(await store.db.outboxMessage.count({ where: { key: { startsWith: 'staff/case/' }, state: { not: 'dropped' } } })).toBe(0)
    expect((await store.db.caseEntry.findMany({ orderBy: { id: 'asc' } })).map(entry => entry.from)).toEqual(['customer', 'note', 'note'])
  })

  test('closed by a person, its customer is asked whether it is solved; opened again, that is not asked', async () => {
    const { customerId } = await buys('سارا', '1001')
    const { number, id } = await opensCase(customerId)
    const sina = await login('support')
    await sina.post(`/cases/${number}/reply`, { text: 'درست شد' })
    expect((await sina.post(`/cases/${number}/close`, {})).headers.get('location')).toBe('/dashboard/cases')
    const asked = () => store.db.outboxMessage.findFirstOrThrow({ where: { key: { startsWith: `closing/${id}/` } } })
    expect((await asked()).state).toBe('planned')
    expect((await sina.post(`/cases/${number}/reopen`, {})).status).toBe(303)
    expect([(await asked()).state, (await store.db.case.findUniqueOrThrow({ where: { id } })).state]).toEqual(['dropped', 'open'])
  })

  test('what the customer sent is opened by a link; what is not kept any more is said so', async () => {
    const { customerId } = await buys('سارا', '1001')
    const at = site.clock.now()
    const kept = await store.db.media.create({ data: { channel: 'webchat', account: 'web', ref: 'r1', kind: 'photo', customerId, state: 'stored', type: 'image/png', bytes: new Uint8Array([1, 2]), at } })
    const { number } = await opensCase(customerId, { entries: { create: { from: 'customer', media: [{ kind: 'photo', ref: 'r1' }, { kind: 'voice', ref: 'gone' }], at } } })
    const sina = await login('support')
    const { text } = await sina.get(`/cases/${number}`)
    const link = new RegExp(`href="(/media/${kept.id}[^"]+)"`).exec(text)![1]!.replaceAll('&amp;', '&')
    expect((await site.get(link)).status).toBe(200)
    expect(text).toContain('دیگه نگه داشته نمی‌شه: ۱')
  })
})

describe('ready answers', () => {
  test('are written and removed by managers, put under what was typed, and sent only by the person', async () => {
    const { customerId, id: orderId } = await buys('سارا', '1001')
    const { number } = await opensCase(customerId, { orderId })
    const [sina, negar] = [await login('support'), await login('manager')]
    expect((await sina.post('/cases/ready', { name: 'ارسال', text: 'x' }, `/cases/${number}`)).status).toBe(403)
    expect((await negar.post('/cases/ready', { name: 'a=b', text: 'x' })).status).toBe(400)
    expect((await negar.post('/cases/ready', { name: 'ارسال', text: 'سلام {name}، سفارش {order} امروز می‌ره. {agent}' })).status).toBe(303)
    const page = await sina.post(`/cases/${number}/ready`, { text: 'وقت به‌خیر', ready: 'ارسال' })
    expect(await page.text()).toContain('>وقت به‌خیر\nسلام سارا، سفارش 1001 امروز می‌ره. سینا</textarea>')
    expect(await store.db.outboxMessage.count({ where: { key: { startsWith: 'staff/case/' } } })).toBe(0)
    expect((await sina.get('/cases/ready')).text).not.toContain('برداشتن')
    expect((await negar.post('/cases/ready', { name: 'ارسال' })).status).toBe(303)
    expect((await sina.get('/cases/ready')).text).toContain('هنوز جواب آماده‌ای نیست')
    for (let n = 0; n < 20; n++) await negar.post('/cases/ready', { name: `ن${n}`, text: 'متن' })
    expect((await negar.post('/cases/ready', { name: 'یکی بیشتر', text: 'متن' })).status).toBe(409)
  })
})

describe('customers', () => {
  test('are found by name in either spelling, by phone in Persian digits, and by order number, and none of it stands in an address', async () => {
    await buys('علی کریمی', '1001')
    const sina = await login('support')
    const finds = async (q: string) => (await (await sina.post('/customers', { q }, '/customers')).text()).includes('علی کریمی')
    for (const q of ['علي كريمي', 'کریمی', '۰۹۱۲۱۲۳۴۵۶۷', '+989121234567', '۱۰۰۱']) expect([q, await finds(q)]).toEqual([q, true])
    for (const q of ['%', 'رضا', '09120000000']) expect([q, await finds(q)]).toEqual([q, false])
    expect(await finds('کریمی\u0000')).toBe(true)
    expect((await sina.get('/customers?q=رضا')).text).toContain('علی کریمی')
    expect((await sina.get('/customers')).text).toMatch(/<form[^>]*method="post"[^>]*role="search"/)
  })

  test('the next page of a search is a form with the search inside', async () => {
    const at = site.clock.now()
    await store.db.customer.createMany({ data: Array.from({ length: 60 }, (_, n) => ({ name: `زهرا ${n}`, externalId: `z${n}`, createdAt: at })) })
    const sina = await login('support')
    const first = await (await sina.post('/customers', { q: 'زهرا' }, '/customers')).text()
    const after = /name="after" value="([^"]+)"/.exec(first)![1]!
    const rest = await (await sina.post('/customers', { q: 'زهرا', after }, '/customers')).text()
    const names = (text: string) => [...text.matchAll(/>زهرا (\d+)</g)].map(found => found[1])
    expect(new Set([...names(first), ...names(rest)]).size).toBe(60)
    expect(rest).not.toContain('name="after"')
    expect((await sina.get('/customers')).text).toContain('/dashboard/customers?after=')
  })
})
