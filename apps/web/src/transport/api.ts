// The REST part: the gallery, the list of labs, making and deleting them. Editing goes over the socket.
import type { NodeKind, NodeRole } from '@etherloom/topology'

export interface LabSummary {
  readonly id: string
  readonly name: string
}

export interface ListedLab extends LabSummary {
  /** Milliseconds since 1970. */
  readonly modified: number
}

/** A lab drawn small; edges name nodes by their place in the list. */
export interface LabPreview {
  readonly nodes: readonly {
    readonly x: number
    readonly y: number
    readonly kind: NodeKind
    readonly role: NodeRole | null
  }[]
  readonly edges: readonly (readonly [a: number, b: number])[]
}

export interface GalleryEntry {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly nodes: number
  readonly links: number
  readonly preview: LabPreview
}

/** A request that failed, in words for a person. */
export class ApiError extends Error {
  /** Of a file that was refused: every place, and how many more there are. */
  readonly errors: readonly string[]
  readonly more: number

  constructor(message: string, errors: readonly string[] = [], more = 0) {
    super(message)
    this.errors = errors
    this.more = more
  }
}

export const listGallery = async (): Promise<readonly GalleryEntry[]> =>
  (await request('/api/gallery')) as GalleryEntry[]

/** The most recently changed first. */
export const listLabs = async (): Promise<readonly ListedLab[]> => (await request('/api/labs')) as ListedLab[]

/** Makes a lab from JSON text: `{"name": …}` for an empty one, `{"gallery": …}` for a ready one, or a lab file. */
export const createLab = async (text: string): Promise<LabSummary> =>
  (await request('/api/labs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
  })) as LabSummary

/** It is stopped if it runs. */
export const deleteLab = async (id: string): Promise<void> => {
  await request(pathOf(id), { method: 'DELETE' })
}

export interface DeletedLab extends LabSummary {
  /** When it will be gone for good, milliseconds since 1970. */
  readonly goneAt: number
}

/** What was deleted last first. */
export const listDeleted = async (): Promise<readonly DeletedLab[]> => (await request('/api/bin')) as DeletedLab[]

export const undeleteLab = async (id: string): Promise<LabSummary> =>
  (await request(`${pathOf(id)}/undelete`, { method: 'POST' })) as LabSummary

/** A deleted lab, for good. */
export const purgeLab = async (id: string): Promise<void> => {
  await request(`/api/bin/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export const duplicateLab = async (
  id: string,
  wanted: { readonly name: string } | { readonly names: readonly string[] },
): Promise<readonly LabSummary[]> => (await request(`${pathOf(id)}/duplicate`, posted(wanted))) as LabSummary[]

export interface Revision {
  readonly rev: number
  readonly label: string
  /** Empty for a program. */
  readonly author: string
  readonly kind: 'op' | 'undo' | 'redo'
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface LabHistory {
  /** The revision the lab is at. */
  readonly rev: number
  readonly created: number
  /** The last first. */
  readonly revisions: readonly Revision[]
}

/** Revisions below `before`, or the last ones. */
export const listHistory = async (id: string, before?: number): Promise<LabHistory> =>
  (await request(`${pathOf(id)}/history?limit=100${before === undefined ? '' : `&before=${before}`}`)) as LabHistory

export interface Changes {
  readonly changes: readonly string[]
  readonly more: number
}

/** What going back would do, in words. */
export const changesTo = async (id: string, rev: number): Promise<Changes> =>
  (await request(`${pathOf(id)}/revisions/${rev}/changes`)) as Changes

/** An edit like any other, which `client` may undo. */
export const goBackTo = async (id: string, rev: number, client: string): Promise<void> => {
  await request(`${pathOf(id)}/restore`, posted({ rev, client }))
}

const pathOf = (id: string): string => `/api/labs/${encodeURIComponent(id)}`
const posted = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
/** Things of one kind that one side says and the other has no words for. */
export interface LossGroup {
  readonly what: string
  readonly why: string
  /** Whether it is there again after the way back. */
  readonly kept: boolean
  readonly count: number
  /** The first few. */
  readonly examples: readonly { readonly where: string; readonly value: string }[]
}

export interface ImportedLab extends LabSummary {
  /** What the text was read as. */
  readonly format: string
  readonly losses: readonly LossGroup[]
}

/** Makes a lab from a file of any format there is; `name` is for one that does not say what it is called. */
export const importLab = async (file: Blob, name: string): Promise<ImportedLab> =>
  (await request(`/api/labs?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: file,
  })) as ImportedLab

/** Below the server's address: who opens it looks at the lab and changes nothing. */
export const shareLab = async (id: string): Promise<string> =>
  ((await request(`${pathOf(id)}/share`, { method: 'POST' })) as { path: string }).path

export const unshareLab = (id: string): Promise<unknown> => request(`${pathOf(id)}/share`, { method: 'DELETE' })

/** The lab as a file of that format. */
export async function readAs(id: string, format: 'json' | 'imn'): Promise<string> {
  const response = await answered(`${pathOf(id)}?format=${format}`)
  return response.text()
}

/** What the lab as such a file could not say. */
export const lossesOf = async (id: string, format: 'json' | 'imn'): Promise<readonly LossGroup[]> =>
  (await request(`${pathOf(id)}/losses?format=${format}`)) as LossGroup[]

export async function request(path: string, init?: RequestInit): Promise<unknown> {
  const response = await answered(path, init)
  return response.json().catch(() => null)
}

/** Throws an `ApiError` for a refusal. */
async function answered(path: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, init)
  } catch {
    throw new ApiError('The server does not answer. Is `npm start` still running?')
  }
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => null)
  const { message, errors, more } = refusalIn(body)
  throw new ApiError(message ?? `The server answered ${response.status} ${response.statusText}.`, errors, more)
}

function refusalIn(body: unknown): { message?: string; errors?: readonly string[]; more?: number } {
  if (typeof body !== 'object' || body === null) return {}
  const { message, errors, more } = body as { [field: string]: unknown }
  return {
    ...(typeof message === 'string' ? { message } : {}),
    ...(Array.isArray(errors) && typeof more === 'number' ? { errors: errors.map(String), more } : {}),
  }
}
