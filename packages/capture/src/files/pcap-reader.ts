// The classic pcap file (draft-ietf-opsawg-pcap): one header, one interface, then records.
import { type FormatError, formatError } from '../format-error.ts'
import type { CapturedFrame, CaptureFile, CaptureInterface } from './capture-file.ts'
import { DIRECTION_UNKNOWN } from './pcapng.ts'

const FILE_HEADER = 24
const SNAPLEN = 16
const LINKTYPE = 20
const RECORD_HEADER = 16
const MICROSECONDS = 0xa1b2c3d4
const NANOSECONDS = 0xa1b23c4d

export function readPcap(bytes: Uint8Array): CaptureFile {
  const interfaces: CaptureInterface[] = []
  const frames: CapturedFrame[] = []
  const done = (error: FormatError | null): CaptureFile => ({ bytes, interfaces, frames, error })
  if (bytes.length < FILE_HEADER) return done(formatError(0, 'the pcap header is cut off'))

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = view.getUint8(0) !== 0xa1
  const magic = view.getUint32(0, little)
  if (magic !== MICROSECONDS && magic !== NANOSECONDS) return done(formatError(0, 'not a pcap file'))
  const nanosPerTick = magic === NANOSECONDS ? 1 : 1000
  interfaces.push({
    name: '',
    description: '',
    linkType: view.getUint32(LINKTYPE, little) & 0xffff, // the upper bits tell of frame check sequences
    snaplen: view.getUint32(SNAPLEN, little),
    received: null,
    dropped: null,
  })

  let at = FILE_HEADER
  while (at < bytes.length) {
    if (at + RECORD_HEADER > bytes.length) return done(formatError(at, 'a record header is cut off'))
    const caplen = view.getUint32(at + 8, little)
    const len = view.getUint32(at + 12, little)
    if (caplen > bytes.length - at - RECORD_HEADER)
      return done(formatError(at + 8, `a record of ${caplen} bytes runs beyond the end of the file`))
    const nanos = view.getUint32(at + 4, little) * nanosPerTick
    frames.push({
      iface: 0,
      seconds: view.getUint32(at, little) + Math.floor(nanos / 1e9),
      nanos: nanos % 1e9,
      direction: DIRECTION_UNKNOWN,
      dropped: 0,
      offset: at + RECORD_HEADER,
      caplen,
      len: Math.max(len, caplen),
    })
    at += RECORD_HEADER + caplen
  }
  return done(null)
}
