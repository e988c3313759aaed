/** One socket of the test server: frames, the handshake, and then nodes one after another. */
import { decodeBinaryNode, encodeBinaryNode, NOISE_WA_HEADER, type BinaryNode } from '@whiskeysockets/baileys'
import type { WebSocket } from 'ws'
import { serverNoise } from './noise.ts'

export type Connection = {
  /** The number that logged in; null: a device that has yet to be paired. */
  me: string | null
  send(node: BinaryNode): Promise<void>
  close(): void
  terminate(): void
}

type Handlers = {
  onLogin(connection: Connection): Promise<void>
  onNode(connection: Connection, node: BinaryNode): Promise<void>
  onClose(): void
}

export function createConnection(socket: WebSocket, handlers: Handlers): Connection {
  const noise = serverNoise()
  let buffer = Buffer.alloc(0)
  let hasIntro = false
  let frames = 0
  let work = Promise.resolve()

  const write = (data: Uint8Array) => {
    const head = Buffer.alloc(3)
    head.writeUIntBE(data.length, 0, 3)
    socket.send(Buffer.concat([head, data]))
  }
  const connection: Connection = {
    me: null,
    async send(node) {
      if (socket.readyState === socket.OPEN) write(noise.seal(encodeBinaryNode(node)))
    },
    close: () => socket.close(),
    terminate: () => socket.terminate(),
  }
  const onFrame = async (frame: Buffer) => {
    frames += 1
    if (frames === 1) return write(noise.hello(frame))
    if (frames === 2) {
      const { username } = noise.finish(frame)
      connection.me = username ? String(username) : null
      return await handlers.onLogin(connection)
    }
    await handlers.onNode(connection, await decodeBinaryNode(noise.open(frame)))
  }
  const onData = async (data: Buffer) => {
    buffer = Buffer.concat([buffer, data])
    if (!hasIntro) {
      // Routing information may stand before the header.
      if (buffer.subarray(0, 2).toString() === 'ED') buffer = buffer.subarray(7 + buffer.readUIntBE(4, 3))
      buffer = buffer.subarray(NOISE_WA_HEADER.length)
      hasIntro = true
    }
    while (buffer.length >= 3) {
      const length = buffer.readUIntBE(0, 3)
      if (buffer.length < length + 3) return
      const frame = buffer.subarray(3, length + 3)
      buffer = buffer.subarray(length + 3)
      await onFrame(frame)
    }
  }
  socket.on('message', (data: Buffer) => {
    work = work.then(() => onData(Buffer.from(data))).catch(error => {
      console.error('WhatsApp test server:', error)
      socket.close()
    })
  })
  socket.on('error', () => {})
  socket.on('close', handlers.onClose)
  return connection
}
