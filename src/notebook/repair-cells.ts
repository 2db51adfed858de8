interface Diagnostic {
  readonly start: { readonly line: number; character: number }
  readonly fileName?: string
}
interface Converter {
  convert(previousDeclarations: string, source: string): { readonly diagnostics: readonly Diagnostic[] }
}

/** What we use of the module `tslab/dist/converter.js`. */
export interface TslabConverterModule {
  createConverter(options: object): Converter
}

/** Awaits that tslab's compiler does not take for one on the top level by themselves: `await (…)`, `await […]`, `for await`. */
const AMBIGUOUS = /\bawait\s*[([]|\bfor\s+await\b/
const PREFIX = 'await null; '

/** Lets cells begin a top-level await with a bracket, or loop with `for await`: a plain await before it settles the matter. */
export function repairCells(converters: TslabConverterModule): void {
  const { createConverter } = converters
  converters.createConverter = options => {
    const converter = createConverter(options)
    const convert = converter.convert
    converter.convert = (previousDeclarations, source) => {
      if (!AMBIGUOUS.test(source)) return convert.call(converter, previousDeclarations, source)
      const result = convert.call(converter, previousDeclarations, PREFIX + source)
      for (const { start, fileName } of result.diagnostics) {
        if (fileName === undefined && start.line === 0) start.character = Math.max(0, start.character - PREFIX.length)
      }
      return result
    }
    return converter
  }
}
