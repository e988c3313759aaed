import { expect, test } from 'vitest'
import { ordersFromTable } from '../../src/shop/csv-orders.ts'
import { readAmount, readCurrency, readDate, readStatus } from '../../src/shop/read-cell.ts'
import { readTable } from '../../src/shop/read-table.ts'

const settings = { zone: 'Asia/Tehran', currency: 'IRT', now: new Date('2026-03-21T06:30:00Z') }
const read = async (text: string | Uint8Array) =>
  ordersFromTable(await readTable(typeof text === 'string' ? new TextEncoder().encode(text) : text), settings)

test('dates are read as people write them', () => {
  const at = (text: string) => readDate(text, 'Asia/Tehran')?.toISOString() ?? null
  expect(at('2026-03-21')).toBe('2026-03-20T20:30:00.000Z')
  expect(at('۱۴۰۵/۰۱/۰۱')).toBe('2026-03-20T20:30:00.000Z')
  expect(at('1405/1/1 14:05')).toBe('2026-03-21T10:35:00.000Z')
  expect(at('20260321')).toBe('2026-03-20T20:30:00.000Z')
  expect(at('2026-03-21T09:00:00+03:30')).toBe('2026-03-21T05:30:00.000Z')
  expect(at('2026-03-21T09:00:00.000Z')).toBe('2026-03-21T09:00:00.000Z')
  for (const wrong of ['', '2026-02-30', '1405/12/31', '21/03/2026', 'yesterday', '2026-3', '0001-01-01', '2026-03-21 25:00'])
    expect(at(wrong), wrong).toBeNull()
})

test('amounts are whole toman, and minor units elsewhere', () => {
  expect(readAmount('۲٬۵۰۰٬۰۰۰ تومان', 'IRT')).toBe(2_500_000)
  expect(readAmount('2,500,000.00', 'IRR')).toBe(2_500_000)
  expect(readAmount('29.33', 'USD')).toBe(2_933)
  expect(readAmount('۲۹٫۳۳', 'EUR')).toBe(2_933)
  for (const wrong of ['', '-5', '2.5', '1,2', '1e9', 'free', '٢٫٥']) expect(readAmount(wrong, 'IRT'), wrong).toBeNull()
  expect([readCurrency('ریال'), readCurrency('eur'), readCurrency('€')]).toEqual(['IRR', 'EUR', null])
  expect([readStatus('wc-completed'), readStatus('تکمیل شده'), readStatus('در حال انجام'), readStatus('لغو شده'), readStatus('?')]).toEqual(
    ['delivered', 'delivered', 'paid', 'cancelled', null],
  )
})

test('a Persian file with semicolons, a BOM and Jalali dates', async () => {
  const { orders, bad } = await read(
    '\ufeffشماره سفارش;تاریخ;نام و نام خانوادگی;موبایل;نام محصول;تعداد;قیمت;مبلغ کل\r\n۱۰۰۱;۱۴۰۴/۱۲/۰۱;سارا محمدی;۰۹۱۲۱۲۳۴۵۶۷;کفش دویدن;۱;۲٬۵۰۰٬۰۰۰;۲٬۵۹۰٬۰۰۰\r\n۱۰۰۱;;;;جوراب;۲;۴۵٬۰۰۰;\r\n',
  )
  expect(bad).toEqual([])
  expect(orders).toMatchObject([
    {
      externalId: '1001',
      customer: { name: 'سارا محمدی', phone: '+989121234567' },
      placedAt: new Date('2026-02-19T20:30:00Z'),
      total: 2_590_000,
      currency: 'IRT',
      items: [
        { name: 'کفش دویدن', quantity: 1, unitPrice: 2_500_000 },
        { name: 'جوراب', quantity: 2, unitPrice: 45_000 },
      ],
    },
  ])
})

test('any delimiter and encoding that table programs write', async () => {
  for (const delimiter of [',', ';', '\t']) {
    const text = ['order', 'date', 'name', 'total'].join(delimiter) + '\n' + ['1', '2026-01-02', `"a${delimiter}b"`, '5'].join(delimiter)
    expect((await read(text)).orders[0]!.customer.name).toBe(`a${delimiter}b`)
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
    expect((await read(utf16)).orders).toHaveLength(1)
  }
  await expect(read(Buffer.from([0x6f, 0xe3, 0xff]))).rejects.toThrow('not UTF-8')
  await expect(read('')).rejects.toThrow('empty')
})

test('a bad row is named with its line and column, and spoils its whole order', async () => {
  const { orders, bad } = await read(
    'Order ID,Date,Phone,Item,Qty,Total\n1,2026-01-02,09121234567,a,1,5\n2,soon,12,a,1,5\n3,2026-01-02,,a,1,5\n3,2026-01-02,,b,zero,\n,2026-01-02,,a,1,5\n4,2026-01-02,12,a,1,5\n5,2027-01-02,,a,1,5\n6,2026-01-02,,a,1,free\n',
  )
  expect(orders.map(order => order.externalId)).toEqual(['1'])
  expect(bad).toEqual([
    { line: 3, reason: '"Date" is "soon", expected a date such as 2026-03-21 or 1405/01/01' },
    { line: 5, reason: '"Qty" is "zero", expected a whole number' },
    { line: 6, reason: '"Order ID" is empty' },
    { line: 7, reason: '"Phone": expected a phone number such as 09121234567 or +989121234567' },
    { line: 8, reason: '"Date" is in the future' },
    { line: 9, reason: '"Total" is "free", expected an amount such as 2500000' },
  ])
})

test('a file that says neither order nor date is told what to name them', async () => {
  await expect(read('a,b\n1,2\n')).rejects.toThrow(
    /no column says the order number: name it one of order,.*شماره سفارش[^]*no column says the date/,
  )
  await expect(read('order,date,phone,mobile\n')).rejects.toThrow('both mean phone')
})

test('without items the total counts, without a total the items', async () => {
  const { orders } = await read('order,date,item,price,quantity,shipping\n1,2026-01-02,a,100,2,30\n')
  expect(orders[0]!.total).toBe(230)
  expect((await read('order,date,total\n1,2026-01-02,70\n')).orders[0]).toMatchObject({ items: [], total: 70 })
})
