import { describe } from 'vitest'
import { agendaBackend } from '../../src/schedule/agenda.ts'
import { agendaContract } from '../contract/agenda.ts'
import { startMongoDouble } from '../support/mongo.ts'
import { openTestStore } from '../support/store.ts'

describe('Agenda in our own database', () => {
  agendaContract(async () => {
    const store = await openTestStore()
    return { store, backend: () => agendaBackend(store, undefined), close: () => store.close() }
  })
})

describe(`Agenda in MongoDB (${process.env.MONGODB_URL ? 'the server of MONGODB_URL' : 'a double that speaks its protocol: wiring only, no locking'})`, () => {
  agendaContract(async () => {
    const store = await openTestStore()
    const mongo = process.env.MONGODB_URL ? { url: process.env.MONGODB_URL, stop: async () => {} } : await startMongoDouble()
    return {
      store,
      backend: () => agendaBackend(store, mongo.url),
      async close() {
        await mongo.stop()
        await store.close()
      },
    }
  })
})
