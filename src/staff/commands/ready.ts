/** Ready answers (S52): written once by a manager, filled in with whose case it is, sent by a button. */
import { z } from 'zod'
import { staffToken } from '../../engagement/tokens.ts'
import { showName } from '../../text/show-name.ts'
import { record } from '../members.ts'
import { sendReply } from './cases.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const KEY = 'ready-answers'
const MOST = 20
const list = z.array(z.object({ name: z.string(), text: z.string() }))
/** What may stand in them: {name}, {order}, {item}, {agent}, {shop}. */
const PLACES = /\{(name|order|item|agent|shop)\}/g

export const readyCommand: Command = { name: 'ready', roles: EVERYBODY, run: ready }

export async function readyAnswers({ tx }: Pick<Call, 'tx'>): Promise<z.infer<typeof list>> {
  const row = await tx.setting.findUnique({ where: { key: KEY } })
  return list.parse(row?.value ?? [])
}

/** Buttons under a reply that is being written. */
export async function readyChoices(call: Call, number: number): Promise<{ token: string; label: string }[]> {
  return (await readyAnswers(call)).map(({ name }, at) => ({ token: staffToken('ready', `${number}_${at}`), label: name }))
}

/** `/ready` lists, `/ready name = words` writes (managers), `/ready name =` removes, a button sends. */
async function ready(call: Call): Promise<Says> {
  const all = await readyAnswers(call)
  const [, number, at] = /^(\d{1,9})_(\d{1,2})$/.exec(call.argument) ?? []
  if (number) return await sendReady(call, Number(number), all[Number(at)])
  const [, name, text = ''] = /^([^=]{1,40}?)\s*=\s*(.*)$/s.exec(call.argument) ?? []
  if (!name) return { text: all.length === 0 ? call.say('ready-none').text : [call.say('ready-title').text, ...all.map(one => `• ${one.name}: ${one.text}`)].join('\n') }
  if (call.member.role !== 'manager') return call.say('ready-managers')
  const others = all.filter(one => one.name !== name)
  const next = text === '' ? others : [...others, { name, text }]
  if (next.length > MOST) return call.say('ready-full')
  await call.tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value: next }, update: { value: next } })
  await record(call, call.member.id, 'ready', name)
  return call.say(text === '' ? 'ready-removed' : 'ready-written', { name })
}

async function sendReady(call: Call, number: number, chosen: { text: string } | undefined): Promise<Says> {
  const found = chosen && (await call.tx.case.findUnique({ where: { number }, include: { customer: true } }))
  if (!found) return call.say('ready-gone')
  const order = found.orderId ? await call.tx.order.findUnique({ where: { id: found.orderId }, include: { items: { orderBy: { position: 'asc' }, take: 1 } } }) : null
  const filled: Record<string, string> = {
    name: showName(found.customer.name, call.locale) ?? '', order: order?.externalId ?? '', item: order?.items[0]?.name ?? '', agent: call.member.name, shop: call.config.shop.name,
  }
  return await sendReply(call, found, chosen.text.replace(PLACES, (_, place: string) => filled[place] ?? '').replace(/ {2,}/g, ' ').trim())
}
