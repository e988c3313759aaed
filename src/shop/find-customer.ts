import type { Customer, Tx } from '../store/store.ts'
import { normalisePhone } from './phone.ts'

/** By phone, the number of an order, the shop's own id of the customer, or ours. Never by name alone: names are not unique. Digits are Latin. */
export async function findCustomer({ tx }: { tx: Pick<Tx, 'customer'> }, asked: string): Promise<Customer | null> {
  const phone = normalisePhone(asked)
  const found = await tx.customer.findFirst({
    where: { OR: [{ externalId: asked }, { id: asked }, { orders: { some: { externalId: asked } } }, ...(phone ? [{ phone }] : [])] },
    orderBy: { createdAt: 'asc' },
  })
  return found?.joinedIntoId ? await tx.customer.findUnique({ where: { id: found.joinedIntoId } }) : found
}
