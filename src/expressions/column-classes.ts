import { BooleanColumn, bindColumnClasses, columnOf } from './base-column.ts'
import { ArrayColumn, MapColumn, StructColumnBase } from './nested-column.ts'
import { BinaryColumn, DateColumn, NumericColumn, TimestampColumn } from './scalar-column.ts'
import { StringColumn } from './string-column.ts'

bindColumnClasses(expression => {
  switch (expression.type.kind) {
    case 'string':
      return new StringColumn(expression)
    case 'binary':
      return new BinaryColumn(expression)
    case 'boolean':
      return new BooleanColumn(expression)
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'decimal':
      return new NumericColumn(expression)
    case 'timestamp':
      return new TimestampColumn(expression)
    case 'date':
      return new DateColumn(expression)
    case 'array':
      return new ArrayColumn(expression)
    case 'map':
      return new MapColumn(expression)
    case 'struct': {
      const column = new StructColumnBase(expression)
      for (const [name, type] of Object.entries(expression.type.fields)) {
        const field = columnOf({ node: { kind: 'field', input: expression.node, name }, type })
        Object.defineProperty(column, name, { value: field, enumerable: true })
      }
      return column
    }
  }
})
