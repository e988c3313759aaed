import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { chromiumPath, openChromium, openLiveSite, openPage, whySkipped } from './open.ts'

const WORDS = {
  fa: { yes: 'بله، بفرستید', arrived: 'بله، رسید', bad: 'بده', case: 'پرونده‌ی ۲۱۷', held: 'نگه داشته شد: پرونده‌ی ۲۱۷ باز است', thanks: 'ممنون که از دوان خرید کردید', later: '۳ روز بعد', sorry: /متأسفم[^]*پرونده‌ی ۲۱۷[^]*نگار[^]*تا (?:امروز|فردا) ساعت/ },
  en: { yes: 'Yes please', arrived: 'Yes', bad: 'Bad', case: 'Case 217', held: 'Held: case 217 is open', thanks: 'thank you for shopping at', later: '3 days later', sorry: /sorry[^]*Case 217[^]*Negar[^]*by [^.]*(?:today|tomorrow)/ },
} as const
const SIZES = { desktop: { width: 1280, height: 860 }, phone: { width: 360, height: 740 } }

describe.skipIf(!chromiumPath)(`the demo's first minute${whySkipped}`, () => {
  let store: Store
  let browser: Browser
  let site: Awaited<ReturnType<typeof openLiveSite>>
  beforeAll(async () => {
    store = await openTestStore()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser.close()
    await store.close()
  })
  beforeEach(async () => void (await emptyStore(store)))
  afterEach(() => site.close())

  for (const locale of ['fa', 'en'] as const)
    for (const size of ['desktop', 'phone'] as const)
      test(`${locale}, ${size}: one bright button after the other, from the welcome to the end`, { timeout: 120_000 }, async () => {
        site = await openLiveSite(store, { DEMO: '1', API_KEY: '', DEFAULT_LOCALE: locale })
        const words = WORDS[locale]
        const page = await openPage(browser, { viewport: SIZES[size], reducedMotion: 'reduce', colorScheme: size === 'phone' ? 'dark' : 'light' })
        await page.goto(site.url)

        const bright = page.locator('.bright:visible')
        /** Presses the bright button; on a phone first the tab that leads to it. */
        const press = async (name: string | RegExp) => {
          await expect.poll(() => bright.count(), { timeout: 15_000 }).toBe(1)
          const tab = page.locator('.tab.bright:visible')
          await expect.poll(async () => (await tab.count()) > 0 || new RegExp(name).test((await bright.textContent()) ?? ''), { timeout: 15_000 }).toBe(true)
          if ((await tab.count()) > 0) await tab.click()
          await bright.filter({ hasText: name }).click({ timeout: 15_000 })
        }
        const heard = async (text: string | RegExp) => {
          await page.locator('.line.shop .bubble', { hasText: text }).last().waitFor({ state: 'attached', timeout: 15_000 }).catch(async (error: Error) => {
            const rows = await store.db.sql('SELECT "key", "class", "state", "reason", "error", "nextTryAt" FROM "outbox" ORDER BY "id"')
            throw new Error(`${error.message}\n${await page.locator('.log').innerText()}\n${await page.locator('.note').innerText()}\n${JSON.stringify(rows)}`)
          })
        }
        const dots = () => page.locator('#plan li').evaluateAll(items => items.map(item => item.className.replace(' fresh', '')))

        await heard(locale === 'fa' ? 'سلام سارا' : 'Hi Sara')
        expect(await page.locator('html').getAttribute('dir')).toBe(locale === 'fa' ? 'rtl' : 'ltr')
        await press(words.yes)
        await expect.poll(dots, { timeout: 15_000 }).toEqual(['planned', 'planned', 'planned', 'planned'])

        await press(words.later)
        await heard(words.thanks)
        expect(await page.locator('.log .day').last().textContent()).toContain(words.later)

        await press(/./)
        await press(words.arrived)
        await press(words.bad)
        await heard(words.sorry)
        await expect.poll(dots, { timeout: 15_000 }).toEqual(['sent', 'sent', 'held', 'held'])
        expect(await page.locator('#plan .held .status').allTextContents()).toEqual([words.held, words.held])
        expect(await page.locator('#case h3').textContent()).toContain(words.case)

        await press(locale === 'fa' ? 'بفرست' : 'Send')
        await heard(locale === 'fa' ? 'نگار هستم' : 'this is Negar')
        await press(locale === 'fa' ? 'حل شد' : 'Solved')
        await expect.poll(dots, { timeout: 15_000 }).toEqual(['sent', 'sent', 'planned', 'planned'])

        await press(/./)
        await expect.poll(dots, { timeout: 15_000 }).toEqual(['sent', 'sent', 'sent', 'planned'])
        await press(/./)
        await expect.poll(dots, { timeout: 15_000 }).toEqual(['sent', 'sent', 'sent', 'sent'])
        await expect.poll(async () => (await page.locator('.log .code code').allTextContents()).some(code => /^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$/.test(code)), { timeout: 15_000 }).toBe(true)

        await press(locale === 'fa' ? 'خرید با این کد' : 'Shop with this code')
        await expect.poll(dots, { timeout: 15_000 }).toEqual(['planned', 'planned', 'planned', 'planned'])
        expect(await page.locator('#bought li').count()).toBe(4)
        await expect.poll(() => bright.getAttribute('id'), { timeout: 15_000 }).toBe('again')
        expect(await page.locator('#end:visible .doors li').count()).toBe(4)
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
        expect(page.troubles).toEqual([])
        await page.context().close()
      })

  test('free typing works at every step, start over begins anew, and the language can be changed', { timeout: 90_000 }, async () => {
    site = await openLiveSite(store, { DEMO: '1', API_KEY: '' })
    const page = await openPage(browser, { reducedMotion: 'reduce' })
    await page.goto(site.url)
    await page.locator('.line.shop').first().waitFor()
    await page.locator('#text').fill('سلام')
    await page.locator('#text').press('Enter')
    await page.locator('.line.customer', { hasText: 'سلام' }).waitFor()
    await expect.poll(() => page.locator('.line.customer + .line.shop').count(), { timeout: 15_000 }).toBeGreaterThan(0)

    await page.locator('#again').click()
    await page.waitForFunction(() => document.querySelectorAll('.line.shop').length > 0 && document.querySelectorAll('.line.customer').length === 0)

    await page.locator('#language').click()
    await page.waitForFunction(() => document.documentElement.lang === 'en' && document.querySelectorAll('.line.shop').length > 0)
    expect(await page.locator('.line.shop').first().textContent()).toContain('Hi Sara')
    expect(page.troubles).toEqual([])
    await page.context().close()
  })
})
