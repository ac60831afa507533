import { ChevronDown, Download, FileCode2, FileJson2, Image } from 'lucide-react'
import { commandById, performChosen } from '../commands/all-commands.ts'
import { titleOf } from '../commands/command.ts'
import { Menu, MenuItem } from '../ui/Menu.tsx'

const items = [
  ['lab.export', FileJson2],
  ['lab.export-imn', FileCode2],
  ['lab.picture', Image],
] as const

/** The lab to take along, in each form there is. */
export function ExportMenu() {
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-hover"
        >
          <Download size={15} aria-hidden="true" />
          Export
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      }
    >
      {items.map(([id, Icon]) => {
        const command = commandById(id)
        return (
          <MenuItem
            key={id}
            icon={<Icon size={15} />}
            blocked={command.blocked}
            onSelect={() => performChosen(command)}
          >
            {titleOf(command)}
          </MenuItem>
        )
      })}
    </Menu>
  )
}
