import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import type { Builtin } from './builtin.ts'
import { bytesOfText, javaString } from './text-bytes.ts'
import { textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const BINARY = { kind: 'binary' } as const

/** Bytes of a text, and back; null for what cannot be written or read. Names are compared without regard to capitals. */
interface Charset {
  encode(text: string): Buffer | null
  decode(bytes: Buffer): string | null
}

const narrow = (limit: number): Charset => ({
  encode: text => (Array.from(text).some(c => c.codePointAt(0)! > limit) ? null : Buffer.from(text, 'latin1')),
  decode: bytes => (bytes.some(byte => byte > limit) ? null : bytes.toString('latin1')),
})

const utf16Le: Charset = {
  encode: text => Buffer.from(text, 'utf16le'),
  decode(bytes) {
    const text = bytes.toString('utf16le')
    return bytes.length % 2 === 0 && !/\p{Surrogate}/u.test(text) ? text : null
  },
}
const utf16Be: Charset = {
  encode: text => utf16Le.encode(text)!.swap16(),
  decode: bytes => (bytes.length % 2 === 0 ? utf16Le.decode(Buffer.from(bytes).swap16()) : null),
}
/** Written in big order behind a mark; read by its mark, else in big order. */
const utf16: Charset = {
  encode: text => (text === '' ? Buffer.alloc(0) : utf16Be.encode(`\ufeff${text}`)),
  decode(bytes) {
    const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0)
    if (mark === 0xfffe) return utf16Le.decode(bytes.subarray(2))
    return utf16Be.decode(mark === 0xfeff ? bytes.subarray(2) : bytes)
  },
}
const utf32: Charset = {
  encode(text) {
    const points = Array.from(text, c => c.codePointAt(0)!)
    const bytes = Buffer.alloc(points.length * 4)
    for (const [i, point] of points.entries()) bytes.writeUInt32BE(point, i * 4)
    return bytes
  },
  decode(bytes) {
    const isLittle = bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfeff
    const marked = isLittle || (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xfeff)
    if (bytes.length % 4 !== 0) return null
    let text = ''
    for (let i = marked ? 4 : 0; i < bytes.length; i += 4) {
      const point = isLittle ? bytes.readUInt32LE(i) : bytes.readUInt32BE(i)
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null
      text += String.fromCodePoint(point)
    }
    return text
  },
}
const utf8: Charset = {
  encode: text => Buffer.from(text, 'utf8'),
  decode(bytes) {
    const text = bytes.toString('utf8')
    return text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(bytes) ? null : text
  },
}

const CHARSETS: Readonly<Record<string, Charset>> = {
  'iso-8859-1': narrow(0xff),
  'us-ascii': narrow(0x7f),
  'utf-16': utf16,
  'utf-16be': utf16Be,
  'utf-16le': utf16Le,
  'utf-32': utf32,
  'utf-8': utf8,
}

function charsetNamed(name: string, functionName: string): Charset {
  const key = name.toLowerCase()
  if (Object.hasOwn(CHARSETS, key)) return CHARSETS[key]!
  throw new SluiceError(
    'INVALID_OPTION',
    `[INVALID_PARAMETER_VALUE.CHARSET] The value of parameter(s) \`charset\` in \`${functionName}\` is invalid: expects one of the ${Object.keys(CHARSETS).join(', ')}, but got ${terminalText(name)}. SQLSTATE: 22023`,
  )
}

function orMalformed<T>(value: T | null, functionName: string, charset: string): T {
  if (value !== null) return value
  throw new SluiceError(
    'MALFORMED_RECORD_IN_PARSING',
    `[MALFORMED_CHARACTER_CODING] Invalid value found when performing \`${functionName}\` with ${terminalText(charset)} SQLSTATE: 22000`,
  )
}

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
const rawBytes = (value: string | Uint8Array) => (typeof value === 'string' ? bytesOfText(value) : bufferOf(value))

/** Lines of 76 characters, as Java's MIME encoder. */
function base64(value: string | Uint8Array): string {
  const text = rawBytes(value).toString('base64')
  return text.match(/.{1,76}/g)?.join('\r\n') ?? ''
}

/** Bytes of base64 text; other characters are passed over. @see Java `Base64.getMimeDecoder` */
function unbase64(text: string): Buffer {
  const letters = javaString(text).replace(/[^A-Za-z0-9+/=]/g, '')
  const refuse = (why: string) =>
    new SluiceError('MALFORMED_RECORD_IN_PARSING', `Cannot read "${terminalText(text.slice(0, 100))}" as base64: ${why}.`)
  const end = letters.indexOf('=')
  const body = end === -1 ? letters : letters.slice(0, end)
  const padding = end === -1 ? '' : letters.slice(end)
  if (padding !== '' && (body.length % 4 < 2 || (body.length % 4 === 2 && padding[1] !== '=')))
    throw refuse('Input byte array has wrong 4-byte ending unit')
  if (body.length % 4 === 1) throw refuse('Last unit does not have enough valid bits')
  if (padding.length > (body.length % 4 === 2 ? 2 : 1)) throw refuse('Input byte array has incorrect ending byte')
  return Buffer.from(body, 'base64')
}

function hex(value: string | Uint8Array | number | bigint): string {
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt.asUintN(64, BigInt(value)).toString(16).toUpperCase()
  return rawBytes(value).toString('hex').toUpperCase()
}

/** Null where a character is no hexadecimal digit; an odd first digit is a byte of its own. */
function unhex(text: string): Buffer | null {
  return /^[0-9a-f]*$/i.test(text) ? Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex') : null
}

/** Bytes as text and text as bytes. @see Spark `stringExpressions.scala`, `mathExpressions.scala` */
export const ENCODE_BUILTINS: readonly Builtin[] = [
  textFunction('base64', ['bytes'], STRING, base64),
  textFunction('unbase64', ['string'], BINARY, unbase64, { mayFail: true }),
  textFunction('hex', ['bytesOrLong'], STRING, hex),
  textFunction('unhex', ['string'], BINARY, unhex),
  textFunction(
    'encode',
    ['string', 'string'],
    BINARY,
    (text, charset) => orMalformed(charsetNamed(charset, 'encode').encode(javaString(text)), 'encode', charset),
    { mayFail: true },
  ),
  textFunction(
    'decode',
    ['bytes', 'string'],
    STRING,
    (bytes, charset) => orMalformed(charsetNamed(charset, 'decode').decode(rawBytes(bytes)), 'decode', charset),
    { mayFail: true },
  ),
]
