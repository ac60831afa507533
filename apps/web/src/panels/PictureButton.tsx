import { ImagePlus } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { tellError } from '../ui/toast-manager.ts'
import { PICTURE_TYPES, type ReadPicture, readPicture } from './read-picture.ts'

interface Props {
  label: string
  onPicture: (picture: ReadPicture) => void
}

/** Asks for a picture file. */
export function PictureButton({ label, onPicture }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const onChange = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (!file) return
    setBusy(true)
    try {
      onPicture(await readPicture(file))
    } catch (error) {
      tellError('That picture cannot be used', error)
    }
    setBusy(false)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES}
        className="hidden"
        onChange={(event) => void onChange(event)}
      />
      <Button
        label={label}
        text={label}
        icon={<ImagePlus size={14} />}
        tone="bordered"
        blocked={busy ? 'The picture is being read.' : null}
        onPress={() => input.current?.click()}
      />
    </>
  )
}
