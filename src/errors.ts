/** Endings of a send that the core acts on, and errors that a person is to read. Everything else thrown is a bug. */

/** Blocked, deleted or never started: certain not delivered, and no use trying again until the customer writes. */
export class RecipientGone extends Error {
  override name = 'RecipientGone'
}

/** Certain not delivered; may go after `afterMs` of machine time. `bulk`: the platform told us to slow down, all bulk of this bot waits. */
export class TryLater extends Error {
  override name = 'TryLater'
  constructor(
    readonly afterMs: number,
    reason: string,
    readonly bulk = false,
  ) {
    super(reason)
  }
}

/** Certain not delivered, and never will be: the platform does not take this message. `halt`: nothing unasked of this account for now. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(
    reason: string,
    readonly halt = false,
  ) {
    super(reason)
  }
}

/** The request left and no trustworthy answer came back. Never repeated by a machine. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown'
}

/** What a person gave us cannot be used: names the place, what was found, what is expected, and the mend. No stack is shown. */
export class UserError extends Error {
  override name = 'UserError'
}
