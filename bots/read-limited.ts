import { Refused } from '../src/errors.ts'

/** Reads a stream to its end, or not at all: what grows over `largest` bytes is refused, and the connection dropped. */
export async function readLimited(parts: AsyncIterable<Uint8Array>, largest: number): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const part of parts) {
    size += part.length
    if (size > largest) throw new Refused(`larger than ${largest} bytes`)
    read.push(part)
  }
  return Buffer.concat(read)
}
