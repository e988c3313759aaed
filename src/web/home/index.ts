import { html } from 'hono/html'
import type { App } from '../../app.ts'
import { page, type Html } from '../html.ts'
import { pageWords } from '../words.ts'

const words = pageWords('home')

/** / outside the demo. */
export function homePage({ name: shop, locale }: App['config']['shop'], chat: boolean): Html {
  const title = words.format(locale, 'title')
  return page({
    locale,
    title,
    kind: 'small-page',
    styles: ['theme.css', 'page.css'],
    body: html`<main class="card"><h1>${title}</h1><p>${words.format(locale, 'text', { shop })}</p>
<nav><a class="button" href="/api/docs">${words.format(locale, 'docs')}</a>${chat ? html`<a class="button" href="/chat">${words.format(locale, 'chat')}</a>` : ''}</nav></main>`,
  })
}

export function missingPage({ locale }: App['config']['shop']): Html {
  const title = words.format(locale, 'missing-title')
  return page({ locale, title, kind: 'small-page', styles: ['theme.css', 'page.css'], body: html`<main class="card"><h1>${title}</h1><p>${words.format(locale, 'missing')}</p></main>` })
}
