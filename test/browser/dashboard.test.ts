import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setLoyalty } from '../../src/loyalty/settings.ts'
import { loginLink } from '../../src/staff/login.ts'
import type { Store } from '../../src/store/store.ts'
import { bringPast } from '../../src/web/demo/past.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { chromiumPath, openChromium, openLiveSite, openPage, whySkipped } from './open.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PAGES = ['', '/answers', '/cases', '/cases/1', '/customers', '/journeys', '/journeys/after-purchase', '/offers', '/connections', '/audience', '/audience/rebuy', '/audience/customers?segment=group:once', '/audience?try=category:%22', '/points?worth=1000', '/channels', '/figures/repeat-customers?part=numerator']

describe.skipIf(!chromiumPath)(`the dashboard in a browser${whySkipped}`, () => {
  let store: Store
  let browser: Browser
  let site: Awaited<ReturnType<typeof openLiveSite>>
  beforeAll(async () => {
    store = await openTestStore()
    browser = await openChromium()
    site = await openLiveSite(store, { SHOP_NAME: 'دوان' })
  })
  afterAll(async () => {
    await site.close()
    await browser.close()
    await store.close()
  })
  beforeEach(async () => {
    await emptyStore(store)
    await bringPast(site.app)
    await setLoyalty(store.db, { on: true, worth: 1_000 })
    const now = site.app.clock.now()
    const { id } = await store.db.customer.findFirstOrThrow({ orderBy: { id: 'asc' } })
    await store.db.case.create({ data: { number: 1, customerId: id, kind: 'product', reason: 'bad', openedAt: now, answerBy: now, entries: { create: { from: 'customer', text: 'کفشم پاره شد', at: now } } } })
    await store.db.answer.create({ data: { customerId: id, question: 'satisfied', value: 'bad', score: 2, words: 'پاره شد', channel: 'webchat', at: now } })
  })

  /** Through the link's button, as staff do. */
  const enter = async (options: object): Promise<Page & { troubles: string[] }> => {
    const now = site.app.clock.now()
    const { id } = await store.db.staff.create({ data: { name: 'نگار', role: 'manager', channel: 'webchat', account: 'web', chatId: 'negar', joinedAt: now } })
    const token = await store.transaction(tx => loginLink({ tx, clock: site.app.clock }, id))
    const page = await openPage(browser, { reducedMotion: 'reduce', ...options })
    await page.goto(`${site.url}/login/${token}`)
    await page.locator('button').click()
    await page.waitForURL('**/dashboard')
    return page
  }

  test.each([
    ['fa', 360, 'dark'],
    ['fa', 1100, 'light'],
    ['en', 360, 'light'],
  ] as const)('in %s at %i pixels, %s, no page is too wide and axe finds nothing serious', async (locale, width, colorScheme) => {
    // axe is a script from outside; the pages' own policy forbids it, and a test of its own holds that policy.
    const page = await enter({ viewport: { width, height: 740 }, colorScheme, bypassCSP: true })
    await page.goto(`${site.url}/dashboard/lang/${locale}`)
    for (const path of PAGES) {
      await page.goto(`${site.url}/dashboard${path}`)
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0])
      await page.evaluate(AXE)
      const found = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { impact: string; id: string; nodes: { html: string }[] }[] }> } }).axe.run())
      expect([path, found.violations.filter(one => one.impact === 'serious' || one.impact === 'critical').map(one => `${one.id}: ${one.nodes[0]!.html}`)]).toEqual([path, []])
    }
  }, 120_000)

  test('support reads an answer, answers the case, and a manager moves a journey’s hour, by keyboard and forms alone', async () => {
    const page = await enter({ viewport: { width: 360, height: 740 } })
    await page.goto(`${site.url}/dashboard/answers?atMost=2`)
    await page.locator('li.alarm', { hasText: 'پاره شد' }).waitFor()
    await page.goto(`${site.url}/dashboard/cases`)
    await page.locator('.cards a').first().click()
    await page.locator('#text').fill('فردا عوضش می‌کنیم')
    await page.locator('#text').press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.from-support', { hasText: 'فردا عوضش می‌کنیم' }).waitFor()
    expect(await store.db.outboxMessage.count({ where: { key: { startsWith: 'staff/case/' } } })).toBe(1)
    await page.goto(`${site.url}/dashboard/journeys/after-purchase`)
    const form = page.locator('form:has(input[value="day-14"])')
    await page.locator('details', { has: form }).locator('summary').click()
    await form.locator('[name=at]').fill('۱۸:۳۰')
    await form.locator('button').click()
    await page.locator('.node', { hasText: 'day-14' }).getByText('۱۸:۳۰').first().waitFor()
  }, 60_000)

  test('the rates are drawn as lines from their table, under the pages’ own policy; from right to left in Persian; without a script the table stands open', async () => {
    const page = await enter({ viewport: { width: 360, height: 740 } })
    const chart = page.locator('figure.chart')
    await chart.locator('canvas').waitFor()
    expect(await chart.locator('details').evaluate(one => (one as HTMLDetailsElement).open)).toBe(false)
    expect(await chart.locator('.u-legend .u-series').count()).toBe(5)
    const rows = await chart.locator('details tbody th').allTextContents()
    await chart.locator('.u-over').scrollIntoViewIfNeeded()
    const { x, y, width } = (await chart.locator('.u-over').boundingBox())!
    const month = async (at: number) => {
      await page.mouse.move(x + at, y + 20)
      return (await chart.locator('.u-legend .u-value').first().textContent())!
    }
    expect([await month(width - 2), await month(2)]).toEqual([rows[0], rows.at(-1)])
    await page.setViewportSize({ width: 800, height: 740 })
    await expect.poll(async () => (await chart.locator('.u-over').boundingBox())!.width).toBeGreaterThan(width + 200)
    await page.emulateMedia({ colorScheme: 'dark' })
    await chart.locator('canvas').waitFor()
    expect(await chart.locator('canvas').count()).toBe(1)
    expect(page.troubles).toEqual([])
    const plain = await openPage(browser, { javaScriptEnabled: false, storageState: await page.context().storageState() })
    await plain.goto(`${site.url}/dashboard`)
    expect(await plain.locator('figure.chart details tbody tr').first().isVisible()).toBe(true)
    expect(await plain.locator('.plot').isVisible()).toBe(false)
  }, 60_000)
})
