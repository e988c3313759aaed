import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import { setUp } from '../../src/cli/setup.ts'
import { parseConfig, shippedFolder } from '../../src/config.ts'
import { loadScenarios } from '../../src/journeys/load.ts'

const TOKEN = `123456789:${'A'.repeat(35)}`
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'setup-'))))

/** Answers by what is asked; the rest is left as it is offered. */
async function goThrough(answers: [RegExp, ...string[]][], whoIs = async () => ({ username: 'davan_bot' }) as { username: string } | { problem: string }) {
  const asked: string[] = []
  const said: string[] = []
  const left = answers.map(([pattern, ...replies]) => ({ pattern, replies }))
  await setUp({
    folder, shippedScenarios: shippedFolder('scenarios'), whoIs,
    out: line => void said.push(line),
    async ask(question) {
      asked.push(question)
      return left.find(({ pattern, replies }) => replies.length > 0 && pattern.test(question))?.replies.shift() ?? ''
    },
  })
  return { asked, said, env: parseEnv(readFileSync(join(folder, '.env'), 'utf8')) as Record<string, string> }
}

describe('bazgasht setup', () => {
  test('a Persian shop: what was typed wrongly is asked again, the amount is told back, and the service starts with it', async () => {
    const { asked, said, env } = await goThrough([[/فارسی/, '۱'], [/اسم فروشگاه/, '', 'دوان'], [/اسم کوچک/, 'نگار'], [/منطقه/, 'تهران', 'Asia/Tehran'], [/ریال \(2\)/, '۲', '1'], [/یعنی/, 'نه', 'بله'], [/توکن/, 'abc', TOKEN], [/واتساپ/, 'بله']])
    expect(env).toMatchObject({ SHOP_NAME: 'دوان', AGENT_NAME: 'نگار', SHOP_CURRENCY: 'IRT', TELEGRAM_BOT_TOKEN: TOKEN, WHATSAPP: 'on', DEFAULT_LOCALE: 'fa', DEMO: '0' })
    expect(asked.filter(question => question.includes('یعنی')).map(question => question.split('\n')[0])).toEqual([expect.stringContaining('۱۵۰ هزار تومان'), expect.stringContaining('۱ میلیون و ۵۰۰ هزار تومان')])
    expect(said.join('\n')).toContain('@davan_bot')
    expect(parseConfig(env).shop).toMatchObject({ name: 'دوان', currency: 'IRT' })
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600)
  })

  test('a WooCommerce shop says what completed means, and is told what to type into the shop', async () => {
    const { env, said } = await goThrough([[/اسم فروشگاه/, 'دوان'], [/با ووکامرسه/, 'بله'], [/تکمیل‌شده/, '۹', '۳']])
    expect(env.WOOCOMMERCE_COMPLETED).toBe('delivered')
    expect(parseConfig(env).woocommerce).toMatchObject({ completed: 'delivered', webhookSecret: expect.stringMatching(/^[0-9a-f]{48}$/) })
    expect(said.join('\n')).toContain(`/hooks/woocommerce\n  رمز:         ${env.WOOCOMMERCE_WEBHOOK_SECRET}`)
    expect((await goThrough([])).env.WOOCOMMERCE_WEBHOOK_SECRET).toBe(env.WOOCOMMERCE_WEBHOOK_SECRET)
  })

  test('other working days and holidays make a policy of the shop’s own, which can be used', async () => {
    const { env } = await goThrough([[/English/, '2'], [/shop's name/, 'Davan'], [/Does support/, 'no'], [/days are off/, 'thursday, friday'], [/from when/, '10:00-17:00'], [/Holidays/, '1405-01-01']])
    const { policy } = loadScenarios(env.SCENARIOS_DIR!)
    expect(policy.workingHours).toEqual({ 6: ['10:00', '17:00'], 7: ['10:00', '17:00'], 1: ['10:00', '17:00'], 2: ['10:00', '17:00'], 3: ['10:00', '17:00'] })
    expect(policy.calmDays).toEqual(['2026-03-21'])
  })

  test('what stood there is offered and kept, the old file too; a token that Telegram does not know is only kept when wished', async () => {
    writeFileSync(join(folder, '.env'), `SHOP_NAME="دوان"\nAPI_KEY=${'k'.repeat(24)}\nTELEGRAM_BOT_TOKEN=${TOKEN}\n`)
    const { env, said } = await goThrough([[/ادامه بدیم/, 'بله']], async () => ({ problem: 'ECONNREFUSED' }))
    expect(env).toMatchObject({ SHOP_NAME: 'دوان', API_KEY: 'k'.repeat(24), TELEGRAM_BOT_TOKEN: TOKEN })
    expect(said.join('\n')).toContain('ECONNREFUSED')
    expect(existsSync(join(folder, '.env.bak'))).toBe(true)
  })
})
