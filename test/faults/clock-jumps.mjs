// Loaded before the service: the machine's clock, as Date shows it, stands wrong by CLOCK_JUMPS milliseconds. Of a list with commas
// each holds for a second and a half, over and over. Timers and the database know nothing of it.
const jumps = process.env.CLOCK_JUMPS.split(',').map(Number)
const RealDate = Date
const now = () => RealDate.now() + jumps[Math.floor(performance.now() / 1_500) % jumps.length]

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given))
  }
  static now() {
    return now()
  }
}
