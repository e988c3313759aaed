import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readControls } from '../../src/engagement/controls.ts'
import { newQuestionId } from '../../src/engagement/tokens.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { buys, login } from './dashboard-staff.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
let negar: Awaited<ReturnType<typeof login>>
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  site = await openSite(store)
  negar = await login(site, store, 'manager')
})
afterEach(() => site.close())
afterAll(() => store.close())

const edits = async () => (await store.db.journeyEdit.findMany()).map(({ step, field, value }) => [step, field, value]).sort()
const audit = async () => (await store.db.staffAudit.findMany({ orderBy: { id: 'asc' } })).map(({ action, detail }) => `${action} ${detail}`).filter(line => !line.startsWith('log'))
const bodyOf = async (answer: Response) => ({ status: answer.status, text: await answer.text() })

describe('a journey as it is drawn', () => {
  test('every step stands once, with lines to where its answers lead, and what an answer does', async () => {
    const { text } = await negar.get('/journeys/after-purchase')
    for (const step of ['receipt', 'day-3', 'day-14', 'day-30', 'checkup', 'arrived', 'satisfied', 'shipping', 'change']) expect(text.split(`id="step-${step}"`)).toHaveLength(2)
    expect(text).toContain('href="#step-satisfied"')
    expect(text).toMatch(/class="edge answer from-1 to-2 lane-1"/)
    expect(text).toMatch(/class="edge time /)
    expect(text).toContain('پرونده باز می‌شه')
    expect(text).toContain('۳ روز بعد دوباره می‌پرسیم')
    const en = await negar.get('/journeys/win-back', 'bazgasht_lang=en')
    expect(en.text).toContain('gets a code')
    expect(en.text).toContain('asked 0 · answered 0')
  })

  test('counts stand on each step, and on each answer how many gave it', async () => {
    const { customerId, orderId } = await (async () => {
      const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-22T10:00:00+03:30')
      return { customerId, orderId: (await store.db.order.findFirstOrThrow()).id }
    })()
    const { id: enrollmentId } = await store.db.enrollment.findFirstOrThrow({ where: { track: 'checkup' } })
    const at = site.clock.now()
    const { id } = await store.db.question.create({ data: { id: newQuestionId(), enrollmentId, customerId, orderId, journey: 'after-purchase', step: 'satisfied', question: 'satisfied', state: 'answered', askedAt: at } })
    await store.db.answer.create({ data: { questionId: id, customerId, question: 'satisfied', value: 'bad', score: 2, channel: 'webchat', at } })
    const { text } = await negar.get('/journeys/after-purchase')
    expect(text).toContain('پرسیده ۱ · جواب ۱')
    expect(text).toMatch(/class="chip">بده[^<]*<b>۱<\/b>/)
    expect(text).toContain('منتظر ۱')
  })
})

describe('an edit', () => {
  const step = '/journeys/after-purchase/steps/day-14'

  test('is looked at first, as the customer who came last would get it; nothing is stored until it is saved', async () => {
    await buys(site, store, 'سارا <b>', '1001', '2026-11-22T10:00:00+03:30')
    const look = await bodyOf(await negar.post('/journeys/after-purchase/steps/day-3', { day: '۵', at: '۱۸:۳۰', fa: 'سلام { $name }، حالتون خوبه؟', do: 'look' }))
    expect(look.status).toBe(200)
    expect(look.text).toContain('سلام سارا')
    expect(look.text).toContain('جمعه ۶ آذر ساعت ۱۸:۳۰')
    expect(look.text).toContain('هنوز ذخیره نشده')
    expect(look.text).not.toContain('<b>')
    expect(look.text).toContain('value="۱۸:۳۰"')
    expect(await edits()).toEqual([])
  })

  test('where nobody has come yet, facts stand by their names', async () => {
    const { text } = await bodyOf(await negar.post('/journeys/win-back/steps/why', { fa: 'سلام { $name }، کجایید؟', do: 'look' }))
    expect(text).toContain('سلام {name}، کجایید؟')
  })

  test('in Persian digits is saved, said in the history in words, and taken back; what was planned moves with it', async () => {
    await buys(site, store, 'سارا', '1001', '2026-11-22T10:00:00+03:30')
    expect((await negar.post(step, { day: '۱۲', at: '۱۸:۳۰', do: 'save' }, step)).status).toBe(303)
    expect(await edits()).toEqual([['day-14', 'at', '18:30'], ['day-14', 'day', 12]])
    expect((await store.db.outboxMessage.findFirstOrThrow({ where: { step: 'day-14' } })).dueAt.toISOString()).toBe('2026-12-04T15:00:00.000Z')
    const page = await negar.get('/journeys/after-purchase')
    expect(page.text).toContain('روز ۱۲، ساعت ۱۸:۳۰')
    expect(page.text).toMatch(/روز در .?day-14.? رو گذاشت ۱۲/)
    expect(page.text).toContain('نگار')
    expect((await negar.post('/journeys/after-purchase/back', { step: 'day-14', field: 'day' }, step)).status).toBe(303)
    expect(await edits()).toEqual([['day-14', 'at', '18:30']])
    expect(await audit()).toContain('edit after-purchase/day-14 day default')
    expect((await negar.get('/journeys/after-purchase', 'bazgasht_lang=en')).text).toContain('day-14: put “Day” back as it was')
  })

  test('to what the file says leaves nothing behind, and words survive the way through the form', async () => {
    const before = site.app.scenarios.journeys.find(one => one.journey === 'after-purchase')!
    const { text } = await negar.get('/journeys/after-purchase/steps/day-3')
    const words = (locale: string) => new RegExp(`<textarea name="${locale}"[^>]*>([^<]*)<`).exec(text)![1]!.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
    expect(words('fa')).toContain('{ $nameKnown ->')
    expect((await negar.post('/journeys/after-purchase/steps/day-3', { day: '3', fa: words('fa').replaceAll('\n', '\r\n'), en: words('en') })).status).toBe(303)
    expect(await edits()).toEqual([])
    const fa = words('fa').replace('ممنون که', 'خیلی ممنون که')
    expect((await negar.post('/journeys/after-purchase/steps/day-3', { fa })).status).toBe(303)
    const after = site.app.scenarios.journeys.find(one => one.journey === 'after-purchase')!
    expect(after.version).not.toBe(before.version)
    expect((await negar.get('/journeys/after-purchase')).text).toContain('سلام {name}، خیلی ممنون که')
    expect(await audit()).toContain('edit after-purchase/day-3 fa')
  })

  test.each([
    [{ at: '25:00' }], [{ day: '1000' }], [{ day: 'x' }], [{ holdOut: '51' }], [{ fa: 'سلام { $password }' }], [{ fa: 'سلام { $shop' }], [{ en: '' , day: '-1' }], [{ do: 'drop' }],
  ])('%j is refused with what was typed kept, and nothing is stored', async fields => {
    const answer = await bodyOf(await negar.post(step, fields as Record<string, string>))
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('role="alert"')
    for (const [name, value] of Object.entries(fields)) if (name !== 'do' && value !== '') expect(answer.text).toContain(value)
    expect(await edits()).toEqual([])
    expect(await audit()).toEqual([])
  })
})

describe('pause, and the comparison group', () => {
  test('one message is paused and goes on again, without touching what else is stopped', async () => {
    expect((await negar.post('/journeys/after-purchase/pause', { step: 'day-14', on: 'yes' })).status).toBe(303)
    expect((await negar.post('/journeys/win-back/pause', { on: 'yes' })).status).toBe(303)
    expect((await readControls(store.db)).paused).toEqual(['after-purchase/day-14', 'win-back'])
    expect((await negar.get('/journeys/win-back')).text).toContain('همه‌ی این مسیر متوقفه')
    expect((await negar.post('/journeys/after-purchase/pause', { step: 'day-14', on: 'no' })).status).toBe(303)
    expect((await readControls(store.db)).paused).toEqual(['win-back'])
    expect(await audit()).toEqual(['pause after-purchase/day-14', 'pause win-back', 'resume after-purchase/day-14'])
    expect((await negar.post('/journeys/after-purchase/pause', { step: 'none', on: 'yes' })).status).toBe(404)
  })

  test('before it begins it is said when there will be an answer; then it holds, and is taken back', async () => {
    const look = await bodyOf(await negar.post('/journeys/win-back/hold-out', { holdOut: '۲۰', do: 'look' }))
    expect(look.text).toContain('با ۲۰٪ و این تعداد مشتری')
    expect(await edits()).toEqual([])
    expect((await negar.post('/journeys/win-back/hold-out', { holdOut: '۲۰', do: 'save' })).status).toBe(303)
    expect(site.app.scenarios.journeys.find(one => one.journey === 'win-back')!.holdOut).toBe(20)
    expect((await bodyOf(await negar.post('/journeys/win-back/hold-out', { holdOut: '60' }))).status).toBe(400)
    expect((await negar.post('/journeys/win-back/back', { step: '*', field: 'holdOut' })).status).toBe(303)
    expect(site.app.scenarios.journeys.find(one => one.journey === 'win-back')!.holdOut).toBe(10)
  })

  test('a journey that carries news has none as a whole', async () => {
    expect((await negar.get('/journeys/after-purchase')).text).not.toContain('name="holdOut"')
    expect((await negar.post('/journeys/after-purchase/hold-out', { holdOut: '10' })).status).toBe(400)
    expect(await edits()).toEqual([])
  })

  test('a journey is switched on', async () => {
    expect((await negar.post('/journeys/win-back/on', { on: 'yes' })).status).toBe(303)
    expect(site.app.scenarios.journeys.find(one => one.journey === 'win-back')!.on).toBe(true)
    expect((await negar.get('/journeys/win-back')).text).toContain('روشنش کرد')
  })
})

describe('an offer', () => {
  const whole = { title: 'حراج <b>کفش', kind: 'percent', percent: '۲۰', ceiling: '۲۰۰٬۰۰۰', quantity: '۱۰', hours: '۴۸' }
  const draft = async (fields: Record<string, string> = {}) => (await negar.post('/offers/new', { ...whole, ...fields })).headers.get('location')?.split('/').at(-1) ?? ''
  const joins = async (name: string) => {
    const at = site.clock.now()
    return await store.db.customer.create({ data: { name, createdAt: at, joinedAt: at, mayMarketing: true, addresses: { create: { channel: 'webchat', account: 'web', chatId: name, joinedAt: at, lastInAt: at } } } })
  }

  test('is written, looked at, launched, watched and stopped', async () => {
    await joins('سارا')
    const id = await draft()
    const look = await negar.get(`/offers/${id}`)
    expect(look.text).toContain('۲ میلیون تومان')
    expect(look.text).toContain('۱ نفر؛ ۱ نفر پیشنهاد می‌گیرن')
    expect(look.text).toContain('همین حالا به ۱ نفر می‌رسه')
    expect(look.text).toMatch(/<blockquote[^>]*>[^<]*سارا/)
    expect(look.text).not.toContain('<b>')
    expect(await store.db.outboxMessage.count()).toBe(0)
    expect((await store.db.offer.findUniqueOrThrow({ where: { id } })).state).toBe('draft')
    site.clock.moveTo(new Date('2026-11-23T15:00:00+03:30'))
    expect((await negar.post(`/offers/${id}/launch`, {})).status).toBe(303)
    const live = await store.db.offer.findUniqueOrThrow({ where: { id } })
    expect([live.state, live.endsAt!.getTime() - site.clock.now().getTime()]).toEqual(['live', 48 * 3_600_000])
    expect(await store.db.outboxMessage.count({ where: { offerId: id, class: 'bulk' } })).toBe(1)
    expect((await negar.get(`/offers/${id}`)).text).toContain('در صف انتظار')
    expect((await negar.post(`/offers/${id}/launch`, {})).status).toBe(409)
    expect((await negar.post(`/offers/${id}/stop`, {})).status).toBe(303)
    expect((await store.db.outboxMessage.findFirstOrThrow({ where: { offerId: id } })).reason).toBe('offer-over')
    expect(await audit()).toEqual([`draft offer ${id}`, `launch ${id}`, `stop offer ${id}`])
  })

  test('a draft is changed, and thrown away', async () => {
    const first = await draft()
    expect((await negar.get(`/offers/new?from=${first}`)).text).toContain('value="200000"')
    const second = await draft({ from: first, quantity: '20' })
    expect((await store.db.offer.findMany()).map(({ id, quantity }) => [id, quantity])).toEqual([[second, 20]])
    expect((await negar.post(`/offers/${second}/drop`, {})).status).toBe(303)
    expect(await store.db.offer.count()).toBe(0)
  })

  test.each([
    ['ceiling', { ceiling: '' }], ['bound', { quantity: '' }], ['hours', { hours: '5' }], ['title', { title: ' ' }], ['what', { percent: '' }], ['cost', { kind: 'gift', gift: 'لیوان', ceiling: '' }],
    ['segment', { audience: 'nonsense<b>' }], ['number', { budget: 'زیاد' }], ['kind', { kind: 'money' }], ['percent', { percent: '101' }],
  ])('with a wrong %s is refused, what was typed is kept, and nothing is stored', async (_, fields) => {
    for (const locale of ['fa', 'en']) {
      const answer = await bodyOf(await negar.post('/offers/new', { ...whole, ...(fields as Record<string, string>) }))
      expect([locale, answer.status]).toEqual([locale, 400])
      expect(answer.text).toContain('role="alert"')
      expect(answer.text).toContain('حراج &lt;b&gt;کفش'.slice(0, 'title' in fields ? 0 : undefined))
      expect(answer.text).not.toMatch(/<b>|undefined/)
    }
    expect(await store.db.offer.count()).toBe(0)
    expect(await audit()).toEqual([])
  })

  test('whose discount is none is not made', async () => {
    await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30', 1_000_000)
    await store.db.product.create({ data: { sku: 'shoe', name: 'کفش دویدن', price: 1_500_000n, updatedAt: site.clock.now() } })
    const answer = await bodyOf(await negar.post('/offers/new', whole))
    expect([answer.status, answer.text.includes('این تخفیف واقعی نیست')]).toEqual([400, true])
    expect(await store.db.offer.count()).toBe(0)
  })

  test('shows every code, page by page', async () => {
    const id = await draft()
    const { id: customerId } = await joins('سارا')
    await store.db.offer.update({ where: { id }, data: { state: 'live' } })
    const at = site.clock.now()
    await store.db.coupon.createMany({ data: Array.from({ length: 60 }, (_, n) => ({ code: `ABCDEF${String(100 + n)}`, offerId: id, customerId, key: `k${n}`, worth: 1n, grantedAt: at, expiresAt: at, ...(n === 0 ? { state: 'redeemed', redeemedAt: at, orderExternalId: 'o-<b>', total: 1_000_000n, discount: 200_000n } : {}) })) })
    const { text } = await negar.get(`/offers/${id}`)
    expect(text.match(/<th scope="row"/g)).toHaveLength(50)
    const next = /href="\/dashboard(\/offers\/[^"]+after=[^"]+)"/.exec(text)![1]!
    const rest = await negar.get(next.replaceAll('&amp;', '&'))
    expect(rest.text.match(/<th scope="row"/g)).toHaveLength(10)
    expect((text + rest.text).match(/o-&lt;b&gt;/g)).toHaveLength(1)
    expect(text).toContain('فروش با کدهاش ۸۰۰ هزار تومان')
  })

  test('journeys may give codes, or not', async () => {
    expect((await negar.post('/offers/codes', { on: 'yes' }, '/offers')).status).toBe(303)
    expect((await readControls(store.db)).offersOn).toBe(true)
    expect((await negar.get('/offers', 'bazgasht_lang=en')).text).toContain('Journeys give codes.')
    expect((await negar.post('/offers/codes', { on: 'maybe' }, '/offers')).status).toBe(404)
  })

  test('is the managers’ affair', async () => {
    const id = await draft()
    const sina = await login(site, store, 'support')
    for (const [path, fields] of [[`/offers/${id}/launch`, {}], ['/offers/new', whole], ['/offers/codes', { on: 'yes' }], ['/journeys/win-back/pause', { on: 'yes' }], ['/journeys/after-purchase/steps/day-14', { day: '3' }]] as const)
      expect([path, (await sina.post(path, fields, '/cases')).status]).toEqual([path, 403])
    expect((await store.db.offer.findUniqueOrThrow({ where: { id } })).state).toBe('draft')
  })
})
