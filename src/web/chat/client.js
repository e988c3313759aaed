// The chat as it runs in a browser: the page /chat and the demo's phone both call openChat.

const MAX_TYPING_MS = 20_000

/**
 * Fills the frame of frame.ts. `dayLine(before, at)`: the text between two days, or null. `onLine(line, live)` hears of every
 * line once it is shown. What a surrounding page may do stands at the end.
 */
export function openChat(root, { words, locale, zone, dayLine = sayDay(locale, zone), onLine = () => {} }) {
  const log = root.querySelector('.log')
  const dots = root.querySelector('.typing')
  const note = root.querySelector('.note')
  const empty = root.querySelector('.empty')
  const form = root.querySelector('.composer')
  const field = form.querySelector('textarea')
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  const sayHour = hour(locale, zone)
  const shown = new Map()
  const waiting = []
  let events = null
  let live = false
  let lastAt = null
  let bright = null
  let typingSince = 0
  let typingTimer = 0
  let showing = false
  let backoff = 1000
  /** Lines of the shop that came in: what was answered already needs no dots. */
  let answers = 0

  // --- drawing

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120
  const toEnd = () => log.scrollTo({ top: log.scrollHeight, behavior: live && !calm.matches ? 'smooth' : 'auto' })

  const draw = line => {
    const mine = line.content.by === 'customer'
    const stick = atEnd() || mine
    const pending = mine && [...shown.values()].find(other => other.id && line.key.endsWith(other.id))
    if (pending) pending.element.remove()
    const at = new Date(line.at)
    drawDay(at)
    const element = mine ? drawMine(line.content.text) : drawShop(line)
    element.querySelector('.bubble').append(make('time', { datetime: line.at }, sayHour(at)))
    if (live) element.classList.add('fresh')
    log.append(element)
    shown.set(line.key, { element, line })
    empty.hidden = true
    if (mine && line.content.of) retire(line.content.of)
    if (mine) retirePhones()
    if (stick) toEnd()
    highlight(bright)
    onLine(line, live)
  }

  const drawDay = at => {
    const day = dayLine(lastAt, at)
    lastAt = at
    if (!day) return
    log.append(make('p', { class: 'day' }, day))
    if (live) toEnd()
  }

  const drawMine = text =>
    make('div', { class: 'line customer' }, make('div', { class: 'bubble' }, make('span', { class: 'unseen' }, `${words.you}: `), make('p', { dir: 'auto' }, text)))

  const drawShop = line => {
    const { parts, choices = [], links = [], image, askPhone, file, locale: language } = line.content.message
    const bubble = make('div', { class: 'bubble' })
    if (image) bubble.append(make('img', { src: image, alt: '', loading: 'lazy' }))
    for (const part of parts) bubble.append(part.code === undefined ? make('p', {}, part.text) : drawCode(part))
    const element = make('div', { class: 'line shop', lang: language, dir: language === 'fa' ? 'rtl' : 'ltr' }, bubble)
    const row = make('div', { class: 'choices' })
    if (file) row.append(make('a', { class: 'button', href: URL.createObjectURL(new Blob([file.text], { type: 'text/csv' })), download: file.name }, file.name))
    for (const { url, label } of links) row.append(make('a', { class: 'button', href: url, target: '_blank', rel: 'noopener noreferrer' }, label))
    for (const { token, label } of choices) {
      const button = make('button', { class: 'button choice', type: 'button' }, label)
      button.dataset.token = token
      button.addEventListener('click', () => tap(element, token, label))
      row.append(button)
    }
    if (row.childElementCount > 0) element.append(row)
    if (askPhone) element.append(drawPhone(askPhone))
    return element
  }

  const drawCode = ({ code, copyLabel }) => {
    const button = make('button', { class: 'button', type: 'button' }, copyLabel)
    button.addEventListener('click', async () => {
      await copy(code)
      button.textContent = words.copied
      setTimeout(() => (button.textContent = copyLabel), 2000)
    })
    return make('div', { class: 'code', dir: 'ltr' }, make('code', {}, code), button)
  }

  const drawPhone = label => {
    const input = make('input', { type: 'tel', inputmode: 'tel', autocomplete: 'tel', dir: 'ltr', maxlength: '20', required: '', 'aria-label': words.phone })
    const phone = make('form', { class: 'phone' }, input, make('button', { class: 'button', type: 'submit' }, label))
    phone.addEventListener('submit', event => {
      event.preventDefault()
      if (!input.value.trim()) return
      phone.remove()
      say(input.value.trim())
    })
    return phone
  }

  /** A line whose button was pressed has none left. */
  const retire = key => {
    const row = shown.get(key)?.element.querySelector('.choices')
    for (const button of row?.querySelectorAll('button') ?? []) button.remove()
    if (row?.childElementCount === 0) row.remove()
  }
  const retirePhones = () => {
    for (const phone of log.querySelectorAll('.phone')) phone.remove()
  }

  const highlight = token => {
    bright = token
    for (const button of log.querySelectorAll('button.choice')) button.classList.toggle('bright', token !== null && button.dataset.token === token)
  }

  // --- typing dots, and one line after another

  const typing = on => {
    clearTimeout(typingTimer)
    if (on && dots.hidden) typingSince = performance.now()
    const stick = atEnd()
    dots.hidden = !on
    if (on) typingTimer = setTimeout(() => typing(false), MAX_TYPING_MS)
    if (on && stick) toEnd()
  }

  const arrive = line => {
    if (shown.has(line.key) || waiting.some(other => other.key === line.key)) return
    if (line.content.by === 'shop') answers++
    if (!live || line.content.by === 'customer' || calm.matches || document.hidden) {
      if (line.content.by === 'shop') typing(false)
      if (waiting.length === 0) return draw(line)
    }
    waiting.push(line)
    if (!showing) showNext()
  }
  const showNext = () => {
    const line = waiting[0]
    showing = line !== undefined
    if (!line) return
    const finish = () => {
      waiting.shift()
      typing(false)
      draw(line)
      if (waiting.length > 0) setTimeout(showNext, 250)
      else showing = false
    }
    if (line.content.by === 'customer') return finish()
    drawDay(new Date(line.at))
    typing(true)
    const wanted = Math.min(1100, 450 + 6 * line.content.message.parts.map(part => part.text ?? '').join('').length)
    setTimeout(finish, Math.max(0, wanted - (performance.now() - typingSince)))
  }

  // --- talking to the service

  const post = async (path, body) => {
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, locale }) })
    if (!response.ok) throw Object.assign(new Error(path), { status: response.status })
    return response.json()
  }

  /** The cookie, and proof that it sticks: in another site's frame some browsers drop it. */
  const join = async () => {
    const first = await post('/chat/session', {})
    const sticks = first.resumed || window.top === window || (await post('/chat/session', {})).resumed
    if (!sticks) tell(words.blocked, make('a', { class: 'button', href: location.href, target: '_blank', rel: 'noopener' }, words['open-window']))
    return sticks
  }

  const begin = async start => {
    if (!(await join())) return false
    if (start) await post('/chat/session', { start })
    listen()
    return true
  }

  /** Two messages sent at once begin one chat, not two. */
  let beginning = null
  const beginOnce = () => (beginning ??= begin(null).finally(() => (beginning = null)))

  const listen = () => {
    events?.close()
    events = new EventSource('/chat/events')
    events.addEventListener('open', () => {
      backoff = 1000
      note.hidden = true
    })
    events.addEventListener('line', event => arrive(JSON.parse(event.data)))
    events.addEventListener('ready', () => {
      if (!live) {
        live = true
        log.setAttribute('aria-live', 'polite')
        empty.hidden = shown.size > 0
        log.scrollTop = log.scrollHeight
      }
      root.dispatchEvent(new CustomEvent('chat-ready'))
    })
    events.addEventListener('error', () => {
      setTimeout(() => {
        if (events.readyState !== EventSource.OPEN) tell(words.reconnecting)
      }, 1500)
      if (events.readyState !== EventSource.CLOSED) return
      setTimeout(() => beginOnce().catch(() => listen()), (backoff = Math.min(backoff * 2, 30_000)))
    })
  }

  const tell = (text, ...more) => {
    note.replaceChildren(text, ...more)
    note.hidden = false
  }

  /** One after the other: what was written first arrives first. */
  let sending = Promise.resolve()
  const send = body => {
    const mine = sending.catch(() => {}).then(() => sendNow(body))
    sending = mine
    return mine
  }
  const sendNow = async body => {
    if (!events && !(await beginOnce())) throw new Error('no session')
    const before = answers
    await deliver(body).catch(async error => {
      if (error.status !== 401) throw error
      await beginOnce()
      await deliver(body)
    })
    setTimeout(() => answers === before && typing(true), 350)
  }

  /** A service that is starting anew, or a line that was cut: the same id again is the same message. */
  const deliver = async body => {
    for (const wait of [500, 2000, null]) {
      try {
        return await post('/chat/messages', body)
      } catch (error) {
        if (wait === null || (error.status ?? 503) < 500) throw error
        await new Promise(done => setTimeout(done, wait))
      }
    }
  }

  /** Words: shown at once as on their way, with the same id however often they are sent. */
  const say = text => {
    const id = newId()
    const element = drawMine(text)
    const state = make('span', { class: 'state' }, words.sending)
    element.querySelector('.bubble').append(state)
    log.append(element)
    empty.hidden = true
    toEnd()
    shown.set(`local:${id}`, { id, element })
    const attempt = () => {
      state.replaceChildren(words.sending)
      send({ id, text }).catch(() => {
        const again = make('button', { type: 'button' }, words.retry)
        again.addEventListener('click', attempt)
        state.replaceChildren(`${words.failed} `, again)
      })
    }
    attempt()
  }

  const tap = (element, token) => {
    const buttons = element.querySelectorAll('button.choice')
    // A disabled button loses the focus to nowhere.
    log.focus({ preventScroll: true })
    for (const button of buttons) button.disabled = true
    element.dataset.id ??= newId()
    send({ id: element.dataset.id, choice: token }).catch(() => {
      for (const button of buttons) button.disabled = false
      delete element.dataset.id
      tell(words.failed)
    })
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    const text = field.value.trim()
    if (!text) return
    field.value = ''
    fit()
    say(text)
  })
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  const fit = () => {
    // An empty field keeps the page's direction, for its placeholder.
    field.dir = field.value === '' ? '' : 'auto'
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + 2}px`
    form.classList.toggle('ready', field.value.trim() !== '')
  }
  field.addEventListener('input', fit)

  return {
    begin,
    listen,
    send: say,
    typing,
    highlight,
    /** The button of a choice, if it can be pressed now. */
    choice: token => [...log.querySelectorAll('button.choice:enabled')].findLast(button => button.dataset.token === token) ?? null,
    /** Something is still being written. */
    isBusy: () => !dots.hidden || waiting.length > 0,
  }
}

/** An element with attributes and children; text is always text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

const tag = locale => (locale === 'fa' ? 'fa-IR-u-ca-persian-nu-arabext' : 'en-GB')

function hour(locale, zone) {
  const format = new Intl.DateTimeFormat(tag(locale), { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return at => format.format(at)
}

/** «شنبه ۱۴ آذر» where the day changes, else null. */
export function sayDay(locale, zone) {
  const format = new Intl.DateTimeFormat(tag(locale), { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' })
  const text = at => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    return `${parts.weekday} ${parts.day} ${parts.month}`
  }
  return (before, at) => (before && text(before) === text(at) ? null : text(at))
}

/** randomUUID exists only on https and localhost. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = make('textarea', { class: 'unseen' })
    area.value = text
    document.body.append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
  }
}
