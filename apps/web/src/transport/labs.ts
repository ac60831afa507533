// Which lab is open: `/labs/:id` in the address, `/` for the most recent one. Back and forward work.
import { tellError } from '../ui/toast-manager.ts'
import { createLab, listLabs } from './api.ts'
import { openLab } from './lab.ts'

const labInPath = (): string | null => /^\/labs\/([^/]+)\/?$/.exec(location.pathname)?.[1] ?? null
const pathOf = (id: string): string => `/labs/${encodeURIComponent(id)}`

export async function openFromAddress(): Promise<void> {
  const named = labInPath()
  if (named) return openLab(decodeURIComponent(named))
  try {
    const [recent] = await listLabs()
    const { id } = recent ?? (await createLab({ name: 'My first lab' }))
    history.replaceState(null, '', pathOf(id))
    openLab(id)
  } catch (error) {
    tellError('No lab could be opened', error)
  }
}

export function goToLab(id: string): void {
  history.pushState(null, '', pathOf(id))
  openLab(id)
}

export async function newLab(name: string): Promise<void> {
  try {
    goToLab((await createLab({ name })).id)
  } catch (error) {
    tellError('The lab could not be made', error)
  }
}

const MAX_FILE = 64 * 1024 * 1024

export async function importFile(file: File): Promise<void> {
  try {
    if (file.size > MAX_FILE) throw new Error('The file is larger than 64 MiB; that is no lab.')
    const document = parseJson(await file.text(), file.name)
    goToLab((await createLab({ document })).id)
  } catch (error) {
    tellError(`${file.name} could not be imported`, error)
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${name} is not JSON. Choose a lab exported by Etherloom.`)
  }
}
