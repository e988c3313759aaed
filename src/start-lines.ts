/** What the terminal says at start: what is on, what is off and why, and one link to click. */
import type { Config } from './config.ts'
import type { Scenarios } from './journeys/load.ts'

type Bot = { username: string; name: string } | { problem: string } | null

type Started = { config: Config; port: number; bots: { telegram: Bot; bale: Bot; staff: Bot }; scenarios: Scenarios }

export function startLines({ config, port, bots, scenarios }: Started): string[] {
  const url = config.publicUrl.replace(/:0$/, `:${port}`)
  const on = scenarios.journeys.filter(journey => journey.on).map(journey => journey.journey)
  const lines: [string, string][] = [
    ['shop', `${config.shop.name}, ${config.shop.zone}, ${config.shop.locale}`],
    ['telegram', config.telegram ? botLine(bots.telegram, config.telegram.webhookSecret ? 'webhook' : 'long polling') : 'off: no TELEGRAM_BOT_TOKEN in .env (ask @BotFather for one)'],
    ['bale', config.bale ? botLine(bots.bale, 'long polling') : 'off: no BALE_BOT_TOKEN in .env'],
    ['staff bot', config.staffBot ? botLine(bots.staff, 'long polling') : 'off: staff work in the shop’s own bots (STAFF_BOT_TOKEN in .env gives them one)'],
    ['web chat', `on: ${url}/chat`],
    ['whatsapp', config.whatsapp ? 'starting: lines of its own say what it needs' : 'off: no WHATSAPP=on in .env'],
    ['journeys', `on: ${on.join(', ')}`],
    ['database', databaseLine(config)],
    ['recurring jobs', config.mongodbUrl ? 'in MongoDB' : 'in the same database'],
    ['API', apiLine(config, url)],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  const title = config.demo ? 'Bazgasht is ready. This is the demo: nothing leaves this machine.' : 'Bazgasht is ready.'
  return ['', title, '', ...lines.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`), '', `  ${config.demo ? 'Live through it in one minute' : 'Open'}: ${url}/`, '']
}

function botLine(bot: Bot, how: string): string {
  if (bot === null) return 'on'
  return 'problem' in bot ? `waiting: ${bot.problem}` : `on: @${bot.username}, ${how}`
}

function databaseLine(config: Config): string {
  if (config.databaseUrl) return 'PostgreSQL (DATABASE_URL)'
  return `embedded, in ${config.dataDir}, backed up there daily; for several workers, or a shop with a database server, set DATABASE_URL`
}

function apiLine(config: Config, url: string): string {
  if (config.apiKey === 'demo') return `on, key "demo": ${url}/api/docs`
  return config.apiKey ? `on: ${url}/api/docs` : 'off, answers 401: no API_KEY in .env (openssl rand -hex 24)'
}
