import { UserError } from '../errors.ts'
import type { Command } from './command.ts'

export const whatsappPairCommand: Command = {
  name: 'whatsapp pair',
  summary: 'a code to type on the phone, instead of scanning the one in the terminal',
  options: [{ flags: '--phone <number>', summary: 'the number to pair, with its country code: 989121234567' }],
  help: `
On the phone: WhatsApp, Linked devices, Link a device, Link with phone number instead. The service must be running.`,
  needs: 'store',
  besideService: true,
  async run({ app, options, out }) {
    const phone = String(options.phone ?? '').replace(/^\+|[\s()-]/g, '')
    if (!/^[1-9]\d{7,14}$/.test(phone)) throw new UserError(`--phone is ${options.phone === undefined ? 'missing' : `"${String(options.phone)}"`}, expected the number with its country code: npx bazgasht whatsapp pair --phone 989121234567`)
    const pairing = app.channels?.get('whatsapp')?.pairing
    const state = pairing?.state()
    if (!pairing || state?.is === 'off') throw new UserError('WhatsApp is not running: set WHATSAPP=on in .env and start the service, then run this beside it')
    if (state?.is === 'on') throw new UserError(`+${state.number} is paired already: remove the device on the phone first (WhatsApp, Linked devices)`)
    if (state?.is === 'missing') throw new UserError('the package that WhatsApp needs is not installed: npm install --include=optional, then start again')
    if (state?.is !== 'unpaired') throw new UserError(state?.is === 'stopped' ? state.why : 'WhatsApp is still connecting: try again in a few seconds')
    out(`Type this on the phone: ${(await pairing.byCode(phone)).replace(/^(.{4})/, '$1-')}`)
    return 0
  },
}
