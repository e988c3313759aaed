import { expect, test } from 'vitest'
import { orderInput, orderInputAt } from '../../src/shop/order-input.ts'
import { normalisePhone } from '../../src/shop/phone.ts'
import { order, orderBody } from './order.ts'

const problems = (body: unknown) =>
  (orderInput.safeParse(body).error?.issues ?? []).map(issue => `${issue.path.join('.')}: ${issue.message}`)

test('a phone number in any of its spellings is one number', () => {
  for (const written of [
    '09121234567',
    '۰۹۱۲ ۱۲۳ ۴۵۶۷',
    '٠٩١٢١٢٣٤٥٦٧',
    '00989121234567',
    '989121234567',
    '+98 (912) 123-4567',
    '9121234567',
  ])
    expect(normalisePhone(written), written).toBe('+989121234567')
  expect(normalisePhone('+49 30 901820')).toBe('+4930901820')
  for (const wrong of ['', '12', 'call me', '0912123456', '9.12E+09']) expect(normalisePhone(wrong), wrong).toBeNull()
})

test('every problem is named with its path', () => {
  const body = orderBody({
    status: 'sold',
    placedAt: '2026-02-30T09:00:00Z',
    total: 1.5,
    customer: { phone: '12' },
    items: [{ sku: '', name: 'x', quantity: 0, unitPrice: '9' }],
  })
  expect(problems(body)).toEqual([
    'customer.phone: a phone number such as 09121234567 or +989121234567',
    expect.stringMatching(/^status: one of placed/),
    expect.stringMatching(/^placedAt: an ISO 8601 instant/),
    'items.0.sku: a text of 1 to 100 characters',
    expect.stringMatching(/^items.0.quantity/),
    expect.stringMatching(/^items.0.unitPrice/),
    expect.stringMatching(/^total/),
  ])
})

test('an instant needs its offset', () => {
  expect(problems(orderBody({ placedAt: '2026-03-21T09:00:00' }))).toHaveLength(1)
  expect(order({ placedAt: '2026-03-21T09:00+03:30' }).placedAt).toEqual(new Date('2026-03-21T05:30:00Z'))
})

test('an order of the day after tomorrow is refused together with what else is wrong', () => {
  const schema = orderInputAt(() => new Date('2026-03-19T05:00:00Z'))
  const issues = schema.safeParse(orderBody({ total: -1 })).error!.issues
  expect(issues.map(issue => issue.path.join('.')).sort()).toEqual(['placedAt', 'total'])
  expect(schema.safeParse(orderBody({ placedAt: '2026-03-20T04:59:00Z' })).success).toBe(true)
})

test('what cannot be stored is taken out, and keys of the language are only keys', () => {
  const body = JSON.parse(
    `{ "__proto__": { "admin": true }, "constructor": 1, ${JSON.stringify(orderBody({ customer: { name: 'Sa\u0000ra\ud800', email: '' } })).slice(1)}`,
  )
  const parsed = orderInput.parse(body)
  expect(parsed.customer).toMatchObject({ name: 'Sara\ufffd', email: undefined })
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

test('absent may be written as null or as nothing', () => {
  expect(order({ deliveredAt: null, trackingCode: '', coupons: null, customer: { phone: '', name: null } })).toMatchObject({
    externalId: '1001',
    customer: { phone: undefined },
  })
})

test('lists and texts have an end', () => {
  const items = Array.from({ length: 501 }, () => orderBody().items[0])
  expect(problems(orderBody({ items, externalId: 'x'.repeat(201) }))).toHaveLength(2)
  expect(problems(orderBody({ items: [] }))).toHaveLength(1)
})
