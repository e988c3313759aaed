/** What staff hear at once, each in their own chat: rows of the outbox like everything else. */
import type { Outgoing } from '../channel.ts'
import { DAY, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../store/store.ts'
import { digits } from '../text/digits.ts'
import { product, type TextArguments } from '../text/fluent.ts'
import { staffToken } from './tokens.ts'

type Parts = { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> }

/** A case was opened, or its customer said more. `key` is the event's own: the same one twice is told once. */
export async function alertStaff(
  { tx, clock, config }: Parts,
  { key, caseId, text, words }: { key: string; caseId: string; text: 'staff-case-opened' | 'staff-case-words'; words: string },
): Promise<void> {
  const { locale } = config.shop
  const about = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { number: true, urgent: true, customer: { select: { name: true } } } })
  const args: TextArguments = { case: digits(locale, about.number), name: about.customer.name ?? '—', words, urgent: about.urgent ? 'yes' : 'no' }
  await tell({ tx, clock }, key, ['manager', 'support'], {
    text: product.format(locale, text, args), locale,
    choices: [{ token: staffToken('case', String(about.number)), label: product.label(locale, 'staff-case-opened', 'show') }],
  })
}

/** Something only managers can do something about. */
export async function tellManagers(
  { tx, clock, config }: Parts,
  { key, text, args }: { key: string; text: string; args: TextArguments },
): Promise<void> {
  const { locale } = config.shop
  await tell({ tx, clock }, key, ['manager'], { text: product.format(locale, text, args), locale })
}

async function tell({ tx, clock }: Pick<Parts, 'tx' | 'clock'>, key: string, roles: string[], content: Outgoing): Promise<void> {
  const staff = await tx.staff.findMany({ where: { revokedAt: null, role: { in: roles } }, select: { id: true, channel: true, account: true, chatId: true } })
  const now = clock.now()
  await tx.outboxMessage.createMany({
    data: staff.map(({ id, ...chat }) => ({
      ...chat, key: `staff/${key}/${id}`, class: 'staff', purpose: 'transactional', content, dueAt: now, nextTryAt: now, graceFrom: now, graceMs: DAY,
    })),
    skipDuplicates: true,
  })
}
