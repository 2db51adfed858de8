import type { Canonical } from './canonical.ts'
import type { Case, ExpressionTable, FactCase, StreamingCase } from './case.ts'
import { type CaseRun, runCase } from './case-run.ts'
import { asCanonical, differences } from './compare.ts'
import type { Goldens } from './goldens.ts'
import type { Live } from './live.ts'
import { errorOutcome, kafkaInput, memoryInput, needsBroker, sluiceRun } from './run-sluice.ts'
import { sparkFact, sparkRun, sparkTable } from './run-spark.ts'
import { sluiceTable, tableRecords } from './run-table.ts'

interface FileRun {
  readonly name: string
  readonly cases: readonly Case[]
  readonly goldens: Goldens
  readonly live: Live | null
  readonly write: boolean
}

interface Verdict {
  readonly name: string
  readonly differs: string | undefined
  /** Spark's outcome: made now, or kept; null where there is none. */
  readonly spark: Canonical | null
  /** null where sluice's side needs a broker and there is none. */
  readonly sluice: Canonical | null
}

/** Compares, counts and prints. */
export class Checker {
  passed = 0
  failed = 0
  /** Cases that need a broker on sluice's side. */
  skipped = 0
  /** Cases that differ on purpose. */
  differing = 0

  /** Files may be checked at the same time. @returns what is to be kept of each case */
  async file(run: FileRun): Promise<Goldens> {
    const started = performance.now()
    const part = new Checker()
    const kept = await part.#cases(run)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const failures = part.failed === 0 ? '' : `, ${part.failed} do not`
    print(`${part.failed === 0 ? '✓' : '✗'} ${run.name.padEnd(20)} ${part.passed} agree${failures} (${seconds} s)`)
    this.passed += part.passed
    this.failed += part.failed
    this.skipped += part.skipped
    this.differing += part.differing
    return kept
  }

  async #cases(run: FileRun): Promise<Goldens> {
    await run.live?.topics.prepare(run.cases)
    const kept: Record<string, Canonical> = {}
    for (const given of run.cases) {
      try {
        const verdicts = await this.#verdicts(given, run)
        for (const verdict of verdicts) this.#judge(verdict, run, given)
        kept[given.name] = keptOf(given, verdicts)
      } catch (thrown) {
        this.#fail(given.name, String(thrown instanceof Error ? thrown.stack : thrown).split('\n'))
      }
    }
    return kept
  }

  async #verdicts(given: Case, run: FileRun): Promise<Verdict[]> {
    if (given.kind === 'expressions') return this.#table(given, run)
    return [given.kind === 'fact' ? await this.#fact(given, run) : await this.#streaming(given, run)]
  }

  async #fact(given: FactCase, { live, goldens }: FileRun): Promise<Verdict> {
    const { name, differs } = given
    const golden = goldens[name]
    const old = golden === undefined ? null : sparkOf(golden)
    const spark = live === null ? old : await sparkFact(live.judge, given)
    return { name, differs, spark, sluice: await factOutcome(given) }
  }

  async #streaming(given: StreamingCase, { live, goldens }: FileRun): Promise<Verdict> {
    const { name, differs } = given
    const golden = goldens[name]
    if (live === null) {
      const old = golden === undefined ? null : sparkOf(golden)
      if (needsBroker(given)) return { name, differs, spark: old, sluice: null }
      const input = memoryInput(given)
      const [sluice] = await runCase(given, [sluiceRun(given, input)], async step => input.add(step))
      return { name, differs, spark: old, sluice: asCanonical(sluice) }
    }
    const engines: CaseRun[] = [await sparkRun(live.judge, given, live.topics), sluiceRun(given, kafkaInput(given, live.topics))]
    const [spark, sluice] = await runCase(given, engines, step => live.topics.add(given, step))
    return { name, differs, spark: asCanonical(spark), sluice: asCanonical(sluice) }
  }

  async #table(given: ExpressionTable, { live, goldens }: FileRun): Promise<Verdict[]> {
    if (live !== null) await live.topics.add(given, tableRecords(given))
    const sparks = live === null ? null : await sparkTable(live.judge, given, live.topics)
    const sluices = await sluiceTable(given)
    const old = (goldens[given.name] ?? {}) as Record<string, Canonical>
    return given.expressions.map(({ pyspark, differs }, i) => ({
      name: pyspark,
      differs,
      spark: sparks !== null ? asCanonical(sparks[i]) : old[pyspark] === undefined ? null : sparkOf(old[pyspark]!),
      sluice: asCanonical(sluices[i]),
    }))
  }

  #judge({ name, differs, spark, sluice }: Verdict, { goldens, live, write }: FileRun, given: Case): void {
    const title = given.kind === 'expressions' ? `${given.name} | ${name}` : name
    const golden =
      given.kind === 'expressions' ? (goldens[given.name] as Record<string, Canonical> | undefined)?.[name] : goldens[name]
    if (spark === null) {
      this.#fail(title, ['there is no golden: run with --write'])
      return
    }
    const lines: string[] = []
    if (live !== null && !write) {
      if (golden === undefined) lines.push('there is no golden: run with --write')
      else lines.push(...differences(sparkOf(golden), spark).map(line => `Spark now (as "sluice") against its golden: ${line}`))
    }
    if (sluice === null) this.skipped++
    else {
      const own = differences(spark, sluice)
      if (differs === undefined) lines.push(...own)
      else if (own.length === 0) lines.push(`agrees, but is said to differ: ${differs}`)
      else {
        this.differing++
        const old = sluiceOf(golden)
        if (old === undefined) lines.push(...(write ? [] : ['its golden does not say how it differs: run with --write']))
        else if (!write) lines.push(...differences(old, sluice).map(line => `sluice against its golden: ${line}`))
      }
    }
    if (lines.length > 0) this.#fail(title, lines)
    else if (sluice !== null) this.passed++
  }

  /** Counts a comparison made elsewhere. @param lines what differs */
  count(title: string, lines: readonly string[]): void {
    if (lines.length > 0) this.#fail(title, lines)
    else {
      this.passed++
      print(`✓ ${title}`)
    }
  }

  #fail(title: string, lines: readonly string[]): void {
    this.failed++
    print(`✗ ${title}`)
    for (const line of lines.slice(0, 12)) print(`    ${line}`)
    if (lines.length > 12) print(`    … ${lines.length - 12} more`)
  }

  summary(seconds: number): void {
    if (this.skipped > 0) print(`skipped: ${this.skipped} cases need a broker on sluice's side (--live runs them)`)
    if (this.differing > 0) print(`${this.differing} differ on purpose`)
    print(`${seconds.toFixed(1)} s`)
    print(`spark: ${this.passed} passed, ${this.failed} failed${this.skipped === 0 ? '' : `, ${this.skipped} skipped`}`)
  }
}

function keptOf(given: Case, verdicts: readonly Verdict[]): Canonical {
  const one = ({ differs, spark, sluice }: Verdict): Canonical => (differs === undefined ? spark : { spark, sluice, differs })
  if (given.kind !== 'expressions') return one(verdicts[0]!)
  return Object.fromEntries(verdicts.map(verdict => [verdict.name, one(verdict)]))
}

async function factOutcome(given: FactCase): Promise<Canonical> {
  try {
    return asCanonical({ value: await given.sluice() })
  } catch (thrown) {
    return asCanonical({ error: errorOutcome(thrown, 'start') })
  }
}

const isPair = (kept: Canonical): kept is { readonly spark: Canonical; readonly sluice: Canonical } =>
  typeof kept === 'object' && kept !== null && 'spark' in kept && 'differs' in kept
const sparkOf = (kept: Canonical): Canonical => (isPair(kept) ? kept.spark : kept)
const sluiceOf = (kept: Canonical | undefined): Canonical | undefined =>
  kept !== undefined && isPair(kept) ? kept.sluice : undefined

const print = (text: string): void => void process.stdout.write(`${text}\n`)
