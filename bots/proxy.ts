import type { Agent } from 'node:http'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { SocksProxyAgent } from 'socks-proxy-agent'

/** An agent that goes through the proxy, HTTP (CONNECT) or SOCKS; undefined without one. */
export function proxyAgent(url: string | undefined, keepAlive = false): Agent | undefined {
  if (url === undefined) return undefined
  return url.startsWith('socks') ? new SocksProxyAgent(url, { keepAlive }) : new HttpsProxyAgent(url, { keepAlive })
}
