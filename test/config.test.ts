import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { environmentSchema, parseConfig } from '../src/config.ts'
import { UserError } from '../src/errors.ts'

const token = `123456789:${'A'.repeat(35)}`
const key = 'ab'.repeat(32)

function complaint(environment: Record<string, string>): string {
  try {
    parseConfig(environment)
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  return ''
}

test('.env.example and the schema name the same settings, in the same order', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(found => found[1])
  expect(named).toEqual(Object.keys(environmentSchema.shape))
})

test('.env.example shows the defaults, and the service starts with it', () => {
  const example = parseEnv(readFileSync('.env.example', 'utf8')) as Record<string, string>
  expect(parseConfig(example)).toEqual(parseConfig({}))
})

test('a complaint names every problem at once, each with what was found and what is expected', () => {
  const said = complaint({ PORT: 'abc', SHOP_TIME_ZONE: 'Tehran', DEFAULT_LOCALE: 'de', TELEGRAM_RATE: '0' })
  expect(said.split('\n')).toHaveLength(4)
  expect(said).toContain('PORT is "abc", expected a number from 0 to 65535')
  expect(said).toContain('SHOP_TIME_ZONE is "Tehran", expected an IANA time zone such as Asia/Tehran')
  expect(said).toContain('DEFAULT_LOCALE is "de", expected fa or en')
  expect(said).toContain('TELEGRAM_RATE is "0"')
  for (const line of said.split('\n')) expect(line).toMatch(/correct it|remove it/)
})

test('a complaint never shows a secret', () => {
  const secrets = {
    API_KEY: 'shh-short-one',
    SECRET_KEY: 'shh-not-hex',
    TELEGRAM_BOT_TOKEN: 'shh-token',
    TELEGRAM_WEBHOOK_SECRET: 'shh secret!',
    DATABASE_URL: 'mysql://root:shh-password@host/db',
    MONGODB_URL: 'http://root:shh-password@host/db',
  }
  const said = complaint(secrets)
  for (const name of Object.keys(secrets)) expect(said).toContain(`${name} is `)
  expect(said).not.toMatch(/shh/)
})

describe('settings that need each other', () => {
  test.each([
    [{ TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(16) }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://bot.example', TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(16) }, 'TELEGRAM_BOT_TOKEN'],
    [{ DATABASE_URL: 'postgresql://localhost/x' }, 'SECRET_KEY'],
  ])('%o misses %s', (given, missing) => expect(complaint(given)).toContain(missing))
})

describe('the demo', () => {
  test.each([
    [{}, true],
    [{ DEMO: '0' }, false],
    [{ TELEGRAM_BOT_TOKEN: token }, false],
    [{ TELEGRAM_BOT_TOKEN: token, DEMO: '1' }, true],
    [{ DATABASE_URL: 'postgresql://localhost/x', SECRET_KEY: key }, false],
    [{ DATABASE_URL: 'postgresql://localhost/x', DEMO: '1' }, true],
  ])('%o: %s', (given, demo) => expect(parseConfig(given).demo).toBe(demo))

  test('keeps its data apart, and lets the API in with a known key', () => {
    expect(parseConfig({ DATA_DIR: '/srv/shop' })).toMatchObject({ dataDir: '/srv/shop/demo', apiKey: 'demo' })
    expect(parseConfig({ DATA_DIR: '/srv/shop', DEMO: '0' })).toMatchObject({ dataDir: '/srv/shop', apiKey: undefined })
  })
})

test('empty and blank values count as absent', () => {
  expect(parseConfig({ PORT: '', API_KEY: '  ', SHOP_NAME: '' })).toEqual(parseConfig({}))
})

test('a trailing slash of PUBLIC_URL is dropped, and it defaults to this machine', () => {
  expect(parseConfig({ PUBLIC_URL: 'https://bot.example/' }).publicUrl).toBe('https://bot.example')
  expect(parseConfig({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080')
})
