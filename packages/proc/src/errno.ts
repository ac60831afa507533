// What a socket's sender hears when the kernel dropped the packet at once: the words of errno(2).
import type { Errno } from '@etherloom/inet'
import { DROP_NO_ADDRESS, DROP_NO_ROUTE, DROP_NOBUFS, DROP_TOO_BIG, dropWords } from '@etherloom/wire'

const words: { readonly [reason: number]: string } = {
  [DROP_NO_ROUTE]: 'No route to host',
  [DROP_NO_ADDRESS]: "Can't assign requested address",
  [DROP_TOO_BIG]: 'Message too long',
  [DROP_NOBUFS]: 'No buffer space available',
}

/** Null for reason 0: it is on its way. */
export const errnoWords = (reason: number): string | null =>
  reason === 0 ? null : (words[reason] ?? dropWords[reason] ?? 'Input/output error')

const byName: { readonly [name in Errno]: string } = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: "Can't assign requested address",
  EAGAIN: 'Resource temporarily unavailable',
  EBADF: 'Bad file descriptor',
  ECONNREFUSED: 'Connection refused',
  EDESTADDRREQ: 'Destination address required',
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
