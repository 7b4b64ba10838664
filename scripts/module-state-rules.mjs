import ts from 'typescript'

const containers = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'EventEmitter'])

/**
 * Finds state that two users of a module would share: a `let` or `var` outside functions, a
 * container that can be written to, a static field that is not `readonly`.
 *
 * A container is accepted when its declared type is read-only (`ReadonlyMap`, `ReadonlySet`).
 *
 * @param {string} path
 * @param {string} text
 * @returns {string[]} what was found, with line numbers
 */
export function mutableModuleState(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  /** @type {string[]} */
  const found = []
  const report = (/** @type {ts.Node} */ node, /** @type {string} */ what) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    found.push(`line ${line + 1}: ${what}; core keeps no mutable module state`)
  }
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
      for (const declaration of statement.declarationList.declarations) {
        const name = declaration.name.getText()
        if (!isConst) report(declaration, `${name} can be reassigned`)
        else if (isContainer(declaration.initializer) && !isReadonlyType(declaration.type)) {
          report(declaration, `${name} is a container that can be written to`)
        }
      }
    }
    if (ts.isClassDeclaration(statement)) {
      for (const member of statement.members) {
        if (!ts.isPropertyDeclaration(member) || !hasModifier(member, ts.SyntaxKind.StaticKeyword))
          continue
        if (!hasModifier(member, ts.SyntaxKind.ReadonlyKeyword)) {
          report(member, `static ${member.name.getText()} can be reassigned`)
        } else if (isContainer(member.initializer) && !isReadonlyType(member.type)) {
          report(member, `static ${member.name.getText()} is a container that can be written to`)
        }
      }
    }
  }
  return found
}

/** @param {ts.Expression | undefined} node */
function isContainer(node) {
  return node !== undefined && ts.isNewExpression(node) && containers.has(node.expression.getText())
}

/** @param {ts.TypeNode | undefined} type */
function isReadonlyType(type) {
  return type !== undefined && type.getText().startsWith('Readonly')
}

/**
 * @param {ts.PropertyDeclaration} node
 * @param {ts.SyntaxKind} kind
 */
function hasModifier(node, kind) {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false
}
