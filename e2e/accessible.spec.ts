// Every screen and dialog, dark and light, before axe: no serious and no critical violation.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { LabPage } from './page.ts'
import { dropFile, exportedLab } from './take-home.ts'
import { expect, test } from './test.ts'

// The page's content-security policy allows no script from elsewhere: axe comes in through the debugger.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare const window: { axe?: { run: (part: string, options: object) => Promise<{ violations: Violation[] }> } }
interface Violation {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}

/** Gathers what axe objects to in what is on the page now. */
class Judge {
  readonly objections: string[] = []
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** `part`: the dialog alone, when the rest lies still behind it. The other theme differs in its colours only. */
  async look(screen: string, part = 'body'): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await expect(this.page.locator('html')).toHaveAttribute('data-theme', theme)
      if (!(await this.page.evaluate(() => window.axe !== undefined))) await this.page.evaluate(axe)
      const found = await this.page.evaluate(
        async ([part, theme]) => {
          // What fades in has no colours of its own yet.
          for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
          const options = { resultTypes: ['violations'], ...(theme === 'dark' && { runOnly: ['color-contrast'] }) }
          return (await window.axe!.run(part!, options)).violations
        },
        [part, theme],
      )
      for (const { id, impact, nodes } of found)
        if (impact === 'serious' || impact === 'critical')
          for (const { html, failureSummary } of nodes)
            this.objections.push(`${screen}, ${theme}: ${id}: ${html}\n${failureSummary}`)
    }
  }
}

const closed = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Opens what a command of the finder opens. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Find' }).getByRole('combobox').fill(words)
  await page.keyboard.press('Enter')
}

test('the first page, and every dialog of a lab at rest', async ({ page, product, complaints }) => {
  const judge = new Judge(page)
  await page.goto(product.url)
  await expect(page.getByRole('button', { name: 'Ping across routers', exact: true })).toBeVisible()
  await judge.look('gallery')

  await page.getByRole('button', { name: 'VLANs: access, trunk, router on a stick', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('switch1')).toBeVisible()
  await judge.look('lab with its guide')
  await lab.node('router1').click()
  await judge.look('node selected')
  await lab.node('switch1').click()
  await judge.look('switch selected')
  await lab.node('switch2').click({ modifiers: ['Control'] })
  await lab.node('router1').click({ modifiers: ['Control'] })
  await judge.look('several selected')
  await command(page, 'group the selection')
  await judge.look('group selected')
  await lab.clickLink('switch1', 'switch2')
  await judge.look('link selected')
  for (const [words, dialog] of [
    ['keyboard shortcuts', 'Keyboard shortcuts'],
    ['generate a topology', 'Generate a topology'],
    ['renumber', 'Renumber addresses'],
    ['export a picture', 'Export a picture'],
  ] as const) {
    await command(page, words)
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
    await judge.look(dialog, '[role=dialog]')
    await closed(page)
  }
  for (const [item, dialog] of [
    ['History…', /History/],
    ['Duplicate…', /Duplicate|Cop/],
    ['Delete…', /Delete/],
  ] as const) {
    await lab.button('Lab menu').click()
    if (item === 'History…') await judge.look('lab menu', '[role=menu]')
    await page.getByRole('menuitem', { name: item }).click()
    await expect(page.getByRole('dialog', { name: dialog }).or(page.getByRole('alertdialog'))).toBeVisible()
    await judge.look(item, '[role=dialog], [role=alertdialog]')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toHaveCount(0)
  }
  await exportedLab(page, /\.imn/)
  await expect(page.getByRole('dialog')).toBeVisible()
  await judge.look('what an export leaves out', '[role=dialog]')
  await closed(page)
  await dropFile(page, 'net.json', '{"format": "etherloom", "version": 4, "nodes": {"node:x": {"kind": "jial"}}}')
  await expect(page.getByRole('dialog')).toContainText('could not be imported')
  await judge.look('why a file was refused', '[role=dialog]')
  await closed(page)
  // The browser itself writes the refusal down.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('status of 400')])
  expect(judge.objections.join('\n')).toBe('')
})

test('a running lab: every tab of the dock, the finder, a second person who may only look', async ({
  page,
  product,
}) => {
  const judge = new Judge(page)
  await LabPage.create(page, product.url, 'Empty')
  await judge.look('empty lab')
  await page.goto(product.url)
  await page.getByRole('button', { name: 'Two PCs with one address', exact: true }).click()
  const lab = new LabPage(page)
  await expect(lab.node('pc1')).toBeVisible()
  await page.getByRole('tab', { name: /^Problems/ }).click()
  await expect(page.getByRole('tab', { name: /^Problems/ })).toContainText(/\d/)
  await judge.look('problems')
  await command(page, 'rectangle')
  await expect(lab.inspector().getByRole('heading', { name: 'Rectangle' })).toBeVisible()
  await judge.look('annotation selected', '[aria-label=Inspector]')
  await lab.clickLink('pc1', 'switch1')
  await lab.run()
  await expect(await lab.type('pc1', 'arp -a')).toContainText('10.0.0.21')
  await judge.look('running: console')
  await lab.node('pc1').click()
  await lab.node('pc3').click({ modifiers: ['Control'] })
  await page.keyboard.press('t')
  await expect(page.getByRole('region', { name: 'Ping pc1 → pc3' })).toContainText('answered')
  await judge.look('running: traffic', '.react-flow')
  await lab.clickLink('pc1', 'switch1')
  const packets = await lab.packets()
  await packets.getByText(/ICMP/).first().click()
  await expect(page.getByRole('tree')).toBeVisible()
  await judge.look('running: packets with detail')
  await page.getByRole('tab', { name: 'Charts' }).click()
  await expect(page.locator('.uplot')).not.toHaveCount(0)
  await judge.look('charts', '[data-pane=dock]')
  await page.getByRole('tab', { name: 'Events' }).click()
  await judge.look('events', '[data-pane=dock]')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Find' }).getByRole('combobox').fill('layout')
  await judge.look('finder', '[role=dialog]')
  await closed(page)
  await lab.node('pc1').click({ button: 'right' })
  await judge.look('context menu', '[role=menu]')
  await page.keyboard.press('Escape')
  await page.goto(`${page.url()}?view`)
  await expect(page.getByText('View only')).toBeVisible()
  await lab.node('pc1').click()
  await judge.look('view only')
  expect(judge.objections.join('\n')).toBe('')
})

test('the page about the REST interface, with what can be opened in it', async ({ page, product }) => {
  const judge = new Judge(page)
  await page.goto(`${product.url}/api/docs`)
  await expect(page.getByText('Every lab, the one changed last first')).toBeVisible()
  for (const method of ['get', 'post', 'patch', 'delete'])
    await page.locator(`.opblock-${method} .opblock-summary-control`).first().click()
  await expect(page.getByRole('button', { name: 'Execute' })).toHaveCount(4)
  await judge.look('REST')
  expect(judge.objections.join('\n')).toBe('')
})
