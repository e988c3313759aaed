/** P11: how soon messages go out again after the process was killed, and after the database restarted, in the middle of a broadcast. */
import { setTimeout as sleep } from 'node:timers/promises'
import { TEST_TOKEN } from '../support/bot-api.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { median, quick, report, ROUNDS, withBotApi, withPostgres, withStore } from './common.ts'
import { startMain } from './service.ts'

const RESTARTS = quick ? 1 : ROUNDS
const RATE = 100

await withPostgres(async server => {
  const killed: number[] = []
  const restarted: number[] = []
  await withBotApi({ limits: null }, async ({ apiRoot, ask }) => {
    await withStore(server, async (store, databaseUrl) => {
      const now = await store.now()
      await plantBroadcast(store, { people: 60_000, dueAt: new Date(now.getTime() - 60_000), account: TEST_TOKEN.split(':')[0]!, chats: '1' })
      // It is night somewhere when this runs: a staff row keeps no quiet hours.
      await store.db.sql(`UPDATE "customers" SET "timeZone" = $1`, [zoneAtNoon(now)])
      await store.db.sql('VACUUM ANALYZE')
      const total = async () => (await ask<{ total: number }>('/_log?from=999999999')).total
      const lastAt = async () => {
        const { sent } = await ask<{ sent: { at: number }[] }>(`/_log?from=${(await total()) - 1}`)
        return sent.at(-1)!.at
      }
      const firstAfter = async (count: number) => {
        for (let n = 0; (await total()) <= count; n++) {
          if (n > 3_000) throw new Error('nothing goes out')
          await sleep(10)
        }
        return (await ask<{ sent: { at: number }[] }>(`/_log?from=${count}`)).sent[0]!.at
      }
      const start = () => startMain({ DATABASE_URL: databaseUrl, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_RATE: String(RATE) })

      let main = await start()
      await firstAfter(await total())
      for (let n = 0; n < RESTARTS; n++) {
        await sleep(1_500)
        await main.kill()
        await sleep(50)
        const [count, last] = [await total(), await lastAt()]
        main = await start()
        killed.push((await firstAfter(count)) - last)
      }
      for (const mode of ['fast', 'immediate'] as const)
        for (let n = 0; n < RESTARTS; n++) {
          await sleep(1_500)
          server.down(mode)
          await sleep(200)
          const count = await total()
          server.up()
          const ready = performance.timeOrigin + performance.now()
          restarted.push(Math.max(0, (await firstAfter(count)) - ready))
        }
      await main.kill()
    })
  })
  const how = `a broadcast at ${RATE}/s from the service over HTTP`
  report({
    figure: 'P11 first send after kill -9', value: Math.max(...killed) / 1000, unit: 's', goal: '≤ 5 s', reached: Math.max(...killed) <= 5_000,
    how: `${how}, started again at once, from the last send before to the first after, worst of ${killed.length}`,
  })
  report({
    figure: 'P11 first send after a database restart', value: Math.max(...restarted) / 1000, unit: 's', goal: '≤ 3 s from ready',
    reached: Math.max(...restarted) <= 3_000, how: `${how}, fast and immediate, worst of ${restarted.length}, median ${median(restarted).toFixed(0)} ms`,
  })
})

/** A zone in which it is about noon. */
function zoneAtNoon(now: Date): string {
  const west = Math.round(now.getUTCHours() - 12)
  return west === 0 ? 'Etc/UTC' : `Etc/GMT${west > 0 ? '+' : '-'}${Math.abs(west)}`
}
