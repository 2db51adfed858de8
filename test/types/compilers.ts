import { join } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../../src/util/project-root.ts'

/** A mistake as a reader of a cell sees it. */
export interface Complaint {
  /** Counted from 1. */
  readonly line: number
  readonly message: string
}

/** A compiler that reads the emitted declarations of the package, as a user's machine does. */
export interface Compiler {
  readonly name: string
  complaints(source: string): readonly Complaint[]
  /** What completion offers where the source holds `¦`. */
  completions(source: string): readonly string[]
}

const root = projectRoot()
// Beside the notebooks: `sluice` is found through node_modules, as from a cell.
const cell = join(root, 'notebooks', '__cell__.ts')

/** The options of this repository. */
export const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
}

/** The options of tslab: those of its `converter.js`. */
export const TSLAB: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  experimentalDecorators: true,
  resolveJsonModule: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  noEmit: true,
}

/** TypeScript 5.0.4, which tslab brings. */
export const tslabCompiler = () => require('@tslab/typescript-for-tslab') as typeof ts

/** The compiler of this repository, strict. */
export const typescript = (): Compiler => compilerOf(ts, STRICT)

/** The compiler of a notebook. */
export const tslabTypescript = (): Compiler => compilerOf(tslabCompiler(), TSLAB)

function compilerOf(compiler: typeof ts, options: ts.CompilerOptions): Compiler {
  let content = ''
  let version = 0
  const service = compiler.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [cell],
    getScriptVersion: file => (file === cell ? String(version) : '0'),
    getScriptSnapshot: file => {
      const text = file === cell ? content : compiler.sys.readFile(file)
      return text === undefined ? undefined : compiler.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: settings => compiler.getDefaultLibFilePath(settings),
    fileExists: file => file === cell || compiler.sys.fileExists(file),
    readFile: file => (file === cell ? content : compiler.sys.readFile(file)),
    directoryExists: compiler.sys.directoryExists,
    getDirectories: compiler.sys.getDirectories,
    realpath: path => compiler.sys.realpath?.(path) ?? path,
  })
  const put = (source: string) => {
    content = source
    version += 1
  }
  return {
    name: `TypeScript ${compiler.version}`,
    complaints(source) {
      put(source)
      return [...service.getSyntacticDiagnostics(cell), ...service.getSemanticDiagnostics(cell)].map(
        ({ start = 0, messageText }) => ({
          line: content.slice(0, start).split('\n').length,
          message: compiler.flattenDiagnosticMessageText(messageText, '\n'),
        }),
      )
    },
    completions(source) {
      const position = source.indexOf('¦')
      put(source.replace('¦', ''))
      const found = service.getCompletionsAtPosition(cell, position, {})
      return (found?.entries ?? []).map(entry => entry.name)
    },
  }
}
