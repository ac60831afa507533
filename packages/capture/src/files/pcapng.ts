// Numbers of the pcapng format (draft-ietf-opsawg-pcapng). A file is blocks:
//
//   type u32 · total length u32 (multiple of 4) · body · total length u32 again
//
// in the byte order of the section header before them. Options inside a body: code u16 · length u16 · value padded to 4.
export const BLOCK_SHB = 0x0a0d0d0a
export const BLOCK_IDB = 1
export const BLOCK_SPB = 3
export const BLOCK_ISB = 5
export const BLOCK_EPB = 6
export const BLOCK_OVERHEAD = 12
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d

export const OPT_END = 0
export const SHB_USERAPPL = 4
export const IF_NAME = 2
export const IF_DESCRIPTION = 3
export const IF_TSRESOL = 9
export const IF_TSOFFSET = 14
export const EPB_FLAGS = 2
export const EPB_DROPCOUNT = 4
export const ISB_IFRECV = 4
export const ISB_IFDROP = 5

export const LINKTYPE_ETHERNET = 1

/** The low two bits of epb_flags. */
export const DIRECTION_UNKNOWN = 0
export const DIRECTION_IN = 1
export const DIRECTION_OUT = 2
export type Direction = typeof DIRECTION_UNKNOWN | typeof DIRECTION_IN | typeof DIRECTION_OUT
