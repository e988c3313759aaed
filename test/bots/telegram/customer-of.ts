import type { ChannelUnderTest } from '../../contract/channel.ts'
import type { BotApi } from '../../support/bot-api.ts'

/** One person on the other side of a bot, for the contract of a channel. */
export function customerOf(api: BotApi): Required<ChannelUnderTest['customer']> {
  const sara = api.user(4815162342, { name: 'سارا', locale: 'fa' })
  return {
    starts: async payload => sara.start(payload),
    says: async text => sara.says(text),
    taps: async label => sara.taps(label),
    sees: async () => sara.sees().map(({ text, choices, links }) => ({ text, choices, links })),
    blocks: async () => sara.blocks(),
    unblocks: async () => sara.unblocks(),
  }
}
