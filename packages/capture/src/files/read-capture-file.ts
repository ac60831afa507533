import { formatError } from '../format-error.ts'
import type { CaptureFile } from './capture-file.ts'
import { readPcap } from './pcap-reader.ts'
import { readPcapng } from './pcapng-reader.ts'

/** Reads pcapng or pcap, whichever it is, in either byte order. Never throws. */
export function readCaptureFile(bytes: Uint8Array): CaptureFile {
  if (bytes.length >= 4) {
    const magic = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
    if (magic === 0x0a0d0d0a) return readPcapng(bytes)
    if ([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1].includes(magic)) return readPcap(bytes)
  }
  return { bytes, interfaces: [], frames: [], error: formatError(0, 'neither a pcapng nor a pcap file') }
}
