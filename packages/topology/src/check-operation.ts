// What a room asks before it accepts an operation: does the diff fit, is each record it makes well formed, and does the
// document stay sound? Checked are the records touched and those that refer to them, so an edit costs the same in a lab of
// ten nodes and of ten thousand.
import { applyInParts, DiffConflict, idsIn, type Operation, updateRecord } from './diff.ts'
import {
  annotations,
  canvasRecords,
  groups,
  ifaces,
  images,
  isCanvasId,
  isGroupId,
  isIfaceId,
  isImageId,
  isLinkId,
  isNodeId,
  layoutIdOf,
  links,
  nameOf,
  pathIdOf,
  placedNodes,
} from './document.ts'
import { indexOf, type Postings } from './document-index.ts'
import { eachInParts, finish, type InParts } from './in-parts.ts'
import { issueWords } from './issue-words.ts'
import { defaultLimits, type LabLimit, type LabLimits } from './limits.ts'
import { listsInParts } from './lists.ts'
import { whyMisnamed } from './name-text.ts'
import {
  annotationRecord,
  canvasRecord,
  groupRecord,
  ifaceRecord,
  imageRecord,
  labRecord,
  layoutRecord,
  linkRecord,
  nodeRecord,
  pathRecord,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from './records.ts'
import { type Problem, Problems, type Report } from './validate/problem.ts'
import { checkRecord } from './validate/record.ts'
import { checkRoots } from './validate/validate.ts'

/**
 * `conflict`: somebody else changed it first. `schema`: a record is malformed. `invalid`: the drawing would not be sound.
 * `limit`: the lab would grow too large.
 */
export type RefusalCode = 'conflict' | 'schema' | 'invalid' | 'limit'
export type OperationCheck =
  | { readonly ok: true; readonly doc: TopologyDocument }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string; readonly problems: readonly Problem[] }

const schemas = {
  lab: labRecord,
  node: nodeRecord,
  iface: ifaceRecord,
  link: linkRecord,
  layout: layoutRecord,
  canvas: canvasRecord,
  group: groupRecord,
  annotation: annotationRecord,
  image: imageRecord,
  path: pathRecord,
}
const MAX_PROBLEMS = 20

const refuse = (code: RefusalCode, message: string, problems: readonly Problem[] = []): OperationCheck => ({
  ok: false,
  code,
  message,
  problems,
})

export const checkOperation = (
  doc: TopologyDocument,
  op: Operation,
  limits: LabLimits = defaultLimits,
): OperationCheck => finish(checkInParts(doc, op, limits))

export function* checkInParts(doc: TopologyDocument, op: Operation, limits: LabLimits): InParts<OperationCheck> {
  indexOf(doc) // so that the diff carries it along
  let after: TopologyDocument
  try {
    const malformed = yield* whyMalformed(doc, op)
    if (malformed !== null) return refuse('schema', `${op.label}: ${malformed.words}`, malformed.problems)
    after = yield* applyInParts(doc, op.diff)
  } catch (error) {
    if (error instanceof DiffConflict) return refuse('conflict', `${op.label}: ${conflictWords(doc, op, error)}`)
    throw error
  }
  // Counting asks for them.
  yield* listsInParts(after)
  const excess = whyTooLarge(doc, after, limits)
  if (excess !== null) return refuse('limit', `${op.label}: ${excess}`)
  const problems = new Problems(MAX_PROBLEMS)
  const errorsOnly: Report = (severity, ...rest) => severity === 'error' && problems.report(severity, ...rest)
  checkRoots(after, errorsOnly)
  yield* eachInParts(yield* affected(doc, after, op), (record) => checkRecord(after, record, errorsOnly))
  const [first] = problems.all
  if (first === undefined) return { ok: true, doc: after }
  return refuse('invalid', `${op.label}: ${unsoundWords(doc, after, op, first)}`, problems.all)
}

/** Told to a person at the drawing, who knows names; most often somebody has built on what is to go. */
function unsoundWords(doc: TopologyDocument, after: TopologyDocument, op: Operation, problem: Problem): string {
  const { label, diff } = op
  const { record } = problem
  const gone = doc.records.has(record)
    ? idsIn(diff.removed).find((id) => referrersOf(doc, id).includes(record))
    : undefined
  if (gone !== undefined)
    return `${nameOf(doc, record)} is still there and needs ${nameOf(doc, gone)}; remove ${nameOf(doc, record)} first.`
  const name = nameOf(after, record)
  return `${label.includes(name) ? '' : `${name}: `}${problem.message}; ${problem.mend}.`
}

/** In the drawing's names: what is gone is called as its id ends. */
function conflictWords(
  doc: TopologyDocument,
  { diff }: Operation,
  { record: id, field, reason }: DiffConflict,
): string {
  const bare = id.slice(id.indexOf(':') + 1)
  const name = doc.records.has(id) && diff.added[id] === undefined ? nameOf(doc, id) : bare
  return field === null ? `${name}${reason.replace(/^it(?= )/, '')}` : `${name}, ${field}: ${reason}`
}

interface Malformed {
  readonly words: string
  /** What a person did, not a program. */
  readonly problems: readonly Problem[]
}

/** Checked before the diff is applied: the index trusts that a record has the fields of its type. */
function* whyMalformed(doc: TopologyDocument, op: Operation): InParts<Malformed | null> {
  let why: Malformed | null = null
  yield* eachInParts(idsIn(op.diff.added), (id) => {
    why ??= whyNotRecord(id, op.diff.added[id]!) ?? whyNotCalled(id, op.diff.added[id]!)
  })
  yield* eachInParts(idsIn(op.diff.updated), (id) => {
    const now = doc.records.get(id)
    if (now !== undefined)
      why ??= whyNotRecord(id, updateRecord(now, op.diff.updated[id]!)) ?? whyNotCalled(id, op.diff.updated[id]![1])
  })
  return why
}

/** `named`: a record, or the fields that are changed: one that is called so already may be. */
function whyNotCalled(record: RecordId, named: object): Malformed | null {
  const why = whyMisnamed(named)
  if (why === null) return null
  const { field, message, mend } = why
  const problem: Problem = { kind: 'unsound', severity: 'error', record, field, message, mend }
  return { words: `${record}, ${field}: ${message}`, problems: [problem] }
}

const malformed = (words: string): Malformed => ({ words, problems: [] })

function whyNotRecord(id: RecordId, record: TopologyRecord): Malformed | null {
  const schema = Object.hasOwn(schemas, record.type) ? schemas[record.type] : null
  if (schema === null || !id.startsWith(`${record.type}:`)) return malformed(`${id} is no record of this lab`)
  const result = schema.safeParse(record, { error: issueWords })
  if (!result.success) {
    const { path, message } = result.error.issues[0]
    return malformed(`${id}, ${path.join('.') || 'record'}: ${message}`)
  }
  return record.id === id ? null : malformed(`${id} calls itself ${record.id}`)
}

/** What is counted, the limit it is held to, and its words. */
const counted: readonly (readonly [count: (doc: TopologyDocument) => number, limit: LabLimit, words: string])[] = [
  [placedNodes, 'nodes', 'nodes'],
  [(doc) => ifaces(doc).length, 'ifaces', 'ifaces'],
  [(doc) => links(doc).length, 'links', 'links'],
  [(doc) => canvasRecords(doc).length, 'canvases', 'canvases'],
  [(doc) => groups(doc).length, 'groups', 'groups'],
  [(doc) => annotations(doc).length, 'annotations', 'annotations'],
  [(doc) => images(doc).length, 'images', 'pictures'],
  [(doc) => images(doc).reduce((sum, { data }) => sum + data.length, 0), 'imageCharacters', 'characters of pictures'],
]

const raisedBy = (limits: LabLimits, limit: LabLimit): string => {
  const by = limits.raisedBy?.[limit]
  return by === undefined ? '' : ` (${by})`
}

/** A lab that is too large already may still shrink. */
function whyTooLarge(before: TopologyDocument, after: TopologyDocument, limits: LabLimits): string | null {
  for (const [count, limit, words] of counted) {
    const most = limits[limit]
    if (count(after) > most && count(after) > count(before))
      return `a lab here holds ${most.toLocaleString('en')} ${words} at most${raisedBy(limits, limit)}: delete some first.`
  }
  return null
}

/** The records made, and those that refer to a record touched and might not agree with it any more. */
function* affected(before: TopologyDocument, after: TopologyDocument, op: Operation): InParts<Set<TopologyRecord>> {
  const ids = new Set<RecordId>(idsIn(op.diff.added))
  const moved = new Set<RecordId>()
  yield* eachInParts(idsIn(op.diff.updated), (id) => {
    ids.add(id)
    if (placing.some((field) => Object.hasOwn(op.diff.updated[id]![1], field))) moved.add(id)
  })
  // A set grows while it is walked: what is inside something moved, and inside that.
  yield* eachInParts(moved, (id) => {
    for (const referrer of referrersOf(after, id)) moved.add(referrer)
  })
  for (const id of moved) ids.add(id)
  yield* eachInParts(idsIn(op.diff.removed), (id) => {
    for (const referrer of referrersOf(before, id)) ids.add(referrer)
  })
  const found = new Set<TopologyRecord>()
  for (const id of ids) {
    const record = after.records.get(id)
    if (record !== undefined) found.add(record)
  }
  return found
}

/** Fields that can make a record that refers to this one unsound. */
const placing = ['kind', 'parent', 'node', 'over', 'canvas']

function referrersOf(doc: TopologyDocument, id: RecordId): RecordId[] {
  const index = indexOf(doc)
  const all = (...fields: readonly Postings[]) => fields.flatMap((field) => field.get(id) ?? [])
  if (isNodeId(id))
    return [...all(index.ifacesByNode, index.ifacesByHome, index.ifacesByOver, index.nodesByParent), layoutIdOf(id)]
  if (isIfaceId(id)) return [...all(index.linksByIface, index.ifacesByOver), pathIdOf(id)]
  if (isLinkId(id)) return [pathIdOf(id)]
  if (isCanvasId(id)) return all(index.onCanvas)
  if (isGroupId(id)) return all(index.inGroup)
  return isImageId(id) ? all(index.usersOfImage) : []
}
