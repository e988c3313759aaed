import { request as http, type Agent, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { Refused } from '../../src/errors.ts'
import { readLimited } from '../read-limited.ts'

const TIMEOUT_MS = 30_000
const SAFE_PATH = /^[\w./-]{1,300}$/

/**
 * A file of the Bot API. The address is made of the API's own root: whatever path an answer names, no other host is asked, no
 * redirect is followed, and nothing over `largest` bytes is kept.
 */
export async function fetchFile({ apiRoot, token, path, agent, largest }: { apiRoot: string; token: string; path: string; agent: Agent | undefined; largest: number }): Promise<{ bytes: Uint8Array; type: string }> {
  if (!SAFE_PATH.test(path) || path.includes('..') || path.startsWith('/')) throw new Refused('a path that is no file of ours')
  const url = new URL(`${apiRoot}/file/bot${token}/${path}`)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const ask = (url.protocol === 'https:' ? https : http)(url, { ...(agent ? { agent } : {}), timeout: TIMEOUT_MS, signal: AbortSignal.timeout(TIMEOUT_MS) }, resolve)
    // The address holds the token: its error must not be passed on.
    ask.on('error', error => reject(new Error((error as NodeJS.ErrnoException).code ?? 'the file could not be fetched')))
    ask.end()
  })
  try {
    if (answer.statusCode === 404) throw new Refused('the platform has it no more')
    if (answer.statusCode !== 200) throw new Error(`the platform answered ${answer.statusCode}`)
    if (Number(answer.headers['content-length'] ?? 0) > largest) throw new Refused(`larger than ${largest} bytes`)
    return { bytes: await readLimited(answer, largest), type: answer.headers['content-type'] ?? 'application/octet-stream' }
  } finally {
    answer.destroy()
  }
}
