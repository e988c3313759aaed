import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotApi, startBotApi } from '../support/bot-api.ts'
import { emptyStore } from '../support/store.ts'
import { confirmed, gatherCrowd, question } from './crowd.ts'
import { databases, openInside, type Inside } from './inside.ts'
import { FULL, until } from './service.ts'

for (const database of databases())
  describe.skipIf(database.missing !== null)(`over ${database.name}`, () => {
    let store: Store
    let api: BotApi
    let service: Inside
    let logged: string[]
    beforeAll(async () => {
      store = await database.open()
    })
    beforeEach(async () => {
      await emptyStore(store)
      logged = []
      api = await startBotApi({ limits: null })
      service = await openInside({ store, api, log: createLog('trace', { write: line => void logged.push(line) }), sendTimeoutMs: 2_000 })
      await service.start()
      await until(() => service.telegram.link('x') !== null)
    })
    afterEach(async () => {
      await service?.stop()
      await api?.close()
    })
    afterAll(() => database.stop())

    const order = async (body: object) => (await service.request('POST', '/api/v1/orders', body)).body
    /** Everything that came is handled, everything that was to be said is said. */
    const settled = async () => {
      await confirmed(api)
      await until(async () => (await store.db.inboxMessage.count({ where: { state: 'new' } })) === 0)
      await until(async () => (await store.db.outboxMessage.count({ where: { state: { in: ['planned', 'sending'] }, nextTryAt: { lte: service.clock.now() } } })) === 0)
    }
    const message = (id: number, content: object) => ({
      message: { message_id: ++messages, from: { id, is_bot: false, first_name: 'x' }, chat: { id, type: 'private', first_name: 'x' }, date: 1_800_000_000, ...content },
    })
    const tap = (id: number, data: string) => ({
      callback_query: { id: `tap-${++messages}`, from: { id, is_bot: false, first_name: 'x' }, chat_instance: '1', data, message: { message_id: 1, date: 0, chat: { id, type: 'private' } } },
    })
    let messages = 800_000
    const failed = () => store.db.inboxMessage.findMany({ where: { state: 'failed' }, select: { error: true } })

    const HOSTILE_WORDS = [
      'x'.repeat(1_000_000), '\u0000', 'a\u0000b', '\ud800', `نیمه ${'😀'[0]}`, '\u202e\u2066وارونه', `'; DROP TABLE "customers"; --`, '" OR 1=1 --', '{"$where":"1"}', '{"$ne":null}',
      '__proto__', 'constructor', '${7*7}', '{{7*7}}', '{ $name }', '%s%n', '../../etc/passwd', '<script>alert(1)</script>', '[نام](tg://user?id=1)', '/start '.repeat(500), '۰'.repeat(5_000), '\u200c'.repeat(4_096), '',
    ]

    test('X1, X6, F18: whatever is written, every row is handled, nothing else changes, and the next person is answered', async () => {
      const [victim, other] = await gatherCrowd(api, order, 2)
      const before = await store.db.customer.findUniqueOrThrow({ where: { id: other!.customerId } })
      api.user(7_700_001, { started: true })
      for (const text of HOSTILE_WORDS) {
        api.push(message(victim!.id, { text }))
        api.push(message(7_700_001, { text }))
      }
      api.push(message(victim!.id, { photo: [{ file_id: '\u0000'.repeat(10), file_unique_id: 'x', width: 1, height: 1 }], caption: HOSTILE_WORDS[6] }))
      await settled()
      expect(await failed()).toEqual([])
      expect(await store.db.outboxMessage.findMany({ where: { state: { in: ['failed', 'uncertain'] } }, select: { error: true } })).toEqual([])
      expect(await store.db.customer.findUniqueOrThrow({ where: { id: other!.customerId } })).toEqual(before)
      expect(await store.db.customer.count()).toBe(2)
      const { message: asked, token } = question(other!)!
      other!.taps(token('great'), asked)
      await settled()
      expect(await store.db.answer.findFirst({ where: { customerId: other!.customerId } })).toMatchObject({ value: 'great' })
    })

    test('X1, X2: what support writes at length and with markup arrives to the letter; more than fits is refused', async () => {
      const [sara] = await gatherCrowd(api, order, 1)
      const { message: asked, token } = question(sara!)!
      sara!.taps(token('bad'), asked)
      await settled()
      const [opened] = (await service.request('GET', '/api/v1/cases')).body.items
      const text = `*سلام* <b>${'خبر_خوب 😀 '.repeat(400)}</b> [x](tg://user?id=1)`.slice(-3_500)
      const reply = (words: string) => service.request('POST', `/api/v1/cases/${opened.id}/reply`, { text: words })
      expect((await reply(text + text)).status).toBe(400)
      expect((await reply(text)).status).toBeLessThan(300)
      await settled()
      expect(api.sent.at(-1)).toMatchObject({ text, entities: undefined })
    })

    test('X2: a name full of markup is shown as it is, or not at all; no link is made of it, and nothing is refused', async () => {
      const names = ['سارا*', '_سارا_', 'سارا[x](tg://user?id=1)', '<b>سارا</b>', 'سارا&lt;', '`سارا`', 'سارا\\', '<a href="https://x.ir">سارا</a>', '{سارا}', 'سارا\u202e', '@سارا', 'سارا😀'.repeat(30)]
      await gatherCrowd(api, order, names.length, n => ({ name: names[n]! }))
      await settled()
      expect(await store.db.outboxMessage.findMany({ where: { state: { in: ['failed', 'uncertain'] } }, select: { error: true } })).toEqual([])
      const entities = api.sent.flatMap(sent => (sent.entities ?? []) as { type: string }[])
      expect(entities.filter(entity => !['code', 'pre'].includes(entity.type))).toEqual([])
      expect(api.sent.length).toBeGreaterThanOrEqual(names.length)
    })

    test(`X3: ${FULL ? 10_000 : 300} forged buttons: of another person, with flipped bits, of random bytes: none is an answer`, async () => {
      const [sara, reza] = await gatherCrowd(api, order, 2)
      const { token } = question(sara!)!
      const true_ = token('great')
      const before = await store.db.customer.findMany({ orderBy: { id: 'asc' }, select: { id: true, mayMarketing: true, mayFeedback: true, mayTransactional: true, locale: true } })
      const forged = [true_, token('bad'), true_.replace('q:', 'c:'), `c:${true_.split(':')[1]}`].map(data => tap(reza!.id, data))
      for (let n = 0; n < (FULL ? 10_000 : 300); n++) {
        const bytes = createHash('sha512').update(`forged ${n}`).digest()
        const flipped = Buffer.from(true_)
        // One bit of the question's id; in its own chat, where the right one would count.
        flipped[2 + (n % 16)]! ^= 1 << (n % 7)
        forged.push(n % 2 ? tap(sara!.id, flipped.toString('latin1')) : tap(n % 4 ? sara!.id : reza!.id, n % 8 ? bytes.toString('base64').slice(0, 64) : bytes.toString('latin1').slice(0, 64)))
      }
      for (const update of forged) api.push(update)
      await settled()
      expect(await store.db.answer.count()).toBe(0)
      expect(await store.db.case.count()).toBe(0)
      expect(await failed()).toEqual([])
      expect(await store.db.customer.findMany({ orderBy: { id: 'asc' }, select: { id: true, mayMarketing: true, mayFeedback: true, mayTransactional: true, locale: true } })).toEqual(before)
      // The one that was made for her counts.
      api.push(tap(sara!.id, true_))
      await settled()
      expect(await store.db.answer.findMany()).toMatchObject([{ customerId: sara!.customerId, value: 'great' }])
    })

    test('X9: no name, number, word, link or key of anybody stands in the log, in an answer to a stranger, or in an address', async () => {
      const phone = '09129876543'
      const [sara] = await gatherCrowd(api, order, 1, () => ({ name: 'نیلوفرانه', phone }))
      sara!.says('رازی که کسی نداند')
      sara!.sharesContact('+989129876543')
      api.fail({ answer: 500, accepted: true, times: 1 })
      sara!.says('کمک')
      await settled()
      api.fail({ cut: 'after', times: 1 })
      sara!.says('سفارشم کجاست')
      await settled()
      // What cannot be handled, and what cannot be used.
      const secrets = { phone, words: 'رازی که کسی نداند', name: 'نیلوفرانه' }
      for (const [n, odd] of [{ text: secrets }, { text: 'سلام', replyTo: secrets }, { text: 'سلام', messageId: secrets }].entries())
        await store.db.sql(
          `INSERT INTO "inbox" ("channel", "account", "key", "chatId", "body", "at") VALUES ('telegram', $1, $2, $3, $4::jsonb, now())`,
          [
            service.telegram.account, `poison-${n}`, sara!.chatId,
            JSON.stringify({ channel: 'telegram', account: service.telegram.account, kind: 'text', chatId: sara!.chatId, sender: {}, ...odd }),
          ],
        )
      await service.inbox.sweep()
      await settled()
      const strangers = [
        await service.request('POST', '/api/v1/orders', { customer: { phone: '+98912987654x', name: 'نیلوفرانه' } }, { authorization: 'Bearer wrong' }),
        await service.request('POST', '/api/v1/orders', '{"customer":', {}),
        await service.request('GET', `/api/v1/customers/${sara!.customerId}`, undefined, { authorization: '' }),
        await service.request('GET', '/healthz', undefined, { authorization: '' }),
        await service.request('GET', '/readyz', undefined, { authorization: '' }),
        await service.request('GET', '/nowhere', undefined, { authorization: '' }),
      ]
      const planted = [/نیلوفرانه/, /9129876543/, /رازی که/, new RegExp(api.token), /AAFakeToken/, new RegExp(sara!.payload), /key-of-the-fault/]
      for (const trace of planted) {
        expect.soft(logged.filter(line => trace.test(line)), `log: ${trace}`).toEqual([])
        expect.soft(strangers.filter(answer => trace.test(answer.text)), `answer: ${trace}`).toEqual([])
      }
      const errors = await store.db.sql<{ error: string }>(`SELECT "error" FROM "outbox" WHERE "error" IS NOT NULL UNION ALL SELECT "error" FROM "inbox" WHERE "error" IS NOT NULL`)
      expect(errors.length).toBeGreaterThan(0)
      for (const trace of planted) expect.soft(errors.filter(({ error }) => trace.test(error)), `kept error: ${trace}`).toEqual([])
    })

    test('X10: no cell of the exported answers is a formula', async () => {
      const formulas = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '"=1', 'بد; =1']
      const users = await gatherCrowd(api, order, formulas.length, n => ({ name: formulas[n]! }))
      for (const [n, user] of users.entries()) user.says(formulas[n]!)
      await settled()
      const csv = await service.request('GET', '/api/v1/answers.csv')
      expect(csv.status).toBe(200)
      const cells = readCsv(csv.text.replace(/^\ufeff/, ''))
      expect(cells.length).toBeGreaterThan(formulas.length)
      expect(cells.flat().filter(cell => /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell))).toEqual([])
      for (const formula of ['=HYPERLINK("http://x","y")', '@SUM(A1)']) expect(cells.flat()).toContain(`'${formula}`)
    })

    test.skipIf(database.name !== 'PostgreSQL')('F18: a row whose handling never ends holds up its own chat only, and is handled when it can be', async () => {
      const [stuck, other] = await gatherCrowd(api, order, 2)
      await settled()
      // Somebody holds the customer's row and does not let go.
      const [{ port, database: name }] = (await store.db.sql<{ port: string; database: string }>(`SELECT inet_server_port()::text AS port, current_database() AS database`)) as [{ port: string; database: string }]
      const holder = new pg.Client({ connectionString: `postgresql://postgres@127.0.0.1:${port}/${name}` })
      await holder.connect()
      await holder.query('BEGIN')
      await holder.query(`SELECT 1 FROM "customers" WHERE "id" = $1 FOR UPDATE`, [stuck!.customerId])
      try {
        const [mine, theirs] = [question(stuck!)!, question(other!)!]
        stuck!.taps(mine.token('great'), mine.message)
        await until(async () => (await store.db.inboxMessage.count({ where: { state: 'new' } })) === 1)
        other!.taps(theirs.token('great'), theirs.message)
        await until(async () => (await store.db.answer.count({ where: { customerId: other!.customerId } })) === 1)
        expect(await store.db.answer.count({ where: { customerId: stuck!.customerId } })).toBe(0)
      } finally {
        await holder.query('ROLLBACK')
        await holder.end()
      }
      await until(async () => (await store.db.answer.count({ where: { customerId: stuck!.customerId } })) === 1)
      await settled()
    })

    test.skipIf(database.name !== 'PostgreSQL')('F19: while the database takes nothing, nothing is confirmed to Telegram; afterwards everybody is answered', async () => {
      const [{ port, name }] = await store.db.sql<{ port: string; name: string }>(`SELECT current_setting('port') AS "port", current_database() AS "name"`) as [{ port: string; name: string }]
      // Over a connection of our own: what is set for one of the service's would let that one write.
      const admin = new pg.Client({ connectionString: `postgresql://postgres@127.0.0.1:${port}/${name}` })
      await admin.connect()
      await admin.query('SET default_transaction_read_only = off')
      const readOnly = async (state: 'on' | 'off') => {
        await admin.query(`ALTER SYSTEM SET default_transaction_read_only = ${state}`)
        await admin.query('SELECT pg_reload_conf()')
        const all = () => Promise.all(Array.from({ length: 10 }, () => store.db.sql<{ v: string }>(`SELECT current_setting('default_transaction_read_only') AS v, pg_sleep(0.05)::text`)))
        await until(async () => (await all()).every(([row]) => row!.v === state))
      }
      await readOnly('on')
      const people = Array.from({ length: 20 }, (_, n) => api.user(7_900_000 + n))
      for (const person of people) person.says('سلام')
      await until(() => logged.some(line => line.includes('could not be stored')))
      expect(api.receiving().pending).toBe(people.length)
      await readOnly('off')
      await admin.end()
      await settled()
      expect(people.map(person => person.sees().length)).toEqual(people.map(() => 1))
    })
  })

/** Cells of a CSV file: quoted ones may hold separators, quotes and line ends. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') rows.push([])
  }
  return rows
}
