// What a socket's sender hears when the kernel dropped the packet at once: the words of errno(2).
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
