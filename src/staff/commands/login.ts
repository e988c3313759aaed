/** /login: a link that opens the web side once, for five minutes. */
import { loginLink } from '../login.ts'
import { EVERYBODY, type Command } from './command.ts'

export const loginCommand: Command = {
  name: 'login', roles: EVERYBODY,
  run: async call => call.say('login', { link: `${call.publicUrl}/login/${await loginLink(call, call.member.id)}` }),
}
