import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loginLink } from '../../src/staff/login.ts'
import type { Store } from '../../src/store/store.ts'
import { bringPast } from '../../src/web/demo/past.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { chromiumPath, openChromium, openLiveSite, openPage, whySkipped } from './open.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PAGES = ['', '/answers', '/cases', '/cases/1', '/customers', '/journeys', '/journeys/after-purchase', '/journeys/win-back', '/journeys/after-purchase/steps/day-14', '/offers', '/offers/new', '/connections', '/channels', '/figures/repeat-customers?part=numerator']

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

  test('support reads an answer and answers the case, by keyboard and forms alone', async () => {
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
  }, 60_000)

  test('a manager looks at a journey’s new hour as a customer would get it, saves it, and takes it back', async () => {
    const page = await enter({ viewport: { width: 360, height: 740 } })
    await page.goto(`${site.url}/dashboard/journeys/after-purchase`)
    await page.locator('#step-day-14 a.button').click()
    await page.locator('[name=at]').fill('۱۸:۳۰')
    await page.locator('[name=at]').press('Enter')
    await page.locator('.look blockquote[lang=fa]').waitFor()
    expect(await page.locator('.look').innerText()).toContain('۱۸:۳۰')
    expect(await store.db.journeyEdit.count()).toBe(0)
    await page.locator('button[value=save]').click()
    await page.getByText('برگردون').waitFor()
    await page.goto(`${site.url}/dashboard/journeys/after-purchase`)
    await page.locator('#step-day-14', { hasText: '۱۸:۳۰' }).waitFor()
    await page.locator('.history', { hasText: '۱۸:۳۰' }).waitFor()
    await page.locator('#step-day-14 a.button').click()
    await page.getByText('برگردون').click()
    await page.getByText('برگردون').waitFor({ state: 'detached' })
    expect(await store.db.journeyEdit.count()).toBe(0)
    expect(page.troubles).toEqual([])
  }, 60_000)

  test('a manager writes an offer, looks at it, launches it and stops it', async () => {
    const page = await enter({ viewport: { width: 360, height: 740 } })
    await page.goto(`${site.url}/dashboard/offers`)
    await page.locator('a.button.bright').click()
    for (const [name, value] of [['title', 'حراج کفش'], ['percent', '۲۰'], ['ceiling', '۲۰۰٬۰۰۰'], ['quantity', '۱۰'], ['hours', '۴۸']] as const) await page.locator(`[name=${name}]`).fill(value)
    await page.locator('form.fields button').click()
    await page.locator('.look', { hasText: '۲ میلیون تومان' }).waitFor()
    await page.locator('form[action$="/launch"] button').click()
    await page.locator('.tiles').waitFor()
    expect(await store.db.offer.findFirstOrThrow()).toMatchObject({ state: 'live', name: 'حراج کفش', quantity: 10 })
    await page.locator('form[action$="/stop"] button').click()
    await page.locator('form[action$="/stop"]').waitFor({ state: 'detached' })
    expect((await store.db.offer.findFirstOrThrow()).state).toBe('stopped')
    expect(page.troubles).toEqual([])
  }, 60_000)
})
