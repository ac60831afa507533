// The context menu of the canvas: opened where the pointer or the keyboard asks, about one target at a time.

import { createStore } from 'zustand/vanilla'
import type { CommandPlace } from '../commands/command.ts'
import type { Place } from '../stores/drawing.ts'
import { type MenuTarget, targetOfKeys, targetUnder } from './menu-target.ts'

interface MenuState {
  readonly open: boolean
  /** What it is about, or was about while it fades out. */
  readonly about: MenuTarget | null
}

export const menuStore = createStore<MenuState>(() => ({ open: false, about: null }))

export function openMenuAt(point: { clientX: number; clientY: number }, element: Element | null, reach?: number): void {
  menuStore.setState({ open: true, about: targetUnder(point, element, reach) })
}

/** For what is no part of the drawing: a packet, the packet list. */
export function openMenuFor(place: CommandPlace, x: number, y: number): void {
  menuStore.setState({ open: true, about: { place, target: undefined, x, y, at: { x: 0, y: 0 } } })
}

export const openMenuByKeys = (): void => menuStore.setState({ open: true, about: targetOfKeys() })

export const closeMenu = (): void => menuStore.setState({ open: false })

/** Where the menu was opened, for what is put somewhere; undefined when no menu asked for it. */
export function menuPoint(): Place | undefined {
  return performing?.at
}

let performing: MenuTarget | null = null

/** Does something a menu was chosen for; it knows where the menu was. */
export function withMenu(about: MenuTarget, work: () => void): void {
  performing = about
  try {
    work()
  } finally {
    performing = null
  }
}
