// The README's picture, from the product itself: `PICTURE=docs/picture.png npx playwright test`.
import { LabPage, type PaletteName } from './page.ts'
import { test } from './test.ts'

const nodes: [PaletteName, number, number][] = [
  ['PC', 110, 70],
  ['PC', 110, 380],
  ['Switch', 270, 225],
  ['Router', 440, 225],
  ['Router', 620, 90],
  ['Router', 620, 370],
  ['Router', 800, 225],
  ['Etherstub', 940, 225],
  ['Zone', 940, 70],
  ['Zone', 940, 390],
]
const wires: [string, string][] = [
  ['pc1', 'switch1'],
  ['pc2', 'switch1'],
  ['switch1', 'router1'],
  ['router1', 'router2'],
  ['router1', 'router3'],
  ['router2', 'router4'],
  ['router3', 'router4'],
  ['router4', 'stub1'],
  ['zone1', 'stub1'],
  ['zone2', 'stub1'],
]

test.use({ viewport: { width: 1440, height: 860 }, colorScheme: 'dark', deviceScaleFactor: 1 })

test('picture', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Two offices')
  for (const [what, x, y] of nodes) await lab.place(what, x, y)
  for (const [a, b] of wires) await lab.wire(a, b)
  const [first, second] = [await lab.addressOf('zone1'), await lab.addressOf('zone2')]
  await lab.deselect()
  await lab.run()
  await lab.type('pc1', `ping -i 0.005 ${first}`)
  await lab.type('pc2', `ping -i 0.12 ${second}`)
  await lab.type('zone1', `ping -i 0.15 ${await lab.addressOf('pc2')}`)
  const packets = await lab.packets()
  await lab.clickLink('router1', 'router2')
  await packets.getByText('ICMP').first().click()
  await page.waitForTimeout(2500)
  await page.mouse.move(5, 5)
  await page.screenshot({ path: process.env.PICTURE!, scale: 'device' })
  await lab.stop()
})
