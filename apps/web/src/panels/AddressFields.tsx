import { type IfaceRecord, setAddress } from '@etherloom/topology'
import { attempt } from '../transport/lab.ts'
import { Field } from '../ui/Field.tsx'
import { useReadOnly } from '../ui/read-only.ts'

interface Props {
  iface: IfaceRecord
  /** A line for one more is shown. */
  adding: boolean
  onAdded: () => void
}

/** The addresses of an interface, IPv4 and IPv6, one a line. Emptying a line removes it. */
export function AddressFields({ iface, adding, onAdded }: Props) {
  const readOnly = useReadOnly() !== null
  const addresses = iface.addresses.map(({ address }) => address)
  const set = (list: readonly string[]) => attempt((doc) => setAddress(doc, iface.id, list))
  const change = (at: number, text: string): string | null => {
    const typed = text.split(/[\s,]+/).filter((part) => part !== '')
    // One address typed again is the person's own from then on.
    if (at === 0 && addresses.length <= 1 && typed.length === 1)
      return attempt((doc) => setAddress(doc, iface.id, typed[0]!))
    return set([...addresses.slice(0, at), ...typed, ...addresses.slice(at + 1)])
  }
  const shown = addresses.length === 0 || adding ? [...addresses, ''] : addresses
  return shown.map((address, at) => (
    <Field
      key={at}
      label={at === 0 ? 'Address' : `Address ${at + 1}`}
      mono
      focused={adding && at === addresses.length}
      placeholder={readOnly ? 'none' : at === 0 ? '10.0.0.1/24' : 'fc00::1/64'}
      value={address}
      onCommit={(text) => {
        const why = change(at, text)
        if (why === null) onAdded()
        return why
      }}
      after={
        iface.addresses[at]?.auto && (
          <span className="pr-1.5 text-xs text-faint" title="Chosen by Etherloom. What you type is never renumbered.">
            auto
          </span>
        )
      }
    />
  ))
}
