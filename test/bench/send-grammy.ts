/** Nothing but grammY: argv[3] messages to the Bot API at argv[2], fifty at once. Prints { seconds, cpuSeconds }. */
import { Agent } from 'node:http'
import { Api } from 'grammy'
import { TEST_TOKEN } from '../support/bot-api.ts'
import { seconds } from './common.ts'

const [apiRoot, messages] = [process.argv[2]!, Number(process.argv[3])]
const api = new Api(TEST_TOKEN, { apiRoot, baseFetchConfig: { agent: new Agent({ keepAlive: true }) } })
let next = 0
const send = async () => {
  while (next < messages) await api.sendMessage(Number(`1${next++}`), 'سلام')
}
const before = process.cpuUsage()
const took = await seconds(() => Promise.all(Array.from({ length: 50 }, send)))
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ seconds: took, cpuSeconds: (user + system) / 1e6 }))
