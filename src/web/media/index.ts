import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fetchOne } from '../../support/media.ts'
import { opensMedia } from '../../support/media-link.ts'

/** Drawn in the browser; everything else is only ever saved: a file of a stranger must not run under the shop's address. */
const SHOWN = /^(image\/(jpeg|png|webp)|audio\/(ogg|mpeg|mp4|aac)|video\/mp4)(;|$)/

/** /media/<id>: a customer's file, for who has the signed link. */
export function mediaRoutes(app: Pick<App, 'store' | 'clock' | 'channels' | 'log'>): Hono {
  const { store, clock } = app
  const routes = new Hono()
  routes.get('/:id', async c => {
    const id = c.req.param('id')
    if (!opensMedia(id, c.req.query('until'), c.req.query('seal'), clock)) return c.notFound()
    // Somebody looks before the minute is over.
    await fetchOne(app, id)
    const found = await store.db.media.findUnique({ where: { id } })
    if (!found?.bytes) return c.json({ error: found?.state === 'wanted' ? 'it is being fetched: try again in a minute' : 'it is not kept any more' }, 404)
    const isShown = SHOWN.test(found.type ?? '')
    return c.body(new Uint8Array(found.bytes), 200, {
      'content-type': isShown ? found.type! : 'application/octet-stream',
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="${found.kind}-${id.slice(-6)}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })
  return routes
}
