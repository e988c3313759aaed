/** The team: who belongs to it, a new one, one less. For managers. */
import { staffToken } from '../../engagement/tokens.ts'
import { invite, members, record, rename, revoke, ROLES, type Role } from '../members.ts'
import { EVERYBODY, MANAGERS, type Call, type Command, type Says } from './command.ts'

export const staffCommand: Command = { name: 'staff', roles: MANAGERS, run: showTeam }
export const inviteCommand: Command = { name: 'invite', roles: MANAGERS, run: inviteOne }
export const nameCommand: Command = { name: 'name', roles: EVERYBODY, run: setName }
export const revokeCommand: Command = { name: 'revoke', roles: MANAGERS, run: revokeOne }

async function showTeam(call: Call): Promise<Says> {
  const all = await members(call.tx)
  return {
    text: [call.say('team').text, ...all.map(({ name, role, channel }) => call.say('team-line', { name, role, channel }).text)].join('\n'),
    choices: [
      ...ROLES.map(role => ({ token: staffToken('invite', role), label: call.label('team', `invite-${role}`) })),
      ...all.filter(({ id }) => id !== call.member.id).map(({ id, name }) => ({ token: staffToken('revoke', id), label: call.label('team', 'revoke', { name }) })),
    ],
  }
}

async function setName(call: Call): Promise<Says> {
  const name = await rename(call.tx, call.member.id, call.argument)
  return name === null ? call.say('name-how') : call.say('named', { name })
}

async function inviteOne(call: Call): Promise<Says> {
  const role = ROLES.find(one => one === call.argument)
  if (!role) return call.say('invite-how')
  const payload = await invite(call, role satisfies Role, call.member.id)
  return { text: `${call.say('invite', { role }).text}\n${call.link(payload) ?? `/start ${payload}`}` }
}

async function revokeOne(call: Call): Promise<Says> {
  const found = (await members(call.tx)).find(member => member.id === call.argument)
  if (!found) return call.say('revoke-unknown')
  const result = await revoke(call, found.id)
  if (result === 'last-manager') return call.say('revoke-last')
  await record(call, call.member.id, 'revoke', found.id)
  return call.say('revoked', { name: found.name })
}
