import { connect, createServer as createTcp, type Server } from 'node:net'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStaffBot } from '../../bots/staff/index.ts'
import { createTelegram } from '../../bots/telegram/index.ts'
import { TryLater } from '../../src/errors.ts'
import { startBotApi, type BotApi } from '../support/bot-api.ts'
import { silent } from '../support/store.ts'

let api: BotApi
let http: HttpServer
let socks: Server
let asked: string[]
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port

beforeEach(async () => {
  asked = []
  api = await startBotApi()
  // An HTTP proxy: CONNECT and nothing else.
  http = createServer()
  http.on('connect', (request, client) => {
    asked.push(`http ${request.url}`)
    const [host, port] = request.url!.split(':')
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  // A SOCKS5 proxy without a password.
  socks = createTcp(client => {
    client.on('error', () => {})
    client.once('data', () => {
      client.write(Buffer.from([5, 0]))
      client.once('data', request => {
        const host = request[3] === 1 ? request.subarray(4, 8).join('.') : request.subarray(5, 5 + request[4]!).toString()
        const port = request.readUInt16BE(request.length - 2)
        asked.push(`socks ${host}:${port}`)
        const target = connect(port, host, () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
          target.pipe(client).pipe(target)
        })
        target.on('error', () => client.destroy())
      })
    })
  })
  await Promise.all([http, socks].map(server => new Promise<void>(done => server.listen(0, '127.0.0.1', done))))
})
afterEach(async () => {
  await api.close()
  http.closeAllConnections()
  http.close()
  socks.close()
})

const target = () => api.apiRoot.replace('http://', '')
const make = { Telegram: createTelegram, 'the staff bot': createStaffBot }

test.each(Object.entries(make))('%s goes through an HTTP and a SOCKS proxy, and nowhere else', async (_, create) => {
  api.user(7, { started: true })
  for (const [kind, proxy] of [['http', `http://127.0.0.1:${portOf(http)}`], ['socks', `socks5://127.0.0.1:${portOf(socks)}`]] as const) {
    asked = []
    const bot = create({ token: api.token, apiRoot: api.apiRoot, proxy, log: silent, backoffMs: 10 })
    await bot.send('7', { text: `از ${kind}`, locale: 'fa' }, '1')
    expect(new Set(asked)).toEqual(new Set([`${kind} ${target()}`]))
  }
  expect(api.sent.map(({ text }) => text)).toEqual(['از http', 'از socks'])
})

test('a proxy that is away is no unknown outcome: nothing has left', async () => {
  const away = `http://127.0.0.1:${portOf(http)}`
  await new Promise(done => http.close(done))
  const bot = createTelegram({ token: api.token, apiRoot: api.apiRoot, proxy: away, log: silent, backoffMs: 10 })
  await expect(bot.send('7', { text: 'سلام', locale: 'fa' }, '1')).rejects.toBeInstanceOf(TryLater)
})
