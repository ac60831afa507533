// The lab of the stream: two PCs and the wire between them.
import { addNode, applyDiff, connect, emptyDocument, links, serialize } from '@etherloom/topology'

export interface StreamLab {
  readonly id: string
  readonly link: `link:${string}`
  readonly from: `node:${string}`
  readonly to: `node:${string}`
}

export async function createLab(url: string): Promise<StreamLab> {
  let doc = emptyDocument('stream')
  for (const x of [0, 240]) doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', position: { x, y: 0 } }).diff)
  doc = applyDiff(doc, connect(doc, 'node:pc1', 'node:pc2').diff)
  const headers = { 'content-type': 'application/json', origin: url }
  const made = await fetch(`${url}/api/labs`, { method: 'POST', body: serialize(doc), headers })
  if (made.status !== 201) throw new Error(`the lab was refused: ${await made.text()}`)
  const { id } = (await made.json()) as { id: string }
  return { id, link: links(doc)[0].id, from: 'node:pc1', to: 'node:pc2' }
}
