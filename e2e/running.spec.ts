// A lab as it runs: time that stands, steps and hurries; a node switched off and on; what is told of it.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('a node is stopped and started again while the rest runs, and the events say so', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await lab.run()
  await expect(lab.links().first()).toContainText(/[1-9][\d.]* pps/)
  const choose = async (item: string) => {
    await lab.node('router2').click({ button: 'right' })
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  await choose('Stop the node')
  await page.getByRole('tab', { name: 'Events' }).click()
  const events = page.getByRole('table', { name: 'Events' })
  await expect(events.getByRole('row', { name: /router2 stopped/ })).toBeVisible()
  await expect(events.getByRole('row', { name: /router1 eth1 .*link state changed to DOWN/ })).toBeVisible()
  await lab.deselect()
  await expect(lab.links().filter({ hasText: 'router1 – router2' })).not.toContainText('pps')

  // By keyboard: the last event, and from there to its place.
  await events.getByRole('rowgroup').press('End')
  await page.keyboard.press('Enter')
  await expect(lab.inspector().getByRole('heading', { name: 'router2' })).toBeVisible()
  await expect(events, 'who reads events stays with them').toBeVisible()

  await choose('Start the node')
  await expect(events.getByRole('row', { name: /router2 started/ })).toBeVisible()
  await lab.deselect()
  await expect(lab.links().first()).toContainText(/[1-9][\d.]* pps/)
  await page.getByRole('tab', { name: 'Events' }).click()
  await page.getByRole('button', { name: 'Errors', exact: true }).click()
  await expect(page.getByText('Nothing of that weight has happened.')).toBeVisible()
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await lab.stop()
})

test('virtual time is chosen, hurries, stands and steps', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  const time = async (words: string) => {
    await page.getByRole('button', { name: /^Time:/ }).click()
    await page.getByRole('menuitemradio', { name: new RegExp(`^${words}`) }).click()
  }
  await time('100 × real time')
  await expect(lab.button('Step')).toHaveAttribute('aria-disabled', 'true')
  await lab.run()
  await expect(lab.runState()).toContainText('virtual')
  // A minute passes in less than a second.
  await expect(lab.runState()).toContainText(/[1-9]\d?:\d\d/, { timeout: 20_000 })
  await time('1 × real time')
  await lab.button('Pause').click()
  await expect(lab.runState()).toContainText(/Paused.*\d+:\d\d\.\d{6}/)
  const standing = await lab.runState().textContent()
  await page.waitForTimeout(300)
  expect(await lab.runState().textContent(), 'time stands').toBe(standing)
  await page.keyboard.press('n')
  await expect(lab.runState()).not.toHaveText(standing!)
  await time('Real time')
  await expect(page.getByText('Real time, from the next run on')).toBeVisible()
  await lab.button('Resume').click()
  await expect(lab.runState()).toContainText('Running')
  await expect(lab.runState(), 'the clock is that of the run').toContainText('virtual')
  await lab.stop()
  await lab.run()
  await expect(lab.runState()).not.toContainText('virtual')
  await lab.stop()
})
