import { createStaffBot } from '../../../bots/staff/index.ts'
import { channelContract } from '../../contract/channel.ts'
import { startBotApi } from '../../support/bot-api.ts'
import { silent } from '../../support/store.ts'
import { customerOf } from '../telegram/customer-of.ts'

channelContract('the staff bot on Telegraf', async () => {
  const api = await startBotApi()
  const open = () => createStaffBot({ token: api.token, apiRoot: api.apiRoot, log: silent, backoffMs: 10 })
  return { channel: open(), customer: customerOf(api), restart: async () => open(), close: api.close }
})
