import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStaffBot } from '../../bots/staff/index.ts'
import { fetchFile } from '../../bots/telegram/fetch-file.ts'
import { createTelegram } from '../../bots/telegram/index.ts'
import { DAY } from '../../src/clock.ts'
import { Refused } from '../../src/errors.ts'
import { mediaPath, opensMedia } from '../../src/support/media-link.ts'
import { deleteOldMedia, fetchWanted } from '../../src/support/media.ts'
import type { Store } from '../../src/store/store.ts'
import { mediaRoutes } from '../../src/web/media/index.ts'
import { startBotApi } from '../support/bot-api.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { emptyStore, openTestStore, silent } from '../support/store.ts'

let store: Store
beforeAll(async () => void (store = await openTestStore()))
afterAll(() => store.close())

describe('evidence', () => {
  let shop: Shop
  beforeEach(async () => {
    await emptyStore(store)
    shop = await openShop(store)
  })
  afterEach(() => shop.close())

  const withFiles = (files: Record<string, { bytes: Uint8Array; type: string } | Error>) =>
    new Map([['telegram' as const, Object.assign(shop.channel, {
      async fetchMedia(ref: string) {
        const file = Object.values(files)[0]!
        if (file instanceof Error) throw file
        return ref ? file : file
      },
    })]])

  async function sends() {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.sends('photo', 'پاره شده')
    return sara
  }

  test('is fetched once, shown by a signed link, and gone after half a year', async () => {
    await sends()
    const channels = withFiles({ any: { bytes: Buffer.from('JPEG'), type: 'image/jpeg' } })
    await fetchWanted({ store, channels, log: silent })
    const [file] = await store.db.media.findMany()
    expect(file).toMatchObject({ state: 'stored', type: 'image/jpeg', kind: 'photo' })
    const routes = mediaRoutes(shop.app)
    const path = mediaPath(file!.id, shop.clock).replace('/media', '')
    const shown = await routes.request(path)
    expect([shown.status, await shown.text(), shown.headers.get('content-security-policy')]).toEqual([200, 'JPEG', "default-src 'none'; sandbox"])
    expect((await routes.request(path.replace(/seal=./, 'seal=x'))).status).toBe(404)
    expect((await routes.request(path.replace(file!.id, '0198c0de-0000-7000-8000-000000000000'))).status).toBe(404)
    await shop.passes('2d')
    expect((await routes.request(path)).status).toBe(404)
    await shop.passes('180d')
    await deleteOldMedia(shop.app)
    expect(await store.db.media.findMany()).toMatchObject([{ state: 'gone', bytes: null }])
  })

  test('what is no picture is only ever saved', async () => {
    await sends()
    await fetchWanted({ store, channels: withFiles({ any: { bytes: Buffer.from('<script>'), type: 'text/html' } }), log: silent })
    const [file] = await store.db.media.findMany()
    const shown = await mediaRoutes(shop.app).request(mediaPath(file!.id, shop.clock).replace('/media', ''))
    expect(shown.headers.get('content-type')).toBe('application/octet-stream')
    expect(shown.headers.get('content-disposition')).toContain('attachment')
  })

  test('what cannot be had is given up at once; what fails is tried again', async () => {
    await sends()
    await fetchWanted({ store, channels: withFiles({ any: new Error('ECONNRESET') }), log: silent })
    expect(await store.db.media.findMany()).toMatchObject([{ state: 'wanted', attempts: 1 }])
    await fetchWanted({ store, channels: withFiles({ any: new Refused('larger than 10 MB') }), log: silent })
    expect(await store.db.media.findMany()).toMatchObject([{ state: 'refused' }])
  })

  test('a link opens its own file, for a day', () => {
    const [, id, until, seal] = /media\/([^?]+)\?until=(\d+)&seal=(.+)$/.exec(mediaPath('abc', shop.clock))!
    expect(opensMedia(id!, until, seal, shop.clock)).toBe(true)
    expect(opensMedia('other', until, seal, shop.clock)).toBe(false)
    expect(opensMedia(id!, String(Number(until) + DAY), seal, shop.clock)).toBe(false)
    expect(opensMedia(id!, until, undefined, shop.clock)).toBe(false)
  })
})

describe('fetching from the Bot API', () => {
  let server: Server
  let asked: string[]
  let apiRoot: string
  beforeEach(async () => {
    asked = []
    server = createServer((request, response) => {
      asked.push(request.url!)
      if (request.url!.endsWith('/away')) return response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
      if (request.url!.endsWith('/large')) return response.writeHead(200, { 'content-length': 1e9 }).end()
      // Says nothing of its size, and never ends.
      if (request.url!.endsWith('/endless')) {
        response.writeHead(200)
        const drip = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1)
        return response.on('close', () => clearInterval(drip))
      }
      response.writeHead(200, { 'content-type': 'image/png' }).end('PNG')
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise(done => {
    server.closeAllConnections()
    server.close(done)
  }))
  const fetch = (path: string) => fetchFile({ apiRoot, token: '123:secret', path, agent: undefined, largest: 1024 * 1024 })

  test('a file comes whole', async () => {
    expect(await fetch('photos/file_1.png')).toEqual({ bytes: Buffer.from('PNG'), type: 'image/png' })
  })

  test.each(['http://169.254.169.254/', '//169.254.169.254/x', '../../bot123:secret/deleteWebhook', '/etc/passwd', 'a?b=c', 'a#b', 'a%2e%2e/b', ''])('%s is never asked for', async path => {
    await expect(fetch(path)).rejects.toBeInstanceOf(Refused)
    expect(asked).toEqual([])
  })

  test('no redirect is followed, and nothing too large is read to its end', async () => {
    await expect(fetch('away')).rejects.toThrow('answered 302')
    await expect(fetch('large')).rejects.toBeInstanceOf(Refused)
    await expect(fetch('endless')).rejects.toBeInstanceOf(Refused)
    expect(asked).toHaveLength(3)
  })

  test('a photo of a customer, by its ref', async () => {
    const api = await startBotApi()
    const sara = api.user(1, { started: true })
    const message = sara.sendsPhoto('پاره') as { photo?: { file_id: string }[] }
    for (const create of [createTelegram, createStaffBot]) {
      const bot = create({ token: api.token, apiRoot: api.apiRoot, log: silent })
      expect((await bot.fetchMedia!(message.photo!.at(-1)!.file_id, 1024 * 1024)).bytes.length).toBeGreaterThan(0)
      await expect(bot.fetchMedia!('nothing', 1024)).rejects.toBeInstanceOf(Refused)
    }
    await api.close()
  })
})
