import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { SECOND } from '../../clock.ts'

/** /healthz: this process answers and so does its database. /readyz: the store is migrated (it would not be open otherwise) and the loop runs. */
export function healthRoutes({ store, log }: Pick<App, 'store' | 'log'>, loopRuns: () => boolean): Hono {
  const routes = new Hono()
  const databaseAnswers = async () => {
    try {
      await Promise.race([store.now(), tooLate(3 * SECOND)])
      return true
    } catch (error) {
      log.warn({ err: error }, 'health: the database does not answer')
      return false
    }
  }
  routes.get('/healthz', async c => {
    const database = await databaseAnswers()
    return c.json({ ok: database, database: database ? 'answers' : 'does not answer' }, database ? 200 : 503)
  })
  routes.get('/readyz', async c => {
    const migrated = await databaseAnswers()
    const loop = loopRuns()
    return c.json({ ok: migrated && loop, migrations: migrated ? 'done' : 'unknown', loop: loop ? 'running' : 'not running' }, migrated && loop ? 200 : 503)
  })
  return routes
}

async function tooLate(afterMs: number): Promise<never> {
  return new Promise((_, reject) => setTimeout(reject, afterMs, new Error(`no answer within ${afterMs} ms`)).unref())
}
