// Why there is no connection to a lab. Why a socket was not let in a browser does not tell, but a request for anything else does.
import { documentStore } from '../stores/document.ts'

/** Connecting again would end the same way. */
export const GONE = ['lab/not-found', 'lab/deleted', 'lab/not-shared'] as const
export type WhyGone = (typeof GONE)[number]
/** `wasOpen`: a moment ago, here. */
export type OnGone = (why: WhyGone, wasOpen: boolean) => void

const REFUSED_WITHOUT_TOKEN = 401

/** To be asked when a connection failed. Nothing is learnt from a server that is gone. */
export function learnWhyLost(): void {
  fetch('/api/health').then(
    ({ status }) => documentStore.setState({ barred: status === REFUSED_WITHOUT_TOKEN ? 'token' : null }),
    () => documentStore.setState({ barred: null }),
  )
}
