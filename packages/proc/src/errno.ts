// The words of errno(2).
import { type Errno, errnoOf } from '@etherloom/inet'

const byName: { readonly [name in Errno]: string } = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: "Can't assign requested address",
  EAGAIN: 'Resource temporarily unavailable',
  EBADF: 'Bad file descriptor',
  ECONNREFUSED: 'Connection refused',
  EDESTADDRREQ: 'Destination address required',
  EHOSTDOWN: 'Host is down',
  EHOSTUNREACH: 'No route to host',
  EINVAL: 'Invalid argument',
  EISCONN: 'Socket is already connected',
  EMSGSIZE: 'Message too long',
  ENETDOWN: 'Network is down',
  ENOBUFS: 'No buffer space available',
  ENOTCONN: 'Socket is not connected',
}

/** The words of a failed call on a socket. */
export const strerror = (error: Errno): string => byName[error]

/** Of a drop reason that sending ended with; null when there was none, or none the sender hears of. */
export function errnoWords(reason: number): string | null {
  const error = errnoOf(reason)
  return error === null ? null : strerror(error)
}
