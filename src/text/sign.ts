/** Signatures of webhooks. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** base64(HMAC-SHA256(body)), as WooCommerce and Shopify sign. */
export const hmacBase64 = (secret: string | Buffer, body: string | Buffer): string => createHmac('sha256', secret).update(body).digest('base64')

/** Compares without telling by its time where they differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A message by https://www.standardwebhooks.com: `secret` is whsec_<base64>, `seconds` since 1970. */
export function signStandard(secret: string, { id, seconds, body }: { id: string; seconds: number; body: string }): string {
  return `v1,${hmacBase64(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'), `${id}.${seconds}.${body}`)}`
}

/** Messages older or newer than this are refused: somebody may have kept them. */
const TOLERANCE_SECONDS = 5 * 60

/** `signatures`: several, with spaces, while a secret is being changed. */
export function verifyStandard(secret: string, { id, timestamp, signatures, body }: { id: string; timestamp: string; signatures: string; body: string }, nowSeconds: number): boolean {
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const expected = signStandard(secret, { id, seconds: Number(timestamp), body })
  return signatures.split(' ').some(signature => sameText(signature, expected))
}
