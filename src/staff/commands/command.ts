import type { Channel, ChannelName, Locale, Outgoing } from '../../channel.ts'
import type { Config } from '../../config.ts'
import type { Store } from '../../store/store.ts'
import type { Parts } from '../../engagement/parts.ts'
import type { TextArguments } from '../../text/fluent.ts'
import type { Member, Role } from '../members.ts'
import { staffTexts } from '../words.ts'

export type Says = Omit<Outgoing, 'locale'>

export type Call = Parts & {
  member: Member
  locale: Locale
  /** What stood after the command, or a button's argument; digits are Latin. */
  argument: string
  /** The door of an invitation in the bot where it was asked for. */
  link(payload: string): string | null
  publicUrl: string
  /** What /doctor looks at besides the database. */
  machine: { config: Config; kind: Store['kind']; channels: Map<ChannelName, Channel> }
  /** This chat can show a file. */
  files: boolean
  say(key: string, args?: TextArguments): Says
  label(key: string, attribute: string, args?: TextArguments): string
}

/** One thing that staff can ask for: `/name argument`, or a button. Everything that `run` writes is one transaction. */
export type Command = {
  name: string
  roles: readonly Role[]
  run(call: Call): Promise<Says>
}

/** Characters of a file that a row of the outbox may carry. */
export const LARGEST_FILE = 4 * 1024 * 1024

export const EVERYBODY: readonly Role[] = ['manager', 'support']
export const MANAGERS: readonly Role[] = ['manager']

/** Inside a Persian line a command would lose its slash to the other side. At the beginning of a line it stands as it is, to be tapped. */
function isolated(text: string): string {
  return text.replace(/(?<=[^\n][\s(:؛،«])\/[a-z]+(?: [\x21-\x7e]+)*/g, '\u2066$&\u2069')
}

export function sayingIn(locale: Locale): Pick<Call, 'say' | 'label' | 'locale'> {
  return {
    locale,
    say: (key, args = {}) => ({ text: locale === 'fa' ? isolated(staffTexts.format(locale, key, args)) : staffTexts.format(locale, key, args) }),
    label: (key, attribute, args = {}) => staffTexts.label(locale, key, attribute, args),
  }
}
