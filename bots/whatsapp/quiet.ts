/** libsignal prints whole sessions, private keys included, to the console. Whatever it says there is dropped; everybody else is heard. */
let isQuiet = false

export function silenceLibsignal(): void {
  if (isQuiet) return
  isQuiet = true
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    const say = console[method].bind(console)
    console[method] = (...said: unknown[]) => {
      if (/[\\/]node_modules[\\/]libsignal[\\/]/.test(new Error('who speaks').stack ?? '')) return
      say(...said)
    }
  }
}
