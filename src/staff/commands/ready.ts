/** /ready: the ready answers (S52) are listed, written by managers, and sent by a button. */
import { staffToken } from '../../engagement/tokens.ts'
import { fillReady, readyAnswers, writeReady, type ReadyAnswer } from '../../support/ready-answers.ts'
import { record } from '../members.ts'
import { sendReply } from './cases.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

export const readyCommand: Command = { name: 'ready', roles: EVERYBODY, run: ready }

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
  const result = await writeReady(call, name, text)
  if (result !== 'full') await record(call, call.member.id, 'ready', name)
  return call.say(`ready-${result}`, { name })
}

async function sendReady(call: Call, number: number, chosen: ReadyAnswer | undefined): Promise<Says> {
  const found = chosen && (await call.tx.case.findUnique({ where: { number }, select: { id: true, number: true } }))
  if (!found) return call.say('ready-gone')
  return await sendReply(call, found, await fillReady(call, chosen, found.id, { locale: call.locale, agent: call.member.name, shop: call.config.shop.name }))
}
