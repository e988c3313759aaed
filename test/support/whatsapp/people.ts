/** The people on the other side: each with a number, a hidden id, and Signal keys of their own. */
import { createHash } from 'node:crypto'
import { Curve, encodeWAMessage, generateSignalPubKey, jidDecode, proto, unpadRandomMax16, type BinaryNode } from '@whiskeysockets/baileys'
import libsignal from 'libsignal'

const BOT = new libsignal.ProtocolAddress('bot', 1)

type KeyPair = ReturnType<typeof Curve.generateKeyPair>
/** What the bot has uploaded about itself. */
export type Bundle = {
  registrationId: number
  identityKey: Buffer
  signedPreKey: { keyId: number; publicKey: Buffer; signature: Buffer }
  preKeys: { keyId: number; publicKey: Buffer }[]
}
export type Person = ReturnType<typeof createPerson>

/** The hidden id that stands for a number. */
export function hiddenIdOf(number: string): string {
  return `9${createHash('md5').update(number).digest('hex').replace(/\D/g, '').slice(0, 13).padEnd(13, '7')}`
}

export function createPeople() {
  const people = new Map<string, Person>()
  const byNumber = (number: string) => {
    const known = people.get(number) ?? createPerson(number, 100 + people.size)
    people.set(number, known)
    return known
  }
  return {
    byNumber,
    byJid(jid: string): Person {
      const { user, server } = jidDecode(jid)!
      const hidden = server === 'lid' ? [...people.values()].find(person => person.hiddenId === user) : undefined
      return hidden ?? byNumber(user)
    },
  }
}

function createPerson(number: string, registrationId: number) {
  const identity = Curve.generateKeyPair()
  const signedPreKey = Curve.generateKeyPair()
  const signature = Curve.sign(identity.private, generateSignalPubKey(signedPreKey.public))
  const preKeys = new Map<number, KeyPair>()
  const sessions = new Map<string, Uint8Array>()
  let nextPreKey = 1

  const pair = (keys: KeyPair) => ({ privKey: Buffer.from(keys.private), pubKey: Buffer.from(generateSignalPubKey(keys.public)) })
  const storage = {
    getOurIdentity: () => pair(identity),
    getOurRegistrationId: () => registrationId,
    isTrustedIdentity: () => true,
    loadSession: async (id: string) => (sessions.has(id) ? libsignal.SessionRecord.deserialize(sessions.get(id)!) : undefined),
    storeSession: async (id: string, record: { serialize(): Uint8Array }) => void sessions.set(id, record.serialize()),
    loadPreKey: async (id: number) => preKeys.get(Number(id)) && pair(preKeys.get(Number(id))!),
    removePreKey: async (id: number) => void preKeys.delete(Number(id)),
    loadSignedPreKey: () => pair(signedPreKey),
  }
  const cipher = new libsignal.SessionCipher(storage, BOT)

  return {
    number,
    forgetSessions: () => sessions.clear(),
    hiddenId: hiddenIdOf(number),
    /** The node with which others begin to write to this person. */
    keysFor(jid: string): BinaryNode {
      const keyId = nextPreKey++
      const keys = Curve.generateKeyPair()
      preKeys.set(keyId, keys)
      const value = (tag: string, content: Uint8Array): BinaryNode => ({ tag, attrs: {}, content })
      return {
        tag: 'user', attrs: { jid },
        content: [
          value('registration', bigEndian(registrationId, 4)),
          value('type', Buffer.from([5])),
          value('identity', identity.public),
          { tag: 'key', attrs: {}, content: [value('id', bigEndian(keyId, 3)), value('value', keys.public)] },
          { tag: 'skey', attrs: {}, content: [value('id', bigEndian(1, 3)), value('value', signedPreKey.public), value('signature', signature)] },
        ],
      }
    },
    async encrypt(message: proto.IMessage, bundle: Bundle, anew = false): Promise<{ type: 'pkmsg' | 'msg'; ciphertext: Buffer }> {
      if (anew || sessions.size === 0) {
        sessions.clear()
        const preKey = bundle.preKeys.shift()
        if (!preKey) throw new Error('the bot has no one-time keys left')
        await new libsignal.SessionBuilder(storage, BOT).initOutgoing({ ...bundle, preKey })
      }
      const { type, body } = await cipher.encrypt(encodeWAMessage(message))
      return { type: type === 3 ? 'pkmsg' : 'msg', ciphertext: Buffer.from(body, 'binary') }
    },
    async decrypt(type: string, ciphertext: Uint8Array): Promise<proto.IMessage> {
      const plain = await (type === 'pkmsg' ? cipher.decryptPreKeyWhisperMessage(Buffer.from(ciphertext)) : cipher.decryptWhisperMessage(Buffer.from(ciphertext)))
      const message = proto.Message.decode(unpadRandomMax16(plain))
      return message.deviceSentMessage?.message ?? message
    },
  }
}

function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}
