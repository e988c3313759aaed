import { create } from 'qrcode'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PairingState } from '../../src/channel.ts'
import { DAY } from '../../src/clock.ts'
import { readControls } from '../../src/engagement/controls.ts'
import { runsOf } from '../../src/print/sheet.ts'
import { keepNumber } from '../../src/show-pairing.ts'
import { acceptInvitation } from '../../src/staff/members.ts'
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

describe('settings', () => {
  const post = (staff: Awaited<ReturnType<typeof login>>, path: string, fields: Record<string, string>) => staff.post(`/settings/${path}`, fields, '/settings')

  test('everything is stopped and goes on, rehearsal begins and ends, one message is paused; each with its line in the audit', async () => {
    const negar = await login(site, store, 'manager')
    expect((await post(negar, 'sending', { do: 'stop' })).status).toBe(303)
    expect((await post(negar, 'sending', { do: 'shadow' })).status).toBe(303)
    expect((await post(negar, 'place', { do: 'pause', place: 'after-purchase/day-14' })).status).toBe(303)
    expect(await readControls(store.db)).toMatchObject({ stopAll: true, shadow: true, paused: ['after-purchase/day-14'] })
    expect((await negar.get('/settings')).text).toContain('همه‌چیز متوقفه')
    // One place that goes on lifts no stop of everything.
    expect((await post(negar, 'place', { do: 'resume', place: 'after-purchase/day-14' })).status).toBe(303)
    expect(await readControls(store.db)).toMatchObject({ stopAll: true, paused: [] })
    await post(negar, 'sending', { do: 'resume' })
    await post(negar, 'sending', { do: 'live' })
    expect(await readControls(store.db)).toMatchObject({ stopAll: false, shadow: false })
    for (const [path, fields] of [['sending', { do: 'x' }], ['place', { do: 'pause', place: 'no-such' }], ['place', {}]] as const) expect([path, (await post(negar, path, fields)).status]).toEqual([path, 404])
    expect(await actions()).toEqual(['stopall null', 'shadow null', 'pause after-purchase/day-14', 'resume after-purchase/day-14', 'resume null', 'live null'])
  })

  test('calm days, closed days and other hours, of either calendar and in any digits; a bad date is refused with what was typed', async () => {
    const negar = await login(site, store, 'manager')
    const mark = (fields: Record<string, string>) => post(negar, 'days', { what: 'calm', from: '', to: '', ...fields })
    for (const bad of [{ days: '1405-13-01' }, { days: '' }, { days: '2026-12-04..2026-12-01' }, { days: 'today', what: 'hours', from: '15:00', to: '10:00' }, { days: 'constructor' }, { days: 'today', what: 'x' }] as Record<string, string>[]) {
      const refused = await mark(bad)
      expect([bad, refused.status]).toEqual([bad, 400])
      expect(await refused.text()).toMatch(/role="alert"/)
    }
    expect(await (await mark({ days: '<b>"' })).text()).toContain('value="&lt;b&gt;&quot;"')
    expect(await store.db.setting.count({ where: { key: 'controls' } })).toBe(0)
    expect((await mark({ days: '۱۴۰۵/۰۹/۱۲..۱۴۰۵/۰۹/۱۴' })).status).toBe(303)
    expect((await mark({ days: 'فردا', what: 'closed' })).status).toBe(303)
    expect((await mark({ days: '2026-12-20', what: 'hours', from: '۱۰:۰۰', to: '15:00' })).status).toBe(303)
    expect(await readControls(store.db)).toMatchObject({ calmDays: ['2026-12-03', '2026-12-04', '2026-12-05'], closedDays: ['2026-11-24'], hoursOn: { '2026-12-20': ['10:00', '15:00'] } })
    const { text } = await negar.get('/settings')
    expect(text).toContain('value="2026-12-03..2026-12-05"')
    expect(text).toMatch(/ساعت کار .?۱۰:۰۰.? تا .?۱۵:۰۰/)
    await mark({ days: '2026-12-03..2026-12-05', what: 'open' })
    expect((await readControls(store.db)).calmDays).toEqual([])
  })

  test('an invitation is shown once and binds a chat; access is taken back, but not the last manager’s', async () => {
    const negar = await login(site, store, 'manager')
    const invited = await post(negar, 'invite', { role: 'support' })
    const payload = /start=(staff-[\w-]+)#go/.exec(await invited.text())![1]!
    expect((await negar.get('/settings')).text).not.toContain(payload)
    const sina = await store.transaction(tx => acceptInvitation({ tx, clock: site.clock }, payload, { channel: 'webchat', account: 'web', chatId: 'sina' }, 'سینا <b>'))
    expect((await negar.get('/settings')).text).toContain('سینا &lt;b&gt;')
    expect((await post(negar, 'invite', { role: 'owner' })).status).toBe(404)
    const last = await post(negar, 'revoke', { id: negar.id })
    expect([last.status, await last.text()]).toEqual([400, expect.stringContaining('این تنها مدیره')])
    expect((await post(negar, 'revoke', { id: sina!.id })).status).toBe(303)
    expect((await store.db.staff.findUniqueOrThrow({ where: { id: sina!.id } })).revokedAt).not.toBeNull()
    expect(await actions()).toEqual(['invite support', 'join support', `revoke ${sina!.id}`])
  })

  test('one’s own name, bad answers and the hour of the digest', async () => {
    const negar = await login(site, store, 'manager')
    for (const bad of [{ name: ' ', digest: '' }, { name: 'نگار', digest: '24' }, { name: 'نگار', digest: 'x' }]) expect([bad, (await post(negar, 'me', bad)).status]).toEqual([bad, 400])
    expect((await post(negar, 'me', { name: ' نگار  کریمی ', bad: 'yes', digest: '۲۰' })).status).toBe(303)
    expect(await store.db.staff.findUniqueOrThrow({ where: { id: negar.id } })).toMatchObject({ name: 'نگار کریمی', badAnswers: true, digestHour: 20 })
    expect((await post(negar, 'me', { name: 'نگار', digest: '' })).status).toBe(303)
    expect(await store.db.staff.findUniqueOrThrow({ where: { id: negar.id } })).toMatchObject({ badAnswers: false, digestHour: null })
  })

  test('what .env sets is named, and no secret is shown', async () => {
    await site.close()
    site = await openSite(store, { SHOP_NAME: 'دوان', TELEGRAM_BOT_TOKEN: `123456:${'z'.repeat(35)}`, DATABASE_URL: 'postgresql://u:topsecret@db/x', SECRET_KEY: 'ab'.repeat(32), MONGODB_URL: 'mongodb://u:topsecret@m/x' })
    const { text } = await (await login(site, store, 'manager')).get('/settings', 'bazgasht_lang=en')
    for (const key of ['SHOP_NAME', 'DATABASE_URL', 'MONGODB_URL', 'API_KEY', 'quietHours']) expect(text).toContain(`>${key}</code>`)
    expect(text).not.toMatch(/topsecret|zzzz|kkkk|abab/)
  })
})

describe('channels', () => {
  test('the last error with its time, what waits and why, limits, and what is switched off', async () => {
    const at = site.clock.now()
    const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    const row = { class: 'bulk', customerId, channel: 'webchat', account: 'web', chatId: 'x', purpose: 'marketing', dueAt: at, nextTryAt: at, graceFrom: at, graceMs: 1000 }
    await store.db.outboxMessage.create({ data: { ...row, key: 'a', state: 'failed', error: 'blocked <b>' } })
    await store.db.outboxMessage.create({ data: { ...row, key: 'b', state: 'held', reason: 'quiet-hours' } })
    const sina = await login(site, store, 'support')
    const { text } = await sina.get('/channels')
    expect(text).toMatch(/آخرین خطا [^:]*ساعت ۱۰[^]*نرسید\.[^]*blocked &lt;b&gt;/)
    expect(text).toMatch(/شب است<\/dt><dd>۱/)
    expect(text).toContain('TELEGRAM_BOT_TOKEN')
  })

  test('WhatsApp: the code to scan is shown to managers only; paired, its number and the day’s budget', async () => {
    let state: PairingState = { is: 'unpaired', qr: '2@code,x,y' }
    site.app.channels.set('whatsapp', { ...site.app.channels.get('webchat')!, name: 'whatsapp', ready: () => state.is === 'on', link: () => 'https://wa.me/989120000000?text=x', pairing: { state: () => state, byCode: () => Promise.reject(new Error()) } })
    const [negar, sina] = [await login(site, store, 'manager'), await login(site, store, 'support')]
    const shown = await negar.fetch('/channels')
    expect(shown.headers.get('refresh')).toBe('20')
    expect(modulesOf(await shown.text())).toBe(darkOf('2@code,x,y'))
    expect((await sina.get('/channels')).text).not.toContain('data:image')
    state = { is: 'on', number: '989120000000' }
    await keepNumber({ db: store.db, now: () => Promise.resolve(new Date(site.clock.now().getTime() - 4 * DAY)) }, '989120000000')
    const paired = await negar.fetch('/channels')
    expect(paired.headers.get('refresh')).toBeNull()
    const text = await paired.text()
    expect(text).toContain('+989120000000')
    expect(text).toMatch(/۰[^]{0,3} از [^]{0,3}۵۰/)
    expect(text).not.toContain('data:image')
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
