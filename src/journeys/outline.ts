import type { Locale } from '../channel.ts'
import { createTexts, type Texts } from '../text/fluent.ts'
import { stepsOf } from './graph.ts'
import type { Journey, Reaction, Step, Track } from './schema.ts'
import { OPTIONAL_FACTS, SURE_FACTS } from './text-arguments.ts'

/** The journey's time line, to be read by people: each track's steps in order, with their words and what follows each answer. */
export function outline(journey: Journey, locale: Locale): string {
  const texts = createTexts(journey.texts, journey.journey)
  const say = words(texts, locale)
  const tracks = Object.entries(journey.tracks).flatMap(([name, track]) => [
    '',
    headOf(name, track),
    ...stepsOf(track).flatMap(([step, definition]) => lines(step, definition, say)),
  ])
  const audience = journey.audience ? ` · only ${journey.audience}` : ''
  const head = `${journey.journey} · ${journey.on ? 'on' : 'off'} · starts on ${journey.startsOn}${audience}${journey.holdOut ? ` · ${journey.holdOut}% held out` : ''} · version ${journey.version}`
  return [head, ...tracks].join('\n')
}

export type Words = { text(key: string): string; label(key: string, attribute: string): string }

/** The words and labels of a journey with each fact by its name: «سلام {name}». */
export const plainWords = (journey: Journey, locale: Locale): Words => words(createTexts(journey.texts, journey.journey), locale)

function words(texts: Texts, locale: Locale): Words {
  const facts = Object.fromEntries([...SURE_FACTS, ...OPTIONAL_FACTS].map(fact => [fact, `{${fact}}`]))
  const known = Object.fromEntries(OPTIONAL_FACTS.map(fact => [`${fact}Known`, 'yes']))
  const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
  return {
    text: key => plain(texts.format(locale, key, { ...facts, ...known })),
    label: (key, attribute) => plain(texts.label(locale, key, attribute, { ...facts, ...known })),
  }
}

function headOf(name: string, track: Track): string {
  const starts = track.startsOn ? `starts on ${track.startsOn}` : ''
  const stops = track.stopsOn.length > 0 ? `stops on ${track.stopsOn.join(', ')}` : ''
  const notes = [starts, track.selling ? 'selling: waits while a case is open' : '', stops].filter(Boolean)
  return notes.length > 0 ? `${name} (${notes.join('; ')})` : name
}

function lines(name: string, step: Step, say: Words): string[] {
  const waits = step.when?.afterDelivery ? `, not before delivery + ${step.when.afterDelivery}` : ''
  const at = step.when?.after ? ` + ${step.when.after}` : step.when?.at ? ` ${step.when.at}` : ''
  const when = step.when ? `day ${step.when.day}${at}${waits}  ` : ''
  const needs = step.kind !== 'send' ? [] : [step.needs && `needs ${step.needs}`, step.offer && `gives ${step.offer}`, step.points && `${step.points} points`]
  const notes = [step.purpose, step.grace ? `grace ${step.grace}` : '', ...(step.onlyIf ?? []).map(one => `only if ${one}`), ...needs].filter(Boolean).join(', ')
  return [`  ${when}${name} [${notes}]`, ...inside(name, step, say).flatMap(line => line.split('\n')).map(line => `      ${line}`)]
}

function inside(name: string, step: Step, say: Words): string[] {
  if (step.kind === 'send') return [say.text(step.text)]
  if (step.kind === 'branch') return [...step.if.map(({ fact, go }) => `${fact} → ${go}`), `else → ${step.else}`]
  const answers = step.choices.map(({ value, score }) => {
    const reaction = step.on[value] ?? step.on['*'] ?? {}
    return `[${say.label(name, value)}]${score === undefined ? '' : ` ${score}`} → ${follows(reaction, say)}`
  })
  const free = step.words === 'answer' ? [`free text → ${follows(step.on['words'] ?? step.on['*'] ?? {}, say)}`] : []
  return [say.text(name), ...answers, ...free]
}

function follows(reaction: Reaction, say: Words): string {
  const { again } = reaction
  const quote = (key: string) => `“${say.text(key).replaceAll('\n', ' ⏎ ')}”`
  return [
    reaction.delivered ? 'delivered' : '',
    reaction.selling ? `selling ${reaction.selling === 'pause' ? 'pauses' : 'goes on'}` : '',
    reaction.openCase ? `opens a case (${reaction.openCase})` : '',
    reaction.offer ? `gives ${reaction.offer}` : '',
    reaction.points ? `${reaction.points} points` : '',
    reaction.switchOff ? `switches ${reaction.switchOff} off` : '',
    reaction.say ? quote(reaction.say) : '',
    reaction.lead ? quote(reaction.lead) : '',
    reaction.go ? `asks ${reaction.go}` : '',
    again ? `asks again after ${again.after}, ${again.most === 1 ? 'once' : `${again.most} times`}, then ${follows(again.then, say)}` : '',
    reaction.end ? 'end' : '',
  ].filter(Boolean).join('; ')
}
