/** The card that lies in every parcel: the shop's name, one warm sentence, and the door that is open to everybody. Eight to a sheet. */
import type { Locale } from '../channel.ts'
import { product } from '../text/fluent.ts'
import { sheets } from './sheet.ts'

const [MARGIN, CODE] = [8, 36]

export function packageCards({ shop, url, locale }: { shop: string; url: string; locale: Locale }): ReadableStream<Uint8Array> {
  return sheets({ title: shop, locale, columns: 2, rows: 4 }, Array.from({ length: 8 }, () => null), (page, _, { x, y, width, height }) => {
    if (x > 0) page.cut([x, y], [x, y + height])
    if (y > 0) page.cut([x, y], [x + width, y])
    const inside = width - 2 * MARGIN
    const words = inside - CODE - 5
    const start = locale === 'fa' ? x + MARGIN + CODE + 5 : x + MARGIN
    page.qr(url, { x: locale === 'fa' ? x + MARGIN : x + width - MARGIN - CODE, y: y + 15, size: CODE })
    const below = page.text(shop, { x: start, y: y + 14, width: words }, { size: 14, weight: 'Bold', lines: 2 })
    page.text(product.format(locale, 'print-card'), { x: start, y: below + 1, width: words }, { size: 10, lines: 5 })
    page.text(shortOf(url), { x: x + MARGIN, y: y + height - 18, width: inside }, { size: 9, align: 'center' })
  })
}

/** As people read and type it. */
export const shortOf = (url: string) => url.replace(/^https?:\/\//, '')
