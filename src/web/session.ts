/** Who of the staff is at the browser: a sealed cookie, asked anew at every request, so that a revocation works at once. */
import { createHmac } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { App } from '../app.ts'
import type { Member } from '../staff/members.ts'
import { keyedHash } from '../store/secret.ts'
import { sameText } from '../text/sign.ts'

const COOKIE = 'bazgasht_staff'
const SESSION_SECONDS = 12 * 3600

type Parts = Pick<App, 'store' | 'config'>

/** Sessions live in machine time: the demo's clock may jump without logging anybody out. */
export async function startSession(c: Context, { store, config }: Parts, member: Member): Promise<void> {
  const until = Math.floor((await store.now()).getTime() / 1000) + SESSION_SECONDS
  setCookie(c, COOKIE, `${member.id}.${until}.${seal('session', `${member.id}.${until}`)}`, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: SESSION_SECONDS, secure: config.publicUrl.startsWith('https:') })
}

export function endSession(c: Context): void {
  deleteCookie(c, COOKIE, { path: '/' })
}

/** null: nobody is logged in. `csrf`: what every form of this session carries. */
export async function sessionOf(c: Context, { store }: Pick<Parts, 'store'>): Promise<{ member: Member; csrf: string } | null> {
  const cookie = getCookie(c, COOKIE)
  const [id, until, given] = cookie?.split('.') ?? []
  if (!id || !until || !given || !sameText(given, seal('session', `${id}.${until}`))) return null
  if (!(Number(until) * 1000 > (await store.now()).getTime())) return null
  const member = await store.db.staff.findUnique({ where: { id } })
  return member && !member.revokedAt ? { member: member as Member, csrf: seal('form', `${id}.${until}`) } : null
}

/** Pages of ours send no referrer, and with it no Origin: the browser itself says where the button stood. */
export function fromElsewhere(c: Context): boolean {
  const from = c.req.header('sec-fetch-site')
  return from !== undefined && from !== 'same-origin' && from !== 'none'
}

const seal = (what: string, text: string) => createHmac('sha256', keyedHash('staff sessions')).update(`${what}/${text}`).digest('base64url')
