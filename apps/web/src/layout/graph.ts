// A drawing as layouts see it: numbered nodes with a place and a size, who is wired to whom, and which of them are the ends of
// the network. Typed arrays, so that it goes to a worker as it is.

/** What is asked of the worker. Nodes are numbered in the order of the arrays. */
export interface LayoutInput {
  /** x, y of the middle of each node's box. */
  readonly places: Float64Array<ArrayBuffer>
  /** Width, height of each: its tile and its name. */
  readonly sizes: Float64Array<ArrayBuffer>
  /** a, b of each wire. */
  readonly wires: Uint32Array<ArrayBuffer>
  /** 1 for PCs, hosts, and whatever else the network is for. */
  readonly ends: Uint8Array<ArrayBuffer>
}

export class Graph {
  readonly count: number
  readonly places: Float64Array
  readonly sizes: Float64Array
  readonly ends: Uint8Array
  /** Neighbors of node i: `targets` from `starts[i]` to `starts[i + 1]`. */
  private readonly starts: Uint32Array
  private readonly targets: Uint32Array

  constructor({ places, sizes, wires, ends }: LayoutInput) {
    this.count = places.length / 2
    this.places = places
    this.sizes = sizes
    this.ends = ends
    this.starts = new Uint32Array(this.count + 1)
    for (const node of wires) this.starts[node + 1]++
    for (let i = 0; i < this.count; i++) this.starts[i + 1] += this.starts[i]
    const at = this.starts.slice()
    this.targets = new Uint32Array(wires.length)
    for (let w = 0; w < wires.length; w += 2) {
      this.targets[at[wires[w]]++] = wires[w + 1]
      this.targets[at[wires[w + 1]]++] = wires[w]
    }
  }

  neighbors(node: number): Uint32Array {
    return this.targets.subarray(this.starts[node], this.starts[node + 1])
  }

  degree(node: number): number {
    return this.starts[node + 1] - this.starts[node]
  }

  /** The parts that hang together, the largest first; each in the order in which it is reached. */
  components(): number[][] {
    const seen = new Uint8Array(this.count)
    const parts: number[][] = []
    for (let i = 0; i < this.count; i++) {
      if (seen[i]) continue
      const part = [i]
      seen[i] = 1
      for (let next = 0; next < part.length; next++)
        for (const other of this.neighbors(part[next])) {
          if (seen[other]) continue
          seen[other] = 1
          part.push(other)
        }
      parts.push(part)
    }
    return parts.sort((a, b) => b.length - a.length)
  }

  /** Steps from the nearest of `from` to each node; -1 where there is no way. */
  distances(from: readonly number[]): Int32Array {
    const steps = new Int32Array(this.count).fill(-1)
    const queue = [...from]
    for (const node of from) steps[node] = 0
    for (let next = 0; next < queue.length; next++)
      for (const other of this.neighbors(queue[next])) {
        if (steps[other] >= 0) continue
        steps[other] = steps[queue[next]] + 1
        queue.push(other)
      }
    return steps
  }

  /** A node of the part at its outer edge: as far from some other as any. */
  outermost(part: readonly number[]): number {
    let node = part[0]
    // Going to the farthest twice ends at the edge of nearly everything.
    for (let i = 0; i < 2; i++) node = this.farthest(part, this.distances([node]))
    return node
  }

  /** A node in the middle of the part: half way between two of its outermost, of the busiest there. */
  innermost(part: readonly number[]): number {
    const edge = this.outermost(part)
    const fromEdge = this.distances([edge])
    const other = this.farthest(part, fromEdge)
    const fromOther = this.distances([other])
    let best = part[0]
    let least = Number.POSITIVE_INFINITY
    for (const node of part) {
      const reach = Math.max(fromEdge[node], fromOther[node]) - this.degree(node) / (2 * this.count)
      if (reach < least) {
        least = reach
        best = node
      }
    }
    return best
  }

  private farthest(part: readonly number[], steps: Int32Array): number {
    let best = part[0]
    for (const node of part) if (steps[node] > steps[best]) best = node
    return best
  }
}
