import { visibleText } from './escape-html.ts'
import { type Html, html, nothing } from './html.ts'
import { shortNumber } from './number-text.ts'
import { CODE_FONT, COLOUR, SERIES_COLOURS, UI_FONT } from './theme.ts'

/** One partition's piece of a batch; `endOffset` is exclusive. */
export interface PartitionRange {
  readonly topic: string
  readonly partition: number
  readonly startOffset: number | bigint
  readonly endOffset: number | bigint
  /** The end of the partition when the batch was planned. */
  readonly latestOffset?: number | bigint
}

/** Where offsets went that are in no result. */
export interface LeftOut {
  readonly kind: 'late' | 'bad' | 'filtered' | 'gap'
  /** As a short sentence: `24 s behind the watermark`, `MALFORMED_RECORD_IN_PARSING`, `compacted`. */
  readonly reason: string
  readonly count: number
}

/** What a batch did, as plain data: for the card under its table. */
export interface BatchSummary {
  readonly queryName?: string
  readonly batchId: number
  readonly numInputRows: number
  readonly numOutputRows: number
  readonly inputRowsPerSecond: number
  /** Spark's phases by name: `addBatch`, `getBatch`, `latestOffset`, `queryPlanning`, `walCommit` …; `triggerExecution` is the whole. */
  readonly durationMs: Readonly<Record<string, number>>
  readonly offsets: readonly PartitionRange[]
  /** As text in the session's time zone. */
  readonly watermark?: string
  /** Rows that reached the query's result or state. */
  readonly counted: number
  readonly leftOut: readonly LeftOut[]
  /** What each source gave, in the order of the plan. */
  readonly sources: readonly { readonly description: string; readonly numInputRows: number }[]
  /** What each stateful operator holds after the batch, the last of the plan first. */
  readonly stateOperators: readonly { readonly operatorName: string; readonly numRowsTotal: number }[]
  /** Why there is no output, when there is none. */
  readonly emptyBecause?: string
}

/** The summary of a batch: figures in a line, why it is empty, where every offset went, phases and offsets to unfold. */
export function cardHtml(summary: BatchSummary): Html {
  return html`<div style="${UI_FONT};font-size:12px;color:${COLOUR.text};border:1px solid ${COLOUR.line};border-radius:6px;padding:8px 12px;margin:6px 0;max-width:860px"><div style="display:flex;flex-wrap:wrap;gap:4px 22px;align-items:baseline"><b style="font-size:13px">${titleOf(summary)}</b>${figuresOf(summary).map(figure)}</div>${partsHtml(summary)}${emptyNote(summary)}${leftOutHtml(summary)}${phasesHtml(summary)}${offsetsHtml(summary)}</div>`
}

/** The same as a few lines of text. */
export function cardText(summary: BatchSummary): string {
  const lines = [
    `${titleOf(summary)}: ${figuresOf(summary)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  ]
  for (const [name, value] of partsOf(summary)) lines.push(`  ${name} ${value}`)
  if (summary.emptyBecause !== undefined) lines.push(`no output: ${summary.emptyBecause}`)
  for (const { kind, reason, count } of summary.leftOut) lines.push(`  ${kind} ${thousands(count)}: ${reason}`)
  for (const range of summary.offsets) lines.push(`  ${range.topic}-${range.partition}: ${rangeText(range)}`)
  return lines.map(line => visibleText(line)).join('\n')
}

function titleOf(summary: BatchSummary): string {
  return `${summary.queryName === undefined ? '' : `${summary.queryName} · `}batch ${summary.batchId}`
}

function figuresOf(summary: BatchSummary): readonly (readonly [string, string])[] {
  const total = summary.durationMs.triggerExecution
  return [
    ['in', rowsText(summary.numInputRows)],
    ['out', rowsText(summary.numOutputRows)],
    ['rate', `${shortNumber(summary.inputRowsPerSecond)}/s`],
    ...(total === undefined ? [] : ([['took', msText(total)]] as const)),
    ...(summary.watermark === undefined ? [] : ([['watermark', summary.watermark]] as const)),
    ...(summary.stateOperators.length === 1 ? [['state', rowsText(summary.stateOperators[0]!.numRowsTotal)] as const] : []),
  ]
}

/** A line for each source and each stateful operator where there are several: of one alone the figures tell. */
function partsOf({ sources, stateOperators }: BatchSummary): readonly (readonly [string, string])[] {
  const several = <T>(all: readonly T[]) => (all.length > 1 ? all : [])
  return [
    ...several(sources).map(each => ['source', `${each.description}: ${rowsText(each.numInputRows)}`] as const),
    ...several(stateOperators).map(each => ['state', `${each.operatorName}: ${rowsText(each.numRowsTotal)}`] as const),
  ]
}

const rowsText = (count: number) => `${thousands(count)} rows`

function partsHtml(summary: BatchSummary): Html {
  const parts = partsOf(summary)
  if (parts.length === 0) return nothing
  return html`<div style="margin-top:4px">${parts.map(part => html`<div>${figure(part)}</div>`)}</div>`
}

function figure([name, value]: readonly [string, string]): Html {
  return html`<span style="white-space:nowrap"><span style="color:${COLOUR.muted}">${name}</span> <span style="font-variant-numeric:tabular-nums">${value}</span></span>`
}

function emptyNote(summary: BatchSummary): Html {
  if (summary.emptyBecause === undefined) return nothing
  return html`<div style="margin-top:6px;padding-left:8px;border-left:3px solid ${COLOUR.warn}">no output: ${summary.emptyBecause}</div>`
}

const KIND_COLOUR = { late: COLOUR.warn, bad: COLOUR.bad, filtered: COLOUR.faint, gap: COLOUR.faint } as const

function leftOutHtml(summary: BatchSummary): Html {
  if (summary.leftOut.length === 0) return nothing
  const rows = summary.leftOut.map(
    ({ kind, reason, count }) =>
      html`<div><span style="display:inline-block;min-width:64px;font-weight:600;color:${KIND_COLOUR[kind]}">${kind}</span><span style="display:inline-block;min-width:64px;text-align:right;padding-right:12px;font-variant-numeric:tabular-nums">${thousands(count)}</span>${reason}</div>`,
  )
  return html`<div style="margin-top:6px"><div><span style="display:inline-block;min-width:64px;font-weight:600;color:${COLOUR.ok}">counted</span><span style="display:inline-block;min-width:64px;text-align:right;font-variant-numeric:tabular-nums">${thousands(summary.counted)}</span></div>${rows}</div>`
}

function phasesHtml(summary: BatchSummary): Html {
  const phases = Object.entries(summary.durationMs).filter(([name, ms]) => name !== 'triggerExecution' && ms > 0)
  const sum = phases.reduce((total, [, ms]) => total + ms, 0)
  if (sum === 0) return nothing
  const colourOf = (i: number) => SERIES_COLOURS[i % SERIES_COLOURS.length]!
  const bar = phases.map(
    ([, ms], i) =>
      html`<span style="display:inline-block;height:8px;width:${((100 * ms) / sum).toFixed(2)}%;background:${colourOf(i)}"></span>`,
  )
  const legend = phases.map(
    ([name, ms], i) =>
      html`<span style="white-space:nowrap;margin-right:16px"><span style="display:inline-block;width:8px;height:8px;border-radius:2px;background:${colourOf(i)}"></span> ${name} ${msText(ms)}</span>`,
  )
  return html`<div style="margin-top:8px;line-height:0;border-radius:3px;overflow:hidden;white-space:nowrap;font-size:0">${bar}</div><div style="margin-top:4px;color:${COLOUR.muted}">${legend}</div>`
}

function offsetsHtml(summary: BatchSummary): Html {
  if (summary.offsets.length === 0) return nothing
  const rows = summary.offsets.map(range => html`<div>${range.topic}-${range.partition}: ${rangeText(range)}</div>`)
  const partitions = `${summary.offsets.length} ${summary.offsets.length === 1 ? 'partition' : 'partitions'}`
  return html`<details style="margin-top:6px"><summary style="cursor:pointer;color:${COLOUR.muted}">offsets of ${partitions}</summary><div style="${CODE_FONT};margin-top:4px">${rows}</div></details>`
}

function rangeText({ startOffset, endOffset, latestOffset }: PartitionRange): string {
  const range = `[${thousands(startOffset)}, ${thousands(endOffset)})`
  if (latestOffset === undefined) return range
  const behind = BigInt(latestOffset) - BigInt(endOffset)
  return `${range} of ${thousands(latestOffset)}${behind > 0n ? `, ${thousands(behind)} behind` : ''}`
}

function thousands(value: number | bigint): string {
  return value.toLocaleString('en-US')
}

function msText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
}
