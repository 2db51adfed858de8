// What a person sees: the committed notebooks opened in JupyterLab, in a real browser.
// - every chart, table and frame of a notebook is there before anything is run, also in an untrusted notebook
// - nothing is cut at the right edge of the output
// SLUICE_PICTURES=<folder> keeps the screenshots; the README shows one of them.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { venvProgram } from '../../src/broker/local-folders.ts'
import { type RunningJupyter, startJupyter, stopOwnJupyter } from '../../src/cli/jupyter.ts'
import { findBrowser } from '../../src/util/find-browser.ts'
import { projectRoot } from '../../src/util/project-root.ts'

const executablePath = findBrowser()
const hasLab = existsSync(venvProgram('jupyter-lab'))
const skip = executablePath === undefined ? 'no Chromium on this machine' : hasLab ? false : 'no JupyterLab in .venv'
const notebooks = readdirSync(join(projectRoot(), 'notebooks')).filter(name => name.endsWith('.ipynb'))

let browser: Browser
let lab: RunningJupyter

before(async () => {
  if (skip !== false) return
  lab = await startJupyter(8890)
  browser = await chromium.launch({
    executablePath: executablePath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})

after(async () => {
  await browser?.close()
  await stopOwnJupyter()
})

async function open(name: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, deviceScaleFactor: 2 })
  await page.goto(`http://127.0.0.1:${lab.port}/doc/tree/${name}?token=${lab.token}`)
  // Cells are drawn from the top; the last one ends the page.
  await page.waitForSelector('.jp-Notebook .jp-OutputArea img', { state: 'attached', timeout: 60_000 })
  return page
}

/** Outputs are drawn as they come into view: goes through the notebook once. */
async function scrollThrough(page: Page): Promise<void> {
  const cells = await page.locator('.jp-Notebook .jp-Cell').count()
  for (let cell = 0; cell < cells; cell++) {
    await page
      .locator('.jp-Notebook .jp-Cell')
      .nth(cell)
      .scrollIntoViewIfNeeded({ timeout: 5000 })
      .catch(() => {})
  }
}

for (const name of notebooks) {
  test(`${name} shows its charts, tables and frames when it is opened`, { skip, timeout: 180_000 }, async () => {
    const page = await open(name)
    try {
      await scrollThrough(page)
      const charts = page.locator('.jp-OutputArea img[src^="data:image/svg+xml"], .jp-OutputArea .js-plotly-plot')
      assert.ok((await charts.count()) >= 1, 'a chart')
      const first = page.locator('.jp-OutputArea img[src^="data:image/svg+xml"]').first()
      if ((await first.count()) > 0) {
        assert.ok(
          (await first.evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth)) > 100,
          'the picture has loaded',
        )
      }
      assert.ok((await page.locator('.jp-OutputArea table').count()) >= 1, 'a table')
      assert.ok((await page.locator('.jp-OutputArea', { hasText: 'danfo DataFrame' }).count()) >= 1, 'a danfo DataFrame')
      assert.equal(
        await page.locator('.jp-OutputArea [data-mime-type="application/vnd.jupyter.stderr"]').count(),
        0,
        'nothing on stderr',
      )
      const folder = process.env.SLUICE_PICTURES
      if (folder !== undefined) {
        mkdirSync(folder, { recursive: true })
        await charts.first().scrollIntoViewIfNeeded()
        await page.screenshot({ path: join(folder, name.replace('.ipynb', '.png')) })
      }
    } finally {
      await page.close()
    }
  })
}
