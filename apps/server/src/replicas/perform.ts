// The heavy work with labs: reading files, loading, packing, writing. A replica of each open lab is here; it follows what is
// committed, so that whatever is asked of it costs the server's own thread nothing.
import type { SlotTotals } from '@etherloom/experiment/port'
import { encodingOf, formatOf, formats } from '@etherloom/formats'
import { MAX_LAB_VALUES, parseClientMessage } from '@etherloom/protocol'

import {
  applyDiff,
  defaultLimits,
  diffDocuments,
  emptyDiff,
  type FileError,
  serialize,
  setFields,
  type TopologyRecord,
  whyMisnamed,
} from '@etherloom/topology'
import { countLab } from '../count-lab.ts'

import { describeChanges } from '../http/describe-changes.ts'
import { viewLinks } from '../http/link-views.ts'
import { reportOf } from '../http/loss-report.ts'
import { type LoadedLab, labFrom } from '../store/load.ts'
import { pack } from '../store/snapshot.ts'
import { diffIn, inSmallDiffs } from './diff-words.ts'
import type { JobName, Jobs, Pieces } from './jobs.ts'
import { Pasts } from './pasts.ts'
import { bytesOf, piecesOf } from './pieces.ts'

type Perform = { readonly [J in JobName]: (asks: Jobs[J]['asks']) => Jobs[J]['answer'] }

export class Replicas implements Perform {
  private readonly labs = new Map<string, LoadedLab>()
  private readonly pasts = new Pasts()

  read({ file, name, limits: { nodes, links } }: Jobs['read']['asks']): Jobs['read']['answer'] {
    // Without the mark that some editors write at its beginning.
    const text = new TextDecoder(encodingOf(file)).decode(file)
    const format = formatOf(text)
    const result = format.read(text, {
      ...(name === undefined ? {} : { name }),
      // What is too large for this server alone is told by what it counts (`Labs.demandRoom`), not as an error in the file.
      limits: {
        values: MAX_LAB_VALUES,
        nodes: Math.max(nodes, defaultLimits.nodes),
        links: Math.max(links, defaultLimits.links),
      },
    })
    if (!result.ok) return result
    const { doc } = result
    const misnamed = [...doc.records.values()].flatMap(errorsInName)
    if (misnamed.length > 0) return { ok: false, errors: misnamed }
    const losses = reportOf(result.losses)
    return { ok: true, packed: pack(doc), format: format.name, losses, counts: countLab(doc) }
  }

  message({ text }: Jobs['message']['asks']): Jobs['message']['answer'] {
    const parsed = parseClientMessage(Buffer.from(text.buffer).toString('utf8'))
    if (!parsed.ok || parsed.message.type !== 'op') return { parsed, diff: null }
    const { message } = parsed
    return { parsed: { ok: true, message: { ...message, diff: emptyDiff } }, diff: inSmallDiffs(message.diff) }
  }

  load({ rows }: Jobs['load']['asks']): Pieces {
    const loaded = labFrom(rows)
    this.labs.set(rows.lab, loaded)
    return piecesOf(loaded)
  }

  follow({ lab, rev, diff }: Jobs['follow']['asks']): null {
    const replica = this.labs.get(lab)
    if (replica === undefined || rev <= replica.rev) return null
    replica.document = applyDiff(replica.document, 'added' in diff ? diff : diffIn(diff))
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

  past({ lab }: Jobs['past']['asks']): Jobs['past']['answer'] {
    const { document, rev } = this.replica(lab)
    return { past: this.pasts.begin(document), rev }
  }

  takeBack({ lab, past, rows }: Jobs['takeBack']['asks']): null {
    this.pasts.takeBack(past, lab, rows)
    return null
  }

  endPast({ past }: Jobs['endPast']['asks']): null {
    this.pasts.drop(past)
    return null
  }

  pastFile({ past }: Jobs['pastFile']['asks']): Jobs['pastFile']['answer'] {
    return bytesOf(serialize(this.pasts.end(past)))
  }

  pastChanges({ lab, past }: Jobs['pastChanges']['asks']): Jobs['pastChanges']['answer'] {
    return describeChanges(this.replica(lab).document, this.pasts.end(past))
  }

  wayBack({ lab, past }: Jobs['wayBack']['asks']): Jobs['wayBack']['answer'] {
    return inSmallDiffs(diffDocuments(this.replica(lab).document, this.pasts.end(past)))
  }

  links({ lab, totals }: Jobs['links']['asks']): Jobs['links']['answer'] {
    return bytesOf(JSON.stringify(viewLinks(this.replica(lab).document, JSON.parse(totals) as SlotTotals[])))
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

function errorsInName(record: TopologyRecord): FileError[] {
  const why = whyMisnamed(record)
  return why === null ? [] : [{ path: `${record.id}/${why.field}`, message: why.message, mend: why.mend }]
}

export function perform<J extends JobName>(replicas: Replicas, job: J, asks: Jobs[J]['asks']): Jobs[J]['answer'] {
  return (replicas as Perform)[job](asks)
}
