// The heavy work with labs: reading files, loading, packing, writing. A replica of each open lab is here; it follows what is
// committed, so that whatever is asked of it costs the server's own thread nothing.
import { formatOf, formats } from '@etherloom/formats'
import { applyDiff, ifaces, links, nodes, setFields, type TopologyDocument } from '@etherloom/topology'
import { reportOf } from '../http/loss-report.ts'
import { type LoadedLab, labFrom } from '../store/load.ts'
import { pack } from '../store/snapshot.ts'
import type { JobName, Jobs, Pieces } from './jobs.ts'

/** Read in a few milliseconds. */
const RECORDS_A_PIECE = 250

type Perform = { readonly [J in JobName]: (asks: Jobs[J]['asks']) => Jobs[J]['answer'] }

export class Replicas implements Perform {
  private readonly labs = new Map<string, LoadedLab>()

  read({ file, name }: Jobs['read']['asks']): Jobs['read']['answer'] {
    const text = Buffer.from(file.buffer, file.byteOffset, file.length).toString('utf8')
    const format = formatOf(text)
    const result = format.read(text, name === undefined ? {} : { name })
    if (!result.ok) return result
    const { doc } = result
    const counts = { nodes: nodes(doc).length, ifaces: ifaces(doc).length, links: links(doc).length }
    return { ok: true, packed: pack(doc), format: format.name, losses: reportOf(result.losses), counts }
  }

  load({ rows }: Jobs['load']['asks']): Pieces {
    const loaded = labFrom(rows)
    this.labs.set(rows.lab, loaded)
    return piecesOf(loaded)
  }

  follow({ lab, rev, diff }: Jobs['follow']['asks']): null {
    const replica = this.labs.get(lab)
    if (replica === undefined || rev <= replica.rev) return null
    replica.document = applyDiff(replica.document, diff)
    replica.rev = rev
    return null
  }

  pieces({ lab }: Jobs['pieces']['asks']): Pieces {
    return piecesOf(this.replica(lab))
  }

  pack({ lab }: Jobs['pack']['asks']): Jobs['pack']['answer'] {
    const { document, rev } = this.replica(lab)
    return { packed: pack(document), rev }
  }

  copy({ lab, name }: Jobs['copy']['asks']): Jobs['copy']['answer'] {
    const { document } = this.replica(lab)
    return pack(applyDiff(document, setFields(document, 'lab:lab', { name }).diff))
  }

  write({ lab, format: name }: Jobs['write']['asks']): Jobs['write']['answer'] {
    const format = formats.find(({ extensions }) => extensions.includes(`.${name}`))!
    const { text, losses } = format.write(this.replica(lab).document)
    return { bytes: bytesOf(text), losses: reportOf(losses) }
  }

  drop({ lab }: Jobs['drop']['asks']): null {
    this.labs.delete(lab)
    return null
  }

  private replica(lab: string): LoadedLab {
    const replica = this.labs.get(lab)
    if (replica === undefined) throw new Error(`there is no replica of lab ${lab}`)
    return replica
  }
}

export function perform<J extends JobName>(replicas: Replicas, job: J, asks: Jobs[J]['asks']): Jobs[J]['answer'] {
  return (replicas as Perform)[job](asks)
}

export function piecesOf({ document, rev }: { document: TopologyDocument; rev: number }): Pieces {
  const records = [...document.records.values()]
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < records.length; at += RECORDS_A_PIECE) {
    const inside = JSON.stringify(records.slice(at, at + RECORDS_A_PIECE)).slice(1, -1)
    pieces.push(bytesOf(at === 0 ? inside : `,${inside}`))
  }
  return { rev, pieces }
}

const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)
