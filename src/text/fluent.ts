import { FluentBundle, FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../channel.ts'

export type TextArguments = Record<string, string | number>

/** Words in both languages. A key is a message's id; its labels are the message's attributes. */
export type Texts = {
  /** Final words. Throws for an unknown key or a missing argument: that is a bug. Lines left empty are dropped. */
  format(locale: Locale, key: string, args?: TextArguments): string
  /** The attribute `.yes` of a message. */
  label(locale: Locale, key: string, attribute: string, args?: TextArguments): string
  has(locale: Locale, key: string, attribute?: string): boolean
  /** `key` and `key.attribute`, sorted. */
  keys(locale: Locale): string[]
  /** The $names that a text uses, without the $, its labels included. */
  variables(locale: Locale, key: string): string[]
  /** Entries that cannot be read, stand twice, or exist in one language only; each names the source, the language and the key. */
  problems: string[]
}

const LOCALES = ['fa', 'en'] as const

/** `name` is how problems call these texts, for example the journey's folder. */
export function createTexts(sources: Record<Locale, string>, name: string): Texts {
  const problems: string[] = []
  const bundles = Object.fromEntries(LOCALES.map(locale => [locale, bundle(locale, sources[locale], `${name}/${locale}.ftl`, problems)])) as Record<Locale, FluentBundle>
  const keys = Object.fromEntries(LOCALES.map(locale => [locale, keysOf(bundles[locale])])) as Record<Locale, string[]>
  for (const [here, there] of [['fa', 'en'], ['en', 'fa']] as const)
    for (const key of keys[there])
      if (!keys[here].includes(key)) problems.push(`${name}/${here}.ftl: "${key}" is missing, ${there}.ftl has it: write it in both`)

  const write = (locale: Locale, key: string, attribute: string | undefined, args: TextArguments) => {
    const message = bundles[locale].getMessage(key)
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute]
    if (pattern === undefined || pattern === null) throw new Error(`${name}/${locale}.ftl has no "${attribute === undefined ? key : `${key}.${attribute}`}"`)
    const errors: Error[] = []
    const text = bundles[locale].formatPattern(pattern, cleanArguments(args), errors)
    if (errors[0]) throw new Error(`${name}/${locale}.ftl "${key}": ${errors[0].message}`)
    return tidy(locale, text)
  }
  return {
    format: (locale, key, args = {}) => write(locale, key, undefined, args),
    label: (locale, key, attribute, args = {}) => write(locale, key, attribute, args),
    has: (locale, key, attribute) => keys[locale].includes(attribute === undefined ? key : `${key}.${attribute}`),
    keys: locale => keys[locale],
    variables: (locale, key) => {
      const found = new Set<string>()
      collectVariables(bundles[locale].getMessage(key), found)
      return [...found].sort()
    },
    problems,
  }
}

/** The product's own words: src/text/fa.ftl and en.ftl. */
export const product: Texts = createTexts({ fa: shipped('fa'), en: shipped('en') }, 'src/text')

function shipped(locale: Locale): string {
  return readFileSync(join(import.meta.dirname, `${locale}.ftl`), 'utf8')
}

function bundle(locale: Locale, source: string, file: string, problems: string[]): FluentBundle {
  const made = new FluentBundle(locale)
  const resource = new FluentResource(source)
  // The parser skips what it cannot read without a word.
  const read = new Set(resource.body.map(entry => entry.id))
  for (const [, id] of source.matchAll(/^(-?[a-zA-Z][\w-]*)[ \t]*=/gm)) if (!read.has(id!)) problems.push(`${file}: "${id}" cannot be read as Fluent: check its braces and indentation`)
  for (const [, id] of source.matchAll(/^([^\s#}.[*-][^\n=]*)$/gm)) problems.push(`${file}: the line "${id!.slice(0, 60)}" belongs to no message: indent it, or give it "key ="`)
  for (const error of made.addResource(resource)) problems.push(`${file}: ${error.message}`)
  return made
}

function keysOf(made: FluentBundle): string[] {
  return [...made._messages.values()].flatMap(message => [...(message.value === null ? [] : [message.id]), ...Object.keys(message.attributes).map(name => `${message.id}.${name}`)]).sort()
}

/** Names and codes come from outside: marks of direction in them must not reach past their own place. */
function cleanArguments(args: TextArguments): TextArguments {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, typeof value === 'string' ? value.replace(/[\u2066-\u2069\u202a-\u202e]/g, '') : value]))
}

const OTHER_DIRECTION = { fa: /[^\P{L}\p{Script=Arabic}]|\d[-\/.:]\d/u, en: /[\p{Script=Arabic}\p{Script=Hebrew}]/u }

/** Keeps isolation where another direction needs it, not around every word, and not around a line's only content (a code to copy). */
function tidy(locale: Locale, text: string): string {
  let last = ''
  while (last !== text) {
    last = text
    text = text.replace(/\u2068([^\u2068\u2069]*)\u2069/g, (_, inside: string) => {
      const around = inside.replace(/\ue000[^\ue001]*\ue001/g, '')
      return !inside.includes('\n') && OTHER_DIRECTION[locale].test(around) ? `\ue000${inside}\ue001` : inside
    })
  }
  return text
    .split('\n')
    .map(line => line.replace(/[ \t]+/g, ' ').trim().replace(/^\ue000([^\ue000\ue001]*)\ue001$/, '$1'))
    .filter(line => line !== '')
    .join('\n')
    .replaceAll('\ue000', '\u2068')
    .replaceAll('\ue001', '\u2069')
}

function collectVariables(part: unknown, found: Set<string>): void {
  if (part === null || typeof part !== 'object') return
  const node = part as { type?: unknown; name?: unknown }
  if (node.type === 'var' && typeof node.name === 'string') found.add(node.name)
  for (const value of Object.values(part)) collectVariables(value, found)
}
