import { SECOND } from '../../src/clock.ts'
import type { Log } from '../../src/log.ts'
import type { ChatLine, ChatRows } from '../../src/store/chat-rows.ts'

/** Lines shown to a page that connects for the first time. */
const REPLAYED = 100
/** A browser with more open pages than this on one chat is not a browser. */
const READERS_PER_CHAT = 12
/** Bytes a page may lag behind before its stream is closed; it comes back with Last-Event-ID. */
const BACKLOG = 512 * 1024

type Reader = { chatId: string; seq: string; controller: ReadableStreamDefaultController<Uint8Array> }

/**
 * The pages that listen. Every second, and at once when this process wrote a line, one question asks for what is new to all of
 * them: other workers write too, and rows are the truth. An event's id is the outbox id, so that Last-Event-ID resumes there;
 * a customer's own line carries none and may come twice: the page knows lines by their key.
 */
export function eventStreams(parts: { rows: ChatRows; log: Log; everyMs?: number; heartbeatMs?: number }) {
  const readers = new Set<Reader>()
  const encoder = new TextEncoder()
  let looking: Promise<void> | null = null
  let again = false
  let timers: NodeJS.Timeout[] = []

  const close = (reader: Reader) => {
    readers.delete(reader)
    try {
      reader.controller.close()
    } catch {
      // The browser was quicker.
    }
    if (readers.size === 0) stopTimers()
  }
  const write = (reader: Reader, text: string) => {
    if (!readers.has(reader)) return
    if ((reader.controller.desiredSize ?? 0) < -BACKLOG) return close(reader)
    try {
      reader.controller.enqueue(encoder.encode(text))
    } catch {
      close(reader)
    }
  }
  const show = (reader: Reader, line: ChatLine) => {
    if (BigInt(line.seq) <= BigInt(reader.seq)) return
    reader.seq = line.seq
    write(reader, event(line))
  }

  const lookOnce = async () => {
    const asked = [...readers]
    if (asked.length === 0) return
    for (const line of await parts.rows.newLines(asked)) show(asked[line.reader]!, line)
  }
  /** Looks now; asked while looking, looks once more. */
  const look = () => {
    if (looking) {
      again = true
      return
    }
    looking = lookOnce()
      .catch((error: unknown) => parts.log.warn({ err: error }, 'web chat: could not read new lines; trying again'))
      .finally(() => {
        looking = null
        if (again) {
          again = false
          look()
        }
      })
  }
  const startTimers = () => {
    if (timers.length > 0) return
    const heartbeat = () => {
      for (const reader of [...readers]) write(reader, ': still here\n\n')
    }
    timers = [setInterval(look, parts.everyMs ?? SECOND), setInterval(heartbeat, parts.heartbeatMs ?? 15 * SECOND)]
    for (const timer of timers) timer.unref()
  }
  const stopTimers = () => {
    for (const timer of timers) clearInterval(timer)
    timers = []
  }

  return {
    look,
    /** null: too many pages of this chat are open already. */
    async open(chatId: string, lastEventId: string | null): Promise<ReadableStream<Uint8Array> | null> {
      const missed = await parts.rows.linesAfter(chatId, lastEventId, REPLAYED)
      if ([...readers].filter(reader => reader.chatId === chatId).length >= READERS_PER_CHAT) return null
      let reader: Reader
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            reader = { chatId, seq: missed.seq, controller }
            readers.add(reader)
            startTimers()
            write(reader, 'retry: 2000\n\n')
            for (const line of missed.lines) write(reader, event(line))
            write(reader, 'event: ready\ndata: {}\n\n')
            look()
          },
          cancel() {
            close(reader)
          },
        },
        { highWaterMark: 1024, size: chunk => chunk.byteLength },
      )
    },
    /** Ends every stream: the pages come back to the next worker. */
    closeAll() {
      for (const reader of [...readers]) close(reader)
    },
  }
}

function event(line: ChatLine): string {
  const id = line.outboxId === null ? '' : `id: ${line.outboxId}\n`
  return `${id}event: line\ndata: ${JSON.stringify({ key: line.key, at: line.at.toISOString(), content: line.content })}\n\n`
}
