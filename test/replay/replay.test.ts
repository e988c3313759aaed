import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replayCommand } from '../../src/cli/replay.ts'
import { parseConfig, shippedFolder } from '../../src/config.ts'
import { UserError } from '../../src/errors.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { CSV_COLUMNS } from '../../src/replay/csv.ts'
import { readOrders } from '../../src/replay/read-orders.ts'
import { replay } from '../../src/replay/run.ts'
import type { OrderInput } from '../../src/shop/order-input.ts'
import { readTable } from '../../src/shop/read-table.ts'
import { silent } from '../support/store.ts'

const config = parseConfig({ DEMO: '1', SHOP_NAME: 'دوان' })
const SAMPLE = join(shippedFolder('scenarios'), 'demo/orders.csv')
const LONG = 240_000
const { zone } = config.shop

let folder: string
let ownTemp: string
const usualTemp = process.env.TMPDIR
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-test-'))
  ownTemp = join(folder, 't')
  mkdirSync(ownTemp)
  // What a replay leaves behind would lie here.
  process.env.TMPDIR = ownTemp
})
afterAll(() => {
  if (usualTemp === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usualTemp
  rmSync(folder, { recursive: true })
})

/** tsx keeps its own there too. */
const leftBehind = () => readdirSync(ownTemp).filter(name => name.startsWith('bazgasht'))

type Line = Record<(typeof CSV_COLUMNS)[number], string>

async function run(options: Record<string, string>) {
  const out: string[] = []
  const err: string[] = []
  const days: [number, number][] = []
  if (replayCommand.needs !== 'config') throw new Error('a replay opens no store')
  const code = await replayCommand.run({
    config, args: [], options, path: file => resolve(folder, file), out: line => void out.push(line), err: line => void err.push(line), progress: (...at) => void days.push(at),
  })
  return { code, out: out.join('\n'), err, days }
}

async function results(name: string): Promise<{ lines: Line[]; html: string }> {
  const { header, rows } = await readTable(readFileSync(join(folder, name, 'messages.csv')))
  expect(header).toEqual([...CSV_COLUMNS])
  const lines = rows.map(({ cells }) => Object.fromEntries(cells.map((cell, i) => [header[i], cell])) as Line)
  return { lines, html: readFileSync(join(folder, name, 'time-line.html'), 'utf8') }
}

/** 'x: 1,234 y' → 1234 */
const numberIn = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]?.replaceAll(',', ''))
const count = (lines: Line[], like: Partial<Line>) => lines.filter(line => Object.entries(like).every(([key, value]) => line[key as keyof Line] === value)).length

describe.each(['silent', 'happy', 'unhappy'] as const)('the sample, January and February, %s', answers => {
  let ran: Awaited<ReturnType<typeof run>>
  let lines: Line[]
  let html: string
  let orders: OrderInput[]
  beforeAll(async () => {
    ran = await run({ orders: SAMPLE, from: '2026-01-01', to: '2026-02-28', journeys: 'after-purchase', answers, out: answers })
    ;({ lines, html } = await results(answers))
    const all = await readOrders(readFileSync(SAMPLE), { zone, currency: 'IRT' })
    orders = all.orders.filter(({ placedAt }) => placedAt >= new Date('2026-01-01T00:00+03:30') && placedAt < new Date('2026-03-01T00:00+03:30'))
  }, LONG)

  test('every order that counts brings its receipt, on its day; nothing happens before the range or after it', () => {
    expect(ran).toMatchObject({ code: 0, err: [] })
    expect(ran.days.at(-1)).toEqual([59, 59])
    const followed = orders.filter(({ status }) => status !== 'cancelled' && status !== 'refunded')
    expect(count(lines, { step: 'receipt', state: 'sent' })).toBe(followed.length)
    const instants = lines.flatMap(({ due, sent }) => [due, sent]).filter(Boolean).sort()
    expect(instants[0]! >= '2026-01-01').toBe(true)
    expect(instants.at(-1)! < '2026-03-01').toBe(true)
    expect(new Set(lines.map(({ journey }) => journey).filter(Boolean))).toEqual(new Set(['after-purchase']))
  })

  test('the sums are those of the lines', () => {
    expect(numberIn(ran.out, /^([\d,]+) messages, and/m)).toBe(count(lines, { kind: 'flow', state: 'sent' }))
    expect(numberIn(ran.out, /messages, and ([\d,]+) replies/)).toBe(count(lines, { kind: 'reply', state: 'sent' }))
    expect(numberIn(ran.out, /waited\), ([\d,]+) dropped/)).toBe(count(lines, { kind: 'flow', state: 'dropped' }))
    expect(numberIn(ran.out, /Still waiting at the end: ([\d,]+)/)).toBe(count(lines, { kind: 'flow', state: 'held' }))
    expect(numberIn(ran.out, /got in 30 days: ([\d,]+)/)).toBeGreaterThanOrEqual(3)
    expect(numberIn(ran.out, /offers alone: ([\d,]+)/)).toBeLessThanOrEqual(10)
    expect(ran.out).toContain('An upper bound: everybody counts as joined')
    expect(ran.out).toContain('Offers are on, and 1,000 points are worth 1,000 toman.')
  })

  test('coupons and points are those of the ledger', () => {
    const given = lines.filter(({ code }) => code !== '')
    expect(given.length).toBe(count(lines, { step: 'day-30', state: 'sent' }))
    expect(new Set(given.map(({ code }) => code)).size).toBe(given.length)
    expect(numberIn(ran.out, /^Coupons: ([\d,]+)$/m)).toBe(given.length)
    if (given.length > 0) {
      expect(numberIn(ran.out, /day-30: .* at worst ([\d,]+) toman/)).toBe(given.length * 200_000)
      expect(numberIn(ran.out, /redeemed ([\d,]+) toman/)).toBeLessThanOrEqual(given.length * 200_000)
    }
    const earning = orders.filter(({ status }) => status !== 'cancelled' && status !== 'refunded')
    const points = earning.reduce((sum, { total, shipping = 0 }) => sum + Math.floor((total - shipping) / 100_000) * 10_000, 0)
    expect(numberIn(ran.out, /^Points earned: ([\d,]+)/m)).toBe(points)
  })

  test('questions are answered as they were told to be', () => {
    const asked = lines.filter(({ step }) => step === 'satisfied' || step === 'checkup')
    expect(asked.length).toBeGreaterThan(10)
    if (answers === 'silent') {
      expect(count(lines, { kind: 'reply' })).toBe(0)
      expect(lines.every(({ answer }) => answer === '')).toBe(true)
      expect(count(lines, { role: 'reminder', state: 'sent' })).toBeGreaterThan(5)
      return
    }
    const values = new Set(lines.map(({ answer }) => answer).filter(Boolean))
    expect([...values].sort()).toEqual(answers === 'happy' ? ['fine', 'great', 'nothing', 'yes'] : ['not-yet', 'very-bad'])
    expect(count(lines, { role: 'reminder', state: 'sent' })).toBe(0)
    const cases = numberIn(ran.out, /answers, ([\d,]+) cases/)
    if (answers === 'happy') expect(cases).toBe(0)
    else expect(cases).toBeGreaterThan(10)
    if (answers === 'unhappy') expect(ran.out).toMatch(/open-case \d+/)
  })

  test('the time line is one file, in Persian, with each customer once', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="fa" dir="rtl">/)
    expect(html).toContain('</html>')
    expect(html).not.toMatch(/<script|<link|src=|@import|url\(/)
    const customers = [...html.matchAll(/data-customer="([^"]+)"/g)].map(match => match[1]!)
    expect(new Set(customers).size).toBe(customers.length)
    expect(html.match(/<details/g)).toHaveLength(customers.length)
    const concerned = new Set([...lines.map(({ customer }) => customer), ...orders.map(({ customer }) => customer.externalId!)])
    expect(customers.length).toBe(concerned.size)
    expect(html.match(/class="bubble"/g)).toHaveLength(lines.filter(({ state }) => state === 'sent').length)
  })

  test('nothing is left behind', () => {
    expect(leftBehind()).toEqual([])
    expect(readdirSync(join(folder, answers)).sort()).toEqual(['messages.csv', 'time-line.html'])
  })
})

test('CDNOW is told by its form; dollars bring neither offers nor points, and all journeys run', async () => {
  const days = ['19970301', '19970402', '19970402', '19970405']
  writeFileSync(join(folder, 'cdnow.txt'), days.map((day, i) => ` 0000${i} 000${i === 2 ? 1 : i} ${day} ${i + 1} ${(i * 17.25).toFixed(2).padStart(7)}\n`).join(''))
  const { code, out, err } = await run({ orders: 'cdnow.txt', from: '1997-04-01', to: '1997-04-30', journeys: 'all', answers: 'happy', out: 'cdnow' })
  expect({ code, err }).toEqual({ code: 0, err: [] })
  expect(out).toContain('1 orders as history, 3 replayed; 3 customers')
  expect(out).toContain('Offers and points are off: no amount is toman or rial.')
  const { lines } = await results('cdnow')
  expect(count(lines, { step: 'receipt', state: 'sent' })).toBe(3)
  expect(lines.every(({ sent }) => sent === '' || (sent.slice(11) >= '09:00' && sent.slice(11) <= '21:00'))).toBe(true)
}, LONG)

test('the same day twice, and no time of day: an instant of its own, at daytime, and delivered after it was bought', async () => {
  const read = await readOrders(Buffer.from('order,date,customer,total,item,category,delivered\n1,1404/10/11,a,100000,ژل,energy-gels,1404/10/11\n2,2026-01-01 07:45,a,5,x,,\n3,never,a,5,x,,\n'), {
    zone, currency: 'IRT', consumables: ['energy-gels'],
  })
  expect(read.bad.map(({ line }) => line)).toEqual([4])
  const [early, late] = read.orders
  expect(early).toMatchObject({ externalId: '2', placedAt: new Date('2026-01-01T07:45+03:30') })
  expect(late!.placedAt.getTime()).toBeGreaterThanOrEqual(new Date('2026-01-01T10:00+03:30').getTime())
  expect(late!.placedAt.getTime()).toBeLessThan(new Date('2026-01-01T20:00+03:30').getTime())
  expect(late!.deliveredAt!.getTime()).toBeGreaterThan(late!.placedAt.getTime())
  expect(late!.items[0]).toMatchObject({ consumable: true })
})

test('what is interrupted leaves nothing behind', async () => {
  const stop = new AbortController()
  const { orders } = await readOrders(readFileSync(SAMPLE), { zone, currency: 'IRT' })
  const scenarios = loadScenarios(config.scenariosDir)
  const running = replay({
    config, scenarios, orders: orders.slice(0, 20), from: new Date('2025-07-01T00:00+03:30'), until: new Date('2025-09-01T00:00+03:30'), answers: 'silent', log: silent, signal: stop.signal,
    progress: () => stop.abort(),
  })
  await expect(running).rejects.toThrow(/abort/i)
  expect(leftBehind()).toEqual([])
}, LONG)

test.each([
  [{ orders: 'none.csv' }, /none\.csv cannot be read \(ENOENT\)/],
  [{ from: '2026-03-01' }, /--from is 2026-03-01, which is after --to, 2026-02-28/],
  [{ from: 'soon' }, /--from is "soon", expected a day/],
  [{ to: '' }, /--to is "", expected a day/],
  [{ journeys: 'win-back,wunback' }, /there is no journey "wunback", only after-purchase/],
  [{ answers: 'grumpy' }, /--answers is "grumpy", expected happy, unhappy, silent/],
  [{ orders: 'empty.csv' }, /the file is empty/],
  [{ orders: 'strange.csv' }, /no column says the order number/],
  [{ out: 'empty.csv/x' }, /--out is .* cannot be made \(ENOTDIR\)/],
])('%j is said clearly', async (options, words) => {
  writeFileSync(join(folder, 'empty.csv'), '')
  writeFileSync(join(folder, 'strange.csv'), 'a,b\n1,2\n')
  writeFileSync(join(folder, 'good.csv'), 'order,date\n1,2026-01-02\n')
  const failure = await run({ orders: 'good.csv', from: '2026-01-01', to: '2026-02-28', ...options }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(UserError)
  expect((failure as Error).message).toMatch(words)
  expect(leftBehind()).toEqual([])
})
