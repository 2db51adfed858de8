/** A length of time, for `plus` and `minus` of times. Made by `interval`. */
export class Interval {
  /** Microseconds; whole days follow the calendar of the session's time zone. */
  readonly us: number

  constructor(us: number) {
    this.us = us
  }
}
