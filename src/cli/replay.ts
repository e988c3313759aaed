import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { loadScenarios, type Scenarios } from '../journeys/load.ts'
import { addLocalDays, localDate, wallTime } from '../journeys/local-time.ts'
import { createLog } from '../log.ts'
import { ANSWERS, type Answers } from '../replay/channel.ts'
import { replayCsv } from '../replay/csv.ts'
import { readOrders } from '../replay/read-orders.ts'
import { nameOf, type Message, type Person } from '../replay/report.ts'
import { replay, type Replayed } from '../replay/run.ts'
import { timeLine } from '../replay/time-line.ts'
import { readCurrency, readDate } from '../shop/read-cell.ts'
import { grouped } from '../text/digits.ts'
import type { Command } from './command.ts'
import { writeNewFile } from './write-file.ts'

/** More bad rows, or messages, than anybody reads on a terminal are counted. */
const LISTED = 200

export const replayCommand: Command = {
  name: 'replay',
  summary: "run past orders through the journeys and see what would have gone out; nothing is sent, nothing of the shop's data is touched",
  options: [
    { flags: '--orders <file>', summary: 'a CSV file as `import orders` takes it, or the CDNOW sample' },
    { flags: '--from <day>', summary: 'the first day, 2026-01-01 or 1404/10/11; orders before it are history' },
    { flags: '--to <day>', summary: 'the last day, included' },
    { flags: '--journeys <names>', summary: 'switch on only these, parted by commas, or all; those that are on when it is left out' },
    { flags: '--answers <happy|unhappy|silent>', summary: 'what customers answer to questions: the best choice, the worst, nothing (silent when it is left out)' },
    { flags: '--consumables <categories>', summary: 'categories of goods that are used up, parted by commas: energy-gels' },
    { flags: '--currency <currency>', summary: 'of files without a currency column: toman, rial, EUR …; SHOP_CURRENCY without this option' },
    { flags: '--out <folder>', summary: 'where messages.csv and time-line.html are written: ./replay when it is left out' },
  ],
  help: `
The journeys, the gate, the caps and the recurring jobs are those of the service, on a database in a temporary folder that is deleted
at the end. The numbers are an upper bound: every customer counts as joined, and as having agreed to everything, from the first order on.
Nobody of staff takes part: cases that answers open stay open. Offers are on, and 1,000 points are worth 1,000 toman; neither applies
when no amount of the file is toman or rial. Orders without a time of day are placed between 10:00 and 20:00.`,
  needs: 'config',
  async run({ config, options, path, out, err, progress }) {
    const { zone, locale } = config.shop
    const given = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined)
    const day = (name: 'from' | 'to') => readDay(name, given(name), zone)
    const [from, last] = [day('from'), day('to')]
    if (from > last) throw new UserError(`--from is ${given('from')}, which is after --to, ${given('to')}: exchange them`)
    const answers = readAnswers(given('answers'))
    const currency = readCurrency(given('currency') ?? config.shop.currency)
    if (!currency) throw new UserError(`--currency is "${given('currency')}", expected toman, rial, or three letters such as EUR`)
    const scenarios = switchOn(loadScenarios(config.scenariosDir, config.demo ? join(config.scenariosDir, 'demo') : undefined), given('journeys'))
    const orders = given('orders')
    if (!orders) throw new UserError('--orders is missing: give the path of a CSV file with past orders')
    const read = await readOrders(await readFileOf(path(orders)), { zone, currency, consumables: listOf(given('consumables')) })
    for (const { line, reason } of read.bad.slice(0, LISTED)) err(`line ${line}: ${reason}`)
    if (read.bad.length > LISTED) err(`… and ${read.bad.length - LISTED} more`)
    if (read.orders.length === 0) throw new UserError(`${path(orders)} holds no order that can be read`)

    const folder = path(given('out') ?? 'replay')
    const files = { csv: join(folder, 'messages.csv'), html: join(folder, 'time-line.html') }
    await makeFolder(folder)
    const until = addLocalDays(last, 1, zone)
    const { signal, release } = interrupted()
    try {
      const replayed = await replay({ config, scenarios, orders: read.orders, from, until, answers, log: createLog('error'), signal, progress })
      const on = scenarios.journeys.filter(journey => journey.on).map(({ journey }) => journey)
      const facts = { shop: config.shop.name, zone, locale, from, last, answers, journeys: on, bad: read.bad.length }
      // They are this command's own, and made anew.
      for (const file of Object.values(files)) await rm(file, { force: true })
      await writeNewFile(files.csv, replayCsv(replayed.people, zone))
      await writeNewFile(files.html, [timeLine(replayed, facts)])
      for (const line of [...messageLines(replayed.people, zone), ...sumLines(replayed, facts)]) out(line)
      out(`Every message: ${files.csv}`)
      out(`As a time line: ${files.html}`)
      out("Both hold your customers' names: keep them where only you can read them.")
      return 0
    } catch (error) {
      if (!signal.aborted) throw error
      err('Stopped: nothing was written, and the temporary database is deleted.')
      return 130
    } finally {
      release()
    }
  },
}

/** The first Ctrl-C ends the run in order; the second ends the process, whose last act is to delete the temporary folder. */
function interrupted(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const stop = () => (controller.signal.aborted ? process.exit(130) : controller.abort())
  const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of SIGNALS) process.on(name, stop)
  return { signal: controller.signal, release: () => SIGNALS.forEach(name => process.off(name, stop)) }
}

function readDay(name: string, text: string | undefined, zone: string): Date {
  if (text === undefined) throw new UserError(`--${name} is missing: give a day such as 2026-01-01 or 1404/10/11`)
  const at = readDate(text, zone)
  if (!at || wallTime(at, zone) !== '00:00') throw new UserError(`--${name} is "${text}", expected a day such as 2026-01-01 or 1404/10/11`)
  return at
}

function readAnswers(text = 'silent'): Answers {
  const found = ANSWERS.find(answer => answer === text)
  if (!found) throw new UserError(`--answers is "${text}", expected ${ANSWERS.join(', ')}`)
  return found
}

const listOf = (text = '') => text.split(/[,،]/).map(part => part.trim()).filter(Boolean)

/** Only these journeys; undefined: as they stand. */
function switchOn(scenarios: Scenarios, text: string | undefined): Scenarios {
  if (text === undefined) return scenarios
  const names = listOf(text)
  const known = scenarios.journeys.map(({ journey }) => journey)
  const unknown = names.filter(name => name !== 'all' && !known.includes(name))
  if (unknown.length > 0 || names.length === 0) throw new UserError(`--journeys is "${text}": there is no journey "${unknown[0] ?? ''}", only ${known.join(', ')}; all stands for all`)
  return { ...scenarios, journeys: scenarios.journeys.map(journey => ({ ...journey, on: names.includes('all') || names.includes(journey.journey) })) }
}

async function readFileOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): give the path of a CSV file with past orders`)
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new UserError(`--out is ${folder}, which cannot be made (${(error as NodeJS.ErrnoException).code}): give another folder`)
  }
}

/** 2026-02-03 11:00  Sara  win-back/why  «It's been a while …» */
function messageLines(people: readonly Person[], zone: string): string[] {
  const all = people.flatMap(person => person.messages.map(message => ({ person, message, at: message.sentAt ?? message.dueAt })))
  const lines = all.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, LISTED).map(({ person, message, at }) => {
    const place = message.journey === null ? 'reply' : `${message.journey}/${message.step}${message.role === 'step' ? '' : ` (${message.role})`}`
    return `${localDate(at, zone)} ${wallTime(at, zone)}  ${nameOf(person)}  ${place}  ${whatBecame(message)}`
  })
  return [...lines, ...(all.length > LISTED ? [`… and ${all.length - LISTED} more`] : []), '']
}

function whatBecame({ state, reason, words, holds }: Message): string {
  if (state === 'dropped') return `dropped: ${reason}`
  if (state === 'held') return `still held: ${reason ?? 'not due again'}`
  if (state === 'failed') return 'failed'
  const waited = [...new Set(holds.map(hold => hold.reason))]
  return `${waited.length > 0 ? `(after ${waited.join(', ')}) ` : ''}«${words.replace(/\s+/g, ' ').slice(0, 70)}»`
}

type Facts = { answers: Answers; journeys: readonly string[] }

function sumLines({ sums, counts, people, worth, tookMs }: Replayed, { answers, journeys }: Facts): string[] {
  const number = (value: number | bigint) => grouped('en', value)
  const most = people.find(({ id }) => id === sums.most.customerId)
  const reasons = (all: { reason: string; count: number }[]) => all.map(({ reason, count }) => `${reason} ${number(count)}`).join(', ') || 'none'
  const coupons = sums.coupons.map(({ offer, given, worst, redeemed }) => `  ${offer}: ${number(given)}, at worst ${number(worst)} toman, if all were redeemed ${number(redeemed)} toman`)
  return [
    `${number(counts.history)} orders as history, ${number(counts.replayed)} replayed${counts.left > 0 ? `, ${number(counts.left)} after the range left out` : ''}; ${number(counts.customers)} customers; ${Math.round(tookMs / 1000)} s.`,
    `An upper bound: everybody counts as joined and as having agreed to everything from the first order on. Customers' answers: ${answers}.`,
    worth === null ? 'Offers and points are off: no amount is toman or rial.' : `Offers are on, and 1,000 points are worth ${number(worth)} toman.`,
    `Journeys that are on: ${journeys.join(', ') || 'none'}`,
    '',
    `${number(sums.sent)} messages, and ${number(sums.replies)} replies to answers:`,
    ...sums.journeys.map(({ journey, sent, held, dropped }) => `  ${journey}: ${number(sent)} sent (${number(held)} of its messages waited), ${number(dropped)} dropped`),
    `Held for a while: ${reasons(sums.held)}`,
    `Dropped: ${reasons(sums.dropped)}`,
    `Still waiting at the end: ${number(sums.waiting)}; planned for after it: ${number(sums.later)}`,
    `The most that one customer got in 30 days: ${number(sums.most.count)}${most ? ` (${nameOf(most)})` : ''}; of feedback and offers alone: ${number(sums.mostPrompting.count)}`,
    ...(answers === 'silent' ? [] : [`${number(sums.answers)} answers, ${number(sums.cases)} cases opened`]),
    ...(worth === null ? [] : [`Coupons: ${number(sums.coupons.reduce((all, { given }) => all + given, 0))}`, ...coupons]),
    ...(sums.points ? [`Points earned: ${number(sums.points.points)}, worth ${number(sums.points.toman)} toman`] : []),
    '',
  ]
}
