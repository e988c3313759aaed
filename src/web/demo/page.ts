import { html } from 'hono/html'
import type { App } from '../../app.ts'
import type { Locale } from '../../channel.ts'
import { chatFrame, chatWords } from '../chat/frame.ts'
import { page, type Html } from '../html.ts'
import { wordsForScript } from '../words.ts'
import { demoWords } from './state.ts'

/** A phone beside what the shop sees. The phone holds the very chat of /chat. */
export function demoPage({ config }: Pick<App, 'config'>, locale: Locale): Html {
  const say = (key: string) => demoWords.format(locale, key)
  const other = locale === 'fa' ? 'en' : 'fa'
  return page({
    locale,
    title: say('title'),
    kind: 'demo-page',
    styles: ['theme.css', 'chat.css', 'demo.css'],
    scripts: ['demo.js'],
    data: {
      locale,
      zone: config.shop.zone,
      key: config.apiKey,
      words: wordsForScript(demoWords, locale),
      chatWords: wordsForScript(chatWords, locale),
      // The script has no Fluent: one ready text per number of days.
      daysLater: Array.from({ length: 61 }, (_, days) => (days === 0 ? '' : demoWords.format(locale, 'days-later', { shown: shown(locale, days) }))),
    },
    body: html`
<header class="top">
<strong class="brand"><img src="/assets/icon.svg" alt="" width="28" height="28">${say('brand')}</strong>
<p class="banner">${say('banner')}</p>
<div class="top-buttons">
<button type="button" class="button" id="language" lang="${other}" data-locale="${other}">${say('language')}</button>
<button type="button" class="button" id="again">${say('again')}</button>
</div>
</header>
<section class="coach" aria-label="${say('coach')}">
<p id="hint" role="status"></p>
<div class="time"><b id="clock"></b><span id="day"></span></div>
<button type="button" class="button" id="walk">${say('walk')}</button>
</section>
<div class="tabs" role="tablist">
<button type="button" role="tab" class="tab" id="tab-phone" aria-controls="phone" aria-selected="true">${say('tab-phone')}<i class="badge" hidden></i></button>
<button type="button" role="tab" class="tab" id="tab-shop" aria-controls="shop" aria-selected="false">${say('tab-shop')}<i class="badge" hidden></i></button>
</div>
<main class="stage">
<section class="side" id="phone" aria-label="${say('phone')}"><h2 class="side-title">${say('phone')}</h2><div class="phone-frame">${chatFrame(locale, config.shop.name)}</div></section>
<section class="side" id="shop" aria-label="${say('shop')}"><h2 class="side-title">${say('shop')}</h2>
<div class="panel end" id="end" hidden><h3>${say('end')}</h3><ul id="counts"></ul><p>${say('end-text')}</p>
<ol class="doors"><li><b>${say('door-own')}</b> ${say('end-own')}</li><li><b>${say('door-months')}</b> ${say('end-months')}<code dir="ltr">npx bazgasht replay --orders orders.csv --from 2026-01-01 --to 2026-06-30</code></li><li><b>${say('door-manager')}</b> ${say('end-manager')} <button type="button" class="button" id="manager">${say('door-open')}</button><code dir="ltr" id="manager-link" hidden></code></li><li><b>${say('door-dashboard')}</b> ${say('end-dashboard')} <button type="button" class="button" id="dashboard">${say('door-open')}</button></li></ol></div>
<div class="panel" id="basket" hidden><h3>${say('basket')}</h3><ul id="bought"></ul><p class="quiet" id="basket-text">${say('basket-text')}</p><button type="button" class="button" id="buy">${say('buy')}</button></div>
<div class="panel alarm" id="case" hidden></div>
<div class="panel"><h3>${say('plan')}</h3><p class="quiet" id="plan-empty">${say('plan-empty')}</p><ol class="plan" id="plan"></ol></div>
<div class="panel"><h3>${say('answers')}</h3><p class="quiet" id="answers-empty">${say('answers-empty')}</p><ul class="answers" id="answers"></ul></div>
</section>
</main>`,
  })
}

function shown(locale: Locale, days: number): string {
  return locale === 'fa' ? days.toLocaleString('fa-IR') : String(days)
}
