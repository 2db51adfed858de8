import { readFileSync } from 'node:fs'
import type { PlotlyFigure } from './chart-figure.ts'
import { type DisplayBundle, displayBundle } from './kernel.ts'

/** What Plotly's basic bundle can draw; another kind stays a picture. */
const BASIC_TYPES: ReadonlySet<string> = new Set(['scatter', 'bar', 'pie'])

/** Whether the basic bundle draws all of a figure's traces. */
export function canUpgrade(figure: PlotlyFigure): boolean {
  return figure.data.every(trace => BASIC_TYPES.has((trace as { type?: string }).type ?? 'scatter'))
}

/**
 * A script that puts an interactive chart in the picture's place as soon as `window.Plotly` is there; without it, or
 * where scripts do not run, the picture stays.
 *
 * @param id of the picture's element, written by this library
 * @param json the figure; its `<` are escaped here
 */
export function upgradeScript(id: string, json: string): string {
  return `<script>(function () {
  var figure = ${scriptJson(json)}, tries = 0;
  function upgrade() {
    if (!window.Plotly) { if (tries++ < 40) setTimeout(upgrade, 100); return; }
    document.querySelectorAll('[data-sluice-chart="${id}"]').forEach(function (element) {
      if (element.dataset.sluiceAlive) return;
      element.dataset.sluiceAlive = '1';
      var stage = document.createElement('div');
      element.appendChild(stage);
      window.Plotly.newPlot(stage, figure.data, figure.layout, { responsive: true, displaylogo: false }).then(function () {
        element.querySelectorAll(':scope > img').forEach(function (picture) { picture.remove(); });
      }, function () { stage.remove(); });
    });
  }
  upgrade();
})();</script>`
}

/** JSON that can stand inside a script element: nothing in it ends the element or a line. */
function scriptJson(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Plotly's basic bundle as a script element: 1.2 MB, for notebooks and reports that work without a network. */
export function plotlyScript(): string {
  const source = readFileSync(require.resolve('plotly.js-basic-dist-min'), 'utf8')
  return `<script>${source.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--')}</script>`
}

/**
 * Makes the charts of a notebook interactive where no Plotly extension is: in HTML exported from it, and in viewers
 * that run scripts. Call it in one cell, before or after the charts.
 *
 * @param mode `inline` writes Plotly into the notebook, 1.2 MB, once; `none` keeps it small, charts are pictures
 * @example setupPlotly('inline')
 */
export function setupPlotly(mode: 'none' | 'inline'): void {
  if (mode === 'none') return
  const bundle: DisplayBundle = { 'text/html': plotlyScript(), 'text/plain': 'Plotly is loaded: charts are interactive.' }
  displayBundle(bundle)
}
