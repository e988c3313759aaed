/** P5: the allowance is used up, and never exceeded, against an emulator that counts as Telegram does. */
import { TEST_TOKEN } from '../support/bot-api.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { inProcess, quick, report, withBotApi, withPostgres, withStore } from './common.ts'

await withPostgres(async server => {
  await hold(30, quick ? 10 : 60)
  await hold(1_000, quick ? 4 : 20)

  async function hold(perSecond: number, forSeconds: number) {
    const messages = perSecond * forSeconds
    await withBotApi({ limits: { perSecond, perChatPerSecond: 1, chatBurst: 3 } }, async ({ apiRoot, ask }) => {
      await withStore(server, async (store, url) => {
        await plantBroadcast(store, { people: messages, dueAt: new Date('2026-06-09T11:59:00+03:30'), account: TEST_TOKEN.split(':')[0]!, chats: '1' })
        await store.db.sql('VACUUM ANALYZE')
        await inProcess('drain-telegram.ts', url, apiRoot, String(messages), String(perSecond))
      })
      const { sent } = await ask<{ sent: { at: number }[] }>('/_log')
      const refused = (await ask<{ status: number | string }[]>('/_calls')).filter(({ status }) => status === 429).length
      const at = sent.map(message => message.at).toSorted((a, b) => a - b)
      const value = ((at.length - 1) / (at.at(-1)! - at[0]!)) * 1000
      const how = `${messages} messages over HTTP to the strict emulator, one bot`
      const line = (figure: string, measured: number, goal: string, reached: boolean, unit: string, ratio?: number) =>
        report({ figure: `P5 at ${perSecond}/s, ${figure}`, value: measured, unit, goal, reached, how, ...(ratio === undefined ? {} : { ratio }) })
      line('rate held', value, '≥ 0.99 of the allowance', value >= 0.99 * perSecond, 'messages/s', value / perSecond)
      line('most in a window of one second', fullest(at), '≤ allowance + 1', fullest(at) <= perSecond + 1, 'messages')
      line('429 of our own making', refused, '0', refused === 0, 'answers')
    })
  }
})

/** The most that fall into any window of one second. */
function fullest(at: number[]): number {
  let most = 0
  let from = 0
  for (let to = 0; to < at.length; to++) {
    while (at[to]! - at[from]! >= 1000) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}
