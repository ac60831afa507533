// Which parts of the screen have words on them already. Boxes are filed in the cells of a coarse grid, so asking whether a
// place is free looks at a handful of them.
export interface ScreenBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const CELL = 96

export const overlaps = (a: ScreenBox, b: ScreenBox): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

export class LabelSpace {
  private readonly cells = new Map<number, ScreenBox[]>()

  add(box: ScreenBox): void {
    this.eachCell(box, (key) => {
      const cell = this.cells.get(key)
      if (cell) cell.push(box)
      else this.cells.set(key, [box])
    })
  }

  isFree(box: ScreenBox): boolean {
    let free = true
    this.eachCell(box, (key) => {
      free &&= !this.cells.get(key)?.some((other) => overlaps(box, other))
    })
    return free
  }

  private eachCell(box: ScreenBox, visit: (key: number) => void): void {
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++)
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++) visit(x + y * 4096)
  }
}
