import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { pageFolder } from './words.ts'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** /<name> for the listed files of src/web, read once; a browser asks again and mostly hears 304. */
export function assets(files: readonly string[]): Hono {
  const app = new Hono()
  for (const file of files) {
    const body = readFileSync(join(pageFolder('.'), file), 'utf8')
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const headers = { 'content-type': TYPES[file.split('.').at(-1)!]!, 'cache-control': 'no-cache', etag }
    app.get(`/${file.split('/').at(-1)}`, c => (c.req.header('if-none-match') === etag ? c.body(null, 304, headers) : c.body(body, 200, headers)))
  }
  return app
}
