// The first minute: from the gallery to live counters, what the guide offers, and back home to one's labs.

import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('from the gallery to live counters in two clicks', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await lab.button('Run').click()
  await expect(lab.links().first()).toContainText(/[1-9][\d.]* pps/)
  await expect(page).toHaveURL(/\/labs\/[0-9a-f]+$/)

  // What the guide offers is one click each: a command at its console, and a link with its packets.
  const guide = page.getByRole('complementary', { name: 'Guide' })
  await guide.getByRole('button', { name: 'Run router1: traceroute pc2' }).click()
  await expect(page.getByRole('log', { name: 'Console of router1' })).toContainText(/ 3 +pc2 \(10\.0\.3\.20\)/)
  await guide.getByRole('button', { name: 'Look at router1 – router2' }).click()
  await expect(page.getByRole('grid', { name: 'Packets' })).toBeVisible()
  await guide.getByRole('button', { name: 'Close the guide' }).click()
  await expect(guide).toBeHidden()
  await page.reload()
  await expect(lab.node('pc1')).toBeVisible()
  await expect(guide, 'a guide that was closed stays closed').toBeHidden()
  await lab.stop()

  await lab.button('All labs and the gallery').click()
  await expect(page).toHaveURL(`${product.url}/`)
  const mine = page.getByRole('region', { name: 'Your labs' }).getByRole('link', { name: /Ping across routers/ })
  await expect(mine).toBeVisible()
  await page.goBack()
  await expect(lab.node('pc1')).toBeVisible()
})

test('a card runs its lab at one click, and a command interrupts what its console was busy with', async ({
  page,
  product,
}) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Run MTU and fragments' }).click()
  const lab = new LabPage(page)
  await expect(lab.runState()).toContainText('Running')
  const guide = page.getByRole('complementary', { name: 'Guide' })
  await guide.getByRole('button', { name: 'Run pc1: ping -D -c 2 -s 1400 pc2' }).click()
  const console = page.getByRole('log', { name: 'Console of pc1' })
  await expect(console).toContainText('frag needed and DF set (MTU 1000)')
  await lab.stop()
})
