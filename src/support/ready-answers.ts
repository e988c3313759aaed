/** Ready answers (S52): written once by a manager, filled in with whose case it is. */
import { z } from 'zod'
import type { Locale } from '../channel.ts'
import type { Tx } from '../store/store.ts'
import { showName } from '../text/show-name.ts'

const KEY = 'ready-answers'
const MOST = 20
const list = z.array(z.object({ name: z.string(), text: z.string() }))
export type ReadyAnswer = z.infer<typeof list>[number]
/** What may stand in them: {name}, {order}, {item}, {agent}, {shop}. */
const PLACES = /\{(name|order|item|agent|shop)\}/g

type Settings = { tx: Pick<Tx, 'setting'> }

export async function readyAnswers({ tx }: Settings): Promise<ReadyAnswer[]> {
  const row = await tx.setting.findUnique({ where: { key: KEY } })
  return list.parse(row?.value ?? [])
}

/** A new one, or one under the same name anew; without words it is removed. 'full': twenty stand already. */
export async function writeReady({ tx }: Settings, name: string, text: string): Promise<'written' | 'removed' | 'full'> {
  const others = (await readyAnswers({ tx })).filter(one => one.name !== name)
  const next = text === '' ? others : [...others, { name, text }]
  if (next.length > MOST) return 'full'
  await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value: next }, update: { value: next } })
  return text === '' ? 'removed' : 'written'
}

/** Its words for one case. */
export async function fillReady(
  { tx }: { tx: Pick<Tx, 'case' | 'order'> },
  { text }: Pick<ReadyAnswer, 'text'>,
  caseId: string,
  { locale, agent, shop }: { locale: Locale; agent: string; shop: string },
): Promise<string> {
  const { customer, orderId } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { orderId: true, customer: { select: { name: true } } } })
  const order = orderId ? await tx.order.findUnique({ where: { id: orderId }, include: { items: { orderBy: { position: 'asc' }, take: 1 } } }) : null
  const filled: Record<string, string> = { name: showName(customer.name, locale) ?? '', order: order?.externalId ?? '', item: order?.items[0]?.name ?? '', agent, shop }
  return text.replace(PLACES, (_, place: string) => filled[place] ?? '').replace(/ {2,}/g, ' ').trim()
}
