// Which lab is open: `/labs/:id` in the address, `/` for the most recent one. Back and forward work.
import { find } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { createLab, deleteLab, type LabSummary, listLabs } from './api.ts'
import { closeLab, openLab } from './lab.ts'

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
  openLab(id, (deleted) => {
    if (deleted) tellGone()
    leave()
  })
}

function leave(): Promise<void> {
  history.replaceState(null, '', '/')
  return openFromAddress()
}

function tellGone(): void {
  const name = find(documentStore.getState().document, 'lab:lab')?.name ?? ''
  tellError(`“${name}” was deleted`, 'Somebody deleted this lab while it was open here. This is the lab changed last.')
}

/** Whoever has it open is told. Returns whether it is gone. */
export async function removeLab({ id, name }: LabSummary): Promise<boolean> {
  const isOpen = documentStore.getState().lab === id
  if (isOpen) closeLab()
  try {
    await deleteLab(id)
    tell('Deleted', `“${name}” is gone.`)
  } catch (error) {
    tellError(`“${name}” could not be deleted`, error)
    if (isOpen) open(id)
    return false
  }
  if (isOpen) await leave()
  return true
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
