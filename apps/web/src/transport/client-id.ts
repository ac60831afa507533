// Who this tab is. The id owns the undo stack, so it outlives reloads; it dies with the tab.
const ID_KEY = 'etherloom.client'
const NAME_KEY = 'etherloom.name'

let id: string | null = null

/** How long a page that was reloaded may take to let go of its id. */
const LETTING_GO_MS = 300

/**
 * Before the id is used: a browser that duplicates a tab gives both the same. Whoever holds the lock of an id has it, until its
 * page goes. Where there are no locks (http from elsewhere than this machine) the server tells them apart, while both are there.
 */
export async function claimClientId(): Promise<void> {
  if (!navigator.locks) return
  const held = await new Promise<boolean>((resolve) => {
    const hold = () => {
      resolve(true)
      return new Promise<never>(() => {})
    }
    const signal = AbortSignal.timeout(LETTING_GO_MS)
    navigator.locks.request(`${ID_KEY}.${clientId()}`, { signal }, hold).catch(() => resolve(false))
  })
  if (held) return
  forgetClientId()
  return claimClientId()
}

export function clientId(): string {
  if (id === null) {
    id = sessionStorage.getItem(ID_KEY) ?? crypto.randomUUID()
    sessionStorage.setItem(ID_KEY, id)
  }
  return id
}

export function forgetClientId(): void {
  id = crypto.randomUUID()
  sessionStorage.setItem(ID_KEY, id)
}

/** What this person wishes to be called; empty for whatever the server calls guests. */
export const clientName = (): string => localStorage.getItem(NAME_KEY) ?? ''
export const setClientName = (name: string): void => localStorage.setItem(NAME_KEY, name)
