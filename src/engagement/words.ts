/** A step's words: texts of the journey, filled with what is known, in the reader's language and digits. */
import type { Locale, Outgoing } from '../channel.ts'
import type { AskStep, Journey } from '../journeys/schema.ts'
import { sayDate, sayTime, sayWeekday } from '../text/dates.ts'
import { digits, percent } from '../text/digits.ts'
import { createTexts, product, type TextArguments, type Texts } from '../text/fluent.ts'
import { money } from '../text/money.ts'
import { showName } from '../text/show-name.ts'
import type { Parts } from './parts.ts'
import type { Subject } from './subject.ts'
import { answerToken, menuToken } from './tokens.ts'

/** What is to be said: a text of the journey, maybe opened by another, maybe with a question's choices or a button that calls a person. */
export type Saying = { text: string; lead?: string; ask?: { step: string; questionId: string }; person?: true }

/** Facts beyond the order: the case that was just opened, the day on which we ask again. */
export type Occasion = { caseNumber?: number; answerBy?: Date; againAt?: Date }

export function sayStep(parts: Pick<Parts, 'clock' | 'config'>, subject: Subject, saying: Saying, occasion: Occasion = {}): Outgoing {
  const { journey, locale } = subject
  const texts = textsOf(journey)
  const args = argumentsOf(parts, subject, occasion)
  const lead = saying.lead ? texts.format(locale, saying.lead, args) : ''
  const text = texts.format(locale, saying.text, args)
  const label = (attribute: string) => (texts.has(locale, saying.text, attribute) ? texts.label(locale, saying.text, attribute, args) : null)
  const choices = saying.ask ? questionChoices(subject, texts, saying.ask) : extraChoices(saying, label)
  const links = linksOf(subject, saying.text, label, locale)
  const copyLabel = label('copy')
  return {
    // «خوشحال شدم! ارسالش مشکلی داشت؟» is one line; an apology of several stands above the question.
    text: lead === '' ? text : `${lead}${lead.includes('\n') ? '\n' : ' '}${text}`,
    locale,
    ...(choices.length > 0 ? { choices } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(copyLabel && subject.offer && needsOf(subject, saying.text) === 'offer' ? { code: { value: subject.offer.code, copyLabel } } : {}),
    ...(copyLabel && needsOf(subject, saying.text) !== 'offer' && subject.order.trackingCode ? { code: { value: subject.order.trackingCode, copyLabel } } : {}),
  }
}

/** What a customer's answer is called, to say it back: «بد». */
export function answerLabel(subject: Subject, step: string, value: string): string | null {
  const texts = textsOf(subject.journey)
  return texts.has(subject.locale, step, value) ? texts.label(subject.locale, step, value) : null
}

function questionChoices({ track, locale }: Subject, texts: Texts, ask: { step: string; questionId: string }) {
  const step = track.steps[ask.step] as AskStep
  return step.choices.map(({ value, score }) => ({
    token: answerToken(ask.questionId, value),
    label: texts.label(locale, ask.step, value),
    ...(score === undefined ? {} : { score }),
  }))
}

/** Buttons that are no answers: their attribute says what they do. */
function extraChoices(saying: Saying, label: (attribute: string) => string | null) {
  const noOffers = label('no-offers')
  const person = saying.person ? label('person') : null
  return [
    ...(person === null ? [] : [{ token: menuToken('person'), label: person }]),
    ...(noOffers === null ? [] : [{ token: menuToken('offers', 'no'), label: noOffers }]),
  ]
}

function linksOf(subject: Subject, text: string, label: (attribute: string) => string | null, locale: Locale) {
  const needs = needsOf(subject, text)
  if (needs === 'related') return subject.related!.products.flatMap(product => (product.url ? [{ url: product.url, label: product.name[locale] }] : []))
  const shop = label('shop')
  return needs === 'offer' && shop && subject.offer?.url ? [{ url: subject.offer.url, label: shop }] : []
}

function needsOf({ track }: Subject, text: string): 'related' | 'offer' | undefined {
  const step = Object.values(track.steps).find(candidate => candidate.kind === 'send' && candidate.text === text)
  return step?.kind === 'send' ? step.needs : undefined
}

/** Every argument that a journey's text may use; optional ones have a twin that says whether they are known. */
function argumentsOf({ clock, config }: Pick<Parts, 'clock' | 'config'>, subject: Subject, occasion: Occasion): TextArguments {
  const { order, customer, offer, related, locale, zone } = subject
  const now = clock.now()
  const known = {
    agent: config.shop.agent,
    name: showName(customer.name, locale),
    // «usually takes 2–4 days» is no news of what is there already.
    shipped: !order.deliveredAt && order.shippedAt && sayDate(locale, order.shippedAt, now, zone),
    tracking: order.trackingCode,
    until: offer?.endsAt ? sayTime(locale, offer.endsAt, now, zone) : null,
    ceiling: offer ? money(locale, offer.ceilingToman) : null,
  }
  return {
    shop: config.shop.name,
    item: order.items[0]?.name ?? product.format(locale, 'your-order'),
    case: occasion.caseNumber === undefined ? '' : digits(locale, occasion.caseNumber),
    time: occasion.answerBy ? sayTime(locale, occasion.answerBy, now, zone) : '',
    day: occasion.againAt ? sayWeekday(locale, occasion.againAt, zone) : '',
    code: offer?.code ?? '',
    percent: offer ? percent(locale, offer.percent) : '',
    products: (related?.products ?? []).map(product => product.name[locale]).join(locale === 'fa' ? '، ' : ', '),
    ...Object.fromEntries(Object.entries(known).flatMap(([key, value]) => [[key, value ?? ''], [`${key}Known`, value ? 'yes' : 'no']])),
  }
}

const parsed = new WeakMap<Journey, Texts>()

function textsOf(journey: Journey): Texts {
  let texts = parsed.get(journey)
  if (!texts) parsed.set(journey, (texts = createTexts(journey.texts, `scenarios/${journey.journey}`)))
  return texts
}

