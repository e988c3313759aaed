/** The address of an order's doors that the shop can write by itself, before we know of the order: /j/o-<number>-<signature>. Pure. */
import { createHmac } from 'node:crypto'
import { sameText } from '../text/sign.ts'

/** 80 bits: not to be guessed, and short enough for an SMS. The snippet for WooCommerce computes the same (snippets.ts). */
export const signOrder = (number: string, secret: string): string => createHmac('sha256', secret).update(`order/${number}`).digest('hex').slice(0, 20)

/** The order's number; null: it is no such address, or the shop did not sign it. */
export function orderOfDoor(address: string, secret: string | undefined): string | null {
  const [, number, signature] = /^o-([\w.-]{1,60})-([0-9a-f]{20})$/.exec(address) ?? []
  return secret && number && signature && sameText(signature, signOrder(number, secret)) ? number : null
}
