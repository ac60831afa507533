// Why a system call on a socket failed, by the names of errno(2); words are the business of whoever prints them.
import {
  DROP_BLACKHOLE,
  DROP_IFACE_DOWN,
  DROP_NO_ADDRESS,
  DROP_NO_ARP_REPLY,
  DROP_NO_ROUTE,
  DROP_NOBUFS,
  DROP_REJECT,
  DROP_TOO_BIG,
} from '@etherloom/wire'

export type Errno =
  | 'EACCES'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNREFUSED'
  | 'EDESTADDRREQ'
  | 'EHOSTDOWN'
  | 'EHOSTUNREACH'
  | 'EINVAL'
  | 'EISCONN'
  | 'EMSGSIZE'
  | 'ENETDOWN'
  | 'ENOBUFS'
  | 'ENOTCONN'

const byReason: { readonly [reason: number]: Errno } = {
  [DROP_NO_ROUTE]: 'EHOSTUNREACH',
  [DROP_NO_ARP_REPLY]: 'EHOSTDOWN',
  [DROP_REJECT]: 'EHOSTUNREACH',
  [DROP_NO_ADDRESS]: 'EADDRNOTAVAIL',
  [DROP_TOO_BIG]: 'EMSGSIZE',
  [DROP_NOBUFS]: 'ENOBUFS',
  [DROP_IFACE_DOWN]: 'ENETDOWN',
}

/** Of a drop reason that sending ended with; null when there was none, or none the sender hears of. */
export function errnoOf(reason: number): Errno | null {
  if (reason === 0 || reason === DROP_BLACKHOLE) return null
  return byReason[reason] ?? 'ENOBUFS'
}
