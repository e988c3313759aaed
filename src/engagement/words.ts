/** A step's words: texts of the journey, filled with what is known, in the reader's language and digits. */
import type { Outgoing } from '../channel.ts'
import type { AskStep, Journey } from '../journeys/schema.ts'
import { sayDate, sayTime, sayWeekday } from '../text/dates.ts'
import { describeOffer } from '../offers/describe.ts'
import { showCode } from '../offers/code.ts'
import { termsOf } from '../offers/redeem.ts'
import { nextLevel, worthOf } from '../loyalty/points.ts'
import type { Coupon, Offer } from '../store/store.ts'
import { digits, grouped } from '../text/digits.ts'
import { createTexts, product, type TextArguments, type Texts } from '../text/fluent.ts'
import { money } from '../text/money.ts'
import { showName } from '../text/show-name.ts'
import type { Parts } from './parts.ts'
import type { Subject } from './subject.ts'
import { answerToken, menuToken } from './tokens.ts'

/** What is to be said: a text of the journey, maybe opened by another, maybe with a question's choices or a button that calls a person. */
export type Saying = { text: string; lead?: string; ask?: { step: string; questionId: string }; person?: true }

/** Facts beyond the order: the case that was just opened, the day on which we ask again, what was just given. */
export type Occasion = {
  caseNumber?: number
  answerBy?: Date
  againAt?: Date
  gift?: { coupon: Pick<Coupon, 'code' | 'amount' | 'expiresAt'>; offer: Offer }
  points?: number
  /** A link of one's own for friends. */
  link?: string
  /** News may carry an advertisement. */
  carries?: boolean
}

export function sayStep(parts: Pick<Parts, 'clock' | 'config' | 'scenarios'>, subject: Subject, saying: Saying, occasion: Occasion = {}): Outgoing {
  const { journey, locale } = subject
  const texts = textsOf(journey)
  const args = argumentsOf(parts, subject, occasion)
  const lead = saying.lead ? texts.format(locale, saying.lead, args) : ''
  const text = texts.format(locale, saying.text, args)
  const label = (attribute: string) => (texts.has(locale, saying.text, attribute) ? texts.label(locale, saying.text, attribute, args) : null)
  const choices = saying.ask ? questionChoices(subject, texts, saying.ask) : extraChoices(saying, label)
  const links = linksOf(subject, saying.text, label, occasion)
  const copyLabel = label('copy')
  // A copy button copies what the text says: the coupon's code, else the post's.
  const spoken = texts.variables(locale, saying.text)
  const code = occasion.gift ? showCode(occasion.gift.coupon.code) : spoken.includes('tracking') ? subject.order?.trackingCode : null
  return {
    // «خوشحال شدم! ارسالش مشکلی داشت؟» is one line; an apology of several stands above the question.
    text: lead === '' ? text : `${lead}${lead.includes('\n') ? '\n' : ' '}${text}`,
    locale,
    ...(choices.length > 0 ? { choices } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(copyLabel && code ? { code: { value: code, copyLabel } } : {}),
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

function linksOf(subject: Subject, text: string, label: (attribute: string) => string | null, { gift, carries }: Occasion) {
  const { related, howTo, locale, about } = subject
  const step = stepSaying(subject, text)
  const shown = step?.needs === 'related' || carries ? related : []
  const open = label('open')
  const shop = label('shop')
  const page = gift?.offer.url ?? about.url
  return [
    ...shown.flatMap(product => (product.url ? [{ url: product.url, label: product.name[locale] }] : [])),
    ...(open && howTo?.url ? [{ url: howTo.url, label: open }] : []),
    ...(shop && page ? [{ url: page, label: shop }] : []),
  ]
}

function stepSaying({ track }: Subject, text: string) {
  const step = Object.values(track.steps).find(candidate => candidate.kind === 'send' && candidate.text === text)
  return step?.kind === 'send' ? step : undefined
}

/** Variables that a text speaks of: what has to be looked up or made before it is said. */
export function variablesOf({ journey, locale }: Subject, text: string): string[] {
  return textsOf(journey).variables(locale, text)
}

/** Every argument that a journey's text may use; optional ones have a twin that says whether they are known. */
function argumentsOf({ clock, config, scenarios }: Pick<Parts, 'clock' | 'config' | 'scenarios'>, subject: Subject, occasion: Occasion): TextArguments {
  const { order, item, customer, related, howTo, loyalty, locale, zone, about } = subject
  const now = clock.now()
  const { levels } = scenarios.loyalty
  const level = levels.find(({ id }) => id === about.level)
  const points = occasion.points ?? about.points
  const until = occasion.gift?.coupon.expiresAt ?? (about.until ? new Date(about.until) : null)
  const worth = loyalty?.on && points !== undefined ? worthOf(BigInt(points), loyalty.worth) : 0n
  const next = level && nextLevel(level, levels)
  const known = {
    agent: config.shop.agent,
    name: showName(customer.name, locale),
    // «usually takes 2–4 days» is no news of what is there already.
    shipped: order && !order.deliveredAt && order.shippedAt && sayDate(locale, order.shippedAt, now, zone),
    tracking: order?.trackingCode,
    products: occasion.carries === false ? '' : related.map(product => product.name[locale]).join(locale === 'fa' ? '، ' : ', '),
    ceiling: occasion.gift?.offer.kind === 'percent' && occasion.gift.offer.ceiling !== null ? money(locale, occasion.gift.offer.ceiling) : null,
    worth: worth > 0n ? money(locale, worth) : null,
    nextLevel: next?.name[locale],
    perk: level?.perk?.[locale],
  }
  const { gift } = occasion
  return {
    shop: config.shop.name,
    item: item ?? product.format(locale, 'your-order'),
    case: occasion.caseNumber === undefined ? '' : digits(locale, occasion.caseNumber),
    time: occasion.answerBy ? sayTime(locale, occasion.answerBy, now, zone) : '',
    day: occasion.againAt ? sayWeekday(locale, occasion.againAt, zone) : '',
    code: gift ? showCode(gift.coupon.code) : '',
    offer: gift ? describeOffer(locale, termsOf(gift.coupon, gift.offer)) : points === undefined ? '' : product.format(locale, 'offer-points', { points: grouped(locale, points) }),
    gain: gift ? describeOffer(locale, { ...termsOf(gift.coupon, gift.offer), ceiling: null, minimum: 0n }) : '',
    until: until ? sayTime(locale, until, now, zone) : '',
    points: points === undefined ? '' : grouped(locale, points),
    level: level?.name[locale] ?? '',
    count: about.count === undefined ? '' : digits(locale, about.count),
    link: occasion.link ?? '',
    howTo: howTo ? [howTo.title[locale], howTo.text?.[locale]].filter(Boolean).join('\n') : '',
    ...Object.fromEntries(Object.entries(known).flatMap(([key, value]) => [[key, value ?? ''], [`${key}Known`, value ? 'yes' : 'no']])),
  }
}

const parsed = new WeakMap<Journey, Texts>()

function textsOf(journey: Journey): Texts {
  let texts = parsed.get(journey)
  if (!texts) parsed.set(journey, (texts = createTexts(journey.texts, `scenarios/${journey.journey}`)))
  return texts
}

