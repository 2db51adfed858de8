/** What is taken beyond standard JSON. Jackson's `JsonReadFeature`s, by the names of Spark's options without `allow`. */
export interface JsonFeatures {
  /** `//` and `/* *\/` comments. */
  readonly comments: boolean
  readonly unquotedNames: boolean
  readonly singleQuotes: boolean
  readonly leadingZeros: boolean
  /** NaN, Infinity, +Infinity, -Infinity, +INF, -INF. */
  readonly nonNumericNumbers: boolean
  /** `\$` is `$`. */
  readonly anyEscape: boolean
  /** Raw characters below U+0020 in strings and names. */
  readonly controlCharacters: boolean
}

/** Those that Spark sets when no option is given. */
export const USUAL_FEATURES: JsonFeatures = {
  comments: false,
  unquotedNames: false,
  singleQuotes: true,
  leadingZeros: false,
  nonNumericNumbers: true,
  anyEscape: false,
  controlCharacters: false,
}
