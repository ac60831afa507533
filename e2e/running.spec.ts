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
  await expect(lab.inspector()).toContainText('Router, stopped')
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

test('a lab at rest looks so, also to who opens it after a run', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'At rest')
  await lab.place('PC', 200, 150)
  await lab.place('PC', 450, 150)
  await lab.wire('pc1', 'pc2')
  const opened = async (): Promise<string> => {
    await LabPage.open(page, page.url())
    await expect(lab.node('pc1')).toBeVisible()
    await page.mouse.move(5, 5)
    return lab.edgePixels()
  }
  let atRest = ''
  await expect(async () => {
    atRest = await opened()
    expect(await opened()).toBe(atRest)
  }).toPass()
  await lab.run()
  await lab.stop()
  await expect(async () => expect(await opened()).toBe(atRest)).toPass({ timeout: 10_000 })
})

test('a run that fails, or is refused, says why once', async ({ page, product }) => {
  let say = (_message: object): void => {}
  await page.routeWebSocket(/\/ws/, (socket) => {
    socket.connectToServer()
    say = (message) => socket.send(JSON.stringify(message))
  })
  await LabPage.create(page, product.url, 'Fails')
  const run = { clock: 'real', scale: 1, coarse: false, ns: 0 }
  say({ type: 'run', run: { ...run, state: 'stopped', message: '4 labs run, as many as may: stop one first.' } })
  say({ type: 'error', code: 'run/too-many', message: 'As many labs run as may.' })
  const messages = page.getByRole('region', { name: 'Notifications' })
  await expect(messages.getByText('The lab did not start')).toBeVisible()
  await expect(messages.getByText('The server refused that')).toHaveCount(0)

  say({ type: 'run', run: { ...run, state: 'running', message: null } })
  say({ type: 'run', run: { ...run, state: 'panicked', message: 'It needed more than 64 MiB.' } })
  await expect(messages.getByText('The lab failed')).toBeVisible()
  await expect(messages.getByText('It needed more than 64 MiB.')).toBeVisible()
})
