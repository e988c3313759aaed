/** libsignal prints whole sessions, private keys included, to the console. Whatever it says there is dropped; everybody else is heard. */
let isQuiet = false

export function silenceLibsignal(): void {
  if (isQuiet) return
  isQuiet = true
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    // eslint-disable-next-line no-console -- this is where the console is taken from libsignal
    const say = console[method].bind(console)
    // eslint-disable-next-line no-console -- the same
    console[method] = (...said: unknown[]) => {
      if (/[\\/]node_modules[\\/]libsignal[\\/]/.test(new Error('who speaks').stack ?? '')) return
      say(...said)
    }
  }
}
