// The README's picture, from the product itself: `PICTURE=docs/picture.png npx playwright test`.
import { LabPage, type PaletteName } from './page.ts'
import { test } from './test.ts'

const nodes: [PaletteName, number, number][] = [
  ['PC', 110, 90],
  ['PC', 110, 400],
  ['Switch', 280, 245],
  ['Router', 490, 130],
  ['Router', 680, 300],
  ['Etherstub', 880, 190],
  ['Zone', 990, 380],
  ['PC', 720, 490],
]
const wires: [string, string][] = [
  ['pc1', 'switch1'],
  ['pc2', 'switch1'],
  ['switch1', 'router1'],
  ['router1', 'router2'],
  ['router2', 'stub1'],
  ['zone1', 'stub1'],
  ['pc3', 'router2'],
]

test.use({ viewport: { width: 1440, height: 860 }, colorScheme: 'dark', deviceScaleFactor: 1 })

test('picture', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Two offices')
  for (const [what, x, y] of nodes) await lab.place(what, x, y)
  for (const [a, b] of wires) await lab.wire(a, b)
  const target = await lab.addressOf('zone1')
  await lab.clickLink('router1', 'router2')
  await lab.run()
  await lab.type('pc2', `ping -i 0.01 ${target}`)
  await lab.type('pc1', `ping -i 0.004 ${target}`)
  await lab.type('pc3', `ping -i 0.02 ${target}`)
  await lab.packets()
  await lab.clickLink('router1', 'router2')
  await page.waitForTimeout(2500)
  await page.mouse.move(5, 5)
  await page.screenshot({ path: process.env.PICTURE!, scale: 'device' })
  await lab.stop()
})
