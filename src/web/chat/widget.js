// A shop puts this into its pages: <script src="https://bot.myshop.ir/widget.js" async></script>
// A round button that opens the chat in a frame of ours; nothing else of the page is touched.
;(() => {
  const script = document.currentScript
  if (!script || window.bazgashtChat) return
  window.bazgashtChat = true
  const origin = new URL(script.src).origin
  const locale = (script.dataset.lang || document.documentElement.lang || 'fa').slice(0, 2) === 'en' ? 'en' : 'fa'
  const words = { fa: ['گفتگو با ما', 'بستن گفتگو'], en: ['Chat with us', 'Close chat'] }[locale]
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'closed' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    :host { all: initial }
    button { position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: 2147483000; width: 60px; height: 60px; border: 0; border-radius: 50%;
      background: #0b7a6b; color: #fff; font: 28px/1 system-ui, sans-serif; cursor: pointer; box-shadow: 0 6px 20px rgb(0 0 0 / 25%) }
    button:focus-visible { outline: 3px solid #fff; outline-offset: -6px }
    svg { width: 28px; height: 28px; fill: none; stroke: currentcolor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; vertical-align: middle }
    iframe { position: fixed; inset-block-end: 92px; inset-inline-end: 20px; z-index: 2147483000; width: 380px; height: min(640px, calc(100dvh - 112px));
      border: 0; border-radius: 20px; background: Canvas; box-shadow: 0 12px 48px rgb(0 0 0 / 28%); color-scheme: light dark }
    iframe[hidden] { display: none }
    @media (max-width: 480px) { iframe { inset: 0 0 84px 0; width: 100%; height: calc(100dvh - 84px); border-radius: 0 } button { inset-block-end: 12px } }
  `)
  root.adoptedStyleSheets = [sheet]
  const shape = path => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('aria-hidden', 'true')
    svg.append(Object.assign(document.createElementNS('http://www.w3.org/2000/svg', 'path')))
    svg.firstChild.setAttribute('d', path)
    return svg
  }
  const button = document.createElement('button')
  let frame = null
  const draw = open => {
    button.setAttribute('aria-expanded', String(open))
    button.setAttribute('aria-label', words[open ? 1 : 0])
    button.replaceChildren(shape(open ? 'M6 6l12 12M18 6 6 18' : 'M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5z'))
    if (frame) frame.hidden = !open
  }
  button.type = 'button'
  button.addEventListener('click', () => {
    const open = !frame || frame.hidden
    if (!frame) {
      frame = document.createElement('iframe')
      frame.title = words[0]
      frame.src = `${origin}/chat?lang=${locale}`
      frame.allow = 'clipboard-write'
      root.prepend(frame)
    }
    draw(open)
    if (open) frame.focus()
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && frame && !frame.hidden) {
      draw(false)
      button.focus()
    }
  })
  draw(false)
  host.lang = locale
  host.dir = locale === 'fa' ? 'rtl' : 'ltr'
  root.append(button)
  document.body ? document.body.append(host) : document.addEventListener('DOMContentLoaded', () => document.body.append(host))
})()
