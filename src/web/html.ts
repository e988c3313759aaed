import { html, raw } from 'hono/html'
import type { Locale } from '../channel.ts'

export type Html = ReturnType<typeof html>

export type Page = {
  locale: Locale
  title: string
  styles: string[]
  scripts?: string[]
  /** Handed to the scripts as JSON in <script id="data" type="application/json">: data, never run. */
  data?: unknown
  body: Html
  /** On <body>, for the styles. */
  kind: string
  index?: boolean
}

/** One frame for every page: no inline script or style, so that the policy of headers can be strict. */
export function page({ locale, title, styles, scripts = [], data, body, kind, index = false }: Page): Html {
  return html`<!doctype html>
<html lang="${locale}" dir="${locale === 'fa' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${index ? '' : html`<meta name="robots" content="noindex, nofollow">`}
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${['font.css', ...styles].map(name => html`<link rel="stylesheet" href="/assets/${name}">`)}
${data === undefined ? '' : html`<script id="data" type="application/json">${raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>`}
${scripts.map(name => html`<script type="module" src="/assets/${name}"></script>`)}
</head>
<body class="${kind}">
${body}
</body>
</html>`
}
