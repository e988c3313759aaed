/** The menu, and every other button that is no answer to a question. */
import { alertStaff } from '../engagement/alert-staff.ts'
import { reopen } from '../engagement/case-actions.ts'
import { stopOrder } from '../engagement/enroll.ts'
import { dropRows } from '../engagement/outbox.ts'
import { menuToken, type Token } from '../engagement/tokens.ts'
import { findLink } from '../shop/links.ts'
import { caseArguments, openCaseFor } from './case.ts'
import { claim, waitFor } from './claim.ts'
import { channelsOf, label, menuChoices, say, sayText, words, type Known } from './hearing.ts'
import { chatKey } from './link.ts'
import { myData } from './my-data.ts'
import { pointsMenu, redeemPoints } from './points.ts'
import { showOrders } from './orders.ts'
import { setLanguage, setNews, setOffers, setQuestions, showSettings } from './settings.ts'
import { stopEverything, undoStop } from './stop.ts'

type MenuToken = Extract<Token, { kind: 'menu' }>

/** false: there is no such button. `said`: the words, when it was typed; kept as proof where something is switched. */
export async function tapMenu(h: Known, { name, argument }: MenuToken, said = `[${name}${argument ? ` ${argument}` : ''}]`): Promise<boolean> {
  const yes = argument === 'yes'
  const yesOrNo = yes || argument === 'no'
  if (name === 'menu') await say(h, { text: words(h, 'menu'), choices: menuChoices(h) })
  else if (name === 'orders') await showOrders(h)
  else if (name === 'points') return await pointsMenu(h, argument)
  else if (name === 'redeem') return await redeemPoints(h, argument)
  else if (name === 'claim') return await claim(h, argument)
  else if (name === 'wait') return await waitFor(h, argument)
  else if (name === 'wait-no') await sayText(h, 'wait-no')
  else if (name === 'settings') await showSettings(h)
  else if (name === 'person') await callPerson(h, 'question', 'person', said)
  else if (name === 'problem') await callPerson(h, 'complaint', 'problem', said)
  else if (name === 'offers' && yesOrNo) await setOffers(h, yes, said)
  else if (name === 'questions' && yesOrNo) await setQuestions(h, yes, said)
  else if (name === 'news' && yes) await setNews(h, said)
  else if (name === 'language' && (argument === 'fa' || argument === 'en')) await setLanguage(h, argument)
  else if (name === 'kind') return await tellKind(h, argument)
  else if (name === 'data') return await myData(h, argument)
  else if (name === 'solved') return await caseSolved(h, argument)
  else if (name === 'channel') return await chooseChannel(h, argument)
  else if (name === 'stop-all') await stopEverything(h, said)
  else if (name === 'undo-stop') await undoStop(h, said)
  else if (name === 'cancel-order') return await cancelOrder(h, argument)
  else if (name === 'not-mine') return await disown(h, argument)
  else return false
  return true
}

/** «آدم، پشتیبان، اپراتور» always works. */
async function callPerson(h: Known, kind: 'question' | 'complaint', text: 'person' | 'problem', said: string): Promise<void> {
  const typed = h.incoming.kind === 'choice' ? null : said
  const opened = await openCaseFor(h, { kind, reason: text === 'person' ? 'asked for a person' : 'has a problem', text: typed })
  const kinds = text === 'problem' ? AFTER_SALES.map(name => ({ token: menuToken('kind', `${opened.number}-${name}`), label: label(h, 'problem', name) })) : []
  await say(h, { text: words(h, text, caseArguments(h, opened)), choices: kinds }, { always: true })
}

const AFTER_SALES = ['complaint', 'exchange', 'warranty', 'technical', 'delivery'] as const

/** What it is about: `<number>-<kind>`. Support sees it, and an exchange is asked for its size. */
async function tellKind(h: Known, argument: string | null): Promise<boolean> {
  const [, number, kind] = /^(\d{1,9})-([a-z]+)$/.exec(argument ?? '') ?? []
  const known = AFTER_SALES.find(one => one === kind)
  const { count } = known ? await h.tx.case.updateMany({ where: { number: Number(number), customerId: h.customer.id, state: 'open', kind: { notIn: ['safety', 'cancel'] } }, data: { kind: known } }) : { count: 0 }
  if (count === 0) return false
  await sayText(h, known === 'exchange' ? 'kind-exchange' : known === 'warranty' ? 'kind-warranty' : 'kind-told')
  return true
}

/** Only people cancel orders. */
async function cancelOrder(h: Known, orderId: string | null): Promise<boolean> {
  const order = orderId ? await h.tx.order.findFirst({ where: { id: orderId, customerId: h.customer.id }, select: { id: true } }) : null
  if (orderId && !order) return false
  const opened = await openCaseFor(h, { kind: 'cancel', reason: 'asks to cancel the order', ...(order ? { orderId: order.id } : {}) })
  await sayText(h, 'cancel-order', caseArguments(h, opened), { always: true })
  return true
}

/** The answer to "is it solved?": `<number>-yes` or `<number>-no`. */
async function caseSolved(h: Known, argument: string | null): Promise<boolean> {
  const [, number, answer] = /^(\d{1,9})-(yes|no)$/.exec(argument ?? '') ?? []
  const found = number ? await h.tx.case.findFirst({ where: { number: Number(number), customerId: h.customer.id } }) : null
  if (!found) return false
  if (found.state !== 'closed') return (await sayText(h, 'case-solved-over'), true)
  if (answer === 'no') {
    const again = await reopen(h, found.id)
    if (again) await alertStaff(h, { key: `case-again/${found.id}/${h.inboxId}`, caseId: found.id, text: 'staff-case-opened', words: label(h, 'case-solved', 'no') })
    if (again) await sayText(h, 'case-solved-no', caseArguments(h, again), { always: true })
    return true
  }
  const channels = await channelsOf(h)
  await say(h, {
    text: [words(h, 'case-solved-yes'), ...(channels.length > 1 && !h.customer.preferredChannel ? [words(h, 'channel-question')] : [])].join('\n'),
    choices: channels.length > 1 && !h.customer.preferredChannel ? channels.map(name => ({ token: menuToken('channel', name), label: label(h, 'channel-question', name) })) : [],
  })
  return true
}

/** Only where they can be reached: a wish for a door that is shut helps nobody. */
async function chooseChannel(h: Known, name: string | null): Promise<boolean> {
  if (!name || !(await channelsOf(h)).includes(name)) return false
  await h.tx.customer.update({ where: { id: h.customer.id }, data: { preferredChannel: name } })
  await sayText(h, 'channel-set')
  return true
}

/** «این سفارش من نیست»: this chat is untied, and the order is not spoken of again. */
async function disown(h: Known, short: string | null): Promise<boolean> {
  const link = short ? await findLink(h.tx, { short }) : await h.tx.link.findFirst({ where: { customerId: h.customer.id, usedBy: chatKey(h) }, orderBy: { usedAt: 'desc' } })
  if (!link || link.customerId !== h.customer.id || link.usedBy !== chatKey(h)) return false
  if (link.orderId) {
    await h.tx.order.update({ where: { id: link.orderId }, data: { disowned: true, touchedAt: h.clock.now() } })
    await stopOrder(h, link.orderId)
    await dropRows(h, { orderId: link.orderId }, 'order-cancelled')
  }
  // Another order of this customer came in through this chat: then it is theirs after all, and only this order is not.
  const others = await h.tx.link.count({ where: { customerId: h.customer.id, usedBy: chatKey(h), id: { not: link.id } } })
  if (others === 0) await h.tx.address.delete({ where: { id: h.address.id } })
  // Said to the chat, not to the customer whom it turned out not to be.
  await sayText({ ...h, customer: null } as unknown as Known, 'not-mine', {}, { always: true })
  return true
}
