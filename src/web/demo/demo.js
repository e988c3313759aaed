// The demo: the phone is the chat of /chat; this script draws what the shop sees and keeps exactly one button bright.
import { make, openChat, sayDay } from './client.js'

const { locale, zone, key, words, chatWords, daysLater } = JSON.parse(document.getElementById('data').textContent)
const find = id => document.getElementById(id)
const narrow = matchMedia('(max-width: 699.98px)')
const authorized = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
/** So long a hint waits for its button to be drawn before the next one is taken. */
const PATIENCE_MS = 5000

let state = null
let drawn = {}
let isWalking = false
let bright = null
let waitsSince = 0
let message = null

const call = async (path, body) => {
  const response = await fetch(path, { headers: authorized, ...(body && { method: 'POST', body: JSON.stringify(body) }) })
  if (!response.ok) throw Object.assign(new Error(path), { status: response.status })
  return response.json()
}

// --- the phone

const day = sayDay(locale, zone)
const dayNumber = at => Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at)) / 86_400_000
const chat = openChat(find('chat'), {
  words: chatWords,
  locale,
  zone,
  dayLine: (before, at) => {
    const text = day(before, at)
    const days = before && text ? dayNumber(at) - dayNumber(before) : 0
    return days > 0 && daysLater[days] ? `${daysLater[days]} · ${text}` : text
  },
  onLine: (line, live) => {
    if (!live) return
    if (line.content.by === 'shop') mark('phone')
    refresh()
  },
})

// --- what the shop sees; a panel is drawn anew only when its content changed

const changed = (name, value) => {
  const json = JSON.stringify(value)
  const is = drawn[name] !== json
  drawn[name] = json
  return is
}

const drawPlan = () => {
  if (!changed('plan', state.plan)) return
  const list = find('plan')
  const isNew = list.childElementCount === 0
  find('plan-empty').hidden = state.plan.length > 0
  list.replaceChildren(
    ...state.plan.map(step =>
      make(
        'li',
        { class: `${step.state}${isNew ? ' fresh' : ''}`, 'data-day': step.day },
        make('span', { class: 'dot', 'aria-label': step.label }, step.shown),
        make('strong', {}, step.title),
        make('p', { class: 'status' }, step.status),
        make('p', { class: 'why' }, step.why),
      ),
    ),
  )
  if (state.plan.length > 0) mark('shop')
}

const drawCase = () => {
  const panel = find('case')
  const found = state.case
  if (!changed('case', found)) return
  panel.hidden = !found
  if (!found) return
  panel.className = `panel alarm ${found.state}`
  panel.replaceChildren(make('h3', {}, found.title, make('small', {}, found.status)))
  if (found.state !== 'closed') {
    if (found.words) panel.append(make('blockquote', { dir: 'auto' }, found.words))
    panel.append(make('p', { class: 'quiet' }, found.promise))
  }
  if (found.state === 'open') {
    const text = make('textarea', { 'aria-label': words['case-ready-label'], dir: 'auto' })
    text.value = found.ready
    panel.append(text, action('reply', words['case-send'], () => call(`/api/v1/cases/${found.id}/reply`, { text: text.value.trim() || found.ready })))
  }
  if (found.state === 'replied') panel.append(make('p', {}, ' '), action('close', words['case-close'], () => call(`/api/v1/cases/${found.id}/close`, {})))
  if (found.state === 'open') panel.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  mark('shop')
}

const action = (name, label, run) => {
  const button = make('button', { type: 'button', class: 'button', id: name }, label)
  button.addEventListener('click', () => attempt(button, run))
  return button
}

const drawAnswers = () => {
  if (!changed('answers', state.answers)) return
  find('answers-empty').hidden = state.answers.length > 0
  find('answers').replaceChildren(
    ...state.answers.map(({ question, answer, mood, at }) => make('li', { class: mood }, make('span', {}, question), make('b', { dir: 'auto' }, answer), make('time', {}, at))),
  )
  if (state.answers.length > 0) mark('shop')
}

const drawEnd = () => {
  const isEnd = state.joined && state.hints[0].do === 'again'
  find('end').hidden = !isEnd
  if (isEnd && changed('counts', state.counts)) find('counts').replaceChildren(...state.counts.map(text => make('li', {}, text)))
}

const drawBasket = () => {
  if (!changed('basket', [state.bought, state.canBuy])) return
  find('basket').hidden = !state.canBuy && !state.bought
  find('buy').hidden = find('basket-text').hidden = !state.canBuy
  find('bought').replaceChildren(...(state.bought ?? []).map(text => make('li', {}, text)))
  if (state.canBuy || state.bought) mark('shop')
}

const draw = () => {
  find('clock').textContent = state.clock
  find('day').textContent = state.day
  drawCase()
  drawPlan()
  drawAnswers()
  drawBasket()
  drawEnd()
  point()
}

// --- exactly one bright button, and a sentence that leads to it

const target = hint => {
  if (hint.do === 'tap') return chat.choice(hint.token)
  return find(hint.do)
}

const point = () => {
  if (!state) return
  const walkHint = state.hints.find(hint => hint.do === 'walk')
  find('walk').textContent = isWalking ? words.walking : walkHint?.first ? words['first-walk'] : words.walk
  find('walk').disabled = isWalking || !walkHint
  if (isWalking) return
  let hint = state.hints[0]
  if (!target(hint) || (hint.do !== 'tap' && chat.isBusy())) {
    waitsSince ||= performance.now()
    if (performance.now() - waitsSince < PATIENCE_MS) return void setTimeout(point, 150)
    hint = state.hints.find(other => target(other))
  }
  waitsSince = 0
  if (!message) find('hint').textContent = hint.text
  const button = target(hint)
  const side = button.closest('.side')
  lightUp(narrow.matches && side && !side.classList.contains('chosen') ? find(`tab-${side.id}`) : button, hint)
}

const lightUp = (button, hint) => {
  bright = button
  chat.highlight(hint.do === 'tap' && button.classList.contains('choice') ? hint.token : null)
  for (const other of document.querySelectorAll('.bright')) if (other !== bright) other.classList.remove('bright')
  bright.classList.add('bright')
}

const tell = text => {
  message = text
  find('hint').textContent = text
  setTimeout(() => {
    message = null
    point()
  }, 2500)
}

// --- doing

const attempt = async (button, run) => {
  button.disabled = true
  try {
    await run()
    await refresh()
  } catch {
    tell(words.trouble)
  } finally {
    button.disabled = false
    point()
  }
}

const walk = async () => {
  if (isWalking) return
  isWalking = true
  // On a narrow screen: there it arrives.
  choose('phone')
  chat.typing(true)
  try {
    // Somebody else's message may be due before this customer's.
    for (let tries = 0; tries < 10; tries++) {
      const { sent } = await call('/demo/clock', { to: 'next' })
      await refresh()
      if (sent && !state.sent.includes(sent.id)) continue
      if (!sent) {
        chat.typing(false)
        tell(words['nothing-left'])
      }
      break
    }
  } catch {
    chat.typing(false)
    tell(words.trouble)
  }
  isWalking = false
  point()
}

let refreshing = null
const refresh = () =>
  (refreshing ??= (async () => {
    try {
      const next = await call('/demo/state')
      if (state && next.id !== state.id) return elsewhere()
      state = next
      draw()
    } catch {
      // The next look will tell.
    } finally {
      refreshing = null
    }
  })())

const elsewhere = () => {
  clearInterval(looking)
  const button = make('button', { type: 'button', class: 'button' }, words.reload)
  button.addEventListener('click', () => location.reload())
  find('hint').replaceChildren(`${words.elsewhere} `, button)
  lightUp(button, { do: 'reload' })
}

// --- two tabs on a narrow screen

const choose = side => {
  for (const name of ['phone', 'shop']) {
    find(name).classList.toggle('chosen', name === side)
    find(`tab-${name}`).setAttribute('aria-selected', String(name === side))
    find(`tab-${name}`).tabIndex = name === side ? 0 : -1
  }
  find(`tab-${side}`).querySelector('.badge').hidden = true
  const log = document.querySelector('.log')
  if (side === 'phone') log.scrollTop = log.scrollHeight
  point()
}
const mark = side => {
  if (narrow.matches && !find(side).classList.contains('chosen')) find(`tab-${side}`).querySelector('.badge').hidden = false
}
for (const side of ['phone', 'shop']) {
  find(`tab-${side}`).addEventListener('click', () => choose(side))
  find(`tab-${side}`).addEventListener('keydown', event => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    const other = side === 'phone' ? 'shop' : 'phone'
    choose(other)
    find(`tab-${other}`).focus()
  })
}
narrow.addEventListener('change', point)

find('walk').addEventListener('click', walk)
find('buy').addEventListener('click', () => attempt(find('buy'), () => call('/demo/buy', {})))
find('dashboard').addEventListener('click', () =>
  attempt(find('dashboard'), async () => {
    const { link } = await call('/demo/dashboard', {})
    location.href = link
  }),
)
find('manager').addEventListener('click', () =>
  attempt(find('manager'), async () => {
    const { link } = await call('/demo/manager', {})
    find('manager-link').textContent = link
    find('manager-link').hidden = false
  }),
)
find('again').addEventListener('click', () => attempt(find('again'), () => call('/demo/again', {}).then(() => location.reload())))
find('language').addEventListener('click', () => attempt(find('language'), () => call('/demo/language', { locale: find('language').dataset.locale }).then(() => location.reload())))

choose('phone')
const looking = setInterval(() => {
  if (!document.hidden) refresh()
}, 1500)
const { start } = await call('/demo/open', {})
await chat.begin(start)
await refresh()
