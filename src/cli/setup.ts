import { randomBytes } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseEnv } from 'node:util'
import { parseDocument } from 'yaml'
import type { Locale } from '../channel.ts'
import { environmentSchema, isZone, parseConfig } from '../config.ts'
import { UserError } from '../errors.ts'
import { readScenarios } from '../journeys/load.ts'
import { latinDigits } from '../text/digits.ts'
import { money } from '../text/money.ts'
import type { Command } from './command.ts'
import { setupWords } from './setup-words.ts'

export type Setup = {
  /** Puts a question and resolves with what was typed. */
  ask(question: string): Promise<string>
  out(line: string): void
  /** The folder that .env stands in. */
  folder: string
  shippedScenarios: string
  /** Asks Telegram who a token is; null: it does not know it, or cannot be reached (`problem` says which). */
  whoIs(token: string): Promise<{ username: string } | { problem: string }>
}

const DAYS = ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const COMPLETED = ['paid', 'shipped', 'delivered', 'unknown'] as const
const EXAMPLE = 1_500_000

export const setupCommand: Command = {
  name: 'setup',
  summary: 'asks for what the shop needs, in Persian or English, and writes .env',
  help: `
What is in .env already is offered as the answer; the old file is kept as .env.bak.`,
  needs: 'config',
  async run({ config, out }) {
    const terminal = createInterface({ input: process.stdin })
    // By lines, so that answers may come from a file as well.
    const lines = terminal[Symbol.asyncIterator]()
    const ask = async (question: string) => {
      out(question)
      const { value, done } = await lines.next()
      if (done) throw new UserError('the answers ended before the questions: nothing was written')
      return value
    }
    try {
      const { apiRoot } = config.telegram ?? { apiRoot: 'https://api.telegram.org' }
      await setUp({ ask, out, folder: process.cwd(), shippedScenarios: config.scenariosDir, whoIs: token => whoIs(apiRoot, token) })
      return 0
    } finally {
      terminal.close()
    }
  },
}

/** From the first question to the written file. Nothing is written before everything is answered. */
export async function setUp({ ask, out, folder, shippedScenarios, whoIs }: Setup): Promise<void> {
  const file = join(folder, '.env')
  const old = existsSync(file) ? (parseEnv(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  const locale: Locale = /^(1|fa|ف)/i.test(latinDigits(await ask('فارسی (1) / English (2)')).trim() || (old.DEFAULT_LOCALE ?? 'fa')) ? 'fa' : 'en'
  const say = setupWords[locale]
  const answer = async (question: string, before = '') => (await ask(before ? `${question} [${before}]` : question)).trim() || before
  const untilGood = async (question: string, before: string | undefined, read: (text: string) => string | null, complaint: string): Promise<string> => {
    for (;;) {
      const good = read(await answer(question, before))
      if (good !== null) return good
      out(complaint)
    }
  }
  const env: Record<string, string> = { ...old, DEFAULT_LOCALE: locale }
  env.SHOP_NAME = await untilGood(say.shop, old.SHOP_NAME, text => (text.length > 0 && text.length <= 60 ? text : null), say.again)
  env.AGENT_NAME = await answer(say.agent, old.AGENT_NAME)
  env.SHOP_TIME_ZONE = await untilGood(say.zone, old.SHOP_TIME_ZONE || 'Asia/Tehran', text => (isZone(text) ? text : null), say.zoneAgain)
  env.SHOP_CURRENCY = await currency()
  const token = await telegram()
  if (token) env.TELEGRAM_BOT_TOKEN = token
  else delete env.TELEGRAM_BOT_TOKEN
  env.WHATSAPP = isYes(await answer(say.whatsapp, old.WHATSAPP === 'on' ? say.yes : say.no)) ? 'on' : 'off'
  await woocommerce()
  // A shop that begins with its page alone is a shop all the same.
  env.DEMO = '0'
  env.API_KEY ||= randomBytes(24).toString('hex')
  const policy = await workingDays()

  // Nothing is stored that would not start.
  parseConfig(env)
  if (existsSync(file)) copyFileSync(file, `${file}.bak`)
  if (policy) {
    const own = join(folder, 'scenarios-shop')
    if (!existsSync(own)) cpSync(shippedScenarios, own, { recursive: true })
    writeFileSync(join(own, 'policy.yaml'), policy)
    const { problems } = readScenarios(own)
    if (problems.length > 0) throw new UserError(`${own}/policy.yaml cannot be used: npx bazgasht scenarios check`)
    env.SCENARIOS_DIR = own
  }
  writeFileSync(file, Object.entries(env).filter(([, value]) => value !== '').map(([key, value]) => `${key}=${quoted(value)}\n`).join(''), { mode: 0o600 })
  for (const line of say.done) out(line)
  // Said once, on the terminal of whoever installs it: it has to be typed into the shop.
  if (env.WOOCOMMERCE_WEBHOOK_SECRET) for (const line of say.hook(`${(env.PUBLIC_URL || 'https://…').replace(/\/+$/, '')}/hooks/woocommerce`, env.WOOCOMMERCE_WEBHOOK_SECRET)) out(line)

  /** Toman or rial, told back on a real amount: a zero too many is the dearest mistake here. */
  async function currency(): Promise<string> {
    for (;;) {
      const chosen = /^(2|r|ر|IRR)/i.test(latinDigits(await answer(say.currency, old.SHOP_CURRENCY === 'IRR' ? '2' : '1'))) ? 'IRR' : 'IRT'
      const shown = money(locale, chosen === 'IRR' ? EXAMPLE / 10 : EXAMPLE)
      if (isYes(await answer(say.amount(EXAMPLE.toLocaleString('en'), shown), say.yes))) return chosen
    }
  }

  /** Whether its orders come in by themselves, and what its last state says of them. */
  async function woocommerce(): Promise<void> {
    if (!isYes(await answer(say.woocommerce, old.WOOCOMMERCE_WEBHOOK_SECRET ? say.yes : say.no))) return
    env.WOOCOMMERCE_WEBHOOK_SECRET ||= randomBytes(24).toString('hex')
    const before = COMPLETED.indexOf((old.WOOCOMMERCE_COMPLETED ?? 'unknown') as (typeof COMPLETED)[number]) + 1
    const number = await untilGood(say.completed, String(before || 4), text => (/^[1-4]$/.test(latinDigits(text)) ? latinDigits(text) : null), say.completedAgain)
    env.WOOCOMMERCE_COMPLETED = COMPLETED[Number(number) - 1]!
  }

  async function telegram(): Promise<string | null> {
    for (;;) {
      const given = await answer(say.token, old.TELEGRAM_BOT_TOKEN ? '…' : '')
      const token = given === '…' ? old.TELEGRAM_BOT_TOKEN! : given
      if (token === '') return null
      if (!environmentSchema.shape.TELEGRAM_BOT_TOKEN.safeParse(token).success) out(say.tokenAgain)
      else {
        const found = await whoIs(token)
        if ('username' in found) {
          out(say.bot(found.username))
          return token
        }
        out(`${say.tokenUnknown} ${found.problem}`)
        if (isYes(await answer(say.keepToken, say.no))) return token
      }
    }
  }

  /** The policy with other working days, or null when the shipped ones will do. */
  async function workingDays(): Promise<string | null> {
    if (isYes(await answer(say.hours, say.yes))) return null
    const policy = parseDocument(readFileSync(join(shippedScenarios, 'policy.yaml'), 'utf8'))
    const off = await answer(say.daysOff, say.friday)
    const hours = await untilGood(say.from, '09:00-18:00', readHours, say.again)
    const free = DAYS.filter((_, at) => off.split(/[،,\s]+/).some(word => word !== '' && (say.days[at]!.startsWith(word) || DAYS[at]!.startsWith(word.toLowerCase()))))
    policy.set('workingHours', Object.fromEntries(DAYS.filter(day => !free.includes(day)).map(day => [day, hours])))
    const holidays = latinDigits(await answer(say.holidays)).split(/[،,\s]+/).filter(date => /^\d{4}-\d\d-\d\d$/.test(date))
    policy.set('calmDays', holidays)
    return policy.toString()
  }
}

function readHours(text: string): string | null {
  const hours = latinDigits(text)
  return /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/.test(hours) && hours.slice(0, 5) < hours.slice(6) ? hours : null
}

const isYes = (text: string) => /^(y|بله|آره|ok|1)/i.test(latinDigits(text))
const quoted = (value: string) => (/^[\w@:/.+-]*$/.test(value) ? value : `"${value.replaceAll('"', "'")}"`)

async function whoIs(apiRoot: string, token: string): Promise<{ username: string } | { problem: string }> {
  try {
    const response = await fetch(`${apiRoot}/bot${token}/getMe`, { signal: AbortSignal.timeout(10_000), redirect: 'error' })
    const body = (await response.json()) as { ok: boolean; result?: { username: string }; description?: string }
    return body.ok && body.result ? { username: body.result.username } : { problem: body.description ?? String(response.status) }
  } catch (error) {
    // The address holds the token: only the kind of trouble is told.
    const { cause } = error as { cause?: { code?: string } }
    return { problem: cause?.code ?? 'no answer' }
  }
}
