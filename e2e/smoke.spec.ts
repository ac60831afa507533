// The main story, as a new user lives it: a network drawn from nothing, addressed, run and pinged; its counters held against its
// packets, and the packets against tshark; edited while it runs, undone; taken home as a file and brought back.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Page, TestInfo } from '@playwright/test'
import { LabPage } from './page.ts'
import { dropFile, exportedLab } from './take-home.ts'
import { expect, test } from './test.ts'
import { hasTshark, layers, objections } from './tshark.ts'

const PCAPNG_MAGIC = '0a0d0d0a'

test('jails, a switch, a router and a zone: drawn, run, pinged, captured, edited, taken home and brought back', async ({
  page,
  product,
}, info) => {
  const lab = await LabPage.create(page, product.url, 'Smoke')

  await lab.place('Jail', 150, 90)
  await lab.place('Jail', 150, 270)
  await lab.place('Switch', 330, 180)
  await lab.place('Router', 520, 90)
  await lab.place('Zone', 700, 180)
  for (const name of ['jail1', 'jail2', 'switch1', 'router1', 'zone1']) await expect(lab.node(name)).toBeVisible()
  await lab.wire('jail1', 'switch1')
  await lab.wire('jail2', 'switch1')
  await lab.wire('switch1', 'router1')
  await lab.wire('router1', 'zone1')
  await lab.deselect()
  await expect(lab.links()).toHaveCount(4)
  const target = await lab.addressOf('zone1')
  expect(target).toMatch(/^\d+\.\d+\.\d+\.\d+$/)

  await lab.clickLink('jail1', 'switch1')
  // Its packets stay listed while other links are looked at.
  await page.keyboard.press('p')
  await lab.run()
  const idle = await lab.edgePixels()
  const console = await lab.type('jail1', `ping -i 0.1 ${target}`)
  await expect(console).toContainText(`bytes from ${target}: icmp_seq=0 ttl=254`)

  await lab.deselect()
  for (const link of await lab.links().filter({ hasNotText: 'jail2' }).all())
    await expect(link).toContainText(/[1-9]\d* pps/)
  expect(await lab.edgePixels(), 'the links on the canvas show what passes').not.toBe(idle)

  await test.step('the cable is pulled and plugged in while it runs, by an edit and its undo', () =>
    pullAndUndo(lab, page))
  await page.getByRole('tab', { name: 'Console' }).click()
  await page.getByLabel('Command for jail1').press('Control+c')
  await expect(console).toContainText(/(\d+) packets transmitted, \d+ packets received/)
  const answered = Number(/(\d+) packets received/.exec((await console.textContent())!)![1])

  const packets = await lab.packets()
  await expect(
    packets
      .getByRole('row')
      .filter({ hasText: /Echo \(ping\) re/ })
      .first(),
  ).toContainText('ICMP')
  // A page on a busy machine is a little behind.
  const listed = page.getByRole('tabpanel', { name: 'Packets' }).getByText(/^[\d,]+ (of [\d,]+ )?packets$/)
  await expect
    .poll(async () => Number.parseInt((await listed.textContent())!.replaceAll(',', ''), 10))
    .toBeGreaterThanOrEqual(2 * answered)
  const capture = await lab.download('Download pcapng')
  expect(capture.name).toMatch(/\.pcapng$/)
  expect(capture.bytes.subarray(0, 4).toString('hex')).toBe(PCAPNG_MAGIC)
  await info.attach('capture.pcapng', { path: capture.path })
  if (hasTshark) await test.step('tshark finds nothing wrong', () => judge(capture.path, answered, info))
  await lab.stop()

  await test.step('exported, imported again, equal', async () => {
    const first = page.url()
    const { text } = await exportedLab(page, /\.json/)
    await dropFile(page, 'smoke.json', text)
    await expect(page).not.toHaveURL(first)
    await expect(lab.node('zone1')).toBeVisible()
    expect((await exportedLab(page, /\.json/)).text).toBe(text)
  })
})

async function pullAndUndo(lab: LabPage, page: Page): Promise<void> {
  await lab.clickLink('router1', 'zone1', 'right')
  await page.getByRole('menuitem', { name: /^Pull out the cable/ }).click()
  await lab.deselect()
  // Name and rate stand side by side, with nothing but room between them.
  await expect(lab.links().filter({ hasText: 'zone1' })).toHaveText('router1 – zone10 pps')
  await lab.button('Undo').click()
  await expect(lab.links().filter({ hasText: 'zone1' })).toHaveText(/zone1[1-9]\d* pps$/)
}

function judge(file: string, answered: number, info: TestInfo): void {
  expect(objections(file)).toEqual([])
  const frames = layers(file)
  expect(frames.filter((frame) => /:icmp(:|$)/.test(frame)).length).toBeGreaterThanOrEqual(2 * answered)
  expect(frames.filter((frame) => frame.includes(':arp')).length).toBeGreaterThanOrEqual(2)

  // And it would have said so: the last byte of the last echo reply, changed.
  const bytes = readFileSync(file)
  const last = bytes.lastIndexOf(Buffer.from('3031323334353637', 'hex'))
  bytes[last + 7] ^= 0xff
  const spoilt = info.outputPath('spoilt.pcapng')
  writeFileSync(spoilt, bytes)
  expect(objections(spoilt)).toHaveLength(1)
}
