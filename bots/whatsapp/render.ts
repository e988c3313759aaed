import type { Outgoing } from '../../src/channel.ts'
import { Refused } from '../../src/errors.ts'
import { digits } from '../../src/text/digits.ts'
import { cleanDeep } from '../../src/text/normalise.ts'
import { splitText } from '../split-text.ts'

export const TEXT_LIMIT = 4096

const ISOLATES = /[\u2066-\u2069]/g

/**
 * The texts that say it, in their order. WhatsApp drops buttons without a word, so choices are a numbered list: a scale shows its
 * scores, since a bare number typed is the score. A code comes alone in a message of its own, so that copying takes nothing else.
 */
export function render(given: Outgoing): string[] {
  const { text, choices = [], links = [], code, image, locale } = cleanDeep(given)
  const blocks = [
    withoutCode(text, code?.value),
    [...links.map(({ url, label }) => `${label}: ${url}`), ...(image === undefined ? [] : [image])].join('\n'),
    choices.map(({ label, score }, at) => `${digits(locale, score ?? at + 1)}. ${label}`).join('\n'),
  ].filter(block => block !== '')
  const parts = blocks.length === 0 ? [] : splitText(blocks.join('\n\n'), TEXT_LIMIT)
  const texts = [...parts, ...(code ? [code.value] : [])].filter(part => part !== '')
  if (texts.length === 0) throw new Refused('a message without text, code or picture has nothing to show')
  return texts
}

/** The line that holds nothing but the code goes: the code comes alone. */
function withoutCode(text: string, code: string | undefined): string {
  if (code === undefined) return text.trim()
  return text.split('\n').filter(line => line.replace(ISOLATES, '').trim() !== code).join('\n').trim()
}
