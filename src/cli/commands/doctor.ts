import type { Command } from 'commander'
import { terminalText } from '../../util/terminal-text.ts'
import { examine } from '../examine.ts'
import { printJson } from '../print-table.ts'

/** Adds `sluice doctor`. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('what is there, what is missing, how to get it; exit code 1 when something needed is missing')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExamples:\n  npx sluice doctor\n  npx sluice doctor --json')
    .action(async ({ json = false }: { json?: boolean }) => {
      const findings = await examine()
      process.exitCode = findings.every(({ ok, required }) => ok || !required) ? 0 : 1
      if (json) return printJson(findings)
      const width = Math.max(...findings.map(({ name }) => name.length))
      for (const { name, ok, required, found, mend } of findings) {
        const mark = ok ? '✓' : required ? '✗' : '-'
        process.stdout.write(`${mark} ${name.padEnd(width)}  ${terminalText(found)}\n`)
        if (mend !== '') process.stdout.write(`  ${' '.repeat(width)}  → ${terminalText(mend)}\n`)
      }
    })
}
