import { COUNTER_ROW } from '@etherloom/protocol'
import { addNode, applyDiff, connect, emptyDocument, type LinkId, type NodeId } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { drawingOf } from '../../stores/drawing.ts'
import { LinkHistory } from '../../stores/link-history.ts'
import { chartCsv, chartData, clockTime, latest, summarize } from './chart-data.ts'

function twoPcs() {
  let doc = emptyDocument('chart')
  for (const name of ['pc1', 'pc2'])
    doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } }).diff)
  doc = applyDiff(doc, connect(doc, 'node:pc1' as NodeId, 'node:pc2' as NodeId).diff)
  return { doc, link: drawingOf(doc).edges[0].id as LinkId }
}

function recorded(link: string) {
  const history = new LinkHistory()
  history.slots = new Map([[link, { ab: 0, ba: 1 }]])
  for (let tick = 1; tick <= 3; tick++) {
    const row = (slot: number, packets: number) =>
      [slot, packets, packets * 100, 0, 0, 0].concat(Array(COUNTER_ROW - 6).fill(0))
    history.ingest(tick * 1e8, new Float64Array([...row(0, tick), ...row(1, tick * 2)]))
  }
  return history
}

test('a link has a line each way, in bits when bits are asked for', () => {
  const { doc, link } = twoPcs()
  const { times, lines } = chartData(doc, recorded(link), [link], 'bits', 'minute')
  expect([...times].map((time) => time.toFixed(1))).toEqual(['0.1', '0.2', '0.3'])
  expect(lines.map(({ name }) => name)).toEqual(['pc1 → pc2', 'pc2 → pc1'])
  expect([...lines[1].values].map(Math.round)).toEqual([16000, 16000, 16000])
})

test('a link nothing is known of is a flat line, one that is gone none', () => {
  const { doc, link } = twoPcs()
  const history = recorded('link:other')
  expect([...chartData(doc, history, [link], 'packets', 'minute').lines[0].values]).toEqual([0, 0, 0])
  expect(chartData(doc, history, ['link:gone'], 'packets', 'minute').lines).toEqual([])
})

test('a summary says what is now, on average, and at most', () => {
  expect(summarize(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 8, 0, 4), 'packets')).toEqual({
    now: 4,
    mean: 3,
    highest: 8,
    at: 2,
  })
  expect(summarize(new Float64Array(0), new Float64Array(0), 'packets')).toBeNull()
})

test('a ping a second is one packet a second at any moment, not ten and then none', () => {
  const times = Float64Array.from({ length: 30 }, (_, i) => (i + 1) / 10)
  const values = Float64Array.from({ length: 30 }, (_, i) => (i % 10 === 3 ? 10 : 0))
  for (const last of [15, 24, 30])
    expect(latest(times.subarray(0, last), values.subarray(0, last), 'packets')).toBeCloseTo(1)
  expect(latest(Float64Array.of(2, 4), Float64Array.of(5, 7), 'bits')).toBe(7)
  expect(latest(times, values, 'queue')).toBe(0)
})

test('the file a spreadsheet opens has a column a line and a row a sample; no name becomes a formula', () => {
  const { doc, link } = twoPcs()
  const csv = chartCsv(chartData(doc, recorded(link), [link], 'packets', 'minute'), 'packets').split('\n')
  expect(csv[0]).toBe('"seconds","pc1 → pc2 (packets/s)","pc2 → pc1 (packets/s)"')
  expect(csv[1]).toBe('0.100,10,20')
  expect(csv).toHaveLength(5)
  const line = { link, direction: 'ab' as const, name: '=1+1', color: 'series-1' as const, values: new Float64Array(0) }
  expect(chartCsv({ times: new Float64Array(0), lines: [line] }, 'bits')).toContain(`"'=1+1 (bit/s)"`)
})

test('times are read as on a stopwatch', () => {
  expect([0, 59.96, 83.4, 3723].map((seconds) => clockTime(seconds))).toEqual(['0:00', '1:00', '1:23', '1:02:03'])
  expect(clockTime(83.42, true)).toBe('1:23.4')
})
