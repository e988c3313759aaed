import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { chromiumPath, openChromium, openLiveSite, openPage, whySkipped } from './open.ts'

describe.skipIf(!chromiumPath)(`the chat page in a browser${whySkipped}`, () => {
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
  beforeEach(async () => void (await emptyStore(store)))

  let orders = 0
  const order = () => {
    const n = ++orders
    const input = orderInput.parse({
      externalId: `o-${n}`, status: 'paid', placedAt: site.app.clock.now().toISOString(), currency: 'IRT', total: 2_480_000,
      items: [{ sku: 'RUN', name: 'کفش دویدن', quantity: 1, unitPrice: 2_480_000 }],
      customer: { externalId: `c-${n}`, name: 'سارا' },
    })
    return store.transaction(tx => takeOrder({ ...site.app, tx }, input, { source: 'test' }))
  }
  const visit = (options = {}) => openPage(browser, { reducedMotion: 'reduce', viewport: { width: 360, height: 740 }, ...options })
  /** In the chat, welcomed. */
  const arrive = async (options = {}) => {
    const { short } = await order()
    const page = await visit(options)
    await page.goto(`${site.url}/j/${short}`)
    await page.locator('a.door').click()
    await page.locator('.line.shop', { hasText: 'سلام سارا' }).first().waitFor()
    const { chatId } = await store.db.address.findFirstOrThrow({ where: { channel: 'webchat' } })
    const say = (key: string, outgoing: object) => site.app.channels.get('webchat')!.send(chatId, { text: 'متن', locale: 'fa', ...outgoing }, key)
    return { page, say }
  }

  test('a link opened by a preview with scripts waits for a person; a tap on the door begins', async () => {
    const { payload } = await order()
    const page = await visit()
    await page.goto(`${site.url}/chat?start=${payload}`)
    const start = page.locator('.welcome button')
    await start.waitFor()
    expect(await store.db.inboxMessage.count()).toBe(0)
    await start.click()
    await page.locator('.line.shop').first().waitFor()
    expect(page.url()).not.toContain(payload)
    await page.reload()
    await page.locator('.line.shop').first().waitFor()
    expect(page.troubles).toEqual([])
    await page.context().close()
  })

  test('it is a log for screen readers, its buttons are buttons, its field has a name', async () => {
    const { page } = await arrive()
    const log = page.getByRole('log', { name: 'گفتگو' })
    expect(await log.getAttribute('aria-live')).toBe('polite')
    expect(await page.getByRole('button', { name: 'بله، بفرستید' }).count()).toBe(1)
    expect(await page.getByRole('textbox', { name: 'پیامتون' }).count()).toBe(1)
    expect(await page.getByRole('button', { name: 'فرستادن' }).count()).toBe(1)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.context().close()
  })

  test('the keyboard is enough: Tab to a choice, Enter presses it, and the focus is not lost', async () => {
    const { page } = await arrive()
    await page.getByRole('button', { name: 'بله، بفرستید' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('.line.customer', { hasText: 'بله، بفرستید' }).waitFor()
    await page.getByRole('button', { name: 'بله، بفرستید' }).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('log')
    await page.context().close()
  })

  test('Enter sends, Shift+Enter begins a new line, and words are never markup', async () => {
    const { page } = await arrive()
    const field = page.getByRole('textbox', { name: 'پیامتون' })
    await field.fill('<img src=x onerror=alert(1)>')
    await field.press('Shift+Enter')
    await field.pressSequentially('خط دوم')
    await field.press('Enter')
    const bubble = page.locator('.line.customer').last()
    await bubble.locator('time').waitFor()
    expect(await bubble.locator('p').textContent()).toBe('<img src=x onerror=alert(1)>\nخط دوم')
    expect(await field.inputValue()).toBe('')
    expect(page.troubles).toEqual([])
    await page.context().close()
  })

  test('a code can be copied, a link is a button, a phone number has a field', async () => {
    const { page, say } = await arrive({ permissions: ['clipboard-read', 'clipboard-write'] })
    await say('9001', {
      text: 'این ۱۰٪ تخفیف:\n7KQ-M4X-9TP\nتا شنبه.', code: { value: '7KQ-M4X-9TP', copyLabel: 'کپی کد' },
      links: [{ url: 'https://shop.example/', label: 'خرید با این کد' }],
    })
    await page.getByRole('button', { name: 'کپی کد' }).click()
    await page.getByRole('button', { name: 'کپی شد' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('7KQ-M4X-9TP')
    expect(await page.getByRole('link', { name: 'خرید با این کد' }).getAttribute('rel')).toBe('noopener noreferrer')
    await say('9002', { text: 'شماره‌تون؟', askPhone: 'فرستادن شماره' })
    await page.getByRole('textbox', { name: 'شماره‌ی موبایلتون' }).fill('09121234567')
    await page.getByRole('button', { name: 'فرستادن شماره' }).click()
    await page.locator('.line.customer', { hasText: '09121234567' }).waitFor()
    expect(await page.locator('form.phone').count()).toBe(0)
    await page.context().close()
  })

  test('two tabs are one chat', async () => {
    const { page } = await arrive()
    const other = await page.context().newPage()
    await other.goto(`${site.url}/chat`)
    await other.locator('.line.shop').first().waitFor()
    await page.getByRole('textbox', { name: 'پیامتون' }).fill('از آن یکی')
    await page.getByRole('button', { name: 'فرستادن' }).click()
    await other.locator('.line.customer', { hasText: 'از آن یکی' }).waitFor()
    await page.context().close()
  })

  test('when the line breaks the page says so, comes back by itself, and shows what it missed once', { timeout: 60_000 }, async () => {
    const { page, say } = await arrive()
    await site.goesAway()
    await page.locator('.note', { hasText: 'دوباره وصل می‌شیم' }).waitFor()
    await page.getByRole('textbox', { name: 'پیامتون' }).fill('رسید؟')
    await page.getByRole('button', { name: 'فرستادن' }).click()
    const again = page.getByRole('button', { name: 'دوباره بفرست' })
    await again.waitFor()
    await say('9003', { text: 'در نبود شما' })
    await site.comesBack()
    await page.locator('.line.shop', { hasText: 'در نبود شما' }).waitFor({ timeout: 20_000 })
    await again.click()
    await page.locator('.line.customer time').last().waitFor()
    await page.locator('.note').waitFor({ state: 'hidden' })
    expect(await page.locator('.line.shop', { hasText: 'در نبود شما' }).count()).toBe(1)
    expect(await page.locator('.line.customer', { hasText: 'رسید؟' }).count()).toBe(1)
    await page.context().close()
  })

  test('without a link, a customer comes into being with the first message, not before', async () => {
    const page = await visit()
    await page.goto(`${site.url}/chat`)
    await page.locator('.empty').waitFor()
    expect(await store.db.chatSession.count()).toBe(0)
    const field = page.getByRole('textbox', { name: 'پیامتون' })
    for (const text of ['سلام', 'سایز ۴۰ دارید؟']) {
      await field.fill(text)
      await field.press('Enter')
    }
    await page.locator('.line.shop').first().waitFor()
    await page.locator('.line.customer time').nth(1).waitFor()
    expect(await store.db.chatSession.count()).toBe(1)
    expect(await store.db.inboxMessage.count()).toBe(2)
    await page.context().close()
  })

  /** A page of the shop's own with the widget in it, on `host`; the widget's button is pressed. */
  const openWidget = async (host: string) => {
    const shop = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><html lang="fa" dir="rtl"><title>فروشگاه</title><p>کفش دویدن</p><script src="${site.url}/widget.js" async></script>`)
    })
    await new Promise<void>(done => shop.listen(0, '127.0.0.1', done))
    const page = await visit({ viewport: { width: 1000, height: 800 } })
    await page.goto(`http://${host}:${(shop.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => 'bazgashtChat' in window)
    await page.mouse.click(50, 750)
    const find = () => page.frames().find(candidate => candidate.url().startsWith(site.url))
    await expect.poll(find, { timeout: 10_000 }).toBeTruthy()
    const close = async () => {
      await page.context().close()
      await new Promise(done => shop.close(done))
    }
    return { page, frame: find()!, close }
  }

  test('the widget puts a round button into the shop\'s own page, which opens the chat', async () => {
    const { page, frame, close } = await openWidget('127.0.0.1')
    await frame.locator('#text').fill('سلام')
    await frame.locator('.send').click()
    await frame.locator('.line.shop').first().waitFor()
    expect(page.troubles).toEqual([])
    await close()
  })

  test('on a foreign site, where the browser keeps our cookie away, the chat offers its own page', async () => {
    const { frame, close } = await openWidget('localhost')
    await frame.locator('#text').fill('سلام')
    await frame.locator('.send').click()
    await frame.getByRole('link', { name: 'باز کردن در صفحه‌ی خودش' }).waitFor()
    await close()
  })
})
