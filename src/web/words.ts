import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../channel.ts'
import { shippedFolder } from '../config.ts'
import { createTexts, type Texts } from '../text/fluent.ts'

/** The folder of a page's words, styles and scripts: they are served as they stand in src/, also by the built service. */
export function pageFolder(page: string): string {
  return join(shippedFolder('src'), 'web', page)
}

/** A page's words from its fa.ftl and en.ftl. */
export function pageWords(page: string): Texts {
  const read = (locale: Locale) => readFileSync(join(pageFolder(page), `${locale}.ftl`), 'utf8')
  return createTexts({ fa: read('fa'), en: read('en') }, `src/web/${page}`)
}

/** Every word of a page, for its script; words with $variables are left out. */
export function wordsForScript(texts: Texts, locale: Locale): Record<string, string> {
  const plain = texts.keys(locale).filter(key => !key.includes('.') && texts.variables(locale, key).length === 0)
  return Object.fromEntries(plain.map(key => [key, texts.format(locale, key)]))
}
