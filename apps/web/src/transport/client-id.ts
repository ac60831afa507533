// Who this tab is. The id owns the undo stack, so it outlives reloads; it dies with the tab.
const ID_KEY = 'etherloom.client'
const NAME_KEY = 'etherloom.name'

let id: string | null = null

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
