// As a new user: draw a network, run it, ping across it, look at the packets, take them home.
import { readFileSync, writeFileSync } from 'node:fs'
import type { TestInfo } from '@playwright/test'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'
import { hasTshark, layers, objections } from './tshark.ts'

const PCAPNG_MAGIC = '0a0d0d0a'

test('two PCs, a switch and a router: drawn, wired, run, pinged, captured', async ({ page, product }, info) => {
  const lab = await LabPage.create(page, product.url, 'Smoke')

  await lab.place('PC', 150, 120)
  await lab.place('Switch', 330, 240)
  await lab.place('Router', 520, 120)
  await lab.place('PC', 700, 240)
  for (const name of ['pc1', 'switch1', 'router1', 'pc2']) await expect(lab.node(name)).toBeVisible()

  await lab.wire('pc1', 'switch1')
  await lab.wire('switch1', 'router1')
  await lab.wire('router1', 'pc2')
  await lab.deselect()
  await expect(lab.links()).toHaveCount(3)
  const target = await lab.addressOf('pc2')
  expect(target).toMatch(/^\d+\.\d+\.\d+\.\d+$/)

  await lab.clickLink('pc1', 'switch1')
  await lab.run()
  const idle = await lab.edgePixels()
  const console = await lab.type('pc1', `ping -i 0.1 ${target}`)
  await expect(console).toContainText(`bytes from ${target}: icmp_seq=0 ttl=63`)

  await lab.deselect()
  for (const link of await lab.links().all()) await expect(link).toContainText(/[1-9]\d* pps/)
  expect(await lab.edgePixels(), 'the links on the canvas show what passes').not.toBe(idle)
  await page.getByLabel('Command for pc1').press('Control+c')
  await expect(console).toContainText(/(\d+) packets transmitted, \1 packets received, 0\.0% packet loss/)
  const pings = Number(/(\d+) packets transmitted/.exec((await console.textContent())!)![1])

  const packets = await lab.packets()
  await expect(
    packets
      .getByRole('row')
      .filter({ hasText: /Echo \(ping\) re/ })
      .first(),
  ).toContainText('ICMP')
  const capture = await lab.download('Download pcapng')
  expect(capture.name).toMatch(/\.pcapng$/)
  expect(capture.bytes.subarray(0, 4).toString('hex')).toBe(PCAPNG_MAGIC)
  await info.attach('capture.pcapng', { path: capture.path })
  if (hasTshark) await test.step('tshark finds nothing wrong', () => judge(capture.path, pings, info))

  await lab.stop()
})

function judge(file: string, pings: number, info: TestInfo): void {
  expect(objections(file)).toEqual([])
  const frames = layers(file)
  expect(frames.filter((frame) => /:icmp(:|$)/.test(frame))).toHaveLength(2 * pings)
  expect(frames.filter((frame) => frame.includes(':arp')).length).toBeGreaterThanOrEqual(2)

  // And it would have said so: the last byte of the last echo reply, changed.
  const bytes = readFileSync(file)
  const last = bytes.lastIndexOf(Buffer.from('3031323334353637', 'hex'))
  bytes[last + 7] ^= 0xff
  const spoilt = info.outputPath('spoilt.pcapng')
  writeFileSync(spoilt, bytes)
  expect(objections(spoilt)).toHaveLength(1)
}
