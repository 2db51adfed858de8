// One object for all errors of a kind: a stream of bad records must not collect stack traces.

/** Thrown for text that is not JSON. */
export const SYNTAX_ERROR = new SyntaxError('malformed JSON')

/** Thrown for a value that its field's type cannot take. */
export const WRONG_TYPE = new TypeError('a value of the wrong type')
