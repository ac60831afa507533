// Which lab is open: `/labs/:id` in the address, none at `/`, which is the gallery. Back and forward work.
import { find } from '@etherloom/topology'
import { forgetNotice, notice } from '../home/notice.ts'
import { documentStore } from '../stores/document.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { createLab, deleteLab, type LabSummary, undeleteLab } from './api.ts'
import { closeLab, openLab, run } from './lab.ts'
import { isViewOnly } from './view-only.ts'
import type { WhyGone } from './why-lost.ts'

const named = (name: string): string => JSON.stringify({ name })
const labInPath = (): string | null => /^\/labs\/([^/]+)\/?$/.exec(location.pathname)?.[1] ?? null
export const pathOf = (id: string): string => `/labs/${encodeURIComponent(id)}`

export function openFromAddress(): void {
  const id = labInPath()
  if (id) open(decodeURIComponent(id))
  else closeLab()
}

function open(id: string): void {
  forgetNotice()
  openLab(id, (why, wasOpen) => {
    const name = find(documentStore.getState().document, 'lab:lab')?.name ?? ''
    const viewOnly = isViewOnly()
    leave()
    notice(wordsFor(why, wasOpen ? name : null, viewOnly), why === 'lab/deleted' && !viewOnly ? id : null)
  })
}

/** `name`: of a lab that was open here a moment ago. */
function wordsFor(why: WhyGone, name: string | null, viewOnly: boolean): string {
  switch (why) {
    case 'lab/not-found':
      return 'There is no lab at that address: it is on another server, or it was deleted for good. These are the labs that are here.'
    case 'lab/deleted': {
      const lab = name === null ? 'That lab was deleted.' : `“${name}” was deleted while it was open here.`
      return viewOnly ? `${lab} Its owner can bring it back.` : `${lab} It can still be brought back.`
    }
    case 'lab/not-shared':
      return 'The link to look at that lab was taken back: ask whoever sent it for a new one.'
  }
}

/** The address led nowhere, or leads nowhere any more: it does not come back with Back. */
function leave(): void {
  history.replaceState(null, '', '/')
  closeLab()
}

/** Whoever has it open is told. Returns whether it is gone. */
export async function removeLab({ id, name }: LabSummary): Promise<boolean> {
  const isOpen = documentStore.getState().lab === id
  if (isOpen) closeLab()
  try {
    await deleteLab(id)
    tell('Deleted', `“${name}” can be brought back for 30 days.`, { text: 'Undo', press: () => void bringBack(id) })
  } catch (error) {
    tellError(`“${name}” could not be deleted`, error)
    if (isOpen) open(id)
    return false
  }
  if (isOpen) leave()
  return true
}

/** A deleted lab comes back with its history, and is opened. */
export async function bringBack(id: string): Promise<void> {
  try {
    await undeleteLab(id)
    goToLab(id)
  } catch (error) {
    tellError('The lab could not be brought back', error)
  }
}

export function goToLab(id: string): void {
  history.pushState(null, '', pathOf(id))
  open(id)
}

/** The gallery and the list of labs. What runs goes on running. */
export function goHome(): void {
  forgetNotice()
  if (location.pathname !== '/') history.pushState(null, '', '/')
  closeLab()
}

export async function newLab(name: string): Promise<void> {
  try {
    goToLab((await createLab(named(name))).id)
  } catch (error) {
    tellError('The lab could not be made', error)
  }
}

/** A lab of one's own from the gallery; `running`: as if Run had been pressed too. */
export async function openReady(gallery: string, running: boolean): Promise<void> {
  try {
    const { id } = await createLab(JSON.stringify({ gallery }))
    goToLab(id)
    if (running) whenOpen(id, run)
  } catch (error) {
    tellError('The lab could not be opened', error)
  }
}

/** Once the document is here, unless another lab is opened before. */
function whenOpen(id: string, then: () => void): void {
  const stop = documentStore.subscribe((state) => {
    if (state.lab === id && !state.loaded) return
    stop()
    if (state.lab === id) then()
  })
}
