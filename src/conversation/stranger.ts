/** Somebody writes and we do not know who it is: no personal link was opened in this chat. */
import { parseToken } from '../engagement/tokens.ts'
import { DAY } from '../clock.ts'
import { normalisePhone } from '../shop/phone.ts'
import { cameBy } from './came-by.ts'
import { isKnown, label, menuChoices, say, sayText, saidLately, words, type Hearing, type Known } from './hearing.ts'
import { understand } from './understand.ts'

/** Greets once and says how to be found; after that once more in other words, then it stays quiet for a day. */
export async function strangerWrites(h: Hearing): Promise<void> {
  if (h.incoming.kind === 'text' && understand(h.incoming.text, []).means === 'stop') return await sayText(h, 'stranger-stop')
  if (h.incoming.kind === 'text' && normalisePhone(h.incoming.text)) return await say(h, { text: words(h, 'phone-use-button'), askPhone: label(h, 'link-other-chat', 'share') })
  for (const key of ['stranger', 'stranger-again']) {
    const text = words(h, key)
    if (await saidLately(h, text, DAY)) continue
    return await say(h, { text, askPhone: label(h, 'link-other-chat', 'share') })
  }
}

/** Nothing that a stranger taps is theirs. */
export async function strangerTaps(h: Hearing, token: string): Promise<void> {
  await sayText(h, parseToken(token)?.kind === 'answer' ? 'question-closed' : 'button-unknown')
}

/** On the shop's own page a visitor is a new customer from the first message on, known by this browser only. */
export async function meetOnTheWeb(h: Hearing): Promise<Known | null> {
  if (h.chat.channel !== 'webchat') return null
  const now = h.clock.now()
  const said = h.incoming.sender.locale?.slice(0, 2)
  const customer = await h.tx.customer.create({ data: { createdAt: now, joinedAt: now, locale: said === 'fa' || said === 'en' ? said : null } })
  const address = await h.tx.address.create({ data: { ...h.chat, customerId: customer.id, trust: 'full', source: await cameBy(h, 'page'), joinedAt: now, lastInAt: now } })
  const met: Hearing = { ...h, customer, address, locale: said === 'fa' || said === 'en' ? said : h.locale }
  return isKnown(met) ? met : null
}

/** A stranger opened the chat without a link. */
export async function greetStranger(h: Hearing): Promise<void> {
  if (h.chat.channel === 'webchat') return await say(h, { text: words(h, 'stranger-web'), choices: menuChoices(h) })
  await strangerWrites(h)
}
