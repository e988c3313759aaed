import { describe, expect, test } from 'vitest'
import { changesOf, mayHoldOut, valueOf, whyNot, WHOLE } from '../../src/journeys/edits.ts'
import { graphOf } from '../../src/journeys/graph.ts'
import { shipped } from './shipped.ts'

const journeyOf = (name: string) => shipped.journeys.find(({ journey }) => journey === name)!

describe('a track as a graph', () => {
  test('steps stand in order of time, none before what leads to it', () => {
    for (const { tracks } of shipped.journeys)
      for (const track of Object.values(tracks)) {
        const { nodes, edges } = graphOf(track)
        expect(nodes.map(({ name }) => name).sort()).toEqual(Object.keys(track.steps).sort())
        for (const { from, to } of edges) expect(from).toBeLessThan(to)
      }
    expect(graphOf(journeyOf('cart-reminder').tracks.cart!).nodes.map(({ name }) => name)).toEqual(['first', 'second'])
    expect(graphOf(journeyOf('after-purchase').tracks.checkup!).nodes.map(({ name }) => name)).toEqual(['checkup', 'arrived', 'satisfied', 'shipping', 'change'])
  })

  test('lines of one lane do not meet', () => {
    for (const { tracks } of shipped.journeys)
      for (const track of Object.values(tracks)) {
        const { edges } = graphOf(track)
        for (const [at, one] of edges.entries()) for (const other of edges.slice(at + 1)) if (one.lane === other.lane) expect(one.from < other.to && other.from < one.to).toBe(false)
      }
  })

  test('answers with one consequence are one lead', () => {
    const { nodes } = graphOf(journeyOf('after-purchase').tracks.checkup!)
    expect(nodes.find(({ name }) => name === 'satisfied')!.leads.map(({ on, to }) => [on, to])).toEqual([[['great', 'good'], 'shipping'], [['ok'], 'shipping'], [['bad', 'very-bad'], null]])
    expect(nodes[0]!.leads.map(({ on, to }) => [on, to])).toEqual([[['delivered'], 'satisfied'], [['else'], 'arrived']])
  })
})

describe('what a form asks for', () => {
  test('every message, sent back as the form shows it, changes nothing, and can be used', () => {
    for (const journey of shipped.journeys)
      for (const { steps } of Object.values(journey.tracks))
        for (const [name, step] of Object.entries(steps)) {
          if (step.kind === 'branch') continue
          const asked = { fa: valueOf(journey, name, 'fa')!, en: valueOf(journey, name, 'en')! }
          expect(changesOf(journey, journey, name, asked)).toEqual([])
          expect([journey.journey, name, whyNot(journey, { step: name, field: 'fa', value: asked.fa }), whyNot(journey, { step: name, field: 'en', value: asked.en })]).toEqual([journey.journey, name, null, null])
        }
  })

  test('only where every message is marketing has the whole journey a comparison group', () => {
    expect(mayHoldOut(journeyOf('win-back'))).toBe(true)
    expect(whyNot(journeyOf('after-purchase'), { step: WHOLE, field: 'holdOut', value: 10 })).toBe('bad-value')
  })
})
