import { viewOf } from './string-dictionary.ts'

/** Texts written one after the other into one buffer that grows. */
export class TextPile {
  bytes: Buffer = Buffer.alloc(1024)
  view: DataView = viewOf(this.bytes)
  used = 0

  /** Appends a text in UTF-8, or bytes as they are. */
  append(value: string | Uint8Array): void {
    if (typeof value !== 'string') {
      this.reserve(value.length)
      this.bytes.set(value, this.used)
      this.used += value.length
      return
    }
    this.reserve(value.length * 3)
    const { bytes } = this
    let p = this.used
    if (value.length <= 48) {
      for (let i = 0; ; i++) {
        if (i === value.length) {
          this.used = p
          return
        }
        const c = value.charCodeAt(i)
        if (c > 127) break
        bytes[p++] = c
      }
    }
    this.used += bytes.write(value, this.used, 'utf8')
  }

  private reserve(more: number): void {
    if (this.used + more <= this.bytes.length) return
    const bytes = Buffer.alloc(Math.max(this.bytes.length * 2, this.used + more))
    bytes.set(this.bytes.subarray(0, this.used))
    this.bytes = bytes
    this.view = viewOf(bytes)
  }
}
