/** A track as it is drawn: an ordered list of steps, each with where its answers lead, and lines beside it. */
import { html } from 'hono/html'
import type { Locale } from '../../channel.ts'
import { textOf } from '../../journeys/edits.ts'
import { graphOf, type Edge, type Lead, type Node } from '../../journeys/graph.ts'
import { plainWords, type Words } from '../../journeys/outline.ts'
import type { Journey, Reaction, Step, Track } from '../../journeys/schema.ts'
import type { Sql } from '../../store/store.ts'
import type { Html } from '../html.ts'
import type { View } from './frame.ts'

/** The style sheet draws so many rows and lanes; what lies beyond is said by the list alone. */
const ROWS = 16
const LANES = 5

/** sent, waiting, dropped: messages of their own day. asked: times a question was put; answers by value ('words': free text). */
export type StepCounts = { sent: number; waiting: number; dropped: number; asked: number; answers: Record<string, number> }

export async function countSteps({ sql }: { sql: Sql }, journey: string): Promise<(step: string) => StepCounts> {
  const rows = await sql<{ step: string; sent: number; waiting: number; dropped: number }>(
    `SELECT x."step", count(*) FILTER (WHERE x."state" IN ('sent', 'accepted', 'delivered'))::int AS "sent", count(*) FILTER (WHERE x."state" IN ('planned', 'held', 'sending'))::int AS "waiting",
       count(*) FILTER (WHERE x."state" IN ('dropped', 'failed', 'uncertain'))::int AS "dropped" FROM "outbox" x WHERE x."journey" = $1 AND x."kind" = 'message' AND x."step" IS NOT NULL GROUP BY 1`, [journey])
  const answers = await sql<{ step: string; value: string | null; asked: number; n: number }>(
    `SELECT q."step", a."value", count(q."askedAt")::int AS "asked", count(a."id")::int AS "n" FROM "questions" q LEFT JOIN "answers" a ON a."questionId" = q."id" WHERE q."journey" = $1 GROUP BY 1, 2`, [journey])
  return step => {
    const row = rows.find(one => one.step === step)
    const said = answers.filter(one => one.step === step)
    return {
      sent: row?.sent ?? 0, waiting: row?.waiting ?? 0, dropped: row?.dropped ?? 0, asked: said.reduce((sum, one) => sum + one.asked, 0),
      answers: Object.fromEntries(said.filter(({ n }) => n > 0).map(({ value, n }) => [value ?? 'words', n])),
    }
  }
}

export type Drawn = { journey: Journey; count: (step: string) => StepCounts; paused: readonly string[]; edited: ReadonlySet<string> }

export function drawTrack(view: View, drawn: Drawn, name: string, track: Track): Html {
  const { nodes, edges } = graphOf(track)
  const lines = edges.filter(({ to, lane }) => to < ROWS && lane <= LANES)
  const notes = [
    track.startsOn && track.startsOn !== drawn.journey.startsOn ? view.say('starts-on', { what: view.named('trigger', track.startsOn) }) : '',
    track.selling ? view.say('track-waits') : '',
    ...track.stopsOn.map(stop => view.say('track-stops', { what: view.named('stop', stop) })),
  ].filter(Boolean)
  return html`<section><h2>${view.named('track', name)}</h2>${notes.length > 0 ? html`<p class="small">${notes.join(' · ')}</p>` : ''}
<ol class="graph lanes-${Math.max(0, ...lines.map(({ lane }) => lane))}">${nodes.map((node, at) => html`${drawNode(view, drawn, node, at)}${lines.filter(({ from }) => from === at).map(drawEdge)}`)}</ol></section>`
}

const drawEdge = ({ from, to, lane, kind }: Edge) => html`<li class="edge ${kind} from-${from + 1} to-${to + 1} lane-${lane}" aria-hidden="true"></li>`

function drawNode(view: View, { journey, count, paused, edited }: Drawn, { name, step, leads }: Node, at: number): Html {
  const { say, number } = view
  const { sent, waiting, dropped, asked, answers } = count(name)
  const answered = Object.values(answers).reduce((sum, n) => sum + n, 0)
  const counts = [step.when ? say('counts', { sent: number(sent), waiting: number(waiting), dropped: number(dropped) }) : '', step.kind === 'ask' ? say('asked', { asked: number(asked), answered: number(answered) }) : ''].filter(Boolean)
  const badges = [paused.includes(`${journey.journey}/${name}`) ? say('paused') : '', edited.has(name) ? say('edited') : '', step.holdOut ? say('held-out', { n: view.digits(step.holdOut) }) : ''].filter(Boolean)
  return html`<li class="node ${step.kind} at-${at + 1}" id="step-${name}"><h3>${stepName(view, name, step)} ${badges.map(badge => html`<span class="score">${badge}</span> `)}</h3>
<p class="meta">${timing(view, step)} · ${view.named('purpose', step.purpose)}</p>
${counts.length > 0 ? html`<p class="meta">${counts.join(' · ')}</p>` : ''}
${step.kind === 'branch' ? '' : quotes(journey, name, step)}
${leads.length > 0 ? html`<ul class="leads">${leads.map(lead => sayLead(view, journey, name, lead, answers))}</ul>` : ''}
<p><a class="button" href="/dashboard/journeys/${journey.journey}/steps/${name}">${say('step-open')}</a></p></li>`
}

/** The words of a step in both languages, each fact by its name. */
export const quotes = (journey: Journey, name: string, step: Step): Html => html`<div class="both">${(['fa', 'en'] as const).map(locale => quote(locale, plainWords(journey, locale).text(textOf(name, step))))}</div>`

export const quote = (locale: Locale, text: string, choices: readonly string[] = []): Html =>
  html`<blockquote lang="${locale}" dir="${locale === 'fa' ? 'rtl' : 'ltr'}">${text}${choices.length > 0 ? html`\n${choices.map(choice => html`<span class="chip">${choice}</span> `)}` : ''}</blockquote>`

function sayLead(view: View, journey: Journey, name: string, { on, to, does }: Lead, answers: Record<string, number>): Html {
  const words = plainWords(journey, view.locale)
  const label = (value: string) => (does === null ? view.named('fact', value) : value === 'words' ? view.say('free-words') : words.label(name, value))
  return html`<li>${on.map(value => html`<span class="chip">${label(value)}${answers[value] ? html` <b>${view.number(answers[value])}</b>` : ''}</span> `)}${to ? html`<span class="to">${view.say('leads-to')} <a href="#step-${to}">${stepName(view, to, stepIn(journey, to))}</a></span> ` : ''}${does ? consequences(view, words, does).join(' · ') : ''}</li>`
}

const stepIn = ({ tracks }: Journey, name: string): Step | undefined => Object.values(tracks).find(({ steps }) => steps[name])?.steps[name]

/** What an answer does besides the question that follows. */
function consequences(view: View, words: Words, does: Reaction): string[] {
  const { say } = view
  const said = does.say ?? does.lead
  return [
    does.delivered ? say('does-delivered') : '',
    does.selling ? say(`does-${does.selling}`) : '',
    does.openCase ? say('does-case') : '',
    does.offer ? say('does-offer') : '',
    does.points ? say('does-points', { n: view.number(does.points) }) : '',
    does.switchOff ? say(`does-off-${does.switchOff}`) : '',
    does.again ? say('does-again', { time: span(view, does.again.after) }) : '',
    said ? (view.locale === 'fa' ? ['«', '»'] : ['“', '”']).join(words.text(said).replaceAll('\n', ' ')) : '',
  ].filter(Boolean)
}

/** A question by what it asks; any other step by its own name. */
export const stepName = (view: View, name: string, step: Step | undefined): string => (step?.kind === 'ask' && view.named('question', step.question) !== step.question ? `${view.named('question', step.question)} (${name})` : name)

/** «۳ روز» of '3d'. */
export function span(view: View, duration: string): string {
  return view.say(`span-${duration.slice(-1)}`, { n: view.digits(duration.slice(0, -1)) })
}

export function timing(view: View, { when }: Step): string {
  const { say, digits } = view
  if (!when) return say('after-answer')
  const day = digits(when.day)
  const said = when.at ? say('on-day-at', { day, at: digits(when.at) }) : when.after ? say('after-time', { time: span(view, when.after) }) : when.day === 0 ? say('at-once') : say('on-day', { day })
  return when.afterDelivery ? `${said} · ${say('after-delivery', { time: span(view, when.afterDelivery) })}` : said
}
