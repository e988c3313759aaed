/** Lines over time. The table is what is said; draw-chart.js draws it for whoever sees, and without a script the table stands open. */
import { html } from 'hono/html'
import type { Html } from '../html.ts'
import type { View } from './frame.ts'

export type Chart = {
  /** What it shows, in words. */
  title: string
  /** Above the first column: month, week … */
  over: string
  lines: string[]
  /** Oldest first; one value for each line, null: nothing is known of it. */
  points: { name: string; values: (number | null)[] }[]
  say(value: number | null): string
  /** How the scale beside the lines counts, and where it begins and ends; the end is found where it is not given. */
  scale: { unit: 'percent' | 'decimal'; from?: number; to?: number }
}

export function lineChart({ say }: View, { title, over, lines, points, say: sayValue, scale }: Chart): Html {
  const table = html`<div class="wide" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th scope="col">${over}</th>${lines.map(line => html`<th scope="col">${line}</th>`)}</tr></thead>
<tbody>${points.map(({ name, values }) => html`<tr><th scope="row">${name}</th>${values.map(value => html`<td data-value="${value ?? ''}">${sayValue(value)}</td>`)}</tr>`)}</tbody></table></div>`
  return html`<link rel="stylesheet" href="/assets/uplot.css"><script defer src="/assets/uplot.js"></script><script type="module" src="/assets/draw-chart.js"></script>
<figure class="chart" data-unit="${scale.unit}" data-from="${scale.from ?? 0}" data-to="${scale.to ?? ''}"><figcaption>${title}</figcaption><div class="plot" aria-hidden="true" hidden></div><details open><summary>${say('as-table')}</summary>${table}</details></figure>`
}

/** A share as a bar in a cell of a table; the number stands beside it. */
export const shareBar = ({ locale }: Pick<View, 'locale'>, share: number): Html =>
  html`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="first" x="${locale === 'fa' ? (100 - share * 100).toFixed(1) : 0}" width="${(share * 100).toFixed(1)}" height="8" rx="2"></rect></svg>`
