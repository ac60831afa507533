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
export class ApiError extends Error {}

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

/** It is stopped if it runs, and cannot be brought back. */
export const deleteLab = async (id: string): Promise<void> => {
  await request(`/api/labs/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

async function request(path: string, init?: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, init)
  } catch {
    throw new ApiError('The server does not answer. Is `npm start` still running?')
  }
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  throw new ApiError(wordsOf(body) ?? `The server answered ${response.status} ${response.statusText}.`)
}

function wordsOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null
  const { message } = body as { message?: unknown }
  return typeof message === 'string' ? message : null
}
