/**
 * A WhatsApp server for tests, spoken to by unmodified Baileys: pairing by QR and by code, the restart after it, Signal-encrypted
 * messages both ways, hidden ids, receipts, refusals, drops, a second login, logging out. A message to the bot is kept until the
 * bot has acknowledged it, and comes again at the next connection. What WhatsApp's own servers accept it does not prove.
 */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Curve, getBinaryNodeChild, getBinaryNodeChildren, hmacSign, proto, S_WHATSAPP_NET, type BinaryNode } from '@whiskeysockets/baileys'
import { WebSocketServer, type WebSocket } from 'ws'
import { createConnection, type Connection } from './connection.ts'
import { trustTestServer } from './noise.ts'
import { createPeople, hiddenIdOf, type Bundle } from './people.ts'

export type SentMessage = { id: string; to: string; number: string; message: proto.IMessage }
type Waiting = { id: string; number: string; node(anew: boolean): Promise<BinaryNode> }

export type WhatsappServer = Awaited<ReturnType<typeof startWhatsappServer>>

export const BOT_NUMBER = '989000000001'
const seconds = () => String(Math.floor(Date.now() / 1000))

export async function startWhatsappServer() {
  trustTestServer()
  const people = createPeople()
  const connections = new Set<Connection>()
  const sent: SentMessage[] = []
  const waiting: Waiting[] = []
  const watchers: (() => void)[] = []
  const refusals: string[] = []
  let bundle: Bundle | null = null
  let pairingCodeAskedFor: string | null = null
  let acceptsNothing = false

  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise(resolve => sockets.once('listening', resolve))
  sockets.on('connection', (socket: WebSocket) => {
    const connection = createConnection(socket, { onLogin, onNode, onClose: () => void connections.delete(connection) })
    connections.add(connection)
  })
  const live = () => [...connections].filter(connection => connection.me !== null)

  async function onLogin(connection: Connection) {
    if (connection.me === null) {
      await connection.send({
        tag: 'iq', attrs: { id: 'pair-device', from: S_WHATSAPP_NET, type: 'set', xmlns: 'md' },
        content: [{ tag: 'pair-device', attrs: {}, content: ['r1', 'r2', 'r3'].map(ref => ({ tag: 'ref', attrs: {}, content: Buffer.from(ref) })) }],
      })
      return
    }
    for (const other of live())
      if (other !== connection) {
        await other.send({ tag: 'stream:error', attrs: { code: '440' }, content: [{ tag: 'conflict', attrs: { type: 'replaced' } }] })
        other.close()
      }
    await connection.send({ tag: 'success', attrs: { t: seconds(), lid: `${hiddenIdOf(connection.me)}:1@lid`, props: '1' } })
    await connection.send({ tag: 'ib', attrs: {}, content: [{ tag: 'offline', attrs: { count: '0' } }] })
    for (const message of [...waiting]) await connection.send(offline(await message.node(false)))
  }

  async function onNode(connection: Connection, node: BinaryNode) {
    const { attrs } = node
    if (node.tag === 'iq' && attrs.type !== 'result') return await answer(connection, node)
    if (node.tag === 'message') return await take(connection, node)
    const done = waiting.findIndex(message => message.id === attrs.id)
    if (node.tag === 'receipt' && attrs.type === 'retry' && done >= 0) return await connection.send(await waiting[done]!.node(true))
    if ((node.tag === 'receipt' || (node.tag === 'ack' && attrs.class === 'message')) && done >= 0) waiting.splice(done, 1)
    if (node.tag === 'receipt') await connection.send({ tag: 'ack', attrs: { class: 'receipt', id: attrs.id!, from: attrs.to! } })
    notify()
  }

  async function answer(connection: Connection, node: BinaryNode) {
    const { id, xmlns } = node.attrs
    const child = Array.isArray(node.content) ? node.content[0] : undefined
    const ok = (content?: BinaryNode[]) => connection.send({ tag: 'iq', attrs: { id: id!, type: 'result', from: S_WHATSAPP_NET, t: seconds() }, ...(content ? { content } : {}) })
    if (xmlns === 'encrypt' && child?.tag === 'count') return await ok([{ tag: 'count', attrs: { value: bundle && bundle.preKeys.length > 3 ? '500' : '1' } }])
    if (xmlns === 'encrypt' && child?.tag === 'digest') return await ok([{ tag: 'digest', attrs: {} }])
    if (xmlns === 'encrypt' && child?.tag === 'key') return await ok([{ tag: 'list', attrs: {}, content: getBinaryNodeChildren(child, 'user').map(({ attrs }) => people.byJid(attrs.jid!).keysFor(attrs.jid!)) }])
    if (xmlns === 'encrypt' && getBinaryNodeChild(node, 'list')) {
      bundle = readBundle(node)
      notify()
      return await ok()
    }
    if (xmlns === 'usync') return await ok([usync(connection, node)])
    if (xmlns === 'md' && child?.tag === 'link_code_companion_reg') {
      pairingCodeAskedFor = child.attrs.jid ?? null
      return await ok([{ tag: 'link_code_companion_reg', attrs: {}, content: [{ tag: 'link_code_pairing_ref', attrs: {}, content: Buffer.from('ref') }] }])
    }
    await ok()
  }

  function usync(connection: Connection, node: BinaryNode): BinaryNode {
    const query = getBinaryNodeChild(node, 'usync')!
    const wants = new Set((getBinaryNodeChild(query, 'query')!.content as BinaryNode[]).map(({ tag }) => tag))
    const users = getBinaryNodeChildren(getBinaryNodeChild(query, 'list'), 'user').map((user): BinaryNode => {
      const contact = getBinaryNodeChild(user, 'contact')?.content?.toString().replace(/\D/g, '')
      const jid = user.attrs.jid ?? `${contact}${S_WHATSAPP_NET}`
      const person = people.byJid(jid)
      const devices = person.number === connection.me ? [] : [{ tag: 'device', attrs: { id: '0' } }]
      return {
        tag: 'user', attrs: { jid },
        content: [
          ...(wants.has('contact') ? [{ tag: 'contact', attrs: { type: 'in' } }] : []),
          ...(wants.has('devices') ? [{ tag: 'devices', attrs: {}, content: [{ tag: 'device-list', attrs: {}, content: devices }] }] : []),
          ...(wants.has('lid') ? [{ tag: 'lid', attrs: { val: `${person.hiddenId}@lid` } }] : []),
        ],
      }
    })
    return { tag: 'usync', attrs: {}, content: [{ tag: 'result', attrs: {} }, { tag: 'list', attrs: {}, content: users }] }
  }

  /** A message of the bot: decrypted as its receiver would, and acknowledged or refused. */
  async function take(connection: Connection, node: BinaryNode) {
    const { id, to } = node.attrs
    if (acceptsNothing) return
    const error = refusals.shift()
    if (!error)
      for (const { jid, type, ciphertext } of encrypted(node, to!)) {
        const person = people.byJid(jid)
        if (person.number === connection.me) continue
        sent.push({ id: id!, to: to!, number: person.number, message: await person.decrypt(type, ciphertext) })
      }
    await connection.send({ tag: 'ack', attrs: { class: 'message', id: id!, from: to!, t: seconds(), ...(error ? { error } : {}) } })
    notify()
  }

  const notify = () => watchers.splice(0).forEach(look => look())
  async function until(isSo: () => boolean, ms = 8_000): Promise<void> {
    const giveUp = Date.now() + ms
    while (!isSo()) {
      if (Date.now() > giveUp) throw new Error('the WhatsApp server waited in vain')
      await Promise.race([new Promise<void>(look => watchers.push(look)), new Promise(done => setTimeout(done, 50))])
    }
  }

  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/ws/chat`,
    sent,
    until,
    isConnected: () => live().length > 0,
    pairingCodeAskedFor: () => pairingCodeAskedFor,
    /** Messages to the bot that it has not acknowledged. */
    unacknowledged: () => waiting.length,
    /** The phone scans what the bot shows. */
    async scan(qr: string, number = BOT_NUMBER): Promise<void> {
      const [, , identityKey, advSecret] = (qr.includes('#') ? qr.split('#')[1]! : qr).split(',')
      const account = Curve.generateKeyPair()
      const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: 1, keyIndex: 1 }).finish()
      const signed = proto.ADVSignedDeviceIdentity.encode({
        details, accountSignatureKey: account.public,
        accountSignature: Curve.sign(account.private, Buffer.concat([Buffer.from([6, 0]), details, Buffer.from(identityKey!, 'base64')])),
      }).finish()
      const proof = proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac: hmacSign(signed, Buffer.from(advSecret!, 'base64')) }).finish()
      for (const connection of connections) {
        await connection.send({
          tag: 'iq', attrs: { id: 'pair-success', from: S_WHATSAPP_NET, type: 'set', t: seconds() },
          content: [{
            tag: 'pair-success', attrs: {},
            content: [
              { tag: 'device-identity', attrs: {}, content: proof },
              { tag: 'device', attrs: { jid: `${number}:1@s.whatsapp.net`, lid: `${hiddenIdOf(number)}:1@lid` } },
              { tag: 'platform', attrs: { name: 'android' } },
            ],
          }],
        })
        await new Promise(done => setTimeout(done, 50))
        await connection.send({ tag: 'stream:error', attrs: { code: '515' } })
        connection.close()
      }
    },
    /** Somebody writes to the bot. `hidden`: under the hidden id; `own`: the shop's person on the phone itself, to `number`. */
    async say(number: string, given: string | proto.IMessage, options: { id?: string; name?: string; hidden?: boolean; withoutNumber?: boolean; own?: boolean; at?: number } = {}): Promise<string> {
      await until(() => bundle !== null)
      const id = options.id ?? `IN${randomBytes(6).toString('hex').toUpperCase()}`
      const content: proto.IMessage = typeof given === 'string' ? { conversation: given } : given
      const person = people.byNumber(number)
      const jid = `${number}${S_WHATSAPP_NET}`
      const hidden = `${person.hiddenId}@lid`
      const writer = options.own ? people.byNumber(BOT_NUMBER) : person
      const from: Record<string, string> = options.own
        ? { from: `${BOT_NUMBER}${S_WHATSAPP_NET}`, recipient: jid }
        : options.hidden
          ? { from: hidden, addressing_mode: 'lid', ...(options.withoutNumber ? {} : { sender_pn: jid }) }
          : { from: jid, sender_lid: hidden }
      const message: proto.IMessage = options.own ? { deviceSentMessage: { destinationJid: jid, message: content } } : content
      let ready: { type: string; ciphertext: Buffer } | undefined
      const entry: Waiting = {
        id, number,
        async node(anew) {
          // The same bytes come again, as long as nobody asked for others.
          if (anew || !ready) ready = await writer.encrypt(message, bundle!, anew)
          const { type, ciphertext } = ready
          return {
            tag: 'message', attrs: { id, t: String(options.at ?? seconds()), type: 'text', notify: options.name ?? 'Ali', ...from },
            content: [{ tag: 'enc', attrs: { v: '2', type }, content: ciphertext }],
          }
        },
      }
      waiting.push(entry)
      const node = await entry.node(false)
      for (const connection of live()) await connection.send(node)
      return id
    },
    /** What this person wrote and nobody acknowledged is gone. */
    forget: (number: string) => void waiting.splice(0, waiting.length, ...waiting.filter(message => message.number !== number)),
    /** Sends a node as it is: groups, status, what nobody asked for. */
    async sendNode(node: BinaryNode) {
      for (const connection of live()) await connection.send(node)
    },
    /** The receiver's phone says that it has a message, or that it was read. */
    async receipt({ id, to }: Pick<SentMessage, 'id' | 'to'>, type?: 'read') {
      for (const connection of live()) await connection.send({ tag: 'receipt', attrs: { id, from: to, t: seconds(), ...(type ? { type } : {}) } })
    },
    /** The receiver's phone could not open it, and asks for it once more with keys of its own. */
    async asksAgain({ id, to, number }: SentMessage) {
      const keys = people.byNumber(number).keysFor(to)
      people.byNumber(number).forgetSessions()
      const inside = keys.content as BinaryNode[]
      for (const connection of live())
        await connection.send({
          tag: 'receipt', attrs: { id, from: to, type: 'retry', t: seconds() },
          content: [
            { tag: 'retry', attrs: { count: '1', id, t: seconds(), v: '1' } },
            inside.find(({ tag }) => tag === 'registration')!,
            { tag: 'keys', attrs: {}, content: [...inside.filter(({ tag }) => tag !== 'registration'), { tag: 'device-identity', attrs: {}, content: Buffer.alloc(0) }] },
          ],
        })
    },
    /** The next message is refused with this code. */
    refuseNext: (code: string) => void refusals.push(code),
    /** What the bot sends is neither acknowledged nor delivered. */
    hang: (on: boolean) => void (acceptsNothing = on),
    /** Later than the acknowledgement, the server takes it back. */
    async refuseLater({ id, to }: Pick<SentMessage, 'id' | 'to'>, code: string) {
      for (const connection of live()) await connection.send({ tag: 'ack', attrs: { class: 'message', id, from: to, error: code, t: seconds() } })
    },
    drop: () => connections.forEach(connection => connection.terminate()),
    async logOut() {
      for (const connection of live()) await connection.send({ tag: 'stream:error', attrs: { code: '401' }, content: [{ tag: 'conflict', attrs: { type: 'device_removed' } }] })
    },
    async end(code: string) {
      for (const connection of live()) await connection.send({ tag: 'stream:error', attrs: { code } })
      connections.forEach(connection => connection.close())
    },
    async close() {
      connections.forEach(connection => connection.terminate())
      await new Promise(resolve => sockets.close(resolve))
    },
  }
}

function offline(node: BinaryNode): BinaryNode {
  return { ...node, attrs: { ...node.attrs, offline: '1' } }
}

function readBundle(node: BinaryNode): Bundle {
  const bytes = (of: BinaryNode | undefined, tag: string) => Buffer.from(getBinaryNodeChild(of, tag)!.content as Uint8Array)
  const publicKey = (raw: Buffer) => Buffer.concat([Buffer.from([5]), raw])
  const number = (raw: Buffer) => raw.readUIntBE(0, raw.length)
  const signed = getBinaryNodeChild(node, 'skey')
  return {
    registrationId: number(bytes(node, 'registration')),
    identityKey: publicKey(bytes(node, 'identity')),
    signedPreKey: { keyId: number(bytes(signed, 'id')), publicKey: publicKey(bytes(signed, 'value')), signature: bytes(signed, 'signature') },
    preKeys: getBinaryNodeChildren(getBinaryNodeChild(node, 'list'), 'key').map(key => ({ keyId: number(bytes(key, 'id')), publicKey: publicKey(bytes(key, 'value')) })),
  }
}

function encrypted(node: BinaryNode, to: string): { jid: string; type: string; ciphertext: Uint8Array }[] {
  const found: { jid: string; type: string; ciphertext: Uint8Array }[] = []
  const walk = (inside: BinaryNode, jid: string) => {
    for (const child of Array.isArray(inside.content) ? inside.content : []) {
      if (child.tag === 'to') walk(child, child.attrs.jid!)
      else if (child.tag === 'participants') walk(child, jid)
      else if (child.tag === 'enc') found.push({ jid, type: child.attrs.type!, ciphertext: child.content as Uint8Array })
    }
  }
  walk(node, to)
  return found
}
