import type { Operation } from '../diff.ts'
import type { TopologyDocument } from '../records.ts'
import { Draft } from './operation.ts'

/** Several operations as one, each made from what those before it left. */
export function together(
  doc: TopologyDocument,
  label: string,
  steps: Iterable<(doc: TopologyDocument) => Operation>,
): Operation {
  const draft = new Draft(doc)
  for (const step of steps) draft.apply(step(draft.doc).diff)
  return draft.operation(label)
}
