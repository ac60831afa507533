// Which lab is open: `/labs/:id` in the address, `/` for the most recent one. Back and forward work.
import { tellError } from '../ui/toast-manager.ts'
import { createLab, listLabs } from './api.ts'
import { openLab } from './lab.ts'

const named = (name: string): string => JSON.stringify({ name })
const labInPath = (): string | null => /^\/labs\/([^/]+)\/?$/.exec(location.pathname)?.[1] ?? null
const pathOf = (id: string): string => `/labs/${encodeURIComponent(id)}`

export async function openFromAddress(): Promise<void> {
  const id = labInPath()
  if (id) return open(decodeURIComponent(id))
  try {
    const [recent] = await listLabs()
    const { id } = recent ?? (await createLab(named('My first lab')))
    history.replaceState(null, '', pathOf(id))
    open(id)
  } catch (error) {
    tellError('No lab could be opened', error)
  }
}

/** An address that leads nowhere is left for the most recent lab. */
function open(id: string): void {
  openLab(id, () => {
    history.replaceState(null, '', '/')
    void openFromAddress()
  })
}

export function goToLab(id: string): void {
  history.pushState(null, '', pathOf(id))
  open(id)
}

export async function newLab(name: string): Promise<void> {
  try {
    goToLab((await createLab(named(name))).id)
  } catch (error) {
    tellError('The lab could not be made', error)
  }
}

const MAX_FILE = 64 * 1024 * 1024

export async function importFile(file: File): Promise<void> {
  try {
    if (file.size > MAX_FILE) throw new Error('The file is larger than 64 MiB; that is no lab.')
    goToLab((await createLab(await file.text())).id)
  } catch (error) {
    tellError(`${file.name} could not be imported`, error)
  }
}
