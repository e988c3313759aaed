import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loginLink } from '../../src/staff/login.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
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

test('a link shows a page to whoever fetches it, opens once by its button, and the session ends with the access', async () => {
  const now = site.clock.now()
  const { id } = await store.db.staff.create({ data: { name: 'نگار', role: 'support', channel: 'webchat', account: 'web', chatId: 'x', joinedAt: now } })
  const token = await store.transaction(tx => loginLink({ tx, clock: site.clock }, id))
  expect(JSON.stringify(await store.db.loginLink.findMany())).not.toContain(token)
  // Previews fetch: nothing is spent.
  for (let n = 0; n < 3; n++) expect((await site.get(`/login/${token}`)).status).toBe(200)
  const press = (headers: Record<string, string> = {}) => site.server.request(`/login/${token}`, { method: 'POST', headers })
  expect((await press({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  const entered = await press({ origin: 'null', 'sec-fetch-site': 'same-origin' })
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/dashboard'])
  const cookie = entered.headers.get('set-cookie')!
  expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/i)
  expect((await press()).status).toBe(410)
  const value = cookie.split(';')[0]!
  const me = (sent: string) => site.get('/login', { cookie: sent })
  expect([(await me(value)).status, await (await me(value)).text()]).toEqual([200, expect.stringContaining('نگار')])
  expect((await me(value.replace(/.$/, last => (last === 'A' ? 'B' : 'A')))).status).toBe(401)
  await store.db.staff.update({ where: { id }, data: { revokedAt: now } })
  expect((await me(value)).status).toBe(401)
})
