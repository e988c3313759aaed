import { html } from 'hono/html'
import type { Html } from '../html.ts'
import type { View } from './frame.ts'

const WIDTH = 720
const HEIGHT = 160

export type Bars = {
  /** What the two kinds of bars are. */
  names: [string, string]
  /** Oldest first. Heights are of 1; `said`: the same in words. */
  groups: { name: string; said: string; heights: [number, number] }[]
}

/** Two bars for each group, newest where reading ends. Its numbers stand in a table beside it. */
export function barChart({ locale, say }: Pick<View, 'locale' | 'say'>, { names, groups }: Bars): Html {
  const room = WIDTH / Math.max(1, groups.length)
  const place = (index: number) => (locale === 'fa' ? groups.length - 1 - index : index) * room
  const bar = (height: number, x: number, kind: string) => html`<rect class="${kind}" x="${x.toFixed(1)}" y="${(HEIGHT - height * HEIGHT).toFixed(1)}" width="${(room * 0.34).toFixed(1)}" height="${(height * HEIGHT).toFixed(1)}" rx="3"></rect>`
  return html`<figure class="chart"><figcaption><span class="key first"></span>${names[0]} <span class="key second"></span>${names[1]}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${say('chart', { first: names[0], second: names[1] })}" preserveAspectRatio="none">${groups.map((one, index) => html`<g><title>${one.name}: ${one.said}</title>${bar(one.heights[0], place(index) + room * 0.12, 'first')}${bar(one.heights[1], place(index) + room * 0.52, 'second')}</g>`)}</svg>
<div class="ends"><span>${groups[0]?.name ?? ''}</span><span>${groups.at(-1)?.name ?? ''}</span></div></figure>`
}

/** A share as a bar in a cell of a table; the number stands beside it. */
export const shareBar = ({ locale }: Pick<View, 'locale'>, share: number): Html =>
  html`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="first" x="${locale === 'fa' ? (100 - share * 100).toFixed(1) : 0}" width="${(share * 100).toFixed(1)}" height="8" rx="2"></rect></svg>`
