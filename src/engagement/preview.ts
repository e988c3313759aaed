/** What planned rows would say if they went now: for people who look at a plan. */
import type { App } from '../app.ts'
import { advance } from '../journeys/advance.ts'
import { sampleGift } from './offers.ts'
import { loadSubject, type Subject } from './subject.ts'
import { newQuestionId } from './tokens.ts'
import { sayStep } from './words.ts'

type PlannedRow = { id: bigint; enrollmentId: string | null; step: string | null; role: string; dueAt: Date }

/** Texts by row; a row that would be dropped for lack of something to say has none. Nothing is written. */
export async function preview(app: App, rows: readonly PlannedRow[]): Promise<Map<bigint, string>> {
  const subjects = new Map<string, Subject | null>()
  const texts = new Map<bigint, string>()
  for (const row of rows) {
    if (!row.enrollmentId || !row.step) continue
    if (!subjects.has(row.enrollmentId)) subjects.set(row.enrollmentId, await loadSubject({ ...app, tx: app.store.db }, row.enrollmentId))
    const subject = subjects.get(row.enrollmentId)
    if (!subject) continue
    const decision = advance(subject.journey, subject.enrollment.track, { type: row.role === 'reminder' ? 'remind' : 'due', step: row.step }, subject.facts, row.dueAt)
    const say = decision?.effects.find(effect => effect.do === 'say')
    if (!say) continue
    const ask = say.ask ? { step: say.ask, questionId: newQuestionId() } : undefined
    const gift = say.offer ? sampleGift(app, say.offer, row.dueAt) : null
    texts.set(row.id, sayStep(app, subject, { text: say.text, ...(say.lead ? { lead: say.lead } : {}), ...(ask ? { ask } : {}) }, { ...(gift ? { gift } : {}), ...(say.points ? { points: say.points } : {}) }).text)
  }
  return texts
}
