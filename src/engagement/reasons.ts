/** Why a message is held or was dropped: closed lists, published in the API. */
export const HELD = [
  'quiet-hours', 'cap', 'gap', 'survey-cool-down', 'support-busy', 'no-consent', 'no-address', 'unreachable', 'open-case', 'not-arrived', 'paused', 'calm-day',
] as const
export const DROPPED = [
  'too-late', 'stopped', 'order-cancelled', 'bought-again', 'answered', 'delivered', 'nothing-related', 'no-offer', 'discarded', 'held-out', 'offer-over',
] as const
export const STATES = ['planned', 'held', 'sending', 'sent', 'accepted', 'delivered', 'failed', 'dropped', 'uncertain'] as const

export type HeldReason = (typeof HELD)[number]
export type DroppedReason = (typeof DROPPED)[number]
export type OutboxState = (typeof STATES)[number]
