import { terminalText } from '../util/terminal-text.ts'

/** Columns under a line of titles, numbers to the right; every cell is made safe for the terminal. */
export function printTable(titles: readonly string[], rows: readonly (readonly (string | number | bigint)[])[]): void {
  const cells = rows.map(row => row.map(cell => terminalText(String(cell))))
  const widths = titles.map((title, column) => Math.max(title.length, ...cells.map(row => row[column]?.length ?? 0)))
  const toTheRight = titles.map((_, column) => rows.length > 0 && rows.every(row => typeof row[column] !== 'string'))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (toTheRight[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd()
  process.stdout.write(`${[titles, ...cells].map(line).join('\n')}\n`)
}

/** For other programs: one JSON value. An integer that a double cannot hold becomes a text. */
export function printJson(value: unknown): void {
  const plain = (_: string, part: unknown) =>
    typeof part !== 'bigint' ? part : Number.isSafeInteger(Number(part)) ? Number(part) : String(part)
  process.stdout.write(`${JSON.stringify(value, plain, 2)}\n`)
}
