/** The environment, parsed once into a Config. Nothing else reads process.env. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { UserError } from './errors.ts'

/** How a value is written, for the person who has to mend it. */
const say = (expected: string) => ({ error: expected })
const optionalUrl = (protocols: RegExp, expected: string) =>
  z
    .string()
    .refine(value => URL.canParse(value) && protocols.test(new URL(value).protocol), say(expected))
    .optional()

export const isZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
const number = (from: number, to: number) =>
  z.coerce.number(say(`a number from ${from} to ${to}`)).min(from, say(`a number from ${from} to ${to}`)).max(to, say(`a number from ${from} to ${to}`))

const proxy = optionalUrl(/^(https?|socks[45]?h?):$/, 'a proxy such as socks5://127.0.0.1:1080 or http://127.0.0.1:8080')

const webhookSecret = z.string().min(16, say('at least 16 characters, the same as in the shop’s webhooks')).optional()
const signingSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, say('whsec_ and base64 of at least 24 bytes: echo whsec_$(openssl rand -base64 32)')).optional()
const addresses = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** One line of .env.example per key, in this order (a test holds them together). */
export const environmentSchema = z.object({
  PORT: number(0, 65_535).int(say('a whole number')).default(3000),
  PUBLIC_URL: optionalUrl(/^https?:$/, 'an address such as https://bot.myshop.ir'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: optionalUrl(/^postgres(ql)?:$/, 'an address such as postgresql://user:password@host:5432/bazgasht'),
  MONGODB_URL: optionalUrl(/^mongodb(\+srv)?:$/, 'an address such as mongodb://host:27017/bazgasht'),
  DEMO: z.enum(['0', '1'], say('1 or 0')).optional(),
  API_KEY: z.string().min(16, say('at least 16 characters, for example the output of: openssl rand -hex 24')).optional(),
  SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, say('64 hex digits, the output of: openssl rand -hex 32'))
    .optional(),
  SHOP_NAME: z.string().max(60, say('at most 60 characters')).default('فروشگاه ما'),
  AGENT_NAME: z.string().max(40, say('at most 40 characters')).default(''),
  SHOP_CURRENCY: z.enum(['IRT', 'IRR'], say('IRT (toman) or IRR (rial)')).default('IRT'),
  SHOP_TIME_ZONE: z.string().refine(isZone, say('an IANA time zone such as Asia/Tehran')).default('Asia/Tehran'),
  DEFAULT_LOCALE: z.enum(['fa', 'en'], say('fa or en')).default('fa'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{5,15}:[A-Za-z0-9_-]{30,60}$/, say('the whole line that @BotFather sent, like 123456:AA…'))
    .optional(),
  TELEGRAM_API_ROOT: optionalUrl(/^https?:$/, 'an address such as https://api.telegram.org').default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/, say('16 to 256 letters, digits, _ or -'))
    .optional(),
  TELEGRAM_RATE: number(0.1, 10_000).default(30),
  TELEGRAM_CHAT_RATE: number(0.1, 1_000).default(1),
  BALE_BOT_TOKEN: z
    .string()
    .regex(/^\d{5,15}:[A-Za-z0-9_-]{20,60}$/, say('the whole line that @botfather in Bale sent, like 123456:AA…'))
    .optional(),
  BALE_API_ROOT: optionalUrl(/^https?:$/, 'an address such as https://tapi.bale.ai').default('https://tapi.bale.ai'),
  STAFF_BOT_TOKEN: z
    .string()
    .regex(/^\d{5,15}:[A-Za-z0-9_-]{30,60}$/, say('the whole line that @BotFather sent for a second bot, like 123456:AA…'))
    .optional(),
  WHATSAPP: z.enum(['on', 'off'], say('on or off')).default('off'),
  WHATSAPP_POLLS: z.enum(['on', 'off'], say('on or off')).default('off'),
  WHATSAPP_SERVER_URL: optionalUrl(/^wss?:$/, 'an address such as wss://web.whatsapp.com/ws/chat'),
  TELEGRAM_PROXY: proxy,
  BALE_PROXY: proxy,
  WHATSAPP_PROXY: proxy,
  REPLY_AFTER_SILENCE: number(0, 120).default(12),
  SCENARIOS_DIR: z.string().optional(),
  WOOCOMMERCE_WEBHOOK_SECRET: webhookSecret,
  WOOCOMMERCE_COMPLETED: z.enum(['paid', 'shipped', 'delivered', 'unknown'], say('paid, shipped, delivered or unknown')).default('unknown'),
  WOOCOMMERCE_URL: optionalUrl(/^https?:$/, 'the shop’s address, such as https://myshop.ir'),
  WOOCOMMERCE_KEY: z.string().regex(/^ck_\w{20,}$/, say('the consumer key of WooCommerce, like ck_…')).optional(),
  WOOCOMMERCE_SECRET: z.string().regex(/^cs_\w{20,}$/, say('the consumer secret of WooCommerce, like cs_…')).optional(),
  WOOCOMMERCE_CURRENCY: z.string().regex(/^[A-Z]{3,4}$/, say('IRT, IRR, IRHT, IRHR, or another currency such as EUR')).optional(),
  SHOPIFY_WEBHOOK_SECRET: webhookSecret,
  SHOPIFY_SHOP: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, say('the shop’s own address, such as myshop.myshopify.com')).optional(),
  SHOPIFY_TOKEN: z.string().min(20, say('the Admin API access token, like shpat_…')).optional(),
  WEBHOOK_SECRET: signingSecret,
  OUTGOING_WEBHOOK_URL: z
    .string()
    .refine(value => addresses(value).every(one => URL.canParse(one) && /^https?:$/.test(new URL(one).protocol)), say('one address such as https://crm.myshop.ir/events, or several with spaces between them'))
    .optional(),
  OUTGOING_WEBHOOK_SECRET: signingSecret,
  OUTGOING_WEBHOOK_WORDS: z.enum(['on', 'off'], say('on or off')).default('off'),
})

export type Config = ReturnType<typeof parseConfig>

/** Values that must never be printed, even in a complaint about them. */
const SECRET = /TOKEN|SECRET|KEY|_URL$|_PROXY$/

/** `scenarios`: the folder shipped with this package. Throws a UserError that lists every problem at once. */
export function parseConfig(environment: Record<string, string | undefined>, shippedScenarios = shippedFolder('scenarios')) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const parsed = environmentSchema.safeParse(given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(issue => {
        const key = String(issue.path[0])
        const value = String(given[key] ?? '')
        const found = SECRET.test(key) ? `${value.length} characters` : `"${value.slice(0, 60)}"`
        return `${key} is ${found}, expected ${issue.message}: correct it in .env or in the environment, or remove it`
      })
  const env = parsed.data
  if (env?.TELEGRAM_WEBHOOK_SECRET && !env.PUBLIC_URL)
    problems.push('TELEGRAM_WEBHOOK_SECRET is set but PUBLIC_URL is not: Telegram needs an https address to call; set PUBLIC_URL, or remove the secret to use long polling')
  if (env?.TELEGRAM_WEBHOOK_SECRET && !env.TELEGRAM_BOT_TOKEN)
    problems.push('TELEGRAM_WEBHOOK_SECRET is set but TELEGRAM_BOT_TOKEN is not: paste the line that @BotFather sent, or remove the secret')
  if (env?.STAFF_BOT_TOKEN && env.STAFF_BOT_TOKEN === env.TELEGRAM_BOT_TOKEN)
    problems.push('STAFF_BOT_TOKEN is the same as TELEGRAM_BOT_TOKEN: make a second bot with @BotFather, or remove it (staff then work in the shop’s own bot)')
  if (env?.DATABASE_URL && !env.SECRET_KEY && env.DEMO !== '1')
    problems.push('SECRET_KEY is missing and required with DATABASE_URL: set it to the output of: openssl rand -hex 32')
  const half = [env?.WOOCOMMERCE_URL, env?.WOOCOMMERCE_KEY, env?.WOOCOMMERCE_SECRET].filter(Boolean).length
  if (half > 0 && half < 3) problems.push('WOOCOMMERCE_URL, WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET belong together and one of them is missing: make a key in WooCommerce, Settings, Advanced, REST API, or remove the others')
  if (env && (env.SHOPIFY_SHOP === undefined) !== (env.SHOPIFY_TOKEN === undefined)) problems.push('SHOPIFY_SHOP and SHOPIFY_TOKEN belong together and one of them is missing: set both, or remove the other')
  if (env?.OUTGOING_WEBHOOK_URL && !env.OUTGOING_WEBHOOK_SECRET) problems.push('OUTGOING_WEBHOOK_URL is set but OUTGOING_WEBHOOK_SECRET is not: events go out signed only; set it to: echo whsec_$(openssl rand -base64 32)')
  if (problems.length > 0 || !env) throw new UserError(problems.join('\n'))

  const demo = env.DEMO === '1' || (env.DEMO !== '0' && !env.DATABASE_URL && !env.TELEGRAM_BOT_TOKEN && !env.BALE_BOT_TOKEN && !env.STAFF_BOT_TOKEN && env.WHATSAPP !== 'on')
  const dataDir = resolve(env.DATA_DIR)
  return {
    port: env.PORT,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    /** Where the embedded database, its lock, backups and the key live; the demo keeps its own. */
    dataDir: demo ? join(dataDir, 'demo') : dataDir,
    databaseUrl: env.DATABASE_URL,
    mongodbUrl: env.MONGODB_URL,
    demo,
    apiKey: env.API_KEY ?? (demo ? 'demo' : undefined),
    secretKey: env.SECRET_KEY,
    /** `currency`: of amounts that name none. `agent`: the person of support whom messages name; '' when the shop names nobody. */
    shop: { name: env.SHOP_NAME, agent: env.AGENT_NAME, currency: env.SHOP_CURRENCY, zone: env.SHOP_TIME_ZONE, locale: env.DEFAULT_LOCALE },
    telegram: env.TELEGRAM_BOT_TOKEN
      ? {
          token: env.TELEGRAM_BOT_TOKEN,
          apiRoot: env.TELEGRAM_API_ROOT!.replace(/\/+$/, ''),
          webhookSecret: env.TELEGRAM_WEBHOOK_SECRET,
          proxy: env.TELEGRAM_PROXY,
          rate: env.TELEGRAM_RATE,
          chatRate: env.TELEGRAM_CHAT_RATE,
        }
      : undefined,
    /** The shop's people in a bot of their own. */
    staffBot: env.STAFF_BOT_TOKEN ? { token: env.STAFF_BOT_TOKEN, apiRoot: env.TELEGRAM_API_ROOT!.replace(/\/+$/, ''), proxy: env.TELEGRAM_PROXY } : undefined,
    bale: env.BALE_BOT_TOKEN ? { token: env.BALE_BOT_TOKEN, apiRoot: env.BALE_API_ROOT!.replace(/\/+$/, ''), proxy: env.BALE_PROXY } : undefined,
    whatsapp: env.WHATSAPP === 'on' ? { polls: env.WHATSAPP_POLLS === 'on', serverUrl: env.WHATSAPP_SERVER_URL, proxy: env.WHATSAPP_PROXY } : undefined,
    /** `currency`: of amounts that the shop’s system names without one. `api`: what we may ask it and tell it. */
    woocommerce: env.WOOCOMMERCE_WEBHOOK_SECRET || env.WOOCOMMERCE_KEY
      ? {
          webhookSecret: env.WOOCOMMERCE_WEBHOOK_SECRET,
          completed: env.WOOCOMMERCE_COMPLETED,
          currency: env.WOOCOMMERCE_CURRENCY ?? env.SHOP_CURRENCY,
          api: env.WOOCOMMERCE_KEY ? { url: env.WOOCOMMERCE_URL!.replace(/\/+$/, ''), key: env.WOOCOMMERCE_KEY, secret: env.WOOCOMMERCE_SECRET! } : undefined,
        }
      : undefined,
    shopify: env.SHOPIFY_WEBHOOK_SECRET || env.SHOPIFY_TOKEN
      ? { webhookSecret: env.SHOPIFY_WEBHOOK_SECRET, api: env.SHOPIFY_TOKEN ? { url: `https://${env.SHOPIFY_SHOP}`, token: env.SHOPIFY_TOKEN } : undefined }
      : undefined,
    webhookSecret: env.WEBHOOK_SECRET,
    /** Where our events go, signed. `words`: what customers wrote goes along. */
    outgoing: env.OUTGOING_WEBHOOK_URL ? { urls: addresses(env.OUTGOING_WEBHOOK_URL), secret: env.OUTGOING_WEBHOOK_SECRET!, words: env.OUTGOING_WEBHOOK_WORDS === 'on' } : undefined,
    replyAfterSilenceMs: env.REPLY_AFTER_SILENCE * 1000,
    logLevel: demo ? 'warn' : 'info',
    scenariosDir: env.SCENARIOS_DIR ? resolve(env.SCENARIOS_DIR) : shippedScenarios,
  }
}

/** Links that nobody but this machine can open. */
export const opensHereOnly = (publicUrl: string): boolean => /\/\/(localhost|127\.)/.test(publicUrl)

/** The real environment beats `.env` of the working folder. */
export function readEnvironment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  return { ...file, ...process.env }
}

/** Where this package stands, asked from src/ as well as from dist/src/. */
export function packageFolder(): string {
  const folder = [join(import.meta.dirname, '..'), join(import.meta.dirname, '../..')].find(up => existsSync(join(up, 'package.json')))
  if (!folder) throw new Error('package.json is missing from the installation')
  return folder
}

/** What package.json says of this installation. */
export function packageInfo(): { version: string; description: string } {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string; description: string }
}

/** A folder of this package. */
export function shippedFolder(name: string): string {
  const folder = join(packageFolder(), name)
  if (!existsSync(folder)) throw new Error(`the folder ${name} is missing from the installation`)
  return folder
}
