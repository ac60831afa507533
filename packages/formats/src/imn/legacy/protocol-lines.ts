// The lines IMUNES itself writes into a `router …` stanza. They say no more than that the protocol is on, which
// `router_config` keeps; any other line is somebody's own.
const REDISTRIBUTE = /^redistribute (static|connected|kernel|rip|ripng|ospf|ospf6|bgp|isis)$/

const USUAL: Readonly<Record<string, readonly RegExp[]>> = {
  rip: [/^network 0\.0\.0\.0\/0$/],
  ripng: [/^network ::\/0$/],
  ospf: [/^network 0\.0\.0\.0\/0 area 0\.0\.0\.0$/],
  // IMUNES numbers routers itself, after their ids.
  ospf6: [/^ospf6 router-id [\d.]+$/, /^area 0\.0\.0\.0 range ::\/0$/],
}

export const isUsualProtocolLine = (protocol: string, line: string): boolean =>
  REDISTRIBUTE.test(line) || (Object.hasOwn(USUAL, protocol) && USUAL[protocol].some((usual) => usual.test(line)))
