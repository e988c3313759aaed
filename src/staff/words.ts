import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../channel.ts'
import { shippedFolder } from '../config.ts'
import { createTexts } from '../text/fluent.ts'

const read = (locale: Locale) => readFileSync(join(shippedFolder('src'), 'staff', `${locale}.ftl`), 'utf8')

/** What staff read: src/staff/fa.ftl and en.ftl. */
export const staffTexts = createTexts({ fa: read('fa'), en: read('en') }, 'src/staff')
