import type { Operation } from '../diff.ts'
import type { IfaceId, TopologyDocument } from '../records.ts'
import { removeRecords } from './remove-records.ts'

/** Removes an interface with its wire and the vnics over it; the far end of the wire keeps its interface. */
export const removeIface = (doc: TopologyDocument, id: IfaceId): Operation => removeRecords(doc, [id])
