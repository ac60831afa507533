// Traffic between two nodes without a console: asked for on the canvas, told in a card.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('two nodes are pinged, traced and streamed between, and what fails says why', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('pc1')).toBeVisible()
  await lab.node('pc1').click()
  await lab.node('pc2').click({ modifiers: ['Control'] })
  const ping = lab.inspector().getByRole('button', { name: 'Ping', exact: true })
  await expect(ping).toHaveAccessibleDescription('Press Run first.')
  await lab.run()
  await ping.click()
  const card = page.getByRole('region', { name: 'Ping pc1 → pc2' })
  await expect(card.getByRole('list', { name: 'Answers' }).getByRole('listitem')).toHaveCount(5)
  await expect(card.getByRole('status')).toContainText(/5 of 5 answered: .* on average/)

  // Few frames pass, so each is seen on its way, until that is not wanted.
  const frames = page.getByTestId('travelling-frames')
  await expect(frames).toBeVisible()
  const turn = async () => {
    await page.getByRole('button', { name: 'View', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Travelling frames' }).click()
    await page.keyboard.press('Escape')
  }
  await turn()
  await expect(frames).toBeHidden()
  await turn()

  // With one node selected, the next one is the other end: clicked, or found and entered by keys.
  await lab.node('pc2').click()
  await page.keyboard.press('Escape')
  await lab.node('pc2').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Send' }).click()
  await page.getByRole('menuitem', { name: 'Traceroute to…' }).click()
  await expect(page.getByText('Traceroute from pc2: click the node it goes to, or press Enter on it.')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find' }).fill('pc1')
  await page.keyboard.press('Enter')
  await expect(page.locator('.react-flow__node:focus', { has: lab.node('pc1') })).toBeVisible()
  await page.keyboard.press('Enter')
  const trace = page.getByRole('region', { name: 'Traceroute pc2 → pc1' })
  await expect(trace.getByRole('list', { name: 'Hops' })).toContainText('router1')
  await expect(trace.getByRole('status')).toContainText(/hops, (all|\d of them) answered/)
  await trace.getByRole('button', { name: 'Close' }).click()
  await expect(trace).toBeHidden()

  await page.keyboard.press('Escape')
  await lab.node('pc1').click()
  await lab.node('pc2').click({ modifiers: ['Control'] })
  await lab.inspector().getByRole('button', { name: 'UDP stream', exact: true }).click()
  const stream = page.getByRole('region', { name: 'UDP stream pc1 → pc2' })
  await expect(stream.getByRole('status')).toContainText(/Sending/)
  await expect(stream.getByRole('status')).toContainText(/\d+ received of \d+, 0 lost/, { timeout: 30_000 })

  await lab.stop()
  await expect(stream.getByRole('button', { name: 'Once more' })).toHaveAccessibleDescription('Press Run first.')
})

test('as fast as possible, a console that prints without end holds up neither the card of another command nor the clock', async ({
  page,
  product,
}) => {
  await page.goto(product.url)
  // Its own ping begins at pc1's console with the run.
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('pc1')).toBeVisible()
  await page.getByRole('button', { name: /^Time:/ }).click()
  await page.getByRole('menuitemradio', { name: /^As fast/ }).click()
  await lab.run()
  await lab.node('pc1').click()
  await page.getByRole('tab', { name: 'Console' }).click()
  const log = page.getByRole('log', { name: 'Console of pc1' })
  await expect(log).toContainText(/… [\d,]+ lines left out/)
  await lab.node('pc2').click({ modifiers: ['Control'] })
  for (const [button, answer] of [
    ['Traceroute', /hops, (all|\d of them) answered/],
    ['Ping', /5 of 5 answered/],
  ] as const) {
    await lab.inspector().getByRole('button', { name: button, exact: true }).click()
    const card = page.getByRole('region', { name: `${button} pc1 → pc2` })
    await expect(card.getByRole('status')).toContainText(answer, { timeout: 3000 })
  }
  const before = (await lab.runState().textContent()) ?? ''
  await expect(lab.runState()).not.toHaveText(before, { timeout: 2000 })
  await lab.stop()
})
