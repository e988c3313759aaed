import type { Channel } from '../../src/channel.ts'

type Menu = Parameters<NonNullable<Channel['showCommands']>>[1]

/** The default menu is Persian; who has set the app to English sees the other. A scope is no authorisation: it only hides. */
export async function showCommands(call: (method: 'set' | 'delete', payload: object) => Promise<unknown>, chatId: string, menu: Menu): Promise<void> {
  const scope = { type: 'chat', chat_id: Number(chatId) }
  for (const [locale, commands] of [['', menu?.fa], ['fa', menu?.fa], ['en', menu?.en]] as const) {
    const language = locale ? { language_code: locale } : {}
    if (commands) await call('set', { commands, scope, ...language })
    else await call('delete', { scope, ...language })
  }
}
