import type { ReactNode } from 'react'
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary'
import { Button } from './Button.tsx'

interface Props {
  /** Its name, as a sentence begins with it: "The inspector". */
  part: string
  /** What it shows: when that is something else, it is tried anew. */
  showing?: unknown
  children: ReactNode
}

/** A part of the page whose failure is its own: the rest goes on, with what was drawn. */
export function Contained({ part, showing, children }: Props) {
  return (
    <ErrorBoundary resetKeys={[showing]} fallbackRender={(props) => <Failed part={part} {...props} />}>
      {children}
    </ErrorBoundary>
  )
}

function Failed({ part, error, resetErrorBoundary }: { part: string } & FallbackProps) {
  const why = error instanceof Error ? error.message : String(error)
  return (
    <div role="alert" className="flex flex-col items-start gap-2 bg-panel p-3 text-sm">
      <p className="font-medium text-bad">{part} could not be shown.</p>
      <p className="max-w-prose text-dim">
        Nothing you drew is lost. Try again; if it fails anew, reload the page, and report what it says here:
      </p>
      <p className="max-w-prose font-mono text-xs break-words text-dim">{why}</p>
      <Button label="Try again" tone="bordered" harmless onPress={() => resetErrorBoundary()} />
    </div>
  )
}
