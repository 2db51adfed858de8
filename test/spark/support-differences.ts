/** What is different on purpose and is in no case: a line each, with its reason. Cases that differ tell their own. */
export const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  'Types are checked before anything runs': [
    'What Spark casts by itself must be written: a text with a number (`t.text.cast("double")`), a date with a timestamp, a boolean with a number. Bytes, shorts, integers, longs, floats, doubles and decimals mix as in Spark.',
    'Names of columns are case-sensitive, as all names of TypeScript are; Spark’s are not. `withColumn`, `unionByName` and `join` refuse names that differ only in case, because Spark would take them for one; after a `select` of two such names each is its own column here, and ambiguous in Spark.',
    'Where branches or arguments have types that do not mix, `coalesce`, `when`, `greatest` and their like do not compile; Spark finds a common type.',
    'A name that would stand twice after a `join` is refused there, `[AMBIGUOUS_REFERENCE]`: rename it first. Spark refuses it when it is used.',
    'A `join` has one spelling for each kind: `inner cross left right full leftSemi leftAnti`.',
    'A struct without fields is refused as a type of `fromJson`; Spark reads it.',
  ],
  Numbers: [
    '`sin` `cos` `tan` `cot` `sec` `csc` may differ in the last bit: Java has its own processor code for them, which the library in Node does not repeat.',
    'A double or float becomes text as in Java 19 and newer, which prints the shortest digits; on Java 17 Spark prints a digit more for some.',
    'A text such as `1e-999999999` is 0 as a decimal; Spark fails with Java’s “BigInteger would overflow supported range”.',
    'A date some 292,000 years from now that is cast to a timestamp fails with `[CAST_OVERFLOW]`; Spark with Java’s “long overflow”, without a condition.',
    '`formatNumber` takes a number of digits, no pattern. `formatString` and `printf` refuse the conversions `%a %g %h %t` and `%<`.',
  ],
  'Patterns and text': [
    '`regexpCount` `regexpExtract` `regexpExtractAll` `regexpInstr` `regexpLike` `regexpReplace` `regexpSubstr` `rlike` `split` read Java’s patterns, but refuse `\\X`, `\\N{…}`, `\\b{g}` and `\\p{In…}` (blocks), which need tables that Node does not have.',
    '`subscribePattern` is a regular expression of JavaScript.',
    '`translate` of bytes that are no UTF-8: see the case below.',
  ],
  'Dates and times': [
    'A moment is a `Date` in your own functions: it prints milliseconds. One that came with a row keeps its microseconds where the object itself is handed on; `unixMicros` gives them as a number.',
    '`dateFormat` `fromUnixtime` `toDate` `toTimestamp` `tryToDate` `tryToTimestamp` `unixTimestamp` refuse the pattern letter `v`; the names of months and days are those of en-US.',
    'Java’s zones `SystemV/…` and a few more that only Java names are no zones here.',
    '`interval` has no months and years: how long they are depends on the month. Use `addMonths`.',
  ],
  JSON: [
    '`fromJson`: options `mode` and `locale`, an unknown option and a pattern that neither parser of Spark can read (`timestampFormat`, `dateFormat`) are refused with INVALID_OPTION; Spark ignores them or makes nulls.',
    '`toJson` has the options `ignoreNullFields timestampFormat dateFormat timeZone`; others are refused.',
  ],
  Watermarks: [
    'A text literal that is compared with an event time gives no bound for the state of a join here; write a timestamp or an interval.',
  ],
  'Joins and tables': [
    'Two streams without an equality between them are refused by `writeStream`; so they are in Spark, when the query starts. A cross `join` of two streams with an equality runs as an inner one.',
    'Spark may carry a filter over from one side of a `join` to the other, in batches in which one side has no new data: counts of state rows differ then, rows do not.',
    '`csvTable`: a time without a day is one of 1970-01-01; in Spark of today.',
    '`csvTable` with a `lineSep` of two characters: a line feed in a line is a character; Spark drops what follows it, but not in the first line.',
  ],
  Aggregates: [
    '`first` and `last` follow the order of arrival. Beside an aggregate with a text Spark may sort the rows first; it calls both non-deterministic.',
    'Groups come out sorted by their keys; Spark leaves the order open.',
  ],
  'Kafka source': [
    '`isolationLevel` is `read_committed` where it is not given; Spark’s `kafka.isolation.level` is `read_uncommitted`.',
    '`endingOffsets` bounds a stream here; Spark takes it in batch queries only, and refuses it in a stream.',
    '`failOnDataLoss: false`: of a topic that was made anew, the records that are already there are read; Spark goes on from the end and loses them.',
  ],
  Progress: [
    '`limit`: all records of a batch are read, counted in `numInputRows` and observed by the watermark, as the ledger accounts for every offset; Spark stops reading once it has enough.',
    '`numRowsDroppedByWatermark` counts groups, as Spark does after its partial aggregation; the ledger counts rows.',
    'Times that things took, memory and ids are those of this engine.',
  ],
  Sinks: [
    '`parquetSink` and the other file sinks write no file for an empty batch, name files by query and batch and keep no `_spark_metadata`: a folder holds whole batches, and any reader may read it.',
    '`partitionBy` with all columns is refused; a stream of Spark writes files of empty rows.',
    '`consoleSink` escapes all control characters, so that a message cannot steer the terminal; Spark escapes seven of them.',
  ],
  Settings: [
    'A checkpoint belongs to one `outputMode`: a query with another is refused, CHECKPOINT_MISMATCH, because the batches before could not be replayed. Spark goes on.',
    'The session time zone is UTC unless `openWorkbook({ timeZone })` says otherwise; Spark takes the machine’s.',
    'ANSI mode is on, as Spark 4.2.0 ships; it cannot be turned off. `tryCast`, `tryAdd` and their like give null.',
  ],
}
