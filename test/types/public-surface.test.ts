// What the one door shows: every name with a sentence, every type known to both compilers.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { projectRoot } from '../../src/util/project-root.ts'
import { STRICT, TSLAB, tslabCompiler } from './compilers.ts'

const door = join(projectRoot(), 'dist', 'src', 'index.d.ts')

/** The declarations that the door reaches, without those of packages. */
function declarationsOf(compiler: typeof ts, options: ts.CompilerOptions) {
  const program = compiler.createProgram([door], options)
  const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'))
  return { checker: program.getTypeChecker(), own, index: program.getSourceFile(door)! }
}

for (const [compiler, options] of [
  [ts, STRICT],
  [tslabCompiler(), TSLAB],
] as const) {
  test(`TypeScript ${compiler.version}: no type of the public surface is any`, () => {
    const { checker, own } = declarationsOf(compiler, options)
    assert.ok(own.length > 20, 'the door leads somewhere')
    const found: string[] = []
    const visit = (node: ts.Node, file: ts.SourceFile) => {
      if (isPrivate(compiler, node)) return
      if (hasType(compiler, node) && (checker.getTypeAtLocation(node).flags & compiler.TypeFlags.Any) !== 0) {
        found.push(`${file.fileName}: ${node.getText(file)}`)
      }
      compiler.forEachChild(node, child => visit(child, file))
    }
    for (const file of own) visit(file, file)
    assert.deepEqual(found, [])
  })
}

const SPEAKING = ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Variable

test('every function, class and interface of the door says what it is', () => {
  const { checker, index } = declarationsOf(ts, STRICT)
  const names = checker.getExportsOfModule(checker.getSymbolAtLocation(index)!)
  const silent = names.filter(name => {
    const symbol = (name.flags & ts.SymbolFlags.Alias) === 0 ? name : checker.getAliasedSymbol(name)
    return (symbol.flags & SPEAKING) !== 0 && symbol.getDocumentationComment(checker).length === 0
  })
  assert.ok(names.length > 60)
  assert.deepEqual(
    silent.map(({ name }) => name),
    [],
  )
})

const isPrivate = (compiler: typeof ts, node: ts.Node) =>
  compiler.canHaveModifiers(node) && compiler.getModifiers(node)?.some(({ kind }) => kind === compiler.SyntaxKind.PrivateKeyword)

const hasType = (compiler: typeof ts, node: ts.Node) =>
  node.kind === compiler.SyntaxKind.AnyKeyword ||
  compiler.isTypeReferenceNode(node) ||
  compiler.isPropertySignature(node) ||
  (compiler.isPropertyDeclaration(node) && !compiler.isPrivateIdentifier(node.name)) ||
  compiler.isParameter(node) ||
  compiler.isVariableDeclaration(node) ||
  compiler.isTypeAliasDeclaration(node)
