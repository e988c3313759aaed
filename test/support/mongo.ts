/**
 * As much of MongoDB as Agenda's backend and the driver need, over the wire protocol, in memory. It proves that the wiring
 * works; it proves nothing about MongoDB's locking. The same contract runs against a real server when MONGODB_URL is set.
 */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { deserialize, Long, ObjectId, serialize } from 'bson'
import { Aggregator, Query, update as mingoUpdate } from 'mingo'

type Doc = Record<string, unknown>
type Command = Doc & { $db?: string }

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const MORE_TO_COME = 2

export async function startMongoDouble(): Promise<{ url: string; stop(): Promise<void> }> {
  const collections = new Map<string, Doc[]>()
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    let buffer = Buffer.alloc(0)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    socket.on('data', chunk => {
      buffer = Buffer.concat([buffer, chunk])
      while (buffer.length >= 16 && buffer.length >= buffer.readInt32LE(0)) {
        const length = buffer.readInt32LE(0)
        const reply = answer(collections, buffer.subarray(0, length))
        buffer = buffer.subarray(length)
        if (reply) socket.write(reply)
      }
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/bazgasht`,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}

/** One message of the wire protocol to its answer; null when the sender wants none. */
function answer(collections: Map<string, Doc[]>, message: Buffer): Buffer | null {
  const id = message.readInt32LE(4)
  const isMsg = message.readInt32LE(12) === OP_MSG
  if (!isMsg && message.readInt32LE(12) !== OP_QUERY) return null
  const command = isMsg ? readMsg(message) : (deserialize(message.subarray(message.indexOf(0, 20) + 9)) as Command)
  let result: Doc
  try {
    result = run(collections, command)
  } catch (error) {
    result = { ok: 0, code: 8, errmsg: (error as Error).message }
  }
  if (isMsg && message.readUInt32LE(16) & MORE_TO_COME) return null
  const body = serialize(result, { ignoreUndefined: true })
  const head = Buffer.alloc(isMsg ? 21 : 36)
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(id, 8)
  head.writeInt32LE(isMsg ? OP_MSG : OP_REPLY, 12)
  if (!isMsg) {
    head.writeInt32LE(8, 16)
    head.writeInt32LE(1, 32)
  }
  return Buffer.concat([head, body])
}

/** Sections of kind 0 are the command; those of kind 1 are lists of documents that belong to it. */
function readMsg(message: Buffer): Command {
  let command: Command = {}
  let at = 20
  while (at < message.length) {
    const kind = message[at++]
    const end = at + message.readInt32LE(at)
    if (kind === 0) command = { ...(deserialize(message.subarray(at, end)) as Command), ...command }
    else {
      const nameEnd = message.indexOf(0, at + 4)
      const name = message.toString('utf8', at + 4, nameEnd)
      const documents: Doc[] = []
      for (let from = nameEnd + 1; from < end; from += message.readInt32LE(from)) documents.push(deserialize(message.subarray(from, from + message.readInt32LE(from))))
      command[name] = documents
    }
    at = end
  }
  return command
}

function run(collections: Map<string, Doc[]>, given: Command): Doc {
  const name = Object.keys(given)[0]!
  const command = plain(given) as Command
  const docs = (): Doc[] => {
    const key = `${command.$db}.${String(command[name])}`
    if (!collections.has(key)) collections.set(key, [])
    return collections.get(key)!
  }
  const cursor = (firstBatch: unknown[]) => ({ cursor: { id: Long.ZERO, ns: `${command.$db}.${String(command[name])}`, firstBatch }, ok: 1 })
  switch (name) {
    case 'hello':
    case 'ismaster':
    case 'isMaster':
      return {
        helloOk: true, ismaster: true, isWritablePrimary: true, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000,
        localTime: new Date(), logicalSessionTimeoutMinutes: 30, connectionId: 1, minWireVersion: 0, maxWireVersion: 21, readOnly: false, ok: 1,
      }
    case 'ping':
    case 'endSessions':
    case 'killCursors':
    case 'createIndexes':
    case 'create':
      return { ok: 1 }
    case 'insert':
      docs().push(...(command.documents as Doc[]))
      return { n: (command.documents as Doc[]).length, ok: 1 }
    case 'find':
      return cursor(find(docs(), command.filter as Doc, command.sort as Doc, Number(command.limit ?? 0)))
    case 'count':
      return { n: find(docs(), command.query as Doc).length, ok: 1 }
    case 'aggregate':
      return cursor(new Aggregator(command.pipeline as Doc[]).run(docs()))
    case 'update': {
      const done = (command.updates as { q: Doc; u: Doc; upsert?: boolean; multi?: boolean }[]).map(one => change(docs(), one.q, one.u, one))
      const upserted = done.flatMap(({ inserted }, index) => (inserted ? [{ index, _id: inserted._id }] : []))
      return { n: done.reduce((sum, { n }) => sum + n, 0), nModified: done.reduce((sum, { n, inserted }) => sum + (inserted ? 0 : n), 0), ...(upserted.length ? { upserted } : {}), ok: 1 }
    }
    case 'delete': {
      let n = 0
      for (const { q, limit } of command.deletes as { q: Doc; limit: number }[])
        for (const doc of find(docs(), q).slice(0, limit === 1 ? 1 : undefined)) {
          docs().splice(docs().indexOf(doc), 1)
          n += 1
        }
      return { n, ok: 1 }
    }
    case 'findAndModify': {
      const done = change(docs(), command.query as Doc, command.update as Doc, command as { upsert?: boolean; sort?: Doc })
      return { lastErrorObject: { n: done.n, updatedExisting: done.n > 0 && !done.inserted, ...(done.inserted ? { upserted: done.inserted._id } : {}) }, value: done.doc ?? null, ok: 1 }
    }
    default:
      return { ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: `no such command: '${name}'` }
  }
}

function find(docs: Doc[], filter: Doc = {}, sort?: Doc, limit = 0): Doc[] {
  let found = new Query(filter).find<Doc>(docs)
  if (sort) found = found.sort(sort as Record<string, 1 | -1>)
  return (limit ? found.limit(Math.abs(limit)) : found).all()
}

function change(docs: Doc[], query: Doc, change: Doc, { upsert, multi, sort }: { upsert?: boolean; multi?: boolean; sort?: Doc }) {
  const found = find(docs, query, sort).slice(0, multi ? undefined : 1)
  const { $setOnInsert, ...rest } = change as { $setOnInsert?: Doc } & Doc
  if (found.length === 0 && upsert) {
    const equals = Object.entries(query).filter(([key, value]) => key[0] !== '$' && (value === null || typeof value !== 'object' || value instanceof Date || value instanceof ObjectId))
    const inserted: Doc = { ...Object.fromEntries(equals), _id: new ObjectId(), ...$setOnInsert }
    if (Object.keys(rest).length) mingoUpdate(inserted, rest as never, [], undefined, { cloneMode: 'none' } as never)
    docs.push(inserted)
    return { n: 1, doc: inserted, inserted }
  }
  if (Object.keys(rest).length) for (const doc of found) mingoUpdate(doc, rest as never, [], undefined, { cloneMode: 'none' } as never)
  return { n: found.length, doc: found[0], inserted: undefined }
}

/** Longs as numbers, so that mingo compares them. */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof ObjectId) return value
  if (value instanceof Long) return value.toNumber()
  if (Array.isArray(value)) return value.map(plain)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}
