import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import { pageFolder } from './words.ts'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
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

/** From packages, by the name under which pages ask for it: the Persian font, and what draws charts. */
const PACKAGED: Record<string, [name: string, file: string]> = {
  'vazirmatn.woff2': ['vazirmatn', 'fonts/webfonts/Vazirmatn[wght].woff2'],
  'uplot.js': ['uplot', 'dist/uPlot.iife.min.js'],
  'uplot.css': ['uplot', 'dist/uPlot.min.css'],
}

export function packagedAssets(): Hono {
  const app = new Hono()
  const { resolve } = createRequire(import.meta.url)
  for (const [as, [name, file]] of Object.entries(PACKAGED)) {
    const body = readFileSync(join(dirname(resolve(`${name}/package.json`)), file))
    app.get(`/${as}`, c => c.body(body, 200, { 'content-type': TYPES[as.split('.').at(-1)!]!, 'cache-control': 'public, max-age=2592000' }))
  }
  return app
}
