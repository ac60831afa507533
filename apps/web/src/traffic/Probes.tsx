// The cards of traffic that was asked for, the newest on top. Older ones are folded to a line: the network is
// under them.
import { nameOf } from '@etherloom/topology'
import { Panel } from '@xyflow/react'
import { ChevronRight, RotateCw, Square, X } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { exactCount } from '../format.ts'
import { useDocument, useLive } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { Button } from '../ui/Button.tsx'
import { closeSending, sendBetween, stopSending } from './between.ts'
import { Findings } from './Findings.tsx'
import { udpRates } from './probe.ts'
import { type Probe, probeStore } from './probe-store.ts'
import { kindWords, summary } from './probe-words.ts'
import { whyNotBetween } from './why-not.ts'

export function Probes() {
  const probes = useStore(probeStore, (state) => state.probes)
  if (probes.length === 0) return null
  return (
    <Panel position="top-left" className="nowheel flex max-h-[calc(100%-5rem)] w-80 flex-col gap-2 overflow-y-auto">
      {probes.map((probe, i) => (
        <Card key={probe.id} probe={probe} isNewest={i === 0} />
      ))}
    </Panel>
  )
}

function Card({ probe, isNewest }: { probe: Probe; isNewest: boolean }) {
  const { kind, ends, address, rate, findings, cut } = probe
  const from = useDocument((document) => nameOf(document, ends.from))
  const to = useDocument((document) => nameOf(document, ends.to))
  const gone = useDocument((document) => !document.records.has(ends.from) || !document.records.has(ends.to))
  const labRuns = useLive(isRunning)
  // Whether a node is stopped is part of why nothing can be sent.
  useLive((live) => live.stopped)
  const running = probe.running.size > 0
  const [unfolded, setUnfolded] = useState(false)
  const foldable = !isNewest && !running
  const open = !foldable || unfolded
  const title = `${kindWords[kind]} ${from} → ${to}`
  const blocked = !labRuns ? 'Press Run first.' : gone ? 'A node of it was deleted.' : whyNotBetween(ends.from, ends.to)
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-raised text-sm shadow-pop">
      <div className={`flex items-center gap-1 py-1 pr-1 pl-2.5 ${open ? 'border-b border-line' : ''}`}>
        {foldable ? (
          <h3 className="min-w-0 flex-1 font-semibold">
            <button
              type="button"
              aria-expanded={open}
              title={cut ?? summary(kind, findings, running)}
              className="flex w-full items-center gap-1 text-left"
              onClick={() => setUnfolded(!unfolded)}
            >
              <ChevronRight size={14} aria-hidden="true" className={`shrink-0 ${open ? 'rotate-90' : ''}`} />
              <span className="truncate">{title}</span>
            </button>
          </h3>
        ) : (
          <h3 className="min-w-0 flex-1 truncate font-semibold">{title}</h3>
        )}
        {running ? (
          <Button label="Stop it" icon={<Square size={13} />} onPress={() => stopSending(probe.id)} />
        ) : (
          <Button
            label="Once more"
            icon={<RotateCw size={14} />}
            blocked={blocked}
            onPress={() => sendBetween(kind, ends, rate)}
          />
        )}
        <Button label="Close" icon={<X size={14} />} onPress={() => closeSending(probe.id)} />
      </div>
      <div hidden={!open} className="flex flex-col gap-1.5 p-2.5 [&[hidden]]:hidden">
        <Findings kind={kind} findings={findings} address={address} />
        <p role="status" className="text-dim">
          {cut ?? summary(kind, findings, running)}
        </p>
        {kind === 'udp' && !running && (
          <label className="flex items-center gap-2 text-xs text-dim">
            Again with
            <select
              className="rounded-md border border-line bg-sunken px-1 py-0.5"
              value=""
              disabled={blocked !== null}
              title={blocked ?? undefined}
              onChange={({ target }) => sendBetween(kind, ends, Number(target.value))}
            >
              <option value="" disabled>
                {`${exactCount(rate)} datagrams a second`}
              </option>
              {udpRates.map((each) => (
                <option key={each} value={each}>{`${exactCount(each)} datagrams a second`}</option>
              ))}
            </select>
          </label>
        )}
      </div>
    </section>
  )
}
