import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../../src/util/project-root.ts'

/** A file of this repository, parsed. Paths are from its root, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** What a file takes in: `from` is a path of this repository, or the name of a package. */
export interface Import {
  readonly from: string
  readonly isRelative: boolean
  /** Whether it is gone once compiled. */
  readonly isTypeOnly: boolean
}

const root = projectRoot()

/** The files of a folder with one of these endings, at any depth. */
export function filesOf(folder: string, endings: readonly string[] = ['.ts', '.cjs']): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && endings.some(ending => entry.name.endsWith(ending)))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

export function parse(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) }
}

/** All nodes of a file; comments and texts are none of their names. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* nodesOf(child)
}

export const lineOf = ({ path, tree }: SourceFile, node: ts.Node) =>
  `${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`

/** Imports, re-exports, `import()`, `require()` and `import('…')` types. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const isRelative = specifier.text.startsWith('.')
    const from = isRelative ? join(dirname(file.path), specifier.text).split(sep).join('/') : packageOf(specifier.text)
    found.push({ from, isRelative, isTypeOnly })
  }
  for (const node of nodesOf(file.tree)) {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause !== undefined && isErased(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly || allTypes(node.exportClause))
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0], false)
  }
  return found
}

const isErased = (clause: ts.ImportClause) => clause.isTypeOnly || (clause.name === undefined && allTypes(clause.namedBindings))

function allTypes(names: ts.NamedExportBindings | ts.NamedImportBindings | undefined): boolean {
  return (
    names !== undefined && (ts.isNamedImports(names) || ts.isNamedExports(names)) && names.elements.every(name => name.isTypeOnly)
  )
}

const isLoad = (node: ts.Expression) =>
  node.kind === ts.SyntaxKind.ImportKeyword || (/\brequire(\.resolve)?$/.test(node.getText()) && !ts.isCallExpression(node))

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
