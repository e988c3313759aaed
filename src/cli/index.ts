#!/usr/bin/env node
// npx bazgasht …: one file per command beside this one.
import { SingleBar } from 'cli-progress'
import { Command as Program } from 'commander'
import { packageInfo } from '../config.ts'
import { UserError } from '../errors.ts'
import { commands } from './commands.ts'
import { runCommand, type Screen } from './run-command.ts'

const { version, description } = packageInfo()
const program = new Program('bazgasht').description(description).version(version)
// main.ts starts by being loaded: what `npm start` runs.
program.command('start').description('start the service').action(async () => void (await import('../main.ts')))

for (const command of commands) {
  const words = command.name.split(' ')
  const entry = groupOf(words.slice(0, -1)).command(`${words.at(-1)} ${command.arguments ?? ''}`).description(command.summary)
  for (const { flags, summary } of command.options ?? []) entry.option(flags, summary)
  if (command.help) entry.addHelpText('after', command.help)
  entry.action(async () => {
    const screen = createScreen()
    try {
      process.exitCode = await runCommand(command, { args: entry.args, options: entry.opts() }, screen)
    } catch (error) {
      screen.err(error instanceof UserError ? error.message : String((error as Error).stack))
      process.exitCode = 1
    } finally {
      screen.done()
    }
  })
}

await program.parseAsync()

/** The program itself, or the first of two words, which says in --help what may follow it. */
function groupOf([word]: string[]): Program {
  if (!word) return program
  const following = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name, summary }) => `${name}: ${summary}`)
  return program.commands.find(known => known.name() === word) ?? program.command(word).description(following.join('; '))
}

/** Lines as they are; a bar on a terminal, and nothing of it where the output is kept. */
function createScreen(): Screen & { done(): void } {
  let bar: SingleBar | undefined
  const above = (write: (line: string) => void) => (line: string) => {
    bar?.stop()
    bar = undefined
    write(line)
  }
  return {
    out: above(line => console.log(line)),
    err: above(line => console.error(line)),
    progress(done, total) {
      if (!process.stderr.isTTY) return
      if (!bar) {
        bar = new SingleBar({ format: '{bar} {percentage}% | {value}/{total}', hideCursor: true, stream: process.stderr })
        bar.start(total, done)
      }
      if (total > 0) bar.setTotal(total)
      bar.update(done)
    },
    done: () => bar?.stop(),
  }
}
