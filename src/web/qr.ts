import { html } from 'hono/html'
import { toString as draw } from 'qrcode'
import type { Html } from './html.ts'

/** A code to scan, standing in the page itself: no address of its own that could be guessed or kept. */
export async function qrImage(text: string, alt: string): Promise<Html> {
  const svg = await draw(text, { type: 'svg', margin: 2 })
  return html`<img class="code" src="data:image/svg+xml,${encodeURIComponent(svg)}" alt="${alt}" width="240" height="240">`
}
