// Watching a running lab: the last minute of a link, what a node knows, lines over time.
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
