import { type MessagePort } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'

/** Where a connection's messages go and its answers come from: a MessagePort to the thread of the database, or the database itself. */
export type Line = Pick<MessagePort, 'close' | 'ref' | 'unref'> & {
  postMessage(bytes: Uint8Array<ArrayBuffer>, transfer?: ArrayBuffer[]): void
  on(event: 'message', heard: (bytes: Uint8Array) => void): unknown
  on(event: 'close', heard: (reason?: Error) => void): unknown
}

/** Answers PostgreSQL's protocol for one connection after the other. PGlite has one session, which outlives them: each finds it clean. */
export function answerer(db: PGlite): (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>> {
  // Not execProtocolRaw: that reads through every answer for its own wrappers, a tenth of the time of a short statement.
  const run = async (message: Uint8Array) => {
    const parts: Uint8Array[] = []
    await db.execProtocolRawStream(message, { syncToFs: false, onRawData: part => void parts.push(part.slice()) })
    return parts.length === 1 ? (parts[0] as Uint8Array<ArrayBuffer>) : new Uint8Array(Buffer.concat(parts))
  }
  return async bytes => {
    // The first message of a connection.
    if (bytes[0] === 0) for (const before of ['ROLLBACK', 'DISCARD ALL']) await run(simpleQuery(before))
    return await run(bytes)
  }
}

/** A line to a database in this very thread. Answers come a turn of the event loop later: timers and signals are heard in between. */
export function localLine(db: PGlite): Line {
  const answer = answerer(db)
  let hear: (bytes: Uint8Array) => void = () => {}
  let end: (reason?: Error) => void = () => {}
  return {
    postMessage(bytes) {
      answer(bytes).then(said => said.length > 0 && setImmediate(() => hear(said)), end)
    },
    on(event: 'message' | 'close', heard: (bytes: Uint8Array & Error) => void) {
      if (event === 'message') hear = heard as typeof hear
      else end = heard as typeof end
    },
    close: () => void setImmediate(() => end()),
    ref() {},
    unref() {},
  }
}

function simpleQuery(text: string): Uint8Array {
  const bytes = Buffer.alloc(6 + Buffer.byteLength(text))
  bytes.write('Q')
  bytes.writeInt32BE(bytes.length - 1, 1)
  bytes.write(text, 5)
  return new Uint8Array(bytes)
}
