/** Labels for parcels, 24 to a sheet (70 × 37 mm, a common size to peel off): the order's number, a first name, and the order's own door. */
import type { Locale } from '../channel.ts'
import type { Label } from '../shop/parcel-labels.ts'
import { digits } from '../text/digits.ts'
import { product } from '../text/fluent.ts'
import { shortOf } from './package-card.ts'
import { sheets } from './sheet.ts'

const [MARGIN, CODE] = [5, 25]

export function labelSheets(labels: readonly Label[], { shop, publicUrl, locale }: { shop: string; publicUrl: string; locale: Locale }): ReadableStream<Uint8Array> {
  return sheets({ title: shop, locale, columns: 3, rows: 8 }, labels, (page, { number, name, short }, { x, y, width, height }) => {
    const url = `${publicUrl}/j/${short}`
    const words = width - 2 * MARGIN - CODE - 4
    const start = locale === 'fa' ? x + MARGIN + CODE + 4 : x + MARGIN
    page.qr(url, { x: locale === 'fa' ? x + MARGIN : x + width - MARGIN - CODE, y: y + 3.5, size: CODE })
    let below = page.text(product.format(locale, 'print-label-order', { n: /^\d+$/.test(number) ? digits(locale, number) : number }), { x: start, y: y + 4, width: words }, { size: 10, weight: 'Bold', lines: 3 })
    if (name) below = page.text(name, { x: start, y: below, width: words }, { size: 9 })
    // A long number needs the room.
    if (below < y + 22) page.text(product.format(locale, 'print-label'), { x: start, y: below + 0.5, width: words }, { size: 7.5, lines: 2 })
    page.text(shortOf(url), { x: x + MARGIN, y: y + height - 7, width: width - 2 * MARGIN }, { size: 6.5, align: 'center' })
  })
}
