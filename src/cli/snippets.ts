import { snippets } from '../shop/snippets.ts'
import type { Command } from './command.ts'

export const snippetsCommand: Command = {
  name: 'snippets',
  summary: 'lines to copy into the shop: chat button, personal link on the thank-you page, in e-mails and SMS',
  needs: 'config',
  async run({ config, out }) {
    for (const { title, code } of snippets(config)) out(`${title}\n\n${code.replace(/^/gm, '    ')}\n`)
    return 0
  },
}
