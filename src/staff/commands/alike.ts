/** Forty answers at once: what many waiting cases have in common, and one answer to all of them, sent one by one. */
import { replyInCase } from '../../engagement/case-actions.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { contentWords } from '../../text/content-words.ts'
import { digits } from '../../text/digits.ts'
import { squeeze } from '../../text/normalise.ts'
import { record } from '../members.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const LEAST = 3

export const alikeCommand: Command = { name: 'alike', roles: EVERYBODY, run: findAlike }
export const allCommand: Command = { name: 'all', roles: EVERYBODY, run: draftForAll }
export const sendallCommand: Command = { name: 'sendall', roles: EVERYBODY, run: sendToAll }

type Waiting = { id: string; number: number; item: string | null; said: string }

/** Open cases that nobody has answered, with their customers' words. */
async function waiting({ tx }: Call): Promise<Waiting[]> {
  return await tx.sql<Waiting>(
    `SELECT k."id", k."number", (SELECT i."name" FROM "order_items" i WHERE i."orderId" = k."orderId" ORDER BY i."position" LIMIT 1) AS "item",
       concat_ws(' ', (SELECT string_agg(e."text", ' ') FROM "case_entries" e WHERE e."caseId" = k."id" AND e."from" = 'customer'),
         (SELECT string_agg(w."words", ' ') FROM "answers" w WHERE w."questionId" = k."questionId")) AS "said"
     FROM "cases" k WHERE k."state" = 'open' AND k."repliedAt" IS NULL ORDER BY k."number" LIMIT 500`,
  )
}

const mentions = (said: string, word: string) => squeeze(said).includes(squeeze(word))

async function findAlike(call: Call): Promise<Says> {
  const all = await waiting(call)
  const counts = new Map<string, { count: number; items: Map<string, number> }>()
  for (const { said, item } of all)
    for (const word of contentWords(said).keys()) {
      const entry = counts.get(word) ?? { count: 0, items: new Map() }
      entry.count++
      if (item) entry.items.set(item, (entry.items.get(item) ?? 0) + 1)
      counts.set(word, entry)
    }
  const top = [...counts].filter(([, { count }]) => count >= LEAST).sort((a, b) => b[1].count - a[1].count).slice(0, 5)
  if (top.length === 0) return call.say('alike-none', { all: digits(call.locale, all.length) })
  const lines = top.map(([word, { count, items }]) => {
    const [item] = [...items].sort((a, b) => b[1] - a[1])[0] ?? []
    return call.say('alike-line', { word, count: digits(call.locale, count), all: digits(call.locale, all.length), item: item ?? '', known: item ? 'yes' : 'no' }).text
  })
  return { text: [...lines, call.say('alike-how', { word: top[0]![0] }).text].join('\n') }
}

/** `/all size words …`: kept as a draft, shown, and sent only by the button. */
async function draftForAll(call: Call): Promise<Says> {
  const [, word, text] = /^(\S+)\s+(.+)$/s.exec(call.argument) ?? []
  const found = word ? (await waiting(call)).filter(({ said }) => mentions(said, word)) : []
  if (!word || !text || found.length === 0) return call.say('all-how')
  const { id } = await call.tx.broadcast.create({ data: { text, segment: `cases:${word}`, by: call.member.id, createdAt: call.clock.now() } })
  return {
    text: [call.say('all-preview', { count: digits(call.locale, found.length), cases: found.slice(0, 15).map(({ number }) => digits(call.locale, number)).join(call.locale === 'fa' ? '، ' : ', ') }).text, text].join('\n\n'),
    choices: [{ token: staffToken('sendall', id), label: call.label('all-preview', 'send') }, { token: staffToken('recall', id), label: call.label('all-preview', 'drop') }],
  }
}

async function sendToAll(call: Call): Promise<Says> {
  const { count } = await call.tx.broadcast.updateMany({ where: { id: call.argument, state: 'draft', segment: { startsWith: 'cases:' } }, data: { state: 'confirmed', dueAt: call.clock.now() } })
  const draft = count === 1 ? await call.tx.broadcast.findUnique({ where: { id: call.argument } }) : null
  if (!draft) return call.say('send-gone')
  const word = draft.segment.slice('cases:'.length)
  let answered = 0
  for (const { id, said } of await waiting(call)) if (mentions(said, word) && (await replyInCase(call, id, { text: draft.text, by: call.member.name })) === 'done') answered++
  await record(call, call.member.id, 'sendall', String(answered))
  return call.say('all-sent', { count: digits(call.locale, answered) })
}
