/** Paper: a PDF whose words come out as a person writes them, in both scripts, and codes that a phone reads. Lengths are millimetres. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate as breath } from 'node:timers/promises'
import createBidi from 'bidi-js'
import PDFDocument from 'pdfkit'
import { create } from 'qrcode'
import type { Locale } from '../channel.ts'

const POINTS = 72 / 25.4
const A4 = { width: 210, height: 297 }
const FONTS = join(dirname(createRequire(import.meta.url).resolve('vazirmatn/package.json')), 'fonts/ttf')
/** Given any feature, the font lays a run out whole instead of word by word. */
const WHOLE: PDFKit.Mixins.TextOptions = { features: ['kern'], lineBreak: false }
const ARABIC = /\p{Script=Arabic}/u
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/
// Its types speak of a module, the package is none.
const bidi = (createBidi as unknown as typeof createBidi.default)()

type Box = { x: number; y: number; width: number }
type Style = { size: number; weight?: 'Regular' | 'Bold'; lines?: number; align?: 'start' | 'center' | 'end' }

export type Page = {
  /** Wrapped into `lines` at most; what does not fit ends in «…». Returns where the next line would begin. */
  text(words: string, box: Box, style: Style): number
  qr(url: string, at: { x: number; y: number; size: number }): void
  /** A thin line along which the sheet is cut. */
  cut(from: [number, number], to: [number, number]): void
}

/** A4 sheets of `columns` × `rows` equal pieces, in reading order, as many as it takes; drawn a sheet at a time. */
export function sheets<Piece>(
  { title, locale, columns, rows }: { title: string; locale: Locale; columns: number; rows: number },
  pieces: readonly Piece[],
  draw: (page: Page, piece: Piece, box: { x: number; y: number; width: number; height: number }) => void,
): ReadableStream<Uint8Array> {
  const file = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, lang: locale, displayTitle: true, info: { Title: title, Creator: 'Bazgasht' } })
  for (const weight of ['Regular', 'Bold']) file.registerFont(weight, join(FONTS, `Vazirmatn-${weight}.ttf`))
  const [width, height] = [A4.width / columns, A4.height / rows]
  const page = pageOf(file, locale)
  const drawAll = async () => {
    for (let from = 0; from < pieces.length; from += columns * rows) {
      file.addPage()
      for (const [n, piece] of pieces.slice(from, from + columns * rows).entries()) {
        const column = n % columns
        draw(page, piece, { x: (locale === 'fa' ? columns - 1 - column : column) * width, y: Math.floor(n / columns) * height, width, height })
        // A piece takes milliseconds, a thousand of them seconds: others wait for this process too.
        await breath()
      }
    }
    file.end()
  }
  drawAll().catch((error: Error) => file.destroy(error))
  return Readable.toWeb(file as unknown as Readable) as ReadableStream<Uint8Array>
}

function pageOf(file: PDFKit.PDFDocument, locale: Locale): Page {
  const rtl = locale === 'fa'
  const widthOf = (words: string) => runsOf(words, rtl).reduce((sum, run) => sum + file.widthOfString(run, WHOLE), 0)
  return {
    text(words, { x, y, width }, { size, weight = 'Regular', lines = 1, align = 'start' }) {
      file.font(weight).fontSize(size).fillColor('#1d2321')
      const room = width * POINTS
      let top = y * POINTS
      for (const line of wrap(words, lines, one => widthOf(one) <= room)) {
        const spare = room - widthOf(line)
        let left = x * POINTS + (align === 'center' ? spare / 2 : (align === 'start') === rtl ? spare : 0)
        for (const run of runsOf(line, rtl)) {
          file.text(run, left, top, WHOLE)
          left += file.widthOfString(run, WHOLE)
        }
        top += size * 1.5
      }
      return top / POINTS
    },
    qr(url, { x, y, size }) {
      const { modules } = create(url, { errorCorrectionLevel: 'M' })
      const module = (size * POINTS) / modules.size
      file.save().translate(x * POINTS, y * POINTS).scale(module)
      for (let row = 0; row < modules.size; row++)
        for (let from = 0; from < modules.size; from++) {
          let to = from
          while (to < modules.size && modules.get(row, to)) to++
          if (to > from) file.rect(from, row, to - from, 1)
          from = to
        }
      file.fill('#000000').restore()
    },
    cut([x1, y1], [x2, y2]) {
      file.moveTo(x1 * POINTS, y1 * POINTS).lineTo(x2 * POINTS, y2 * POINTS).lineWidth(0.25).strokeColor('#c9c7c0').stroke()
    },
  }
}

/** As many words to a line as fit, in reading order; a word longer than a line goes on in the next. */
function wrap(words: string, lines: number, fits: (line: string) => boolean): string[] {
  const done: string[] = []
  let rest = words.split(/\s+/).filter(Boolean)
  while (rest.length > 0 && done.length < lines) {
    let count = 1
    while (count < rest.length && fits(rest.slice(0, count + 1).join(' '))) count++
    const line = rest.slice(0, count).join(' ')
    rest = rest.slice(count)
    const letters = [...line]
    while (letters.length > 1 && !fits(letters.join(''))) letters.pop()
    done.push(letters.join(''))
    if (letters.join('') !== line) rest.unshift(line.slice(letters.join('').length))
  }
  return rest.length === 0 ? done : [...done.slice(0, -1), shorten(done.at(-1)!, fits)]
}

function shorten(line: string, fits: (line: string) => boolean): string {
  const letters = [...line]
  while (letters.length > 1 && !fits(`${letters.join('').trimEnd()}…`)) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/**
 * A line's runs from left to right, as the Unicode bidirectional algorithm orders them, each written so that the font, which turns Arabic
 * script around and nothing else (Persian digits too), draws it in that order.
 */
export function runsOf(line: string, rtl: boolean): string[] {
  const found = bidi.getEmbeddingLevels(line, rtl ? 'rtl' : 'ltr')
  const mirrored = bidi.getMirroredCharactersMap(line, found.levels)
  const runs: { kind: string; letters: string[] }[] = []
  for (const at of bidi.getReorderedIndices(line, found)) {
    // They have done their work, and no shape.
    if (MARKS.test(line[at]!)) continue
    const [level, letter] = [found.levels[at]!, mirrored.get(at) ?? line[at]!]
    const kind = `${level} ${level % 2 === 0 && ARABIC.test(letter)}`
    const last = runs.at(-1)
    if (last?.kind === kind) last.letters.push(letter)
    else runs.push({ kind, letters: [letter] })
  }
  return runs.map(({ letters }) => (letters.some(letter => ARABIC.test(letter)) ? letters.reverse() : letters).join(''))
}
