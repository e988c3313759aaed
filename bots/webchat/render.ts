import type { Outgoing } from '../../src/channel.ts'
import { Refused } from '../../src/errors.ts'
import type { ShownMessage } from '../../src/store/chat-rows.ts'
import { cleanDeep } from '../../src/text/normalise.ts'

/** Marks of direction around a placeable: they are for the eye, not for copying. */
const ISOLATES = /[\u2066-\u2069]/g

/** What we say, as the page draws it. Throws Refused for a message with nothing in it. */
export function render(given: Outgoing): ShownMessage {
  const outgoing = cleanDeep(given)
  const choices = (outgoing.choices ?? []).map(({ token, label }) => ({ token, label }))
  const links = (outgoing.links ?? []).filter(link => isSafe(link.url, ['http:', 'https:', 'tel:', 'mailto:']))
  const image = outgoing.image !== undefined && isSafe(outgoing.image, ['http:', 'https:']) ? outgoing.image : undefined
  const parts = split(outgoing.text, outgoing.code)
  if (parts.length === 0 && image === undefined) throw new Refused('a message without text, code or image has nothing to show')
  return {
    parts,
    locale: outgoing.locale,
    ...(choices.length > 0 && { choices }),
    ...(links.length > 0 && { links }),
    ...(image !== undefined && { image }),
    ...(outgoing.file && { file: outgoing.file }),
    ...(outgoing.askPhone !== undefined && { askPhone: outgoing.askPhone }),
  }
}

/** The line that holds the code becomes a piece of its own; without such a line the code comes last. */
function split(text: string, code: Outgoing['code']): ShownMessage['parts'] {
  const asText = (lines: string[]) => {
    const joined = lines.join('\n').trim()
    return joined === '' ? [] : [{ text: joined }]
  }
  const lines = text.split('\n')
  if (!code) return asText(lines)
  const place = lines.findIndex(line => line.replace(ISOLATES, '').trim() === code.value)
  const shown = { code: code.value, copyLabel: code.copyLabel }
  if (place === -1) return [...asText(lines), shown]
  return [...asText(lines.slice(0, place)), shown, ...asText(lines.slice(place + 1))]
}

function isSafe(url: string, protocols: string[]): boolean {
  return URL.canParse(url) && protocols.includes(new URL(url).protocol)
}
