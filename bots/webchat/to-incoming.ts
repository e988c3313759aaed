import { z } from 'zod'
import type { Incoming } from '../../src/channel.ts'
import { clean } from '../../src/text/normalise.ts'

/** What the page may post; the limits are ours, there is no platform in between. */
export const TEXT_LIMIT = 4096

const token = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'the token of a button')
const locale = z.enum(['fa', 'en']).optional()

/** POST /chat/session. `id`, the client's own, makes a repeated post of a link one arrival. */
export const sessionBody = z.object({
  start: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a link payload: 1 to 64 of A-Z a-z 0-9 _ -').optional(),
  id: z.uuid().optional(),
  locale,
})
export type SessionBody = z.infer<typeof sessionBody>

/** POST /chat/messages: words or a button. */
export const messageBody = z.object({
  id: z.uuid(),
  text: z.string().max(TEXT_LIMIT).transform(text => clean(text).trim()).pipe(z.string().min(1)).optional(),
  choice: token.optional(),
  locale,
}).refine(body => (body.text === undefined) !== (body.choice === undefined), { message: 'exactly one of text and choice', path: ['text'] })
export type MessageBody = z.infer<typeof messageBody>

/** `messageId`: our message whose button was pressed, where the chat still has it. */
export function toIncoming(account: string, chatId: string, body: MessageBody, messageId?: string | null): Incoming {
  const common = { channel: 'webchat', account, key: body.id, chatId, sender: body.locale ? { locale: body.locale } : {} } as const
  return body.choice === undefined
    ? { ...common, kind: 'text', text: body.text! }
    : { ...common, kind: 'choice', token: body.choice, ...(messageId && { messageId }) }
}

/** Somebody came through a personal link. The same key for the same browser and link: tapping twice is one arrival. */
export function toStart(account: string, chatId: string, body: SessionBody & { start: string }): Incoming {
  return {
    channel: 'webchat',
    account,
    key: body.id ?? `start:${chatId}:${body.start}`,
    chatId,
    sender: body.locale ? { locale: body.locale } : {},
    kind: 'start',
    payload: body.start,
  }
}
