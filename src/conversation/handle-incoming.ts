/** One incoming row becomes its effects, all in the transaction that marks it handled. Here is only who wrote, and which door. */
import type { App } from '../app.ts'
import { stopOnReply } from '../engagement/enroll.ts'
import { parseToken } from '../engagement/tokens.ts'
import type { Tx } from '../store/store.ts'
import { answerByTap, changeByTap } from './answer.ts'
import { handleContact } from './contact.ts'
import { handleEdit, isSuperseded } from './edit.ts'
import { hearingOf, isKnown, sayText, type InboxRow, type Known } from './hearing.ts'
import { handleStart } from './link.ts'
import { handleMedia } from './media.ts'
import { tapMenu } from './menu.ts'
import { recognise } from './recognise.ts'
import { shopAnswered } from './shop-answered.ts'
import { meetOnTheWeb, strangerTaps, strangerWrites } from './stranger.ts'
import { handleText } from './text.ts'
import { staffSpeaks } from './staff.ts'

export async function handleIncoming(app: App, tx: Tx, row: InboxRow): Promise<void> {
  const incoming = row.body
  // Reactions are kept, and never scored: people react to old messages without a thought of us.
  if (incoming.kind === 'reaction') return
  if (await staffSpeaks(app, tx, row)) return
  // A bot for staff: to everybody else it says nothing.
  if (incoming.channel === 'staff') return
  if (incoming.fromShop) return await shopAnswered(app, tx, row)
  const h = await recognise(await hearingOf(app, tx, row))
  const ignoresStrangers = app.channels.get(incoming.channel)?.capabilities.ignoresStrangers
  if (ignoresStrangers && !isKnown(h) && incoming.kind !== 'start' && !isOwnContact(incoming)) return
  if (incoming.kind === 'start') return await handleStart(h, incoming.payload)
  if (incoming.kind === 'contact') return await handleContact(h, incoming)
  if (await isSuperseded(h)) return
  if (!isKnown(h)) {
    const met = incoming.kind === 'choice' && !isMenu(incoming.token) ? null : await meetOnTheWeb(h)
    if (incoming.kind === 'choice') return met ? await tap(met, incoming.token) : await strangerTaps(h, incoming.token)
    if (!met) return await strangerWrites(h)
    return incoming.kind === 'text' ? await handleText(met, incoming.text) : await handleMedia(met, incoming)
  }
  await stopOnReply(h, h.customer.id)
  if (incoming.kind !== 'choice' && incoming.edited && (await handleEdit(h))) return
  if (incoming.kind === 'text') return await handleText(h, incoming.text)
  if (incoming.kind === 'other') return await handleMedia(h, incoming)
  await tap(h, incoming.token)
}

async function tap(h: Known, written: string): Promise<void> {
  const token = parseToken(written)
  if (token?.kind === 'answer') return await answerByTap(h, token)
  if (token?.kind === 'change') return await changeByTap(h, token)
  if (token?.kind === 'menu' && (await tapMenu(h, token))) return
  await sayText(h, 'button-unknown')
}

const isOwnContact = (incoming: InboxRow['body']) => incoming.kind === 'contact' && incoming.own
const isMenu = (token: string) => parseToken(token)?.kind === 'menu'
