/** The shop's general doors: one address for everybody, with a word for where it hangs: /j/at-package, /start at-instagram. Pure. */
const DOOR = /^at-([a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?)$/

/** What stands in the address and behind /start. null: such a word cannot be the name of a place. */
export function doorAt(source: string): string | null {
  const payload = `at-${source}`
  return DOOR.test(payload) ? payload : null
}

/** The place that a payload speaks of; null: it is no general door. */
export const sourceOfDoor = (payload: string): string | null => DOOR.exec(payload)?.[1] ?? null
