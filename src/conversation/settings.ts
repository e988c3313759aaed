/** What may be sent, and in which language: shown and changed. */
import type { Locale } from '../channel.ts'
import { setConsent } from '../engagement/consent.ts'
import { menuToken } from '../engagement/tokens.ts'
import type { Purpose } from '../journeys/schema.ts'
import { channelsOf, label, menuChoices, say, sayText, words, type Known } from './hearing.ts'
import { reviveStopped } from './stop.ts'

export async function showSettings(h: Known): Promise<void> {
  const { customer } = h
  const on = (may: boolean | null) => (may === true ? 'yes' : 'no')
  const choice = (name: string, argument: string | undefined, attribute: string) => ({ token: menuToken(name, argument), label: label(h, 'settings', attribute) })
  await say(h, {
    text: words(h, 'settings', { offers: on(customer.mayMarketing), questions: on(customer.mayFeedback), news: on(customer.mayTransactional) }),
    choices: [
      customer.mayMarketing === true ? choice('offers', 'no', 'offers-off') : choice('offers', 'yes', 'offers-on'),
      customer.mayFeedback === true ? choice('questions', 'no', 'questions-off') : choice('questions', 'yes', 'questions-on'),
      customer.mayTransactional === true ? choice('stop-all', undefined, 'stop-all') : choice('news', 'yes', 'news-on'),
      ...(await channelsOf(h)).filter((name, _, all) => all.length > 1 && name !== customer.preferredChannel).map(name => ({ token: menuToken('channel', name), label: label(h, 'channel-question', name) })),
      { token: menuToken('data'), label: label(h, 'my-data', 'open') },
      choice('language', h.locale === 'fa' ? 'en' : 'fa', 'language'),
    ],
  })
}

/** Offers only ever come after this yes. The same answer twice changes nothing. */
export async function setOffers(h: Known, on: boolean, said: string): Promise<void> {
  await switchTo(h, 'marketing', on, said)
  await sayText(h, on ? 'offers-on' : 'offers-off')
}

export async function setQuestions(h: Known, on: boolean, said: string): Promise<void> {
  await switchTo(h, 'feedback', on, said)
  await sayText(h, on ? 'questions-on' : 'questions-off')
}

export async function setNews(h: Known, said: string): Promise<void> {
  await switchTo(h, 'transactional', true, said)
  await sayText(h, 'news-on')
}

export async function setLanguage(h: Known, locale: Locale): Promise<void> {
  await h.tx.customer.update({ where: { id: h.customer.id }, data: { locale } })
  const changed: Known = { ...h, locale, customer: { ...h.customer, locale } }
  await say(changed, { text: words(changed, 'language-set'), choices: menuChoices(changed) })
}

const COLUMN = { transactional: 'mayTransactional', feedback: 'mayFeedback', marketing: 'mayMarketing' } as const

async function switchTo(h: Known, purpose: Purpose, granted: boolean, said: string): Promise<void> {
  if (h.customer[COLUMN[purpose]] === granted) return
  await setConsent(h, { customerId: h.customer.id, purposes: [purpose], granted, source: h.incoming.kind === 'choice' ? 'choice' : 'menu', channel: h.chat.channel, words: said.slice(0, 200) })
  if (granted) await reviveStopped(h, [purpose])
}
