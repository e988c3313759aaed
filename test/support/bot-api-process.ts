/**
 * The emulator as a process of its own, for benches and for tests that kill the service:
 *
 *     node --import tsx test/support/bot-api-process.ts '{"anyChat":true,"limits":null}'
 *
 * The argument is BotApiOptions. It prints one line of JSON, { port, apiRoot, token }, and answers beside the Bot API (bodies are JSON):
 * GET /_log?from=N (accepted sends from the Nth on, as { total, sent }), GET /_calls, POST /_push (an update or an array),
 * POST /_fail (a Fault), POST /_heal, POST /_limit (RateLimits or null), POST /_start (chat ids that start the bot),
 * GET /_pending, POST /_close.
 */
import { startBotApi, type BotApiOptions } from './bot-api.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as BotApiOptions
const api = await startBotApi({
  ...options,
  async control(path, query, body) {
    switch (path) {
      case '/_log':
        return { total: api.sent.length, sent: api.sent.slice(Number(query.get('from') ?? 0)) }
      case '/_calls':
        return api.calls
      case '/_pending':
        return api.receiving()
      case '/_push':
        return [body].flat().map(update => api.push(update as Record<string, unknown>)?.update_id ?? null)
      case '/_start':
        return (body as number[]).map(id => api.user(id).start().message_id)
      case '/_fail':
        return api.fail(body as Parameters<typeof api.fail>[0])
      case '/_heal':
        return api.heal()
      case '/_limit':
        return api.limit(body as Parameters<typeof api.limit>[0])
      case '/_close':
        setImmediate(() => process.exit(0))
        return null
      default:
        throw new Error(`there is no ${path}`)
    }
  },
})
console.log(JSON.stringify({ port: Number(new URL(api.apiRoot).port), apiRoot: api.apiRoot, token: api.token }))
process.once('SIGTERM', () => process.exit(0))
// Whoever started it has gone: do not stay behind.
process.stdin.on('end', () => process.exit(0)).resume()
