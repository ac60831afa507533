import { FilePlus2, Upload } from 'lucide-react'
import { useEffect } from 'react'
import { chooseLabFile, LabFileInput } from '../panels/LabFileInput.tsx'
import { ThemeButton } from '../panels/ThemeButton.tsx'
import { type GalleryEntry, type ListedLab, listGallery, listLabs } from '../transport/api.ts'
import { importFiles, importText } from '../transport/lab-files.ts'
import { newLab } from '../transport/labs.ts'
import { Button } from '../ui/Button.tsx'
import { useSmall } from '../ui/use-narrow.ts'
import { GalleryCard } from './GalleryCard.tsx'
import { HomeNotice } from './HomeNotice.tsx'
import { useListed } from './use-listed.tsx'
import { YourLabs } from './YourLabs.tsx'

/** The first page: ready labs to open and run, and one's own. */
export function Home() {
  useEffect(() => {
    document.title = 'Etherloom'
  }, [])
  useEffect(listenToPaste, [])
  const small = useSmall()
  const mine = useListed<ListedLab>(listLabs)
  // Beside each other, or below: who has labs has come for them.
  const ready = <Ready key="ready" />
  const yours = <YourLabs key="yours" mine={mine} beside={!small} />
  const parts = small && mine.list && mine.list.length > 0 ? [yours, ready] : [ready, yours]
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-panel px-3 sm:px-6">
        <img src="/icon.svg" alt="" className="size-6" />
        <h1 className="text-[15px] font-semibold">Etherloom</h1>
        <span className="hidden text-sm text-dim sm:inline">Draw a network, and run it.</span>
        <span className="flex-1" />
        <ImportButton small={small} />
        <Button
          label="New empty lab"
          text="New empty lab"
          icon={<FilePlus2 size={15} />}
          tone="primary"
          onPress={() => void newLab('New lab')}
        />
        <ThemeButton />
      </header>
      <HomeNotice />
      <main className="min-h-0 flex-1 overflow-y-auto">
        <div
          className={`mx-auto grid max-w-[2240px] gap-8 py-6 ${small ? 'grid-cols-[minmax(0,1fr)] px-3 sm:px-6' : 'grid-cols-[minmax(0,1fr)_20rem] px-6 2xl:grid-cols-[minmax(0,1fr)_28rem]'}`}
        >
          {parts}
        </div>
      </main>
    </div>
  )
}

/** With no lab open, what is pasted is a lab. */
function listenToPaste(): () => void {
  const onPaste = (event: ClipboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('input, [role="dialog"]')) return
    const files = [...(event.clipboardData?.files ?? [])]
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (files.length > 0) void importFiles(files)
    else if (text.trim() !== '') void importText(text, 'What you pasted')
  }
  addEventListener('paste', onPaste)
  return () => removeEventListener('paste', onPaste)
}

function Ready() {
  const gallery = useListed<GalleryEntry>(listGallery)
  return (
    <section aria-label="Gallery">
      <h2 className="mb-3 text-[15px] font-semibold">Ready labs</h2>
      {gallery.note}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(15.5rem,100%),1fr))] gap-4">
        {gallery.list?.map((entry) => (
          <GalleryCard key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function ImportButton({ small }: { small: boolean }) {
  return (
    <>
      <Button
        label="Import…"
        {...(small ? {} : { text: 'Import…' })}
        icon={<Upload size={15} />}
        detail="A lab of Etherloom (.json) or IMUNES (.imn); dropping or pasting it anywhere does the same"
        onPress={chooseLabFile}
      />
      <LabFileInput />
    </>
  )
}
