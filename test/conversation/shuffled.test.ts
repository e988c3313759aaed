import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInbox } from '../../src/conversation/inbox.ts'
import type { Incoming } from '../../src/channel.ts'
import { scenes } from './scene.ts'

const scene = scenes()

describe('updates that come in a wrong order, twice, or all at once', () => {
  test('end where the ordered ones end: each answer on its own question, the later edit wins', async () => {
    const shop = await scene.open({ env: { REPLY_AFTER_SILENCE: '0' } })
    const customers = []
    for (const name of ['سارا', 'رضا', 'مینا']) customers.push(await scene.asked(shop, name, { delivered: true }))
    for (const [at, customer] of customers.entries()) {
      const question = customer.chat.heard.at(-1)!
      const updates: { key: string; does: Parameters<typeof customer.does>[0] }[] = [
        { key: 'tap', does: { kind: 'choice', token: question.choices![1]!.token, messageId: question.messageId } },
        { key: 'note', does: { kind: 'text', text: 'بندش رنگی باشه', messageId: '900' } },
        { key: 'edit', does: { kind: 'text', text: 'بندش مشکی باشه', messageId: '900', edited: true } },
        { key: 'late-tap', does: { kind: 'choice', token: question.choices![4]!.token, messageId: question.messageId } },
      ]
      // The ordered run, and two shuffles in which the first tap stays before the second one.
      const orders = [[0, 1, 2, 3], [2, 0, 1, 3], [0, 3, 2, 1]]
      for (const n of orders[at]!.flatMap(n => [n, n])) {
        const { key, does } = updates[n]!
        await customer.does({ ...does, key: `${customer.chat.id}/${key}` } as never)
      }
      const answers = await customer.answers()
      expect(answers.find(answer => answer.question === 'satisfied')).toMatchObject({ value: 'good', score: 4 })
      expect(answers.map(answer => answer.words).filter(Boolean)).toEqual(['بندش مشکی باشه'])
    }
    expect(await scene.store.db.inboxMessage.count({ where: { state: { not: 'done' } } })).toBe(0)
  })

  test('twenty taps at once are one answer, in two workers too', async () => {
    const shop = await scene.open()
    const second = createInbox(shop.app)
    const customers = await Promise.all(['سارا', 'رضا'].map(name => scene.asked(shop, name, { delivered: true })))
    const taps: Promise<void>[] = []
    for (const customer of customers) {
      const question = customer.chat.heard.at(-1)!
      for (let n = 0; n < 20; n += 1) {
        const incoming: Incoming = { channel: 'telegram', account: shop.channel.account, key: `${customer.chat.id}/${n}`, chatId: customer.chat.id, sender: {}, kind: 'choice', token: question.choices![n % 5]!.token, messageId: question.messageId }
        taps.push((n % 2 ? second : shop.service.inbox).receive(incoming))
      }
    }
    await Promise.all(taps)
    await second.settle()
    await shop.settles()
    for (const customer of customers) {
      expect(await customer.answers()).toHaveLength(1)
      expect(await scene.store.db.outboxMessage.count({ where: { customerId: customer.id, class: 'reply', state: { notIn: ['sent'] } } })).toBe(0)
    }
  })

  test('no update of any kind is ever put aside', async () => {
    const shop = await scene.open({ env: { REPLY_AFTER_SILENCE: '0' } })
    const sara = await scene.asked(shop)
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('بله', 'نه', 'تغییر', 'لغو', 'شروع', 'پوستم قرمز شد', 'عالی ولی دیر', '5', 'english', 'این سفارش من نیست', 'پشتیبان', 'سفارشم کجاست', '', '👍'))
    const id = fc.constantFrom('1', '2', '3', 'x')
    const token = fc.constantFrom('m:settings', 'm:undo-stop', 'm:stop-all', 'm:language:en', 'm:offers:maybe', 'm:cancel-order:x', 'm:not-mine', 'm:not-mine:zzz', 'q:x', 'c:AAAAAAAAAAAAAAAA:yes', '\u0000')
    const action = fc.oneof(
      fc.record({ kind: fc.constant('text'), text, messageId: id, edited: fc.boolean(), replyTo: id }),
      fc.record({ kind: fc.constant('choice'), token, messageId: id }),
      fc.record({ kind: fc.constant('other'), what: fc.constantFrom('photo', 'voice', 'location', 'sticker', 'unknown'), ref: text, caption: text, messageId: id, edited: fc.boolean() }),
      fc.record({ kind: fc.constant('contact'), phone: fc.oneof(text, fc.constant('09121234567')), own: fc.boolean() }),
      fc.record({ kind: fc.constant('start'), payload: fc.constantFrom(undefined, 'nobody', '__proto__') }),
      fc.record({ kind: fc.constant('reaction'), emoji: fc.constantFrom(null, '😍', '') }),
    )
    for (const incoming of fc.sample(action, 40)) await sara.does(incoming as never)
    expect(await scene.store.db.inboxMessage.findMany({ where: { state: { not: 'done' } }, select: { body: true, error: true } })).toEqual([])
    expect(await scene.store.db.outboxMessage.count({ where: { state: 'failed' } })).toBe(0)
  })
})

test('a visitor of the shop’s page can begin with a button', async () => {
  const shop = await scene.open({ channel: 'webchat' })
  const guest = await shop.customer('مهمان', { joined: false })
  await guest.starts()
  await guest.taps('صحبت با پشتیبان')
  guest.hears(/نگار از پشتیبانی تا .+ همین‌جا جواب می‌ده/)
  expect(await scene.store.db.customer.count()).toBe(1)
})
