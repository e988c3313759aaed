import { make, openChat } from './client.js'

const { words, locale, zone, known, start } = JSON.parse(document.getElementById('data').textContent)
const root = document.getElementById('chat')
const chat = openChat(root, { words, locale, zone })

const enter = async () => {
  await chat.begin(start)
  // The link is spent: it need not stand in the address bar or the history.
  const url = new URL(location.href)
  url.searchParams.delete('start')
  url.hash = ''
  history.replaceState(null, '', url)
}

if (start && location.hash === '#go') enter()
else if (start) {
  // A preview may run scripts; only a person taps.
  const button = make('button', { class: 'button bright', type: 'button' }, words.start)
  const card = make('div', { class: 'welcome' }, make('h2', {}, words['start-title']), make('p', {}, words['start-text']), button)
  button.addEventListener('click', async () => {
    button.disabled = true
    await enter().then(
      () => card.remove(),
      () => (button.disabled = false),
    )
  })
  root.querySelector('.log').append(card)
} else if (known) chat.listen()
else root.querySelector('.empty').hidden = false
