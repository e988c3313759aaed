import { html } from 'hono/html'
import type { Locale } from '../../channel.ts'
import type { Html } from '../html.ts'
import { pageWords } from '../words.ts'

export const chatWords = pageWords('chat')

/** The chat as markup, filled by client.js; the page and the demo's phone are this same piece. */
export function chatFrame(locale: Locale, shop: string): Html {
  const say = (key: string) => chatWords.format(locale, key)
  return html`<section class="chat" id="chat" aria-label="${chatWords.format(locale, 'title', { shop })}">
<header class="chat-head">
<span class="avatar" aria-hidden="true">${initial(shop)}</span>
<div><h1>${shop}</h1><p>${say('assistant')}</p></div>
</header>
<div class="log" role="log" aria-live="off" aria-label="${say('log')}" tabindex="0">
<p class="empty" hidden>${say('empty')}</p>
</div>
<div class="typing" hidden><span></span><span></span><span></span><em class="unseen">${say('typing')}</em></div>
<p class="note" role="status" hidden></p>
<form class="composer" autocomplete="off">
<label class="unseen" for="text">${say('composer')}</label>
<textarea id="text" name="text" rows="1" maxlength="4096" placeholder="${say('placeholder')}" enterkeyhint="send"></textarea>
<button type="submit" class="send" aria-label="${say('send')}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h13M12.5 6l6 6-6 6"/></svg></button>
</form>
<noscript><p class="note">${say('no-script')}</p></noscript>
</section>`
}

function initial(shop: string): string {
  return [...shop.replace(/^فروشگاه\s+/, '').trim()][0] ?? '•'
}
