import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DemoState } from '../../src/web/demo/state.ts'
import type { Store } from '../../src/store/store.ts'
import { openBrowser } from '../bots/webchat/browser.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
beforeAll(async () => {
  store = await openTestStore()
  site = await openSite(store, { DEMO: '1', PUBLIC_URL: 'http://chat.test', API_KEY: '' })
})
afterAll(async () => {
  await site.close()
  await store.close()
})
beforeEach(async () => {
  await emptyStore(store)
  site.clock.moveTo(new Date('2026-11-23T10:00:00+03:30'))
})

const bearer = { authorization: 'Bearer demo' }
/** A browser on the demo's page. */
const visit = () => {
  const browser = openBrowser(request => site.server.request(request))
  const post = async (path: string, body: unknown = {}) => (await browser.request(path, body, bearer)).json()
  const state = async (): Promise<DemoState> => (await browser.request('/demo/state', undefined, bearer)).json()
  return {
    ...browser, post, state,
    async opens() {
      const { start } = await post('/demo/open')
      await browser.begins(start ?? undefined)
      await site.service.settle()
      return start as string | null
    },
    async does(label: string) {
      await browser.taps(label)
      await site.service.settle()
    },
    /** To the next message. */
    walks: () => post('/demo/clock', { to: 'next' }),
  }
}
const dots = ({ plan }: DemoState) => plan.map(step => [step.day, step.state])

test('without the key nothing of the demo answers', async () => {
  for (const path of ['/demo/state', '/demo/clock']) expect((await site.get(path)).status, path).toBe(401)
  expect((await site.server.request('/demo/again', { method: 'POST', body: '{}' })).status).toBe(401)
})

test('an opened demo is an order through the front door, with a welcome', async () => {
  const sara = visit()
  await sara.opens()
  expect((await sara.sees())[0]!.text).toMatch(/سلام سارا/)
  expect(await store.db.order.findMany({ select: { source: true, status: true } })).toEqual([{ source: 'demo', status: 'shipped' }])
  const state = await sara.state()
  expect(state).toMatchObject({ joined: true, locale: 'fa', plan: [], case: null, answers: [] })
  expect(state.hints[0]).toMatchObject({ do: 'tap', token: 'm:offers:yes' })
})

test('saying yes draws four dots, each with its why', async () => {
  const sara = visit()
  await sara.opens()
  await sara.does('بله، بفرستید')
  const state = await sara.state()
  expect(dots(state)).toEqual([[3, 'planned'], [7, 'planned'], [14, 'planned'], [30, 'planned']])
  expect(state.plan.every(step => step.why.length > 10 && step.status.length > 3)).toBe(true)
  expect(state.plan[0]!.status).toBe('پنجشنبه ۵ آذر ساعت ۱۰')
})

test('a bad answer opens a case and holds days 14 and 30; answered and closed, they are back', async () => {
  const sara = visit()
  await sara.opens()
  await sara.does('بله، بفرستید')
  await sara.walks()
  await sara.walks()
  await sara.does('بله، رسید')
  await sara.does('بده 🙁')
  const held = await sara.state()
  expect(held.case).toMatchObject({ title: 'پرونده‌ی ۲۱۷', state: 'open', words: 'بده 🙁' })
  expect(dots(held)).toEqual([[3, 'sent'], [7, 'sent'], [14, 'held'], [30, 'held']])
  expect(held.plan[3]!.status).toBe('نگه داشته شد: پرونده‌ی ۲۱۷ باز است')
  expect((await sara.sees()).at(-1)!.text).toMatch(/پرونده‌ی ۲۱۷ باز شد و نگار/)
  expect(held.hints[0]).toMatchObject({ do: 'reply' })

  await sara.request(`/api/v1/cases/${held.case!.id}/reply`, { text: held.case!.ready }, bearer)
  await site.service.settle()
  expect((await sara.sees()).at(-1)!.text).toBe(held.case!.ready)
  expect((await sara.state()).hints[0]).toMatchObject({ do: 'close' })

  await sara.request(`/api/v1/cases/${held.case!.id}/close`, {}, bearer)
  const back = await sara.state()
  expect(dots(back).slice(2)).toEqual([[14, 'planned'], [30, 'planned']])
  expect(back.case).toMatchObject({ state: 'closed' })

  expect(await sara.walks()).toMatchObject({ sent: { id: expect.any(String) }, pending: 0 })
  await sara.walks()
  expect((await sara.sees()).at(-1)!.text).toMatch(/[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/)
  const end = await sara.state()
  expect(dots(end).map(([, state]) => state)).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect(end.hints[0]).toMatchObject({ do: 'buy' })
  expect((await sara.request('/demo/buy', {}, bearer)).status).toBe(200)
  await site.service.settle()
  expect((await sara.request('/demo/buy', {}, bearer)).status).toBe(409)
  const told = await sara.state()
  expect(told.bought).toEqual(['سفارش تازه: ۱٬۸۹۰٬۰۰۰ تومان', expect.stringMatching(/^۱۸۹ هزار تومان تخفیف با .{0,1}[2-9A-Z]{3}-/), expect.stringMatching(/امتیاز در راه$/), 'برنامه‌ی قبلی تموم شد و برنامه‌ی خرید تازه کشیده شد'])
  expect(dots(told)).toEqual([[3, 'planned'], [7, 'planned'], [14, 'planned'], [30, 'planned']])
  expect(told.hints).toMatchObject([{ do: 'again' }, { do: 'walk' }])
})

test('the happy way has its hints too, to the last question', async () => {
  const sara = visit()
  await sara.opens()
  await sara.does('بله، بفرستید')
  await sara.walks()
  await sara.walks()
  await sara.does('بله، رسید')
  await sara.does('عالیه 😍')
  expect((await sara.state()).hints[0]!.text).toContain('یه سؤال کوتاه دیگه')
  await sara.does('نه، خوب بود')
  expect((await sara.state()).hints[0]!.text).toContain('سؤال آخر')
  await sara.does('چیزی نیست')
  const state = await sara.state()
  expect(state.hints[0]).toMatchObject({ do: 'walk' })
  expect(state.answers.map(answer => [answer.question, answer.mood])).toEqual([['رسید؟', 'none'], ['راضی؟', 'good'], ['ارسال؟', 'none'], ['چی عوض بشه؟', 'none']])
})

test('after a "not yet" the clock walks to the day it is asked again', async () => {
  const sara = visit()
  await sara.opens()
  await sara.does('بله، بفرستید')
  await sara.walks()
  await sara.walks()
  await sara.does('هنوز نه')
  const waiting = await sara.state()
  expect(waiting.hints[0]).toMatchObject({ do: 'walk' })
  expect(waiting.plan[2]!.status).toBe('نگه داشته شد: هنوز نرسیده')
  await sara.walks()
  expect((await sara.state()).hints[0]).toMatchObject({ do: 'tap', words: 'hint-arrived' })
})

test('who wants no offers is sent none, and the plan says why', async () => {
  const sara = visit()
  await sara.opens()
  await sara.does('نه، ممنون')
  await sara.post('/demo/clock', { advance: '31d' })
  const { plan, hints } = await sara.state()
  expect(plan.slice(2).map(step => step.status)).toEqual(['فرستاده نمی‌شه: گفت نفرستیم', 'فرستاده نمی‌شه: گفت نفرستیم'])
  expect(hints.length).toBeGreaterThan(0)
})

describe('the clock', () => {
  const clock = (body: unknown) => site.server.request('/demo/clock', { method: 'POST', body: JSON.stringify(body), headers: bearer })

  test('says what time it is', async () => {
    expect(await (await site.get('/demo/clock', bearer)).json()).toEqual({ now: '2026-11-23T06:30:00.000Z' })
  })

  test('goes on by what it is told, and everything on the way is sent', async () => {
    const sara = visit()
    await sara.opens()
    await sara.does('بله، بفرستید')
    expect(await (await clock({ advance: '3d' })).json()).toEqual({ now: '2026-11-26T06:30:00.000Z', pending: 0 })
    expect(dots(await sara.state())[0]).toEqual([3, 'sent'])
  })

  test('stays where it is when there is no next message', async () => {
    expect(await (await clock({ to: 'next' })).json()).toEqual({ now: '2026-11-23T06:30:00.000Z', sent: null, pending: 0 })
  })

  test('understands nothing else', async () => {
    for (const body of [{}, { advance: 'soon' }, { advance: '500d' }, { to: 'yesterday' }, { to: 'next', advance: '1d' }, null])
      expect((await clock(body)).status, JSON.stringify(body)).toBe(400)
  })

  test('walks once at a time', async () => {
    await visit().opens()
    const both = await Promise.all([clock({ advance: '30d' }), clock({ advance: '30d' })])
    expect(both.map(response => response.status).sort()).toEqual([200, 409])
  })
})

test('start over is a new order; the old one is kept, cancelled, and says nothing more', async () => {
  const sara = visit()
  await sara.opens()
  await sara.does('بله، بفرستید')
  await sara.post('/demo/again')
  const orders = await store.db.order.findMany({ orderBy: { receivedAt: 'asc' }, select: { status: true } })
  expect(orders.map(order => order.status).sort()).toEqual(['cancelled', 'shipped'])
  expect(await sara.opens()).not.toBeNull()
  expect((await sara.sees()).length).toBeGreaterThan(0)
  expect((await sara.sees()).map(message => message.text).join()).not.toMatch(/خوش برگشتید/)
  await sara.does('بله، بفرستید')
  const { sent } = await sara.walks()
  expect((await sara.state()).sent).toContain(sent.id)
})

test('a start over at night begins the next morning', async () => {
  const sara = visit()
  await sara.opens()
  site.clock.moveTo(new Date('2026-11-23T23:00:00+03:30'))
  await sara.post('/demo/again')
  expect(site.clock.now().toISOString()).toBe('2026-11-24T06:30:00.000Z')
})

test('the other language begins anew while nothing was said, and goes on from there afterwards', async () => {
  const sara = visit()
  await sara.opens()
  await sara.post('/demo/language', { locale: 'en' })
  await sara.opens()
  expect((await sara.sees())[0]!.text).toMatch(/Hi Sara/)
  await sara.does('Yes please')
  const { id } = await sara.state()
  await sara.post('/demo/language', { locale: 'fa' })
  expect(await sara.state()).toMatchObject({ id, locale: 'fa' })
  await sara.walks()
  expect((await sara.sees()).at(-1)!.text).toMatch(/سلام سارا/)
})

test('a reload, and another browser, find the same chat', async () => {
  const sara = visit()
  await sara.opens()
  expect(await sara.opens()).toBeNull()
  const other = visit()
  expect(await other.opens()).toBeNull()
  expect(await other.sees()).toEqual(await sara.sees())
})

test('every state and reason has words', async () => {
  const { DROPPED, HELD } = await import('../../src/engagement/reasons.ts')
  const { demoWords } = await import('../../src/web/demo/state.ts')
  for (const reason of [...HELD, ...DROPPED]) expect(demoWords.has('fa', `reason-${reason}`), reason).toBe(true)
})
