import type { Agent } from 'node:http'
import type { DownloadableMessage, MediaType, proto } from '@whiskeysockets/baileys'
import { Refused } from '../../src/errors.ts'
import { readLimited } from '../read-limited.ts'

type Baileys = typeof import('@whiskeysockets/baileys')

/** Where a file lies and how it is opened, without its thumbnail; null: nothing to fetch. */
export function mediaRef({ proto }: Baileys, { imageMessage, audioMessage, videoMessage, documentMessage }: proto.IMessage): string | null {
  const found = Object.entries({ imageMessage, audioMessage, videoMessage, documentMessage }).find(([, media]) => media?.mediaKey && media.directPath)
  if (!found) return null
  const [kind, media] = found
  const { directPath, mediaKey, mimetype, fileLength, fileEncSha256, fileSha256 } = media!
  return Buffer.from(proto.Message.encode(proto.Message.fromObject({ [kind]: { directPath, mediaKey, mimetype, fileLength, fileEncSha256, fileSha256 } })).finish()).toString('base64url')
}

/** The address is always WhatsApp's own: only the path of the ref is used, never an address that a sender wrote. */
export async function fetchWhatsappMedia(baileys: Baileys, ref: string, largest: number, agent: Agent | undefined): Promise<{ bytes: Uint8Array; type: string }> {
  const { imageMessage, audioMessage, videoMessage, documentMessage } = baileys.proto.Message.decode(Buffer.from(ref, 'base64url'))
  const kinds: [MediaType, (DownloadableMessage & { mimetype?: string | null; fileLength?: unknown }) | null | undefined][] = [['image', imageMessage], ['audio', audioMessage], ['video', videoMessage], ['document', documentMessage]]
  const [kind, media] = kinds.find(([, one]) => one) ?? []
  if (!kind || !media?.directPath?.startsWith('/')) throw new Refused('nothing to fetch')
  if (Number(media.fileLength ?? 0) > largest) throw new Refused(`larger than ${largest} bytes`)
  const { directPath, mediaKey } = media
  const stream = await baileys.downloadContentFromMessage({ directPath, mediaKey } as DownloadableMessage, kind, agent ? { options: { dispatcher: agent } as never } : {})
  return { bytes: await readLimited(stream as AsyncIterable<Uint8Array>, largest), type: media.mimetype ?? 'application/octet-stream' }
}
