import { normalise } from '../text/normalise.ts'

/** Text made comparable with the word lists: on top of `normalise`, one spelling of Persian in Latin letters. */
export function matchKey(text: string): string {
  return normalise(text)
    .replace(/[a-z]+/g, word => word.replace(/ou|o/g, 'u').replace(/w/g, 'v').replace(/x/g, 'kh').replace(/q/g, 'gh').replace(/y/g, 'i'))
    .replace(/(\p{L})\1+/gu, '$1')
}

/** The key without its spaces: «می خوام» and «می‌خوام» are one. */
export function squeezed(key: string): string {
  return key.replaceAll(' ', '').replace(/(\p{L})\1+/gu, '$1')
}

/** Is the whole message one of these? */
export function phraseSet(...lists: readonly (readonly string[])[]): (key: string) => boolean {
  const keys = new Set(lists.flat().map(phrase => squeezed(matchKey(phrase))).filter(Boolean))
  return key => keys.has(squeezed(key))
}

/** A regular expression that finds any of the phrases, as whole words, however their inner spaces are written. Its source only. */
export function anyOf(phrases: readonly string[]): string {
  const sources = new Set(phrases.map(matchKey).filter(Boolean))
  return [...sources].sort((a, b) => b.length - a.length).map(key => key.split(' ').join(' ?')).join('|')
}
