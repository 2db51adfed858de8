import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type DataType, fieldsOf, simpleString } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { murmur3 } from './hash-murmur3.ts'
import { hashRow } from './hash-row.ts'
import { xxHash64 } from './hash-xxhash64.ts'
import { bytesOfText } from './text-bytes.ts'
import { textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const SEED = 42

function checkHashable(name: string, args: readonly DataType[]): void {
  if (args.length === 0) throw wrongArguments(name, 'one column or more', args)
  for (const arg of args) {
    if (!holdsMap(arg)) continue
    throw new SluiceError(
      'TYPE_MISMATCH',
      `[DATATYPE_MISMATCH.HASH_MAP_TYPE] Cannot evaluate ${name}(${simpleString(arg)}): the order of a map's entries would change the hash. Hash its sorted entries.`,
    )
  }
}

function holdsMap(type: DataType): boolean {
  if (type.kind === 'array') return holdsMap(type.element)
  return type.kind === 'map' || (type.kind === 'struct' && fieldsOf(type).some(field => holdsMap(field.type)))
}

const hash: Builtin = {
  name: 'hash',
  mayFail: false,
  type(args) {
    checkHashable('hash', args)
    return { kind: 'integer' }
  },
  evaluate(args, { numRows }) {
    const values = new Int32Array(numRows).fill(SEED)
    for (const arg of args) for (let row = 0; row < numRows; row++) values[row] = hashRow(arg, row, values[row]!, murmur3)
    return { layout: 'int32', type: { kind: 'integer' }, length: numRows, validity: null, values }
  },
}

const xxhash64: Builtin = {
  name: 'xxhash64',
  mayFail: false,
  type(args) {
    checkHashable('xxhash64', args)
    return { kind: 'long' }
  },
  evaluate(args, { numRows }) {
    const values = new BigInt64Array(numRows).fill(BigInt(SEED))
    for (const arg of args) for (let row = 0; row < numRows; row++) values[row] = hashRow(arg, row, values[row]!, xxHash64)
    return { layout: 'int64', type: { kind: 'long' }, length: numRows, validity: null, values }
  },
}

const bytesOf = (value: string | Uint8Array) => (typeof value === 'string' ? bytesOfText(value) : value)
const digest = (algorithm: string, value: string | Uint8Array) => createHash(algorithm).update(bytesOf(value)).digest('hex')

/** Other lengths give null. */
const SHA2: Readonly<Record<number, string>> = { 0: 'sha256', 224: 'sha224', 256: 'sha256', 384: 'sha384', 512: 'sha512' }

/** Hashes of rows, and digests of texts and bytes. @see Spark `hash.scala` */
export const HASH_BUILTINS: readonly Builtin[] = [
  hash,
  xxhash64,
  textFunction('md5', ['bytes'], STRING, value => digest('md5', value)),
  textFunction('sha1', ['bytes'], STRING, value => digest('sha1', value)),
  textFunction('sha2', ['bytes', 'int'], STRING, (value, bits) => (SHA2[bits] === undefined ? null : digest(SHA2[bits], value))),
  textFunction('crc32', ['bytes'], { kind: 'long' }, value => crc32(bytesOf(value))),
]
