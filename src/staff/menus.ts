/** The commands that a messenger offers while somebody of staff types "/": in their chat only, in both languages, and gone with their access. */
import { createHash } from 'node:crypto'
import type { App } from '../app.ts'
import type { Locale } from '../channel.ts'
import { listedFor } from './handle-staff.ts'
import type { Role } from './members.ts'
import { staffTexts } from './words.ts'

/** Telegram's limit for a description. */
const LONGEST = 250

type Menu = Record<Locale, { command: string; description: string }[]>

export async function showMenus({ store, channels, log }: Pick<App, 'store' | 'channels' | 'log'>): Promise<void> {
  for (const member of await store.db.staff.findMany({ select: { id: true, role: true, channel: true, account: true, chatId: true, revokedAt: true, menu: true } })) {
    const channel = channels.get(member.channel as never)
    if (!channel?.showCommands || channel.account !== member.account) continue
    const menu = member.revokedAt ? null : menuOf(member.role as Role)
    const stamp = menu && createHash('sha256').update(JSON.stringify(menu)).digest('hex').slice(0, 16)
    if (stamp === member.menu) continue
    try {
      await channel.showCommands(member.chatId, menu)
      await store.db.staff.update({ where: { id: member.id }, data: { menu: stamp } })
    } catch (error) {
      log.debug({ err: error, staffId: member.id }, 'a menu of commands could not be shown')
    }
  }
}

function menuOf(role: Role): Menu {
  const describe = (locale: Locale, name: string) => {
    const line = staffTexts.format(locale, `help-${name}`).replace(/^\/\S+\s*/, '')
    return { command: name, description: line.slice(0, LONGEST) || name }
  }
  const names = listedFor(role)
  return { fa: names.map(name => describe('fa', name)), en: names.map(name => describe('en', name)) }
}
