import { Duplex } from 'node:stream'
import type { Line } from './pglite-session.ts'

/** First bytes of messages that PostgreSQL does not answer before a Sync or Flush follows: Parse, Bind, Describe, Execute, Close. */
const WAITS = new Set([...'PBDEC'].map(letter => letter.charCodeAt(0)))

/**
 * What `pg` takes for its socket: PostgreSQL's protocol over a line to the embedded database. A statement goes as
 * ONE message, from Parse to Sync, and its answer comes as one; over a socket each of the five was a trip of its own.
 */
export function threadStream(port: Line): Duplex {
  let batch: Buffer[] = []
  const send = (chunk: Buffer) => {
    batch.push(chunk)
    if (WAITS.has(chunk[0]!)) return
    const whole = new Uint8Array(Buffer.concat(batch))
    batch = []
    port.postMessage(whole, [whole.buffer])
  }
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      send(chunk)
      done()
    },
    writev(chunks, done) {
      for (const { chunk } of chunks) send(chunk as Buffer)
      done()
    },
    final(done) {
      port.close()
      done()
    },
    destroy(error, done) {
      port.close()
      done(error)
    },
  })
  port.on('message', bytes => stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
  port.on('close', reason => (reason ? stream.destroy(reason) : stream.push(null)))
  return Object.assign(stream, {
    connect: () => void setImmediate(() => stream.emit('connect')),
    setNoDelay() {},
    setKeepAlive() {},
    ref: () => port.ref(),
    unref: () => port.unref(),
  })
}
