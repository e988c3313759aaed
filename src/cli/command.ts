import type { App } from '../app.ts'
import type { Config } from '../config.ts'

/** What a command may use of the service. When one is running, these are its own, and the command runs inside it. */
export type CommandApp = Pick<App, 'config' | 'store' | 'clock' | 'scenarios' | 'log'> & Partial<Pick<App, 'channels'>>

export type CommandCall = {
  /** What stood after the command's name, in order. */
  args: string[]
  /** Options by their long name in camelCase. */
  options: Record<string, string | boolean>
  /** A path as the person wrote it, made absolute from where they stood. */
  path(file: string): string
  out(line: string): void
  /** For complaints: goes to stderr. */
  err(line: string): void
  /** Draws the progress bar. */
  progress(done: number, total: number): void
}

/** One of `npx bazgasht …`. `run` gives the exit code; a UserError that it throws is shown without a stack. */
export type Command = {
  /** One word or two: 'links', 'import orders'. */
  name: string
  summary: string
  /** As commander writes them: '<file>'. */
  arguments?: string
  options?: { flags: string; summary: string }[]
  /** More of it, at the end of --help. */
  help?: string
} & (
  | { needs: 'store'; besideService: boolean; run(call: CommandCall & { app: CommandApp }): Promise<number> }
  /** Reads files and settings only; never runs inside the service. */
  | { needs: 'config'; run(call: CommandCall & { config: Config }): Promise<number> }
)
