// What is not a lab: the first page with much on it and in a small window, and what is shown where there is nothing to show.
import { LabPage } from './page.ts'
import { Product } from './product.ts'
import { expect, test } from './test.ts'

test('a person without the token is asked for it, and gets where they were going', async ({ page, complaints }) => {
  const server = await Product.start('--host', '0.0.0.0', '--token', 'open-sesame-open')
  await page.goto(`${server.url}/?from=mail`)
  await expect(page.getByRole('heading', { name: 'This Etherloom asks for its token' })).toBeVisible()
  const field = page.getByLabel('Token')
  await expect(field).toBeFocused()
  await field.fill('sesame')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toContainText('That is not its token.')
  await expect(field).toHaveAccessibleDescription(/That is not its token/)
  await field.fill('open-sesame-open')
  await page.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('heading', { name: 'Ready labs' })).toBeVisible()
  await expect(page).toHaveURL(`${server.url}/?from=mail`)
  await server.stop()
  // The browser writes refusals down, and that the server went.
  complaints.length = 0
})

test('where there is no lab or no page, it is said and stays said', async ({ page, product, complaints }) => {
  await page.goto(`${product.url}/nosuch`)
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible()
  await page.getByRole('link', { name: 'All labs and the gallery' }).click()
  await expect(page.getByRole('heading', { name: 'Ready labs' })).toBeVisible()

  await page.goto(`${product.url}/labs/nosuch`)
  await expect(page.getByRole('alert')).toContainText('There is no lab at that address')
  await expect(page).toHaveURL(`${product.url}/`)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)

  const lab = await LabPage.create(page, product.url, 'Soon gone')
  const address = page.url()
  await page.request.delete(address.replace('/labs/', '/api/labs/'), { headers: { origin: product.url } })
  await expect(page.getByRole('alert')).toContainText('“Soon gone” was deleted while it was open here.')
  await page.getByRole('alert').getByRole('button', { name: 'Bring it back' }).click()
  await expect(page).toHaveURL(address)
  await expect(lab.palette('PC')).toBeEnabled()
  complaints.length = 0
})

test('a page of another version than its server says so, and what to do', async ({ page, product }) => {
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    await route.fulfill({ response, body: text.replace(/(type:`hello`,protocol:)\w+/, '$11') })
  })
  const response = await page.request.post(`${product.url}/api/labs`, { headers: { origin: product.url } })
  await page.goto(`${product.url}/labs/${(await response.json()).id}`)
  await expect(page.getByRole('alert')).toContainText('Etherloom was updated while this page was open')
  await expect(page.getByRole('alert').getByRole('button', { name: 'Reload' })).toBeVisible()
})

test('without scripts the page says what it needs', async ({ browser, product }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(product.url)
  await expect(page.locator('noscript p')).toBeInViewport()
  await context.close()
})

test('an empty canvas beside others teaches what one does there', async ({ page, product }) => {
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Ping across routers', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('pc1')).toBeVisible()
  await lab.button('Add a canvas').click()
  await expect(page.getByText('Or bring some along')).toBeVisible()
  await lab.place('PC', 120, 120)
  await expect(page.getByText('Or bring some along')).toBeHidden()
})

test('in a small window everything fits, and one’s own labs come first', async ({ browser, product }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  const page = await context.newPage()
  const name = 'A_name_without_any_space_that_goes_on_and_on_and_on'
  await page.request.post(`${product.url}/api/labs`, { data: { name }, headers: { origin: product.url } })
  await page.goto(product.url)
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([/Your labs/, 'Ready labs'])
  expect(await page.evaluate(() => innerWidth), 'nothing sticks out of the first page').toBe(390)
  await page.getByRole('link', { name }).click()
  await expect(page.getByRole('button', { name: 'Find', exact: true })).toBeVisible()
  expect(await page.evaluate(() => innerWidth), 'nothing sticks out of a lab').toBe(390)
  await expect(page.getByRole('button', { name: 'Run', exact: true }), 'at hand without scrolling').toBeInViewport({
    ratio: 1,
  })
  const filter = (await page.getByLabel('Display filter').boundingBox())!
  expect(filter.width, 'what is typed can be read').toBeGreaterThan(200)
  await context.close()
})

test('the page about the REST interface names its fields', async ({ page, product }) => {
  await page.goto(`${product.url}/api/docs`)
  await page.getByText('Copy a lab, once or once for each student').click()
  await expect(page.getByRole('textbox', { name: 'Request body' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'id', exact: true })).toBeVisible()
})

test('the server is gone: charts open, and many nodes are laid out and copied, with what was fetched before', async ({
  page,
  complaints,
}) => {
  const server = await Product.start()
  const lab = await LabPage.create(page, server.url, 'Left alone')
  await lab.generateGrid(15)
  await expect(page.getByText('Saved')).toBeVisible()
  await page.waitForLoadState('networkidle')
  await server.stop()
  await expect(page.getByText(/reconnecting/)).toBeVisible()

  await page.keyboard.press('Control+d')
  const all = async () => {
    await page.keyboard.press('Control+a')
    return lab.inspector().textContent()
  }
  await expect.poll(all).toContain('450 nodes')
  await page.getByRole('tab', { name: 'Charts' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Charts' })).toContainText(/chart/i)
  await expect(page.getByRole('alert')).toHaveText(/1 change kept/)
  // The browser writes down that the server went.
  complaints.length = 0
})

test('a part of the page that fails says so, and the rest goes on', async ({ page, product, complaints }) => {
  await page.route(/ChartsPanel.*\.js/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'export const ChartsPanel = () => nothing.here' }),
  )
  const lab = await LabPage.create(page, product.url, 'Contained')
  await page.getByRole('tab', { name: 'Charts' }).click()
  await expect(page.getByRole('alert')).toContainText('This tab could not be shown')
  await lab.place('PC', 200, 150)
  await page.getByRole('tab', { name: 'Events' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(lab.inspector().getByLabel('Name')).toHaveValue('pc1')
  await page.evaluate(() => void Promise.reject(new Error('No hand caught this')))
  await expect(page.getByRole('alert')).toContainText('No hand caught this')
  expect(complaints.splice(0).join()).toMatch(/nothing is not defined.*No hand/s)
})
