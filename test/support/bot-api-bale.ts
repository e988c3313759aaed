/** Where Bale reads a message otherwise than Telegram. */
import type { Markup, Params } from './bot-api-rules.ts'

/** What is shown: `*bold*`, `_italic_` and `[label](address)` are read in every text; a sign after a backslash is that sign. */
export function readMarkdown(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const signs: string[] = []
  const kept = text.replace(/\\([*_[\]])/g, (_, sign: string) => `\u0001${signs.push(sign) - 1}\u0002`)
  const shown = kept
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/_([^_\n]+)_/g, '$1')
  return shown.replace(/\u0001(\d+)\u0002/g, (_, at: string) => signs[Number(at)]!)
}

/** What belongs to Telegram alone has no business here. */
export function whyBaleRefuses(params: Params): string | null {
  const foreign = ['entities', 'caption_entities', 'link_preview_options', 'parse_mode'].find(name => params[name] !== undefined)
  if (foreign) return `${foreign} is not known here`
  const buttons = ((params.reply_markup as Markup | undefined)?.inline_keyboard ?? []).flat()
  return buttons.some(button => 'copy_text' in button) ? 'copy_text is not known here' : null
}
