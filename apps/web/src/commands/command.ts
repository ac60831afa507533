// A command is something a person can do, said once: the command palette, the keys, the menus and the list of shortcuts are
// all made from `allCommands`. A feature adds its commands in a file of its own here and a line in all-commands.ts.
import type { RecordId } from '@etherloom/topology'

/** Where a context menu offers it; `canvas` is the empty drawing, `packet` a row of the packet list, `packets` that list. */
export type CommandPlace = 'canvas' | 'node' | 'link' | 'annotation' | 'group' | 'selection' | 'packet' | 'packets'

/** The headings of the command palette and of the list of shortcuts, in their order. */
export const commandSections = ['Lab', 'Edit', 'Draw', 'Arrange', 'View', 'Run', 'Watch', 'Help'] as const
export type CommandSection = (typeof commandSections)[number]

/**
 * Where a command's keys are heard beside the canvas: `page`, anywhere but in text, lists and dialogs; `canvas`, only while
 * the drawing or nothing has the focus (arrows mean something elsewhere); `text`, even while typing.
 */
export type KeyReach = 'canvas' | 'page' | 'text'

export interface Command {
  /** Stable, like `edit.undo`: tests and the palette's memory name it by this. */
  readonly id: string
  readonly section: CommandSection
  /** What it does, as a menu says it; a function where it depends on what is selected. */
  readonly title: string | (() => string)
  /** Other words people may type to find it. */
  readonly words?: string
  /** Every way to press it, `Mod+Shift+Z`: Mod is Ctrl, or ⌘ on a Mac. The first is shown. */
  readonly keys?: readonly string[]
  /** `page` when not given. */
  readonly reach?: KeyReach
  /** The browser makes an event of its own of these keys, and that is what is heard (clipboard/). */
  readonly native?: boolean
  readonly places?: readonly CommandPlace[]
  /** The submenu a context menu has it in: "Align". */
  readonly menu?: string
  /** For what is either on or off: whether it is on now. */
  readonly checked?: () => boolean
  /** Why it cannot be done now, and what to do about it; null when it can. */
  readonly blocked?: () => string | null
  /** `target` is what a context menu was opened on; the selection holds it too. */
  readonly run: (target?: RecordId) => void
}

export const titleOf = ({ title }: Command): string => (typeof title === 'string' ? title : title())
