/** A track as a graph: its steps in order, what leads from one to another, and where the lines between them run. Pure. */
import { goesOf } from './check-track.ts'
import { durationMs } from './duration.ts'
import type { Reaction, Step, Track } from './schema.ts'

/** What leads on: answers that have the same consequence ('words': free text), or the facts of a branch ('else'). */
export type Lead = { on: string[]; to: string | null; does: Reaction | null }
export type Node = { name: string; step: Step; leads: Lead[] }
/** From one place in `nodes` to a later one. time: nothing leads there but the days. Lines of one lane do not meet. */
export type Edge = { from: number; to: number; lane: number; kind: 'answer' | 'time' }

export function graphOf(track: Track): { nodes: Node[]; edges: Edge[] } {
  const nodes = stepsOf(track).map(([name, step]) => ({ name, step, leads: leadsOf(step) }))
  const at = new Map(nodes.map(({ name }, index) => [name, index]))
  const answers = nodes.flatMap(({ step }, from) => [...new Set(goesOf(step))].map(go => ({ from, to: at.get(go)!, kind: 'answer' as const })))
  const timed = nodes.flatMap(({ step }, index) => (step.when ? [index] : []))
  const days = timed.slice(1).map((to, index) => ({ from: timed[index]!, to, kind: 'time' as const }))
  const edges: Edge[] = []
  for (const edge of [...answers, ...days].sort((a, b) => a.to - a.from - (b.to - b.from))) {
    let lane = 1
    while (edges.some(other => other.lane === lane && other.from < edge.to && edge.from < other.to)) lane++
    edges.push({ ...edge, lane })
  }
  return { nodes, edges }
}

/** Timed steps by their day; after each, the steps that it leads to, none before all that lead to it. */
export function stepsOf({ steps }: Track): [string, Step][] {
  const order: [string, Step][] = []
  const seen = new Set<string>()
  const visit = (name: string) => {
    const step = steps[name]
    if (!step || seen.has(name)) return
    seen.add(name)
    goesOf(step).reverse().forEach(visit)
    order.unshift([name, step])
  }
  const timed = Object.entries(steps).filter(([, step]) => step.when)
  const after = (step: Step) => durationMs(step.when?.after ?? '0m')
  for (const [name] of timed.sort(([, a], [, b]) => a.when!.day - b.when!.day || after(a) - after(b)).reverse()) visit(name)
  return order
}

function leadsOf(step: Step): Lead[] {
  if (step.kind === 'send') return []
  if (step.kind === 'branch') return [...step.if.map(({ fact, go }) => ({ on: [fact as string], to: go, does: null })), { on: ['else'], to: step.else, does: null }]
  const leads = new Map<string, Lead>()
  for (const on of [...step.choices.map(({ value }) => value), ...(step.words === 'answer' ? ['words'] : [])]) {
    const does = step.on[on] ?? step.on['*']
    if (!does) continue
    const key = JSON.stringify(does)
    const lead = leads.get(key) ?? { on: [], to: does.go ?? null, does }
    leads.set(key, { ...lead, on: [...lead.on, on] })
  }
  return [...leads.values()]
}
