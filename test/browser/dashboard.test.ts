import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { setLoyalty } from '../../src/loyalty/settings.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import { loginLink } from '../../src/staff/login.ts'
import type { Store } from '../../src/store/store.ts'
import { bringPast } from '../../src/web/demo/past.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { chromiumPath, openChromium, openLiveSite, openPage, whySkipped } from './open.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PAGES = ['', '/answers', '/answers/counts', '/answers/1', '/cases', '/cases/216', '/cases/ready', '/customers', '/journeys', '/journeys/after-purchase', '/journeys/after-purchase/steps/day-14', '/journeys/win-back', '/offers', '/offers/new', '/connections', '/audience', '/audience/rebuy', '/audience/customers?segment=group:once', '/audience?try=category:%22', '/points?worth=1000', '/doors', '/doors?source=bag-2', '/channels', '/settings', '/figures/repeat-customers?part=numerator']

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
    await store.db.setting.create({ data: { key: 'ready-answers', value: [{ name: 'ارسال', text: 'سفارش {order} امروز می‌ره' }] } })
    const { id } = await store.db.customer.findFirstOrThrow({ orderBy: { id: 'asc' } })
    await store.db.case.create({ data: { customerId: id, kind: 'complaint', reason: 'bad', openedAt: now, answerBy: now, entries: { create: { from: 'customer', text: 'کفشم پاره شد', at: now } } } })
    await store.db.answer.create({ data: { id: '1', customerId: id, question: 'satisfied', value: 'bad', score: 2, words: 'پاره شد', channel: 'webchat', at: now } })
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
    const written = () => store.db.offer.findFirstOrThrow({ where: { name: 'حراج کفش' } })
    expect(await written()).toMatchObject({ state: 'live', quantity: 10 })
    await page.locator('form[action$="/stop"] button').click()
    await page.locator('form[action$="/stop"]').waitFor({ state: 'detached' })
    expect((await written()).state).toBe('stopped')
    expect(page.troubles).toEqual([])
  }, 60_000)

  test('a customer’s case in the chat is answered from the dashboard with a ready answer, and the chat shows the answer', async () => {
    const customer = await openPage(browser, { reducedMotion: 'reduce', viewport: { width: 360, height: 740 } })
    const input = orderInput.parse({
      externalId: 'o-1', status: 'paid', placedAt: site.app.clock.now().toISOString(), currency: 'IRT', total: 2_480_000,
      items: [{ sku: 'RUN', name: 'کفش دویدن', quantity: 1, unitPrice: 2_480_000 }], customer: { externalId: 'c-1', name: 'سارا' },
    })
    const { short } = await store.transaction(tx => takeOrder({ ...site.app, tx }, input, { source: 'test' }))
    await customer.goto(`${site.url}/j/${short}`)
    await customer.locator('a.door').click()
    await customer.locator('.line.shop', { hasText: 'سلام سارا' }).first().waitFor()
    await customer.locator('#text').fill('پشتیبان')
    await customer.locator('#text').press('Enter')
    const own = { where: { customer: { externalId: 'c-1' } } }
    await expect.poll(() => store.db.case.count(own), { timeout: 15_000 }).toBe(1)
    const { number } = await store.db.case.findFirstOrThrow(own)
    const page = await enter({ viewport: { width: 1100, height: 800 } })
    await page.goto(`${site.url}/dashboard/cases`)
    await page.locator(`.cards a[href="/dashboard/cases/${number}"]`).click()
    await page.locator('#text').fill('سلام، نگار هستم.')
    await page.getByRole('button', { name: 'گذاشتن در متن' }).click()
    await page.waitForURL('**/ready')
    expect(await page.locator('#text').inputValue()).toBe('سلام، نگار هستم.\nسفارش o-1 امروز می‌ره')
    await page.getByRole('button', { name: 'ارسال', exact: true }).click()
    await page.locator('.from-support', { hasText: 'نگار هستم' }).waitFor()
    await customer.locator('.line.shop', { hasText: 'نگار هستم' }).waitFor({ timeout: 30_000 })
    expect([...page.troubles, ...customer.troubles]).toEqual([])
    await customer.context().close()
  }, 90_000)

  test('answers are filtered, marked and saved as a file', async () => {
    const page = await enter({ viewport: { width: 1100, height: 800 } })
    await page.goto(`${site.url}/dashboard/answers`)
    await page.locator('[name=atMost]').selectOption('2')
    await page.getByRole('button', { name: 'نمایش' }).click()
    await page.locator('#a-1').getByRole('button', { name: 'پیگیری' }).click()
    await page.locator('[aria-pressed=true]', { hasText: 'پیگیری' }).waitFor()
    expect(page.url()).toContain('atMost=2')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'ذخیره‌ی CSV' }).click()])
    expect(readFileSync(await file.path(), 'utf8')).toContain('پاره شد')
    await page.context().close()
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
