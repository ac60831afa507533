import { bpdu, u16 } from '@etherloom/wire'
import { hex } from '../dissect/names.ts'

const FLAGS: readonly (readonly [flag: number, words: string])[] = [
  [bpdu.FLAG_TC, 'Topology change'],
  [bpdu.FLAG_PROPOSAL, 'Proposal'],
  [bpdu.FLAG_LEARNING, 'Learn'],
  [bpdu.FLAG_FORWARDING, 'Forward'],
  [bpdu.FLAG_AGREEMENT, 'Agreement'],
  [bpdu.FLAG_TC_ACK, 'Topology change ACK'],
]

/** `length` is that of the BPDU, which the frame's padding follows. */
export function printStp(b: Uint8Array, o: number, end: number, length: number): string {
  const there = Math.min(end - o, length)
  if (there < bpdu.TCN_LEN) return '[|stp]'
  if (u16(b, o + bpdu.PROTOCOL_ID) !== 0) return `unknown STP version, length ${length}`
  const version = b[o + bpdu.VERSION]
  const name = version === bpdu.VERSION_STP ? '802.1d' : version === bpdu.VERSION_RSTP ? '802.1w' : '802.1s'
  const type = b[o + bpdu.BPDU_TYPE]
  if (type === bpdu.TYPE_TCN) return `STP ${name}, Topology Change`
  if (type !== bpdu.TYPE_CONFIG && type !== bpdu.TYPE_RST) return `STP ${name}, Unknown BPDU Type (${hex(type, 2)})`
  const kind = `STP ${name}, ${type === bpdu.TYPE_CONFIG ? 'Config' : 'Rapid STP'}`
  if (there < bpdu.lengthOf(type)) return `${kind} (invalid)`
  const flags = FLAGS.flatMap(([flag, words]) => ((b[o + bpdu.FLAGS] & flag) !== 0 ? [words] : []))
  const { bridgeId, portId } = bpdu.parse(b, o)
  const address = bpdu.addressOf(bridgeId).match(/../g)!.join(':')
  const from = `${bridgeId.slice(0, 4)}.${address}.${portId.toString(16).padStart(4, '0')}`
  return `${kind}, Flags [${flags.join(', ') || 'none'}], bridge-id ${from}, length ${length}`
}
