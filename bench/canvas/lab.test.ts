import { parse, validateDocument } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { benchLab, sizes } from './lab.ts'

test.each(Object.keys(sizes))(
  '%s: as many nodes and links as it says, nothing wrong, a ping over every row and column',
  (name) => {
    const { nodes, links, rows, columns } = sizes[name]
    const lab = benchLab(name)
    expect([lab.nodes.length, lab.links.length]).toEqual([nodes, links])
    expect(lab.pings.length).toBeGreaterThanOrEqual(rows + columns)
    const read = parse(lab.file)
    if (!read.ok) throw new Error(JSON.stringify(read))
    expect(validateDocument(read.doc).filter(({ severity }) => severity === 'error')).toEqual([])
  },
)
