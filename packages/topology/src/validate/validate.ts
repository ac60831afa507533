// Everything wrong with a document, for the Problems panel, `etherloom validate` and imports.
import { MACHINE0, type TopologyDocument } from '../records.ts'
import { computeRoutes } from '../routes/routes.ts'
import { checkCanvases } from './drawing.ts'
import { checkLans } from './lan.ts'
import { checkLoops } from './loops.ts'
import { ADD_MACHINE0 } from './node.ts'
import { collect, type Problem, type Report } from './problem.ts'
import { checkRecord } from './record.ts'
import { checkTrunks } from './trunks.ts'

const MAX_PROBLEMS = 1000

export function validateDocument(doc: TopologyDocument): Problem[] {
  return collect(MAX_PROBLEMS, (report) => {
    checkRoots(doc, report)
    for (const record of [...doc.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
      checkRecord(doc, record, report)
    checkLans(doc, report)
    checkTrunks(doc, report)
    checkLoops(doc, report)
    checkComputedRoutes(doc, report)
  })
}

function checkComputedRoutes(doc: TopologyDocument, report: Report): void {
  if (!doc.records.has('lab:lab')) return
  const { tooMany } = computeRoutes(doc)
  if (tooMany !== null)
    report(
      'warning',
      'lab:lab',
      'autoRoutes',
      `${tooMany}, so they get none`,
      'turn automatic routes off, and give each router a default route and the few it needs',
      'routes-too-many',
    )
}

/** The two records every document has, and a canvas for what is drawn. */
export function checkRoots(doc: TopologyDocument, report: Report): void {
  if (!doc.records.has('lab:lab'))
    report('error', 'lab:lab', null, 'the lab record is missing', 'start from an empty lab')
  if (!doc.records.has(MACHINE0))
    report('error', MACHINE0, null, 'the machine everything is placed in is missing', ADD_MACHINE0)
  checkCanvases(doc, report)
}
