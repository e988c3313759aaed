/** The server's half of WhatsApp's Noise handshake (XX, 25519, AES-GCM, SHA-256), with a certificate authority of our own. */
import { aesDecryptGCM, aesEncryptGCM, Curve, hkdf, NOISE_MODE, NOISE_WA_HEADER, proto, sha256, WA_CERT_DETAILS } from '@whiskeysockets/baileys'

const EMPTY = Buffer.alloc(0)
const root = Curve.generateKeyPair()
const intermediate = Curve.generateKeyPair()
const server = Curve.generateKeyPair()
const CERTIFICATE = makeCertificate()

/** In this process, Baileys trusts our root instead of WhatsApp's. */
export function trustTestServer(): void {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root.public)
}

export type Noise = ReturnType<typeof serverNoise>

export function serverNoise() {
  const mode = Buffer.from(NOISE_MODE)
  let hash: Buffer = mode.length === 32 ? mode : sha256(mode)
  let salt: Buffer = hash
  let key: Buffer = hash
  let count = 0
  let read = { key: EMPTY as Buffer, count: 0 }
  let write = { key: EMPTY as Buffer, count: 0 }
  let ephemeral: ReturnType<typeof Curve.generateKeyPair>

  const authenticate = (data: Uint8Array) => (hash = sha256(Buffer.concat([hash, data])))
  const mix = (data: Uint8Array) => {
    const derived = hkdf(Buffer.from(data), 64, { salt, info: '' })
    salt = Buffer.from(derived.subarray(0, 32))
    key = Buffer.from(derived.subarray(32))
    count = 0
  }
  const encrypt = (plain: Uint8Array) => {
    const sealed = aesEncryptGCM(Buffer.from(plain), key, nonce(count++), hash)
    authenticate(sealed)
    return sealed
  }
  const decrypt = (sealed: Uint8Array) => {
    const plain = aesDecryptGCM(Buffer.from(sealed), key, nonce(count++), hash)
    authenticate(sealed)
    return plain
  }
  authenticate(NOISE_WA_HEADER)

  return {
    /** Answers the client's hello. */
    hello(frame: Uint8Array): Buffer {
      const theirs = proto.HandshakeMessage.decode(frame).clientHello!.ephemeral!
      authenticate(theirs)
      ephemeral = Curve.generateKeyPair()
      authenticate(ephemeral.public)
      mix(Curve.sharedKey(ephemeral.private, theirs))
      const sealedKey = encrypt(server.public)
      mix(Curve.sharedKey(server.private, theirs))
      const payload = encrypt(CERTIFICATE)
      return Buffer.from(proto.HandshakeMessage.encode({ serverHello: { ephemeral: ephemeral.public, static: sealedKey, payload } }).finish())
    },
    /** Reads who logs in; from here on every frame is encrypted. */
    finish(frame: Uint8Array): proto.ClientPayload {
      const { static: sealedKey, payload } = proto.HandshakeMessage.decode(frame).clientFinish!
      mix(Curve.sharedKey(ephemeral.private, decrypt(sealedKey!)))
      const login = proto.ClientPayload.decode(decrypt(payload!))
      const keys = hkdf(EMPTY, 64, { salt, info: '' })
      read = { key: Buffer.from(keys.subarray(0, 32)), count: 0 }
      write = { key: Buffer.from(keys.subarray(32)), count: 0 }
      return login
    },
    seal: (plain: Uint8Array) => aesEncryptGCM(Buffer.from(plain), write.key, nonce(write.count++), EMPTY),
    open: (sealed: Uint8Array) => aesDecryptGCM(Buffer.from(sealed), read.key, nonce(read.count++), EMPTY),
  }
}

function nonce(count: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(count, 8)
  return bytes
}

function makeCertificate(): Uint8Array {
  const { Details } = proto.CertChain.NoiseCertificate
  const details = (serial: number, issuerSerial: number, key: Uint8Array) =>
    Details.encode({ serial, issuerSerial, key, notBefore: 0, notAfter: 4_102_444_800 }).finish()
  const middle = details(1, 0, intermediate.public)
  const leaf = details(2, 1, server.public)
  return proto.CertChain.encode({
    leaf: { details: leaf, signature: Curve.sign(intermediate.private, leaf) },
    intermediate: { details: middle, signature: Curve.sign(root.private, middle) },
  }).finish()
}
