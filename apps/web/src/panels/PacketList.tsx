import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { openMenuFor } from '../canvas/context-menu.ts'
import { copyLine, whyNotChosen } from '../packets/chosen.ts'
import { columnOf, columns, sumOf, templateOf } from '../packets/columns.ts'
import { HEAD_HEIGHT, PacketGrid, packetGrid } from '../packets/packet-grid.ts'
import { useSession } from '../stores/hooks.ts'
import { choosePacket, closeDetail, follow, packetListStore } from '../stores/packet-list.ts'
import { ColumnResizer } from './ColumnResizer.tsx'

/** The rows are the grid's (packets/packet-grid.ts); here are its head, its keys and its pointer. */
export function PacketList() {
  const scroller = useRef<HTMLDivElement>(null)
  const sizer = useRef<HTMLDivElement>(null)
  const window = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const grid = new PacketGrid({ scroller: scroller.current!, sizer: sizer.current!, window: window.current! })
    return () => grid.dispose()
  }, [])
  const widths = useStore(packetListStore, (state) => state.widths)
  const several = useSession((session) => session.captured.size > 1)
  const style = { '--packet-columns': templateOf(widths, several) } as CSSProperties
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Packets"
      aria-colcount={columns.length}
      tabIndex={0}
      className="packet-list min-h-0 min-w-0 flex-1 overflow-auto font-mono text-xs outline-offset-[-2px]"
      style={style}
      onKeyDown={onKeyDown}
      onMouseDown={onMouseDown}
      onContextMenu={onContextMenu}
      onPointerOver={tellWhatIsCut}
    >
      <div ref={sizer} role="presentation" className="relative" style={{ minWidth: sumOf(widths, several) }}>
        <div
          role="row"
          aria-rowindex={1}
          className="packet-head sticky top-0 z-10 border-b border-line border-l-3 border-l-transparent bg-panel font-sans font-medium text-faint"
          style={{ height: HEAD_HEIGHT }}
        >
          {columns.map((id) => {
            const arrow = id === 'link' && !several
            return (
              <span
                key={id}
                role="columnheader"
                className={`relative flex h-full items-center ${columnOf[id].right ? 'justify-end' : ''}`}
              >
                {arrow ? <span className="sr-only">Direction</span> : columnOf[id].title}
                {id !== 'info' && !arrow && <ColumnResizer id={id} />}
              </span>
            )
          })}
        </div>
        <div ref={window} role="rowgroup" className="sticky overflow-hidden" style={{ top: HEAD_HEIGHT }} />
      </div>
    </div>
  )
}

function onKeyDown(event: KeyboardEvent): void {
  const grid = packetGrid()
  if (grid === null || event.altKey) return
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'c' || getSelection()?.isCollapsed === false || whyNotChosen()) return
    event.preventDefault()
    copyLine()
    return
  }
  if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) return openMenuByKey(event)
  const act = keys[event.key]
  if (!act) return
  event.preventDefault()
  act(grid)
}

const keys: Readonly<Record<string, (list: PacketGrid) => void>> = {
  ArrowDown: (list) => list.move(1),
  ArrowUp: (list) => list.move(-1),
  PageDown: (list) => list.move(list.page),
  PageUp: (list) => list.move(-list.page),
  Home: (list) => list.first(),
  End: () => follow(true),
  Enter: openDetail,
  Escape: closeDetail,
}

function openDetail(list: PacketGrid): void {
  if (packetListStore.getState().chosen === null) list.move(1)
  const { chosen } = packetListStore.getState()
  if (chosen) choosePacket(chosen, true)
}

/** Beside the packet picked. */
function openMenuByKey(event: KeyboardEvent): void {
  event.preventDefault()
  const row = event.currentTarget.querySelector('[aria-selected="true"]')
  const { left, bottom } = (row ?? event.currentTarget).getBoundingClientRect()
  openMenuFor('packet', left + 60, bottom)
}

function onContextMenu(event: MouseEvent): void {
  event.preventDefault()
  openMenuFor(packetGrid()?.entryUnder(event.target) === null ? 'packets' : 'packet', event.clientX, event.clientY)
}

function onMouseDown(event: MouseEvent): void {
  const grid = packetGrid()
  const entry = grid?.entryUnder(event.target) ?? null
  if (entry !== null) grid?.choose(entry, event.button === 0 || packetListStore.getState().detailed)
}

/** What does not fit in its cell is told when the pointer rests there. */
function tellWhatIsCut({ target }: { target: EventTarget }): void {
  if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'gridcell') return
  target.title = target.scrollWidth > target.clientWidth ? (target.textContent ?? '') : ''
}
