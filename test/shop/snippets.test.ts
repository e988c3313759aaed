import { describe, expect, test } from 'vitest'
import { orderOfDoor, signOrder } from '../../src/shop/order-door.ts'
import { snippets } from '../../src/shop/snippets.ts'

const shop = { name: 'دوان', agent: '', currency: 'IRT' as const, zone: 'Asia/Tehran' }

test('every snippet speaks the language of the shop, knows the public address and holds no secret', () => {
  for (const locale of ['fa', 'en'] as const) {
    const all = snippets({ shop: { ...shop, locale }, publicUrl: 'https://bot.example' })
    expect(all).toHaveLength(4)
    expect(all[0]!.code).toBe('<script src="https://bot.example/widget.js" async></script>')
    expect(all.every(({ title }) => /[آ-ی]/.test(title) === (locale === 'fa'))).toBe(true)
  }
})

describe('an address that the shop signed', () => {
  const secret = 'woo-secret-0123456789'
  test('names its order', () => {
    expect(orderOfDoor(`o-A-1042-${signOrder('A-1042', secret)}`, secret)).toBe('A-1042')
  })
  test('is what PHP’s substr( hash_hmac( "sha256", "order/1042", … ), 0, 20 ) makes of it', () => {
    expect(signOrder('1042', secret)).toMatch(/^[0-9a-f]{20}$/)
  })
  test.each([`o-1043-${signOrder('1042', secret)}`, 'o-1042-', 'r-1042', `o-1042-${'0'.repeat(20)}`])('%s opens nothing', address => expect(orderOfDoor(address, secret)).toBeNull())
  test('opens nothing without a secret', () => expect(orderOfDoor(`o-1-${signOrder('1', '')}`, undefined)).toBeNull())
})
