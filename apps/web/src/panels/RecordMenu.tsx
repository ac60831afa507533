import { Popover } from '@base-ui/react/popover'
import { CircleDot, Download, Square, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { byteSize, exactCount, plural } from '../format.ts'
import { documentStore } from '../stores/document.ts'
import { useLive, useSession } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { sessionStore } from '../stores/session.ts'
import { HEADERS, startRecording, stopRecording } from '../transport/lab.ts'
import { listRecordings, type Recording, recordingAddress, removeRecording } from '../transport/recordings.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'
import { tellError } from '../ui/toast-manager.ts'

const WHOLE = 65_535

/** Packets into a file on the server, none left out, however fast they come. */
export function RecordMenu() {
  const on = useLive((live) => live.recording?.on === true)
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={on ? 'Recording to disk' : 'Record to disk'}
        className={`inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-hover ${on ? 'bg-bad-soft text-bad' : ''}`}
      >
        <CircleDot size={14} aria-hidden="true" />
        {on ? 'Recording' : 'Record'}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" side="top" sideOffset={4} className="z-40 outline-none">
          <Popover.Popup
            aria-label="Recordings"
            className="flex max-h-[min(26rem,var(--available-height))] w-88 flex-col gap-2 overflow-y-auto rounded-lg border border-line bg-raised p-3 text-sm shadow-pop outline-none"
          >
            {on ? <Going /> : <Start />}
            <Made />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Start() {
  const [snaplen, setSnaplen] = useState(HEADERS)
  const links = useSession((session) => session.captured.size)
  const running = useLive(isRunning)
  const ended = useLive((live) => live.recording?.message ?? null)
  const blocked = whyViewOnly() ?? (links === 0 ? 'Pick a link first.' : running ? null : 'Press Run first.')
  return (
    <>
      <p className="text-dim">
        Every packet of the links listed goes into a file on the server, however fast they come. In virtual time a slow
        disk slows the lab down; in real time the recording ends, and says so.
      </p>
      {ended && <p className="text-bad">{ended}</p>}
      <fieldset className="flex flex-wrap gap-x-3 gap-y-1">
        <legend className="sr-only">How much of each packet</legend>
        {[HEADERS, WHOLE].map((bytes) => (
          <label key={bytes} className="flex items-center gap-1.5">
            <input
              type="radio"
              name="snaplen"
              checked={snaplen === bytes}
              onChange={() => setSnaplen(bytes)}
              className="accent-(--accent)"
            />
            {bytes === HEADERS ? 'The first 128 bytes' : 'Whole packets'}
          </label>
        ))}
      </fieldset>
      <div className="flex items-center gap-2">
        <Button
          label={`Record ${plural(links, 'link')}`}
          text={links === 0 ? 'Record' : `Record ${plural(links, 'link')}`}
          tone={blocked ? 'bordered' : 'primary'}
          blocked={blocked}
          onPress={() => startRecording([...sessionStore.getState().captured], snaplen)}
        />
        {blocked && <span className="text-faint">{blocked}</span>}
      </div>
    </>
  )
}

function Going() {
  const recording = useLive((live) => live.recording)
  if (!recording) return null
  return (
    <div className="flex items-center gap-2">
      <span className="flex-1">
        {plural(recording.records.length, 'link')}, {exactCount(recording.frames)} packets, {byteSize(recording.bytes)}
      </span>
      <Button
        label="Stop recording"
        text="Stop"
        icon={<Square size={13} />}
        blocked={whyViewOnly()}
        onPress={stopRecording}
      />
    </div>
  )
}

/** The files there are. */
function Made() {
  const { lab } = documentStore.getState()
  const on = useLive((live) => live.recording?.on === true)
  const [list, setList] = useState<readonly Recording[]>([])
  const refresh = (): void => {
    if (lab) listRecordings(lab).then(setList, (error) => tellError('The recordings could not be listed', error))
  }
  useEffect(refresh, [lab, on])
  if (!lab || list.length === 0) return null
  return (
    <ul aria-label="Recordings of this lab" className="border-t border-line pt-1">
      {list.map(({ file, bytes, on: writing }) => (
        <li key={file} className="flex h-7 items-center gap-2">
          <a
            href={recordingAddress(lab, file)}
            download={file}
            title={file}
            className="flex min-w-0 flex-1 items-center gap-1.5 hover:text-accent"
          >
            <Download size={13} className="shrink-0 text-faint" aria-hidden="true" />
            <span className="truncate">{file}</span>
          </a>
          <span className="text-xs text-faint">{writing ? 'being written' : byteSize(bytes)}</span>
          <Button
            label={`Delete ${file}`}
            icon={<Trash2 size={13} />}
            blocked={whyViewOnly() ?? (writing ? 'It is being written: stop the recording first.' : null)}
            onPress={() =>
              void removeRecording(lab, file).then(refresh, (error) => tellError('It could not be deleted', error))
            }
          />
        </li>
      ))}
    </ul>
  )
}
