/** Hands the person a file made in this page. */
export function download(name: string, type: string, parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own reference once it began.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** "pc1 – switch1" → "pc1-switch1": safe on every file system. */
export const fileName = (words: string): string => words.replace(/[^A-Za-z0-9._]+/g, '-').replace(/^-|-$/g, '') || 'lab'
