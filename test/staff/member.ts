import { invite, type Role } from '../../src/staff/members.ts'
import { scenes } from '../conversation/scene.ts'
import type { Shop } from '../support/shop.ts'

export const staffScenes = scenes

/** Somebody of the shop, with a chat in the same bot as the customers. */
export async function member(shop: Shop, name: string, role: Role) {
  const person = await shop.customer(name)
  await person.starts(await shop.store.transaction(tx => invite({ tx, clock: shop.clock }, role, null)))
  return person
}
