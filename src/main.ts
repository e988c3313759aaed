/** Start-up and shutdown, read from top to bottom. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createStaffBot } from '../bots/staff/index.ts'
import { createTelegram } from '../bots/telegram/index.ts'
import { BALE } from '../bots/telegram/platform.ts'
import { createWebchat } from '../bots/webchat/index.ts'
import { createWhatsapp } from '../bots/whatsapp/index.ts'
import type { Channel, Outgoing } from './channel.ts'
import { serveCommands } from './cli/serve-commands.ts'
import { databaseClock, SECOND } from './clock.ts'
import { parseConfig, readEnvironment } from './config.ts'
import { keepVersions } from './engagement/enroll.ts'
import { declareEndpoints } from './engagement/outgoing.ts'
import { declareTills } from './engagement/shop-coupons.ts'
import { UserError } from './errors.ts'
import { loadScenarios } from './journeys/load.ts'
import { atLocal, localTime } from './journeys/local-time.ts'
import { createLog } from './log.ts'
import { agendaBackend, startAgenda } from './schedule/agenda.ts'
import { registerJobs } from './schedule/recurring.ts'
import { createService } from './service.ts'
import { keepNumber, ourNumberSince, pairingLines } from './show-pairing.ts'
import { startLines } from './start-lines.ts'
import { chatRows } from './store/chat-rows.ts'
import { openStore, type OpenStore } from './store/open.ts'
import { sealedRows } from './store/sealed-rows.ts'
import { secretKey } from './store/secret.ts'
import { createServer } from './web/server.ts'

const STOP_MS = 10 * SECOND

await main().catch(error => {
  console.error(error instanceof UserError ? error.message : error)
  process.exit(1)
})

async function main() {
  const config = parseConfig(readEnvironment())
  const log = createLog(config.logLevel)
  const scenarios = loadScenarios(config.scenariosDir, config.demo ? join(config.scenariosDir, 'demo') : undefined)
  const store = await openStore({
    databaseUrl: config.databaseUrl, dataDir: config.dataDir, log, kind: config.demo ? 'demo' : 'real', command: 'start',
    onLost(reason) {
      log.fatal({ err: reason }, 'the embedded database died; starting again brings it back')
      process.exit(70)
    },
  })
  const secret = secretKey(config)
  const clock = await databaseClock(store.now, await storedOffset(store, config))
  await store.transaction(tx => keepVersions({ tx, clock, scenarios }))
  await declareEndpoints(store, config)
  await declareTills({ store, config })

  const pairingToken = randomBytes(16).toString('base64url')
  const linesOf = pairingLines(`${config.publicUrl}/pair/${pairingToken}`)
  const telegram = config.telegram && createTelegram({
    token: config.telegram.token, apiRoot: config.telegram.apiRoot, proxy: config.telegram.proxy, publicUrl: config.publicUrl, log,
    ...(config.telegram.webhookSecret ? { webhookSecret: config.telegram.webhookSecret } : {}),
  })
  const bale = config.bale && createTelegram({ platform: BALE, token: config.bale.token, apiRoot: config.bale.apiRoot, proxy: config.bale.proxy, log })
  const staffBot = config.staffBot && createStaffBot({ ...config.staffBot, log })
  const whatsapp = config.whatsapp && createWhatsapp({
    ...config.whatsapp, rows: sealedRows(store, secret), locale: config.shop.locale, log,
    pairedAt: () => ourNumberSince(store.db),
    sent: async chat => ((await store.db.outboxMessage.findFirst({ where: { channel: 'whatsapp', ...chat }, select: { content: true } }))?.content ?? null) as Outgoing | null,
    async onState(state) {
      if (state.is === 'on') await keepNumber(store, state.number)
      for (const line of await linesOf(state)) console.log(line)
    },
  })
  const webchat = createWebchat({ rows: chatRows(store), clock, publicUrl: config.publicUrl, log })
  const channels: Channel[] = [...(telegram ? [telegram] : []), ...(bale ? [bale] : []), ...(whatsapp ? [whatsapp] : []), ...(staffBot ? [staffBot] : []), webchat]

  const service = createService({
    config, store, clock, scenarios, channels, log, workerId: randomBytes(8).toString('hex'),
    ...(config.demo ? { clockMoved: () => keepOffset(store, clock.offsetMs()) } : {}),
  })
  const { app, jobs, walk } = service
  store.lock?.serve(serveCommands(app))
  const clockSync = setInterval(() => void clock.sync().catch(() => {}), 10 * SECOND)

  let ready = false
  const server = createServer(app, { loopRuns: () => ready, walk, pairingToken })
  const listener = await listen(server, config.port)

  // Messages leave as soon as the service starts: a signal that comes before everything else is up waits for that, and ends it all.
  let isUp = () => {}
  const up = new Promise<void>(resolve => (isUp = resolve))
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    // What does not end in time is marked, and the next start says so.
    setTimeout(() => process.exit(1), STOP_MS).unref()
    await up
    ready = false
    clearInterval(clockSync)
    await agenda.stop()
    await service.stop()
    await listener.close()
    await store.close()
    // Agenda keeps a timer for every job that ran.
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))

  await service.start()
  await registerJobs({ store, clock, log }, jobs)
  const agenda = await startAgenda({ store, clock, log }, agendaBackend(store, config.mongodbUrl), jobs)
  ready = true
  isUp()
  const [telegramBot = null, baleBot = null, staff = null] = await Promise.all([telegram?.describe(), bale?.describe(), staffBot?.describe()])
  console.log(startLines({ config, port: listener.port, bots: { telegram: telegramBot, bale: baleBot, staff }, scenarios }).join('\n'))
}

/** The demo's clock starts at 10:00 of today in the shop's zone, and goes on where it was. */
async function storedOffset(store: OpenStore, config: ReturnType<typeof parseConfig>): Promise<number> {
  if (!config.demo) return 0
  const row = await store.db.setting.findUnique({ where: { key: 'clock' } })
  if (row) return (row.value as { offsetMs: number }).offsetMs
  const now = await store.now()
  const { year, month, day } = localTime(now, config.shop.zone)
  const offsetMs = atLocal({ year, month, day, hour: 10 }, config.shop.zone).getTime() - now.getTime()
  await keepOffset(store, offsetMs)
  return offsetMs
}

async function keepOffset(store: OpenStore, offsetMs: number): Promise<void> {
  await store.db.setting.upsert({ where: { key: 'clock' }, create: { key: 'clock', value: { offsetMs } }, update: { value: { offsetMs } } })
}

function listen(server: { fetch: Parameters<typeof serve>[0]['fetch'] }, port: number): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const http = serve({ fetch: server.fetch, port }, info =>
      resolve({
        port: info.port,
        close: () =>
          new Promise(done => {
            http.close(() => done())
            if ('closeAllConnections' in http) http.closeAllConnections()
          }),
      }),
    )
    http.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new UserError(`port ${port} is in use by another program: stop it, or set PORT to another one, for example PORT=${port + 1}`) : error),
    )
  })
}
