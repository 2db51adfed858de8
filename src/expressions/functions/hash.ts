import type { ByteType, IntegerType, LongType, ShortType } from '../../schema/data-type.ts'
import type { BinaryColumn, Column, IntegerColumn, LongColumn, NumericColumn, StringColumn } from '../column.ts'
import { call } from './call.ts'
import type { Text, TextOrBytes } from './text-arguments.ts'

/**
 * One 32-bit number for the values of a row (Murmur3, seed 42): never null, a null changes nothing.
 *
 * @throws TYPE_MISMATCH for maps
 * @example hash(t.type, t.amount)
 * @see Spark `Murmur3Hash`
 */
export function hash(...columns: readonly Column[]): IntegerColumn {
  return call('hash', columns) as IntegerColumn
}

/**
 * One 64-bit number for the values of a row (XXH64, seed 42).
 *
 * @throws TYPE_MISMATCH for maps
 * @example xxhash64(t.type)
 * @see Spark `XxHash64`
 */
export function xxhash64(...columns: readonly Column[]): LongColumn {
  return call('xxhash64', columns) as LongColumn
}

/** MD5 in hexadecimal digits. @example md5(t.type) @see Spark `Md5` */
export function md5(column: TextOrBytes): StringColumn {
  return call('md5', [column]) as StringColumn
}

/** SHA-1 in hexadecimal digits. @example sha1(t.type) @see Spark `Sha1` */
export function sha1(column: TextOrBytes): StringColumn {
  return call('sha1', [column]) as StringColumn
}

/** SHA-2 in hexadecimal digits. @param bits 0 is 256 @example sha2(t.type, 256) @see Spark `Sha2` */
export function sha2(column: TextOrBytes, bits: 0 | 224 | 256 | 384 | 512): StringColumn {
  return call('sha2', [column, bits]) as StringColumn
}

/** The checksum CRC-32. @example crc32(t.type) @see Spark `Crc32` */
export function crc32(column: TextOrBytes): LongColumn {
  return call('crc32', [column]) as LongColumn
}

/** Bytes as base64 text, in lines of 76 characters. @example base64(t.type) @see Spark `Base64` */
export function base64(column: TextOrBytes): StringColumn {
  return call('base64', [column]) as StringColumn
}

/**
 * The bytes of base64 text; other characters are passed over.
 *
 * @throws MALFORMED_RECORD_IN_PARSING for a length that cannot be
 * @example unbase64(t.type)
 * @see Spark `UnBase64`
 */
export function unbase64(text: StringColumn): BinaryColumn {
  return call('unbase64', [text]) as BinaryColumn
}

/** Hexadecimal digits: of the bytes of a text, or of a whole number in 64 bits. @example hex(t.type) @see Spark `Hex` */
export function hex(column: TextOrBytes | NumericColumn<ByteType | ShortType | IntegerType | LongType>): StringColumn {
  return call('hex', [column]) as StringColumn
}

/** The bytes of hexadecimal digits; null where a character is none. @example unhex(t.type) @see Spark `Unhex` */
export function unhex(text: StringColumn): BinaryColumn {
  return call('unhex', [text]) as BinaryColumn
}

/**
 * A text in bytes.
 *
 * @param charset iso-8859-1, us-ascii, utf-8, utf-16, utf-16be, utf-16le or utf-32
 * @throws MALFORMED_RECORD_IN_PARSING when the batch runs, for a character that the charset has not
 * @example encode(t.type, 'utf-16')
 * @see Spark `Encode`
 */
export function encode(text: StringColumn, charset: Text): BinaryColumn {
  return call('encode', [text, charset]) as BinaryColumn
}

/**
 * Bytes as text.
 *
 * @throws MALFORMED_RECORD_IN_PARSING when the batch runs, for bytes that are no text in the charset
 * @example decode(encode(t.type, 'utf-8'), 'utf-8')
 * @see Spark `StringDecode`
 */
export function decode(column: TextOrBytes, charset: Text): StringColumn {
  return call('decode', [column, charset]) as StringColumn
}
