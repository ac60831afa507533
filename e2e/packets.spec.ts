// Watching packets as a person does: two links on one time line, a filter, one packet in full, the file for Wireshark.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'
import { hasTshark, layers, objections } from './tshark.ts'

test('two links captured before the run, filtered, one packet read, and downloaded as listed', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'Packets')
  await lab.place('PC', 150, 120)
  await lab.place('Switch', 380, 220)
  await lab.place('PC', 620, 120)
  await lab.wire('pc1', 'switch1')
  await lab.wire('pc2', 'switch1')
  await lab.clickLink('pc1', 'switch1')
  await page.keyboard.down('Control')
  await lab.clickLink('pc2', 'switch1')
  await page.keyboard.up('Control')
  await expect(page.getByRole('button', { name: 'Links whose packets are listed: 2 links' })).toBeVisible()

  await lab.run()
  const console = await lab.type('pc1', 'ping -c 3 -i 0.1 pc2')
  await expect(console).toContainText('3 packets transmitted, 3 packets received')

  const packets = await lab.packets()
  const field = page.getByLabel('Display filter')
  await field.fill('icmp')
  await field.press('Enter')
  await expect(page.getByTestId('packet-count')).toHaveText(/^12 of \d+ packets$/)
  const rows = packets.getByRole('row')
  await expect(rows.filter({ hasText: /Echo \(ping\) re/ }).first()).toContainText(/pc[12] [→←] switch1/)
  await expect(rows.filter({ hasText: 'ARP' })).toHaveCount(0)

  await test.step('a mistake says where it is, and the list stays', async () => {
    await field.fill('icmp and hots pc1')
    await expect(page.getByRole('alert')).toContainText("did you mean 'host'?")
    await expect(page.getByTestId('packet-count')).toHaveText(/^12 of/)
    await field.fill('icmp')
    await field.press('Enter')
    await expect(page.getByRole('alert')).toHaveCount(0)
  })

  await test.step('a packet by keyboard: fields and bytes', async () => {
    await packets.focus()
    await packets.press('Home')
    await packets.press('Enter')
    const fields = page.getByRole('tree', { name: 'Fields' })
    await expect(fields.getByRole('treeitem', { name: /Echo \(ping\) request/ })).toBeVisible()
    await fields.getByRole('treeitem', { name: /Time to Live/ }).hover()
    await expect(page.locator('section[aria-label="Packet"] mark').first()).toHaveText('40')
    await packets.press('Escape')
    await expect(fields).toHaveCount(0)
  })

  const capture = await lab.download('Download pcapng')
  if (hasTshark) {
    expect(objections(capture.path)).toEqual([])
    expect(layers(capture.path)).toHaveLength(12)
  }
  await lab.stop()
})

test('the last packets of a quiet link are there when it is opened', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Quiet')
  await lab.place('PC', 150, 120)
  await lab.place('PC', 560, 120)
  await lab.wire('pc1', 'pc2')
  await lab.deselect()
  await lab.run()
  const console = await lab.type('pc1', 'ping -c 3 -i 0.2 pc2')
  await expect(console).toContainText('3 packets received')
  await lab.packets()
  await expect(page.getByTestId('packet-count')).toHaveText('0 packets')

  await lab.clickLink('pc1', 'pc2')
  // The list keeps hidden rows to paint on: only those in sight are a person's.
  const rows = (await lab.packets()).getByRole('row').filter({ visible: true })
  await rows.filter({ hasText: 'Echo (ping) reply' }).first().click()
  await expect(page.getByRole('region', { name: 'Packet' })).toContainText('kept from before its link was opened')
  await page.getByRole('tree').press('Escape')
  await expect(page.getByRole('region', { name: 'Packet', exact: true })).toBeHidden()
  await expect(page.getByRole('grid', { name: 'Packets' })).toBeFocused()

  await page.getByLabel('Display filter').fill('udp')
  await expect(page.getByText('Nothing that was captured matches udp.')).toBeVisible()
  // Who picks a console types: the keys are for it, not the page's.
  await page.getByRole('tab', { name: 'Console' }).click()
  await page.getByRole('list', { name: 'Consoles' }).getByRole('button', { name: 'pc2', exact: true }).click()
  await expect(page.getByLabel('Command for pc2')).toBeFocused()
  await page.keyboard.type('hostname')
  await expect(page.getByLabel('Command for pc2')).toHaveValue('hostname')
  await lab.stop()
})
