// The lab in the words of a filter: its nodes by name, their addresses, the networks these are in.
import { addressesOfHost, formatPrefix, hostsOf, ifaces, networkPrefix, parsePrefix } from '@etherloom/topology'
import { naturally } from '../stores/drawing.ts'
import { perDocument } from '../stores/per-document.ts'
import type { LabWords } from './filter-completion.ts'

export const labWordsOf = perDocument((document): LabWords => {
  const hosts = [...hostsOf(document)].sort(([a], [b]) => naturally(a, b))
  const networks = new Set<string>()
  for (const { addresses } of ifaces(document))
    for (const { address } of addresses) {
      const prefix = parsePrefix(address)
      if (prefix) networks.add(formatPrefix(networkPrefix(prefix)))
    }
  return {
    names: (name) => {
      const addresses = addressesOfHost(document, name)
      return addresses.length > 0 ? addresses : null
    },
    hosts: [
      ...hosts.map(([word, addresses]) => ({ word, means: addresses.join(', ') })),
      ...hosts.flatMap(([name, addresses]) => addresses.map((word) => ({ word, means: name }))),
    ],
    networks: [...networks].sort(naturally).map((word) => ({ word, means: 'a network of this lab' })),
  }
})
