import { labRecord, parsePrefix, whyNotIfaceAddress } from '@etherloom/topology'
import { capitalized } from '../format.ts'
import { schemaError } from '../ui/schema-error.ts'

/** Why no LAN's addresses can be taken from it, in words, or null; whether it is wide enough the document says. */
export function poolError(key: 'ipv4Pool' | 'ipv6Pool', pool: string): string | null {
  const why = schemaError(labRecord.shape[key], pool)
  // What is no prefix at all, the document tells by an example of that family.
  if (why !== null || parsePrefix(pool) === null) return why
  const reason = whyNotIfaceAddress(pool)
  return reason && `${capitalized(reason)}; write a prefix such as ${key === 'ipv4Pool' ? '10.0.0.0/8' : 'fc00::/8'}.`
}
