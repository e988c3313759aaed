import { type MessagePort } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'

/** Where a connection's messages go and its answers come from: a MessagePort to the thread of the database, or the database itself. */
export type Line = Pick<MessagePort, 'close' | 'ref' | 'unref'> & {
  postMessage(bytes: Uint8Array<ArrayBuffer>, transfer?: ArrayBuffer[]): void
  on(event: 'message', heard: (bytes: Uint8Array) => void): unknown
  on(event: 'close', heard: () => void): unknown
}

/** Answers PostgreSQL's protocol for one connection after the other. PGlite has one session, which outlives them: each finds it clean. */
export function answerer(db: PGlite): (bytes: Uint8Array) => Uint8Array<ArrayBuffer> {
  const run = (...messages: Uint8Array[]) => {
    let answer = new Uint8Array(0)
    for (const message of messages) answer = db.execProtocolRawSync(message) as typeof answer
    return answer
  }
  return bytes => {
    if (bytes[0] === 0) run(simpleQuery('ROLLBACK'), simpleQuery('DISCARD ALL')) // the first message of a connection
    return run(bytes)
  }
}

/** A line to a database in this very thread. Answers come a turn of the event loop later: timers and signals are heard in between. */
export function localLine(db: PGlite): Line {
  const answer = answerer(db)
  let hear: (bytes: Uint8Array) => void = () => {}
  let end: () => void = () => {}
  return {
    postMessage(bytes) {
      const said = answer(bytes)
      if (said.length > 0) setImmediate(() => hear(said))
    },
    on(event: 'message' | 'close', heard: (bytes: Uint8Array) => void) {
      if (event === 'message') hear = heard
      else end = heard as () => void
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
