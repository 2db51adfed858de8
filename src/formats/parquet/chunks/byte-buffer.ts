/** Bytes written from front to back into one buffer that grows. `reserve` before writing into it. */
export class ByteBuffer {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256)
  view: DataView<ArrayBuffer> = new DataView(this.bytes.buffer)
  used = 0

  /** What was written: a view, good until the next write. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.used)
  }

  reserve(more: number): void {
    if (this.used + more <= this.bytes.length) return
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.used + more))
    bytes.set(this.bytes.subarray(0, this.used))
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }
}
