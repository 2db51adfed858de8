import type { Verb } from './query.ts'
import type { RandomQuery } from './random-query.ts'

/** Queries a little simpler than one, the boldest first. */
export function* simpler(query: RandomQuery): Generator<RandomQuery> {
  for (const i of query.steps.keys()) {
    if (query.steps.length > 1) yield { ...query, steps: without(query.steps, i) }
  }
  for (const i of query.verbs.keys()) yield { ...query, verbs: without(query.verbs, i) }
  for (const [i, step] of query.steps.entries()) {
    const half = step.length >> 1
    if (half === 0) continue
    yield { ...query, steps: replaced(query.steps, i, step.slice(half)) }
    yield { ...query, steps: replaced(query.steps, i, step.slice(0, half)) }
  }
  if (query.limit !== null) yield { ...query, limit: null }
  for (const [i, verb] of query.verbs.entries()) {
    for (const smaller of simplerVerb(verb)) yield { ...query, verbs: replaced(query.verbs, i, smaller) }
  }
  for (const [i, step] of query.steps.entries()) {
    if (step.length > 8 || step.length < 2) continue
    for (const j of step.keys()) yield { ...query, steps: replaced(query.steps, i, without(step, j)) }
  }
}

function* simplerVerb(verb: Verb): Generator<Verb> {
  switch (verb.kind) {
    case 'aggregate':
      for (const i of verb.aggregates.keys()) {
        if (verb.aggregates.length > 1) yield { ...verb, aggregates: without(verb.aggregates, i) }
      }
      for (const i of verb.grouping.keys.keys()) {
        yield { ...verb, grouping: { ...verb.grouping, keys: without(verb.grouping.keys, i) } }
      }
      break
    case 'project':
      for (const i of verb.columns.keys()) {
        if (verb.columns.length > 1) yield { ...verb, columns: without(verb.columns, i) }
      }
      break
    case 'filter':
      for (const part of verb.condition.kind === 'operation' ? verb.condition.args : []) {
        if (part.kind === 'operation' && part.operation.print('a', 'b').startsWith('(a')) yield { ...verb, condition: part }
      }
      break
    case 'join':
    case 'union':
      for (const i of verb.right.keys()) yield { ...verb, right: without(verb.right, i) }
      break
    default:
  }
}

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)
const replaced = <T>(list: readonly T[], index: number, item: T): T[] => list.map((old, i) => (i === index ? item : old))
