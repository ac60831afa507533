// One row of the list on the page: an element that is filled again and again, without React, with whatever row stands there.

import { exactCount } from '../format.ts'
import { type ColumnId, columns } from './columns.ts'
import type { Loss } from './gaps.ts'

export interface RowWords extends Readonly<Record<ColumnId, string>> {
  /** Role of the protocol's colour. */
  readonly hue: string
  /** What is wrong with the packet, or why it got no further; said in front of the info. */
  readonly wrong: string
  readonly lost: string
}

export class PacketRowElement {
  readonly element: HTMLDivElement
  /** What it shows: an entry of the list, in a state of affairs counted by the list. */
  entry = Number.NaN
  epoch = -1
  private readonly cells: Readonly<Record<ColumnId, HTMLSpanElement>>
  private readonly mark: HTMLSpanElement
  private readonly infoText: Text
  private readonly gap: HTMLSpanElement
  private index = -1
  private chosen = false
  private top = Number.NaN

  constructor(id: string) {
    const element = document.createElement('div')
    element.id = id
    element.className = 'packet-row'
    element.setAttribute('role', 'row')
    element.ariaSelected = 'false'
    this.element = element
    const cell = (className: string) => {
      const span = document.createElement('span')
      span.setAttribute('role', 'gridcell')
      span.className = className
      element.append(span)
      return span
    }
    const cells = columns.map((column) => [column, cell(`packet-${column}`)] as const)
    this.cells = Object.fromEntries(cells) as Record<ColumnId, HTMLSpanElement>
    this.mark = document.createElement('span')
    this.mark.className = 'packet-mark'
    this.infoText = document.createTextNode('')
    this.cells.info.append(this.mark, this.infoText)
    this.gap = cell('packet-gap')
    this.gap.ariaColSpan = String(columns.length)
  }

  show(words: RowWords): void {
    const { element, cells } = this
    element.dataset.kind = words.wrong ? 'wrong' : words.lost ? 'lost' : 'packet'
    element.dataset.hue = words.hue
    for (const column of columns) if (column !== 'info') cells[column].textContent = words[column]
    this.mark.textContent = words.wrong || words.lost
    this.infoText.data = words.info
  }

  showGap(loss: Loss): void {
    this.element.dataset.kind = 'gap'
    this.gap.textContent = gapWords(loss)
  }

  place(top: number, index: number, chosen: boolean): void {
    const { element } = this
    if (top !== this.top) {
      this.top = top
      element.style.transform = `translateY(${top}px)`
    }
    if (index !== this.index) {
      this.index = index
      element.ariaRowIndex = String(index)
    }
    if (chosen !== this.chosen) {
      this.chosen = chosen
      element.ariaSelected = String(chosen)
    }
  }

  /** The whole row as text, cells parted by tabs. */
  get text(): string {
    if (this.element.dataset.kind === 'gap') return this.gap.textContent ?? ''
    return columns.map((column) => this.cells[column].textContent ?? '').join('\t')
  }
}

const reasons: readonly (readonly [keyof Loss, why: string])[] = [
  ['kernel', 'passed faster than they could be copied'],
  ['server', 'came faster than this page could take them'],
  ['held', 'came while the list was full and somebody read its beginning'],
]

/** "1,204 packets left out here: they …". */
export function gapWords(loss: Loss): string {
  const parts = reasons.filter(([who]) => loss[who] > 0)
  const total = parts.reduce((sum, [who]) => sum + loss[who], 0)
  const of = `${exactCount(total)} ${total === 1 ? 'packet' : 'packets'} left out here`
  if (parts.length === 1) return `${of}: ${total === 1 ? 'it' : 'they'} ${parts[0]![1]}`
  return `${of}: ${parts.map(([who, why]) => `${exactCount(loss[who])} ${why}`).join(', ')}`
}
