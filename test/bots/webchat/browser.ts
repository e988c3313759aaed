import { randomUUID } from 'node:crypto'
import type { ChatContent } from '../../../src/store/chat-rows.ts'

export const ORIGIN = 'http://chat.test'

export type Line = { id?: string; key: string; at: string; content: ChatContent }
type Fetch = (request: Request) => Promise<Response> | Response

/** A browser on the chat page: it has a cookie jar, posts again what failed, and reads the stream of events. */
export function openBrowser(fetch: Fetch, { origin = ORIGIN as string | null } = {}) {
  let cookie = ''
  const headers = (more: Record<string, string> = {}) => ({ ...(cookie && { cookie }), ...(origin && { origin }), ...more })
  const request = async (path: string, body?: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(
      new Request(`${ORIGIN}${path}`, {
        headers: headers({ ...(body !== undefined && { 'content-type': 'application/json' }), ...more }),
        ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const set = response.headers.get('set-cookie')
    if (set) cookie = set.split(';')[0]!
    return response
  }
  /** As the page does: the same id until it is stored. */
  const insist = async (path: string, body: Record<string, unknown>) => {
    for (let tries = 0; tries < 20; tries++) {
      const response = await Promise.race([request(path, body), new Promise<null>(resolve => setTimeout(resolve, 300, null))])
      if (response && response.status < 500) return response
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error(`${path} was never stored`)
  }
  /** Everything up to `ready`, or until `enough` says so. */
  const events = async (lastEventId?: string, enough?: (lines: Line[]) => boolean) => {
    const response = await request('/chat/events', undefined, lastEventId === undefined ? {} : { 'last-event-id': lastEventId })
    if (!response.ok) throw new Error(`events: ${response.status}`)
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    const lines: Line[] = []
    let text = ''
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      text += value
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      let ready = false
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
        if (fields.event === 'line') lines.push({ ...(fields.id && { id: fields.id }), ...JSON.parse(fields.data!) })
        ready ||= fields.event === 'ready'
      }
      if (enough ? enough(lines) : ready) break
    }
    await reader.cancel()
    return lines
  }
  return {
    request,
    events,
    cookie: () => cookie,
    useCookie: (value: string) => void (cookie = value),
    begins: (start?: string) => insist('/chat/session', start === undefined ? {} : { start }),
    says: (text: string, id: string = randomUUID()) => insist('/chat/messages', { id, text }),
    async taps(label: string) {
      const choices = (await events()).flatMap(line => (line.content.by === 'shop' ? (line.content.message.choices ?? []) : []))
      const choice = choices.findLast(candidate => candidate.label === label)
      if (!choice) throw new Error(`no button says ${label}`)
      return insist('/chat/messages', { id: randomUUID(), choice: choice.token })
    },
    async sees() {
      return (await events()).flatMap(({ content }) =>
        content.by === 'shop'
          ? [{
              text: content.message.parts.map(part => ('code' in part ? part.code : part.text)).join('\n'),
              choices: (content.message.choices ?? []).map(choice => choice.label),
              links: (content.message.links ?? []).map(link => link.url),
            }]
          : [],
      )
    },
  }
}
