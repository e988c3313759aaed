/** F22: half an hour at half of what Telegram lets one bot send, with a dashboard open; MINUTES=5 for less. The embedded database, as a shop has it. */
import { spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonic } from '../../src/clock.ts'
import { zoneOfLateMorning } from '../faults/service.ts'
import { quick, report, root, withBotApi } from './common.ts'
import { startMain } from './service.ts'

const MINUTES = Number(process.env.MINUTES ?? (quick ? 0.5 : 30))
/** Telegram's is 30 a second. Each order with its customer's first words makes about three messages. */
const ORDERS_PER_SECOND = 5
const KEY = 'soak-'.repeat(6)
const PAGES = ['', '/answers', '/answers/counts', '/cases', '/customers', '/audience', '/journeys', '/journeys/after-purchase', '/offers', '/points', '/doors', '/channels', '/connections', '/settings']
type Look = { minute: number; heap: number; timers: number }

await withBotApi({ limits: null }, async ({ apiRoot, ask }) => {
  const main = await startMain({
    TELEGRAM_API_ROOT: apiRoot, API_KEY: KEY, SHOP_TIME_ZONE: zoneOfLateMorning(), REPLY_AFTER_SILENCE: '0', LOG_LEVEL: 'error',
    NODE_OPTIONS: `--import ${join(root, 'test/bench/inside-soak.mjs')}`,
  })
  const from = monotonic()
  const looks: Look[] = []
  createInterface({ input: main.child.stdout! }).on('line', line => line.startsWith('SOAK ') && looks.push({ minute: (monotonic() - from) / 60_000, ...(JSON.parse(line.slice(5)) as Omit<Look, 'minute'>) }))
  const cookie = await logIn(main)
  const until = from + MINUTES * 60_000
  let [orders, pages, slowest, wrong] = [0, 0, 0, 0]

  const order = async () => {
    const n = orders++
    const answer = await fetch(`${main.url}/api/v1/orders`, {
      method: 'POST', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        externalId: `soak-${n}`, status: 'paid', placedAt: new Date().toISOString(), currency: 'IRT', total: 2_500_000,
        items: [{ sku: 'RUN', name: 'کفش', quantity: 1, unitPrice: 2_500_000 }], customer: { externalId: `c-${n}`, name: 'سارا' },
      }),
    })
    const { links } = (await answer.json()) as { links: { telegram: string } }
    const from = { id: 1_000 + n, is_bot: false, first_name: 'سارا' }
    const text = `/start ${new URL(links.telegram).searchParams.get('start')!}`
    const message = { message_id: n + 1, date: Math.floor(Date.now() / 1000), chat: { id: from.id, type: 'private', first_name: 'سارا' }, from, text, entities: [{ type: 'bot_command', offset: 0, length: 6 }] }
    await fetch(`${apiRoot}/_push`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) })
  }
  const orderAll = async () => {
    for (let next = monotonic(); monotonic() < until; next += 1_000 / ORDERS_PER_SECOND) {
      await order()
      await sleep(Math.max(0, next - monotonic()))
    }
  }
  const readPages = async () => {
    while (monotonic() < until) {
      const from = monotonic()
      const { status } = await fetch(`${main.url}/dashboard${PAGES[pages++ % PAGES.length]!}`, { headers: { cookie } })
      if (status !== 200) wrong += 1
      slowest = Math.max(slowest, monotonic() - from)
      await sleep(1_000)
    }
  }
  const lookOften = async () => {
    while (monotonic() < until) {
      main.child.kill('SIGUSR2')
      await sleep(Math.min(10_000, (MINUTES * 60_000) / 10))
    }
  }
  await Promise.all([orderAll(), readPages(), lookOften()])
  await sleep(3_000)
  const { total } = await ask<{ total: number }>('/_log?from=999999999')
  await main.kill()
  // The first third warms up: caches fill, code is compiled.
  const steady = looks.slice(Math.floor(looks.length / 3))
  const slope = slopeOf(steady.map(({ minute, heap }) => [minute, heap / 2 ** 20]))
  const timers = Math.max(...steady.map(look => look.timers))
  report({
    figure: 'F22 soak, heap', value: slope, unit: 'MiB/min', goal: '≤ 1, timers bounded, every page answered', reached: slope <= 1 && timers <= 100 && wrong === 0,
    how: `${MINUTES} min, ${orders} orders and first words, ${total} messages; ${pages} pages of the dashboard, the slowest ${Math.round(slowest)} ms, ${wrong} not 200; heap ${steady.map(({ heap }) => Math.round(heap / 2 ** 20)).filter((_, n) => n % Math.ceil(steady.length / 8) === 0).join(' ')} MiB, at most ${timers} timers`,
  })
})

/** As `bazgasht login` beside the service, and its button. */
async function logIn(main: Awaited<ReturnType<typeof startMain>>): Promise<string> {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/src/cli/index.js'), 'login'], {
    encoding: 'utf8', cwd: main.dataDir, env: { PATH: process.env.PATH, DEMO: '0', DATA_DIR: main.dataDir, PUBLIC_URL: main.url, SECRET_KEY: '0'.repeat(64) },
  })
  const link = /\S+\/login\/\S+/.exec(stdout)?.[0]
  if (!link) throw new Error(`no login: ${stdout}${stderr}`)
  const entered = await fetch(link, { method: 'POST', redirect: 'manual' })
  return entered.headers.get('set-cookie')!.split(';')[0]!
}

/** Least squares. */
function slopeOf(points: [number, number][]): number {
  const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  return points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}
