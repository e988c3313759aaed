import { createTelegram } from '../../../bots/telegram/index.ts'
import { createLog } from '../../../src/log.ts'
import { channelContract } from '../../contract/channel.ts'
import { startBotApi } from '../../support/bot-api.ts'
import { customerOf } from './customer-of.ts'
import { serveHook } from './serve-hook.ts'

const log = createLog('silent')
const SECRET = 'a-secret-of-this-webhook'

channelContract('Telegram by long polling', async () => {
  const api = await startBotApi()
  const open = () => createTelegram({ token: api.token, apiRoot: api.apiRoot, log, backoffMs: 10 })
  return { channel: open(), customer: customerOf(api), restart: async () => open(), close: api.close }
})

channelContract('Telegram by webhook', async () => {
  const api = await startBotApi({ redeliverMs: 10 })
  const hook = await serveHook()
  const open = () => {
    const channel = createTelegram({
      token: api.token,
      apiRoot: api.apiRoot,
      log,
      backoffMs: 10,
      webhookSecret: SECRET,
      publicUrl: hook.url,
    })
    const start = channel.start
    return {
      ...channel,
      start: async (handlers: Parameters<typeof start>[0]) => {
        hook.answerWith(channel.http!)
        await start(handlers)
        await api.until(() => api.receiving().webhook !== undefined)
      },
    }
  }
  return {
    channel: open(),
    customer: customerOf(api),
    restart: async () => {
      hook.dropConnections()
      return open()
    },
    async close() {
      await api.close()
      await hook.close()
    },
  }
})
