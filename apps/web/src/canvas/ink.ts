// The canvas layer's colours and fonts: read from the same CSS variables as everything else, and again when the theme
// changes. A canvas wants finished colours, so each variable is resolved through a probe element.
const VARIABLES = [
  'bg',
  'dot',
  'panel',
  'raised',
  'line',
  'line-strong',
  'text',
  'dim',
  'faint',
  'accent',
  'accent-soft',
  'ok',
  'bad',
  'bad-soft',
  'warn',
  'warn-soft',
  'wire',
  'wire-off',
  'flow-1',
  'flow-2',
  'flow-3',
  'load-1',
  'load-2',
  'load-3',
  'load-4',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'series-7',
  'series-8',
  'kind-pc',
  'kind-host',
  'kind-router',
  'kind-jail',
  'kind-zone',
  'kind-switch',
  'kind-hub',
  'kind-tee',
  'kind-etherstub',
  'kind-machine',
] as const

export type InkName = (typeof VARIABLES)[number]
export type Ink = Readonly<Record<InkName, string>> & { readonly sans: string; readonly mono: string }

export function readInk(host: HTMLElement): Ink {
  const group = document.createElement('span')
  group.hidden = true
  // All of them first, then all of them read: styles are worked out once, not for each.
  const probes = VARIABLES.map((name) => {
    const probe = document.createElement('span')
    probe.style.color = `var(--${name})`
    group.append(probe)
    return [name, probe] as const
  })
  const fonts = (['sans', 'mono'] as const).map((name) => {
    const probe = document.createElement('span')
    probe.style.fontFamily = `var(--font-${name})`
    group.append(probe)
    return [name, probe] as const
  })
  host.append(group)
  const ink = Object.fromEntries([
    ...probes.map(([name, probe]) => [name, getComputedStyle(probe).color]),
    ...fonts.map(([name, probe]) => [name, getComputedStyle(probe).fontFamily]),
  ])
  group.remove()
  return ink as Ink
}
