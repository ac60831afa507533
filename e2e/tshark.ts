// An independent judge of our captures. It is optional: a test that needs it says so when it is missing.
import { spawnSync } from 'node:child_process'

export const hasTshark = spawnSync('tshark', ['--version']).status === 0

function tshark(file: string, args: string[]): string[] {
  const checks = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`])
  const { status, stdout, stderr } = spawnSync('tshark', ['-n', '-r', file, ...checks, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`tshark ended with ${status}: ${stderr}`)
  return stdout.split('\n').filter((line) => line !== '')
}

/** The layers of every frame, in order, as in `eth:ethertype:ip:icmp:data`. */
export const layers = (file: string): string[] => tshark(file, ['-T', 'fields', '-e', 'frame.protocols'])

/** Frames that are malformed, have a wrong checksum, or that Wireshark warns about; one line each. */
export const objections = (file: string): string[] =>
  tshark(file, [
    '-Y',
    '_ws.malformed || _ws.expert.severity >= "Warning" || ip.checksum.status == "Bad" || icmp.checksum.status == "Bad"',
  ])
