/**
 * What a button carries. A token is looked up and bound to the customer who taps it, so a forged one finds nothing.
 *
 *   q:<questionId>:<value>   an answer            c:<questionId>   take the answer back    c:<questionId>:<value>   another answer instead
 *   m:<name>[:<argument>]    the menu and everything else        s:<command>[:<argument>]   a command of staff
 */
import { randomBytes } from 'node:crypto'

export type Token =
  | { kind: 'answer'; questionId: string; value: string }
  /** value null: ask anew. */
  | { kind: 'change'; questionId: string; value: string | null }
  | { kind: 'menu'; name: string; argument: string | null }
  | { kind: 'staff'; name: string; argument: string | null }

/** 96 random bits: a question's id cannot be guessed, and three of its parts fit into the 64 bytes of a Telegram button. */
export function newQuestionId(): string {
  return randomBytes(12).toString('base64url')
}

export const answerToken = (questionId: string, value: string) => `q:${questionId}:${value}`
export const changeToken = (questionId: string, value?: string) => (value === undefined ? `c:${questionId}` : `c:${questionId}:${value}`)
export const menuToken = (name: string, argument?: string) => (argument === undefined ? `m:${name}` : `m:${name}:${argument}`)

export const staffToken = (command: string, argument?: string) => (argument === undefined ? `s:${command}` : `s:${command}:${argument}`)

/** null for anything that we did not make. */
export function parseToken(token: string): Token | null {
  const answer = /^q:([\w-]{16}):([a-z][a-z0-9-]{0,29})$/.exec(token)
  if (answer) return { kind: 'answer', questionId: answer[1]!, value: answer[2]! }
  const change = /^c:([\w-]{16})(?::([a-z][a-z0-9-]{0,29}))?$/.exec(token)
  if (change) return { kind: 'change', questionId: change[1]!, value: change[2] ?? null }
  const menu = /^m:([a-z][a-z0-9-]{0,19})(?::([\w-]{1,40}))?$/.exec(token)
  if (menu) return { kind: 'menu', name: menu[1]!, argument: menu[2] ?? null }
  const staff = /^s:([a-z]{1,20})(?::([\w-]{1,40}))?$/.exec(token)
  if (staff) return { kind: 'staff', name: staff[1]!, argument: staff[2] ?? null }
  return null
}
