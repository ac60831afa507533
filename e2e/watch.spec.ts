// Watching a running lab: the last minute of a link, what a node knows, lines over time.
import type { Locator } from '@playwright/test'
import { cutNetwork } from './network.ts'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('a link shows its last minute, a node what it knows, and a chart what passed', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await lab.run()
  await expect(lab.links().first()).toContainText(/[1-9][\d.]* pps/)

  await lab.hoverLink('router1', 'router2')
  const link = page.getByRole('region', { name: 'Link router1 – router2' })
  const onwards = link.getByRole('region', { name: 'router1 → router2' })
  await expect(onwards).toContainText(/[1-9]\d* packets/)
  await expect(onwards).toContainText(/[1-9][\d.]* pps/)
  await expect(onwards).toContainText('none lost')

  await lab.node('router1').hover()
  await expect(link).toBeHidden()
  const node = page.getByRole('region', { name: /router1/ })
  await expect(node.getByRole('table', { name: 'Interfaces' })).toContainText('eth1')
  await expect(node.getByRole('table', { name: 'Neighbors' })).toContainText('reachable')
  await expect(node.getByRole('table', { name: /Routes/ })).toContainText('connected')

  await lab.clickLink('router1', 'router2')
  await page.getByRole('tab', { name: 'Charts' }).click()
  const charts = page.getByRole('tabpanel', { name: 'Charts' })
  await expect(charts.locator('canvas').first()).toBeVisible()
  await charts.getByRole('button', { name: 'Table' }).click()
  await expect(charts.getByRole('table')).toContainText(/[1-9]/)
  const csv = await lab.download('Download CSV')
  expect(csv.name).toMatch(/\.csv$/)
  expect(csv.bytes.toString().split('\n').length).toBeGreaterThan(3)
  await lab.stop()
})

test('while the server cannot be reached, what passed is told as what was last heard', async ({ page, product }) => {
  const network = await cutNetwork(page)
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await lab.run()
  await expect(lab.links().first()).toContainText(/[1-9][\d.]* pps/)
  await lab.clickLink('router1', 'router2')
  await expect(lab.inspector()).toContainText(/[1-9][\d.]* pps/)

  network.cut()
  await expect(lab.runState()).toContainText('when last heard')
  await expect(lab.inspector()).toContainText('As last heard: the server cannot be reached.')
  await lab.deselect()
  await expect(lab.links().first()).toContainText(/was [\d.]+ pps/)
  network.mend()
  await expect(lab.links().first()).not.toContainText('was')
  await lab.stop()
})

test('what spanning tree blocks says so, and a card waits for the pointer to move', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'The same ring with RSTP', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('switch3')).toBeVisible()

  // Somebody else moves a node under a pointer that rests.
  const box = (await lab.node('pc3').boundingBox())!
  const rest = { x: box.x + box.width / 2 + 120, y: box.y + box.height / 2 }
  await page.mouse.move(rest.x + 30, rest.y + 30)
  await page.mouse.move(rest.x, rest.y, { steps: 4 })
  const other = await page.context().newPage()
  await other.goto(page.url())
  const theirs = new LabPage(other)
  const from = (await theirs.node('pc3').boundingBox())!
  const grip = { x: from.x + from.width / 2, y: from.y + from.height / 2 }
  await other.mouse.move(grip.x, grip.y)
  await other.mouse.down()
  await other.mouse.move(grip.x + 60, grip.y, { steps: 4 })
  await other.mouse.move(grip.x + 120, grip.y, { steps: 4 })
  await other.mouse.up()
  await other.close()
  await expect.poll(async () => Math.abs((await lab.node('pc3').boundingBox())!.x - box.x - 120)).toBeLessThan(15)
  const card = page.getByRole('region', { name: 'Node pc3' })
  await page.waitForTimeout(800)
  await expect(card).toBeHidden()
  await page.mouse.move(rest.x + 4, rest.y + 2)
  await expect(card).toBeVisible()

  await lab.run()
  await lab.clickLink('switch2', 'switch3')
  await expect(lab.inspector().getByRole('region', { name: 'Traffic' })).toContainText(
    /Spanning tree blocks switch\d e\d/,
  )
  await lab.stop()
})

test('on a small window a card lies beside what is pointed at, a hint beside the palette, and both are on the page', async ({
  page,
  product,
}) => {
  await page.setViewportSize({ width: 760, height: 700 })
  const lab = await LabPage.create(page, product.url, 'Small')
  await lab.place('Router', 200, 150)
  await lab.place('Router', 420, 230)
  await lab.wire('router1', 'router2')
  await lab.run()
  const pointed = async (name: string) => {
    const tile = (await lab.node(name).boundingBox())!
    return { x: tile.x + tile.width / 2, y: tile.y + tile.height / 2 }
  }
  const isSeen = async (card: Locator, { x, y }: { x: number; y: number }) => {
    await expect(card).toBeVisible()
    const box = (await card.boundingBox())!
    expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 760 && box.y + box.height <= 700, 'on the page').toBe(true)
    const over = x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height
    expect(over, 'beside the pointer').toBe(false)
  }
  for (const width of [760, 390]) {
    await page.setViewportSize({ width, height: 700 })
    await page.getByRole('button', { name: /^Fit/ }).click()
    await page.waitForTimeout(500)
    const at = await pointed('router2')
    await page.mouse.move(at.x - 3, at.y)
    await page.mouse.move(at.x, at.y, { steps: 3 })
    await isSeen(page.getByRole('region', { name: 'Node router2' }), at)
    await page.mouse.move(at.x, 20)
    await expect(page.getByRole('region', { name: 'Node router2' })).toBeHidden()
    await lab.hoverLink('router1', 'router2')
    const [a, b] = [await pointed('router1'), await pointed('router2')]
    await isSeen(page.getByRole('region', { name: /^Link/ }), { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
    await page.mouse.move(at.x, 20)
    await expect(page.getByRole('region', { name: /^Link/ })).toBeHidden()
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  const palette = page.getByRole('navigation', { name: 'Palette' })
  await palette.getByRole('button', { name: 'Text' }).hover()
  const hint = page.getByText('Click where it should stand')
  await expect(hint).toBeVisible()
  const [around, box] = [(await palette.boundingBox())!, (await hint.boundingBox())!]
  expect(box.x).toBeGreaterThanOrEqual(around.x + around.width)
  await lab.stop()
})

test('no card covers what was just wired; pointed at anew, it has one', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'No card')
  await lab.place('PC', 200, 150)
  await lab.place('PC', 450, 150)
  await page.keyboard.press('Escape')
  await lab.wire('pc1', 'pc2')
  await expect(lab.inspector()).toContainText('pc1 – pc2')
  await page.waitForTimeout(800)
  await expect(page.locator('[data-card]')).toHaveCount(0)
  await lab.node('pc1').hover()
  await expect(page.locator('[data-card]')).toHaveCount(1)
})
