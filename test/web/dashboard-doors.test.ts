import { create } from 'qrcode'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runsOf } from '../../src/print/sheet.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { buys, login } from './dashboard-staff.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  site = await openSite(store, { PUBLIC_URL: 'https://bot.davan.ir', SHOP_NAME: 'دوان <b>' })
})
afterEach(() => site.close())
afterAll(() => store.close())

const actions = async () => (await store.db.staffAudit.findMany({ orderBy: { id: 'asc' } })).map(({ action, detail }) => `${action} ${detail}`).filter(line => !line.startsWith('login'))

describe('doors', () => {
  test('a link with its place: the address of all ways, a code for it, and the straight ways; the page behind it opens', async () => {
    const negar = await login(site, store, 'manager')
    const { text } = await negar.get('/doors?source=Instagram')
    expect(text).toContain('https://bot.davan.ir/j/at-instagram')
    expect(text).toContain('https://bot.davan.ir/chat?start=at-instagram')
    expect(modulesOf(text)).toBe(darkOf('https://bot.davan.ir/j/at-instagram'))
    const door = await site.get('/j/at-instagram')
    expect(door.status).toBe(200)
    expect(await door.text()).toMatch(/گفت‌وگو با \u2068دوان &lt;b&gt;[^]*start=at-instagram/)
    expect((await site.get('/j/at--')).status).toBe(404)
  })

  test('a name that is none is refused, and kept in the form', async () => {
    const negar = await login(site, store, 'manager')
    for (const bad of ['اینستا', '<b>', '-x', 'x'.repeat(31)]) {
      const { status, text } = await negar.get(`/doors?source=${encodeURIComponent(bad)}`)
      expect([bad, status]).toEqual([bad, 400])
      expect(text).toMatch(/class="problem" role="alert"/)
      expect(text).not.toContain('<b>')
    }
  })

  test('who came by which door is counted', async () => {
    const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    const at = site.clock.now()
    await store.db.address.create({ data: { customerId, channel: 'webchat', account: 'web', chatId: 'x', source: 'instagram', joinedAt: at, lastInAt: at } })
    const negar = await login(site, store, 'manager')
    const { text } = await negar.get('/doors')
    expect(text).toMatch(/instagram<\/th><td>۱<\/td><td>—/)
    expect(text).toMatch(/لینک سفارش<\/th><td>۰<\/td><td>۱<\/td><td>۰/)
  })

  test('the card is a PDF in either language', async () => {
    const negar = await login(site, store, 'manager')
    for (const lang of ['fa', 'en']) {
      const answer = await negar.fetch(`/doors/card.pdf?lang=${lang}`)
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-')
    }
  })

  test('labels: one order in Persian digits, or the days’ orders of those without a chat; each with a door of its own, the same until it is used', async () => {
    const first = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    await buys(site, store, 'علی', '1002', '2026-11-22T10:00:00+03:30')
    const negar = await login(site, store, 'manager')
    const print = (fields: Record<string, string>) => negar.post('/doors/labels', { number: '', days: '', ...fields }, '/doors')
    const bads: Record<string, string>[] = [{}, { days: '0' }, { days: 'x' }, { days: '91' }, { number: '77' }]
    for (const bad of bads) {
      const refused = await print(bad)
      expect([bad, refused.status]).toEqual([bad, 400])
      expect(await refused.text()).toContain('role="alert"')
    }
    expect(await store.db.link.count({ where: { source: 'label' } })).toBe(0)
    const one = await print({ number: '۱۰۰۱' })
    expect(one.headers.get('content-type')).toBe('application/pdf')
    expect(pagesOf(Buffer.from(await one.arrayBuffer()))).toBe(1)
    const link = await store.db.link.findFirstOrThrow({ where: { source: 'label' } })
    expect(link).toMatchObject({ customerId: first.customerId, usedAt: null })
    expect((await print({ days: '۷' })).status).toBe(200)
    expect((await print({ days: '7' })).status).toBe(200)
    expect(await store.db.link.count({ where: { source: 'label' } })).toBe(2)
    // The shop’s own link stays what it was.
    const again = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    expect(again.payload).toBe(first.payload)
    const at = site.clock.now()
    for (const { customerId } of await store.db.order.findMany()) await store.db.address.create({ data: { customerId, channel: 'webchat', account: 'web', chatId: customerId, joinedAt: at, lastInAt: at } })
    expect((await print({ days: '7' })).status).toBe(400)
    expect(await actions()).toEqual(['labels 1', 'labels 2', 'labels 2'])
  })

  test('more labels than a sheet holds go on the next', async () => {
    for (let n = 0; n < 25; n++) await buys(site, store, `مشتری ${n}`, `WEB-${n}`, '2026-11-22T10:00:00+03:30')
    const negar = await login(site, store, 'manager')
    const answer = await negar.post('/doors/labels', { number: '', days: '7' }, '/doors')
    expect(pagesOf(Buffer.from(await answer.arrayBuffer()))).toBe(2)
  })

  test('the SMS file holds phones and links, is written to the audit, and is made by a form only', async () => {
    await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    const negar = await login(site, store, 'manager')
    expect((await negar.get('/doors/sms')).status).toBe(404)
    expect((await negar.post('/doors/sms', { days: 'x' }, '/doors')).status).toBe(400)
    expect((await negar.post('/doors/sms', { days: '1' }, '/doors')).status).toBe(400)
    const answer = await negar.post('/doors/sms', { days: '۳۰' }, '/doors')
    expect(answer.headers.get('content-disposition')).toContain('links.csv')
    const { short } = await store.db.link.findFirstOrThrow({ where: { source: 'list' } })
    expect(await answer.text()).toBe(`phone,name,link\r\n09121234567,سارا,https://bot.davan.ir/j/${short}\r\n`)
    expect(await actions()).toEqual(['links 1'])
  })

  test('none of it is for support', async () => {
    const sina = await login(site, store, 'support')
    for (const path of ['/doors', '/doors/card.pdf', '/settings']) expect([path, (await sina.get(path)).status]).toEqual([path, 403])
    for (const path of ['/doors/sms', '/doors/labels']) expect([path, (await sina.post(path, { days: '30', number: '' }, '/cases')).status]).toEqual([path, 403])
    expect(await store.db.link.count()).toBe(0)
  })
})

test('a line on paper runs as a person writes it: Persian from the right, numbers and Latin inside it from the left', () => {
  // What the font turns around by itself (Arabic script, Persian digits too) is handed over reversed where it must not turn.
  expect(runsOf('سفارش ۱۲۳ از shop', true)).toEqual(['shop', ' از ', '۳۲۱', 'سفارش '])
  expect(runsOf('Order ۱۲ (test)', false)).toEqual(['Order ', '۲۱', ' (test)'])
  expect(runsOf('سلام (خوب)', true)).toEqual(['سلام )خوب('])
  expect(runsOf('سفارش \u2068WEB-7\u2069', true)).toEqual(['WEB-7', 'سفارش '])
})

/** The dark modules of the code in the page, as the squares that its path covers. */
function modulesOf(page: string): string {
  const svg = decodeURIComponent(/src="data:image\/svg\+xml,([^"]+)"/.exec(page)![1]!)
  const [, path] = /stroke="#000000" d="([^"]+)"/.exec(svg)!
  let [x, y] = [0, 0]
  const dark: string[] = []
  for (const [, command, rest] of path!.matchAll(/([Mmh])([^Mmh]*)/g)) {
    const [a = 0, b = 0] = rest!.trim().split(/[ ,]/).map(Number)
    if (command === 'M') [x, y] = [a, b]
    if (command === 'm') [x, y] = [x + a, y + b]
    if (command === 'h') for (let n = 0; n < a; n++) dark.push(`${x++},${y}`)
  }
  return dark.map(at => at.replace('.5', '')).sort().join(' ')
}

function darkOf(url: string): string {
  const { modules } = create(url, {})
  const all = Array.from({ length: modules.size ** 2 }, (_, n) => [n % modules.size, Math.floor(n / modules.size)] as const)
  return all.filter(([x, y]) => modules.get(y, x)).map(([x, y]) => `${x + 2},${y + 2}`).sort().join(' ')
}

const pagesOf = (file: Buffer) => file.toString('latin1').match(/\/Type \/Page\b/g)!.length
