/** /doctor: what is not as it should be, and its mend. The messengers themselves are asked by `npx bazgasht doctor`. */
import { examine } from '../doctor.ts'
import { MANAGERS, type Command } from './command.ts'

export const doctorCommand: Command = {
  name: 'doctor', roles: MANAGERS,
  async run(call) {
    const found = await examine({ ...call, ...call.machine, db: call.tx, asks: false })
    const wrong = found.filter(({ ok }) => !ok)
    if (wrong.length === 0) return call.say('doctor-well')
    return { text: [call.say('doctor').text, ...wrong.map(({ what, says, mend }) => `• ${what}: ${says}\n  ${mend}`)].join('\n') }
  },
}
