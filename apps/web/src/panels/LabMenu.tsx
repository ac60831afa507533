import { find } from '@etherloom/topology'
import { ChevronDown, Copy, Eye, FilePlus2, FolderOpen, History, House, Pencil, Trash2, Upload } from 'lucide-react'
import { useState } from 'react'
import { documentStore } from '../stores/document.ts'
import { useDocument, useDocumentState } from '../stores/hooks.ts'
import type { LabSummary } from '../transport/api.ts'
import { listLabs } from '../transport/api.ts'
import { goHome, goToLab, newLab } from '../transport/labs.ts'
import { copyViewLink } from '../transport/share.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { tellError } from '../ui/toast-manager.ts'
import { askToDelete } from './DeleteLab.tsx'
import { openCopy, openHistory } from './dialogs.ts'
import { chooseLabFile, LabFileInput } from './LabFileInput.tsx'
import { LabName, renameLab } from './LabName.tsx'

const MOST_SHOWN = 8

const whyNotOpen = (): string | null => (documentStore.getState().loaded ? null : 'The lab is still being opened.')
const whyNotChange = (): string | null => whyViewOnly() ?? whyNotOpen()

export function LabMenu() {
  const open = useDocumentState((state) => state.lab)
  const name = useDocument((document) => find(document, 'lab:lab')?.name ?? '')
  const [labs, setLabs] = useState<readonly LabSummary[]>([])
  const refresh = (isOpen: boolean): void => {
    if (isOpen) listLabs().then(setLabs, (error) => tellError('The labs could not be listed', error))
  }
  const others = labs.filter((lab) => lab.id !== open).slice(0, MOST_SHOWN)
  return (
    <>
      <button
        type="button"
        aria-label="All labs and the gallery"
        title="All labs and the gallery"
        className="mr-1 rounded-md p-1 hover:bg-hover"
        onClick={goHome}
      >
        <img src="/icon.svg" alt="" className="size-6" />
      </button>
      <LabName key={open} />
      <Menu
        onOpenChange={refresh}
        trigger={
          <button type="button" aria-label="Lab menu" className="h-7 rounded-md px-1 text-dim hover:bg-hover">
            <ChevronDown size={15} />
          </button>
        }
      >
        <MenuItem icon={<FilePlus2 size={15} />} onSelect={() => void newLab('New lab')}>
          New lab
        </MenuItem>
        <MenuItem icon={<Pencil size={15} />} blocked={whyNotChange} onSelect={renameLab}>
          Rename
        </MenuItem>
        <MenuItem icon={<Upload size={15} />} onSelect={chooseLabFile}>
          Import…
        </MenuItem>
        <MenuItem icon={<History size={15} />} blocked={whyNotOpen} onSelect={openHistory}>
          History…
        </MenuItem>
        <MenuItem icon={<Copy size={15} />} blocked={whyNotOpen} onSelect={openCopy}>
          Duplicate…
        </MenuItem>
        <MenuItem icon={<Eye size={15} />} blocked={whyNotChange} onSelect={() => void copyViewLink()}>
          Copy a view-only link
        </MenuItem>
        <MenuItem
          icon={<Trash2 size={15} />}
          tone="danger"
          blocked={whyNotChange}
          onSelect={() => open && askToDelete({ id: open, name })}
        >
          Delete…
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<House size={15} />} onSelect={goHome}>
          All labs and the gallery
        </MenuItem>
        {others.length > 0 && <MenuHeading>Changed last</MenuHeading>}
        {others.map((lab) => (
          <MenuItem key={lab.id} icon={<FolderOpen size={15} />} onSelect={() => goToLab(lab.id)}>
            {lab.name}
          </MenuItem>
        ))}
      </Menu>
      <LabFileInput />
    </>
  )
}
