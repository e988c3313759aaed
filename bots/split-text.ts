/** Cuts at a paragraph if that fills half a part, else at a line, a sentence or a word, and inside a word only if it must. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > limit) {
    const at = cutPlace(rest, limit)
    parts.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  const full = [...parts, rest].filter(part => part !== '')
  return full.length > 0 ? full : ['']
}

function cutPlace(text: string, limit: number): number {
  const head = text.slice(0, limit + 1)
  for (const separator of ['\n\n', '\n', '. ', '؟ ', ' ']) {
    const at = head.lastIndexOf(separator)
    if (at >= limit / 2 && at + separator.trimEnd().length <= limit) return at + separator.trimEnd().length
  }
  // Not between the halves of a character beyond the first 65,536.
  return head.codePointAt(limit - 1)! > 0xffff ? limit - 1 : limit
}
