/** One number that somebody may act on, with all that it was made of. */
export const FIGURES = ['reach', 'retention-by-count', 'retention-by-identity', 'period-return', 'repeat-customers', 'monthly-buyers', 'satisfaction', 'response', 'completion'] as const
export type FigureName = (typeof FIGURES)[number]

export type Figure = {
  name: FigureName
  numerator: number
  denominator: number
  /** numerator ÷ denominator; null, shown "—", when nothing stands below the line. */
  value: number | null
  /** What it speaks of; of lifetime figures, everything up to `to`. */
  period: { from: Date; to: Date }
  /** In symbols; in words: figures/words. */
  formula: string
}

const FORMULAS: Record<FigureName, string> = {
  reach: 'reachable / customers', 'retention-by-count': '(E − N) / S', 'retention-by-identity': '|S ∩ E| / S', 'period-return': '|B₁ ∩ B₂| / B₁', 'repeat-customers': 'C₂₊ / C₁₊',
  'monthly-buyers': 'B / C₁₊', satisfaction: 'n(4, 5) / n', response: 'answered / asked', completion: 'finished / begun',
}

export function figure(name: FigureName, numerator: number, denominator: number, { from, to }: { from: Date; to: Date }): Figure {
  return { name, numerator, denominator, value: denominator === 0 ? null : numerator / denominator, period: { from, to }, formula: FORMULAS[name] }
}
