import { type DataType, fieldsOf, type StructType, simpleString } from '../schema/data-type.ts'

/** A schema as Spark's `printSchema` prints it. @see Spark `StructType.treeString` */
export function treeString(schema: StructType): string {
  return ['root', ...fieldsOf(schema).flatMap(({ name, type }) => lines(name, type, ' |'))].join('\n')
}

function lines(name: string, type: DataType, indent: string): string[] {
  const deeper = `${indent}    |`
  const own = `${indent}-- ${name}: ${type.kind === 'decimal' ? simpleString(type) : type.kind} (nullable = true)`
  if (type.kind === 'struct') return [own, ...fieldsOf(type).flatMap(field => lines(field.name, field.type, deeper))]
  if (type.kind === 'array') {
    const [element, ...inElement] = lines('element', type.element, deeper)
    return [own, element!.replace('(nullable', '(containsNull'), ...inElement]
  }
  if (type.kind === 'map') {
    const [key, ...inKey] = lines('key', type.key, deeper)
    const [value, ...inValue] = lines('value', type.value, deeper)
    return [own, key!.replace(' (nullable = true)', ''), ...inKey, value!.replace('(nullable', '(valueContainsNull'), ...inValue]
  }
  return [own]
}
