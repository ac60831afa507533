import type { FilterError } from '@etherloom/capture'
import { Words } from '../ui/Words.tsx'

interface Props {
  id: string
  text: string
  error: FilterError
}

/** What cannot be read, where, and what to write instead. */
export function FilterProblem({ id, text, error: { error, mend, at, length } }: Props) {
  const before = text.slice(0, at)
  const wrong = text.slice(at, at + length)
  return (
    <div
      id={id}
      role="alert"
      className="absolute top-full left-0 z-30 mt-1 w-max max-w-[min(40rem,90vw)] rounded-lg border border-bad bg-raised px-3 py-2 shadow-pop"
    >
      <p className="truncate font-mono text-xs whitespace-pre" aria-hidden="true">
        <span className="text-dim">{before}</span>
        <span className="bg-bad-soft text-bad underline decoration-wavy underline-offset-3">{wrong || ' '}</span>
        <span className="text-dim">{text.slice(at + length)}</span>
      </p>
      <p className="mt-1 text-sm">
        <span className="text-bad">
          <Words text={error} />
        </span>
        : <Words text={mend} />
      </p>
    </div>
  )
}
