// Draws each figure.chart from its own table. Readers keep the table; the drawing is for eyes alone.
/* global uPlot */
const HEIGHT = 240
/** Lines are told apart without colours too. */
const DASHES = [[], [7, 4], [2, 3], [12, 4, 2, 4]]
const isRtl = document.documentElement.dir === 'rtl'

function draw(figure) {
  const plot = figure.querySelector('.plot')
  const table = figure.querySelector('details table')
  const head = [...table.querySelectorAll('thead th')].map(cell => cell.textContent)
  const lines = head.slice(1)
  const rows = [...table.querySelectorAll('tbody tr')]
  const names = rows.map(row => row.querySelector('th').textContent)
  const cells = lines.map((_, line) => rows.map(row => row.querySelectorAll('td')[line]))
  const values = cells.map(column => column.map(cell => (cell.dataset.value === '' ? null : Number(cell.dataset.value))))
  if (!values.flat().some(value => value !== null)) return
  const style = getComputedStyle(figure)
  const colour = name => style.getPropertyValue(name).trim()
  const { unit, from, to } = figure.dataset
  const number = new Intl.NumberFormat(document.documentElement.lang, { style: unit, maximumFractionDigits: 1 })
  const axis = { stroke: colour('--soft'), font: `12px ${style.fontFamily}`, ticks: { show: false } }
  const least = Number(from)
  const most = to === '' ? Math.max(least + 0.01, ...values.flat().map(value => value ?? least)) * 1.1 : Number(to)
  plot.hidden = false
  plot.replaceChildren()
  const chart = new uPlot(
    {
      width: plot.clientWidth,
      height: HEIGHT,
      scales: { x: { time: false, dir: isRtl ? -1 : 1, range: [-0.25, names.length - 0.75] }, y: { range: [least, most] } },
      axes: [
        { ...axis, grid: { show: false }, incrs: [1, 2, 3, 6, 12, 24], space: 110, values: (_, splits) => splits.map(at => names[at] ?? '') },
        { ...axis, side: isRtl ? 1 : 3, size: 52, grid: { stroke: colour('--line'), width: 1 }, values: (_, splits) => splits.map(at => number.format(at)) },
      ],
      series: [
        { label: head[0], value: (_, at) => names[at] ?? '—' },
        ...lines.map((label, line) => ({
          label, stroke: colour(`--line-${(line % 4) + 1}`), width: 2, dash: DASHES[line % 4], points: { size: 6, fill: colour(`--line-${(line % 4) + 1}`) },
          value: (_, value, __, at) => (at == null ? '' : cells[line][at].textContent),
        })),
      ],
      cursor: { drag: { x: false, y: false }, y: false },
    },
    [names.map((_, at) => at), ...values],
    plot,
  )
  return chart
}

/** The fonts first: what is drawn with another one stays so. */
document.fonts.ready.then(() => {
  for (const figure of document.querySelectorAll('figure.chart')) {
    let chart = draw(figure)
    if (!chart) continue
    figure.querySelector('details').open = false
    new ResizeObserver(() => chart.setSize({ width: figure.querySelector('.plot').clientWidth, height: HEIGHT })).observe(figure)
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      chart.destroy()
      chart = draw(figure)
    })
  }
})
