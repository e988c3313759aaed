import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStaffBot } from '../../../bots/staff/index.ts'
import type { Incoming } from '../../../src/channel.ts'
import { createLog } from '../../../src/log.ts'
import { TryLater } from '../../../src/errors.ts'
import { showMenus } from '../../../src/staff/menus.ts'
import { startBotApi, type BotApi } from '../../support/bot-api.ts'
import { emptyStore, openTestStore, silent } from '../../support/store.ts'

let api: BotApi
let heard: Incoming[]
let logged: string
const log = createLog('warn', { write: line => void (logged += line) })
const open = (token = api.token) => createStaffBot({ token, apiRoot: api.apiRoot, log, backoffMs: 10 })
const handlers = { incoming: async (one: Incoming) => void heard.push(one), receipt: async () => {}, reachable: async () => {} }

beforeEach(async () => {
  api = await startBotApi()
  heard = []
  logged = ''
})
afterEach(() => api.close())

test('a wrong token does not break the process: it is said, with its mend, and tried again', async () => {
  const bot = open(`999999:${'x'.repeat(35)}`)
  await bot.start(handlers)
  await expect.poll(() => logged, { timeout: 5_000 }).toContain('STAFF_BOT_TOKEN')
  expect(logged).not.toContain('x'.repeat(35))
  await expect(bot.send('1', { text: 'سلام', locale: 'fa' }, '1')).rejects.toBeInstanceOf(TryLater)
  await bot.stop()
})

test('a second program that receives for the bot is named; when it is gone, everything comes', async () => {
  const negar = api.user(7, { started: true })
  const first = open()
  await first.start({ ...handlers, incoming: async () => {} })
  await api.until(() => api.receiving().polled)
  const second = open()
  await second.start(handlers)
  await expect.poll(() => logged, { timeout: 10_000 }).toContain('another program receives for this bot')
  await first.stop()
  negar.says('/cases')
  await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(1)
  await second.stop()
})

test('down while staff write: nothing is lost, and it comes once', async () => {
  const negar = api.user(7, { started: true })
  const before = open()
  await before.start(handlers)
  negar.says('یک')
  await expect.poll(() => heard.length, { timeout: 5_000 }).toBe(1)
  await before.stop()
  for (const words of ['دو', 'سه', 'چهار']) negar.says(words)
  await api.goesDown()
  const after = open()
  await after.start(handlers)
  await new Promise(done => setTimeout(done, 100))
  await api.goesUp()
  await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(4)
  await api.drained()
  expect(heard.map(one => one.kind === 'text' && one.text)).toEqual(['یک', 'دو', 'سه', 'چهار'])
  await after.stop()
})

test('the menu of commands: in staff’s chats only, by role, in both languages, and gone with the access', async () => {
  const store = await openTestStore()
  await emptyStore(store)
  const bot = open()
  const now = new Date('2026-03-22T10:00:00Z')
  const add = (chatId: string, role: string) => store.db.staff.create({ data: { name: 'x', role, channel: 'staff', account: bot.account, chatId, joinedAt: now } })
  const boss = await add('1', 'manager')
  await add('2', 'support')
  const parts = { store, channels: new Map([['staff' as const, bot]]), log: silent }
  await showMenus(parts)
  await showMenus(parts)
  type Shown = { scope: { chat_id: number }; language_code?: string; commands: { command: string; description: string }[] }
  const shown = api.commands as unknown as Shown[]
  expect(shown.map(({ scope, language_code }) => [scope.chat_id, language_code ?? ''])).toEqual([[1, ''], [1, 'fa'], [1, 'en'], [2, ''], [2, 'fa'], [2, 'en']])
  const names = (at: number) => shown[at]!.commands.map(({ command }) => command)
  expect(names(0)).toContain('stopall')
  expect(names(3)).not.toContain('stopall')
  expect(shown[2]!.commands.find(({ command }) => command === 'why')!.description).toMatch(/^a phone or order number/)
  await store.db.staff.update({ where: { id: boss.id }, data: { revokedAt: now } })
  await showMenus(parts)
  expect(await store.db.staff.findUnique({ where: { id: boss.id } })).toMatchObject({ menu: null })
  await store.close()
})
