import { crc32c as native } from '@node-rs/crc32'

/** CRC-32C (Castagnoli), unsigned: the checksum of Kafka's record batches and of our own files. */
export function crc32c(bytes: Uint8Array): number {
  return native(bytes as Buffer) >>> 0
}
