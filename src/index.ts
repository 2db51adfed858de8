// The one door: every public name, in the order of a record's way.

export { type ProduceOptions, type ProduceRecord, type ProduceSummary, produce } from './broker/producer.ts'
export type { TopicAdmin, TopicDescription } from './broker/topics.ts'
export { type EmbeddedEngineOptions, embeddedEngine } from './engines/embedded.ts'
export type { ToJsonOptions } from './expressions/builtins/json-write.ts'
export {
  ArrayColumn,
  BinaryColumn,
  BooleanColumn,
  type ByteColumn,
  Column,
  type ColumnOf,
  type Columns,
  DateColumn,
  type DecimalColumn,
  type DoubleColumn,
  type FloatColumn,
  type IntegerColumn,
  type LongColumn,
  MapColumn,
  NumericColumn,
  type ShortColumn,
  StringColumn,
  type StructColumn,
  TimestampColumn,
} from './expressions/column.ts'
export {
  type AvgType,
  avg,
  bitAnd,
  bitOr,
  bitXor,
  boolAnd,
  boolOr,
  count,
  countDistinct,
  countIf,
  every,
  max,
  mean,
  min,
  product,
  type SortableType,
  type SumType,
  some,
  sum,
  sumDistinct,
  tryAvg,
  trySum,
} from './expressions/functions/aggregates.ts'
export {
  approxCountDistinct,
  approxPercentile,
  type MeasuredType,
  median,
  percentile,
  percentileApprox,
} from './expressions/functions/aggregates-distribution.ts'
export {
  corr,
  covarPop,
  covarSamp,
  kurtosis,
  skewness,
  stddev,
  stddevPop,
  stddevSamp,
  variance,
  varPop,
  varSamp,
} from './expressions/functions/aggregates-statistics.ts'
export {
  anyValue,
  arrayAgg,
  collectList,
  collectSet,
  first,
  last,
  listagg,
  maxBy,
  minBy,
  mode,
  stringAgg,
} from './expressions/functions/aggregates-values.ts'
export {
  arrayAppend,
  arrayCompact,
  arrayContains,
  arrayInsert,
  arrayJoin,
  arrayMax,
  arrayMin,
  arrayOf,
  arrayPosition,
  arrayPrepend,
  arrayRepeat,
  arraySize,
  arraySort,
  cardinality,
  elementAt,
  flatten,
  get,
  size,
  slice,
  sortArray,
  tryElementAt,
} from './expressions/functions/arrays.ts'
export { aggregate, exists, filter, forall, reduce, transform, zipWith } from './expressions/functions/arrays-lambda.ts'
export {
  arrayDistinct,
  arrayExcept,
  arrayIntersect,
  arrayRemove,
  arraysOverlap,
  arraysZip,
  arrayUnion,
  sequence,
} from './expressions/functions/arrays-sets.ts'
export { type CaseBuilder, coalesce, when } from './expressions/functions/conditional.ts'
export {
  greatest,
  ifnull,
  isnan,
  isnotnull,
  isnull,
  least,
  nanvl,
  nullif,
  nullifzero,
  nvl,
  nvl2,
  zeroifnull,
} from './expressions/functions/conditional-values.ts'
export { explode, explodeOuter, inline, inlineOuter, posexplode, posexplodeOuter } from './expressions/functions/generators.ts'
export {
  base64,
  crc32,
  decode,
  encode,
  hash,
  hex,
  md5,
  sha1,
  sha2,
  unbase64,
  unhex,
  xxhash64,
} from './expressions/functions/hash.ts'
export { interval } from './expressions/functions/interval.ts'
export { fromJson } from './expressions/functions/json.ts'
export { getJsonObject, jsonArrayLength, jsonObjectKeys, toJson } from './expressions/functions/json-functions.ts'
export { lit } from './expressions/functions/lit.ts'
export {
  createMap,
  mapConcat,
  mapContainsKey,
  mapEntries,
  mapFilter,
  mapFromArrays,
  mapFromEntries,
  mapKeys,
  mapValues,
  strToMap,
  transformKeys,
  transformValues,
} from './expressions/functions/maps.ts'
export {
  cbrt,
  exp,
  expm1,
  hypot,
  ln,
  log,
  log1p,
  log2,
  log10,
  pow,
  power,
  rint,
  sign,
  signum,
  sqrt,
} from './expressions/functions/math.ts'
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  cot,
  csc,
  degrees,
  radians,
  sec,
  sin,
  sinh,
  tan,
  tanh,
} from './expressions/functions/math-angles.ts'
export {
  abs,
  bin,
  conv,
  div,
  factorial,
  negate,
  negative,
  pmod,
  tryAdd,
  tryDivide,
  tryMod,
  tryMultiply,
  trySubtract,
  widthBucket,
} from './expressions/functions/math-arithmetic.ts'
export { bitCount, bitwiseNot, getbit, shiftleft, shiftright, shiftrightunsigned } from './expressions/functions/math-bits.ts'
export { bround, ceil, ceiling, floor, round } from './expressions/functions/math-round.ts'
export {
  ilike,
  like,
  regexpCount,
  regexpExtract,
  regexpExtractAll,
  regexpInstr,
  regexpLike,
  regexpReplace,
  regexpSubstr,
  rlike,
  split,
} from './expressions/functions/regexp.ts'
export { asc, ascNullsFirst, ascNullsLast, desc, descNullsFirst, descNullsLast } from './expressions/functions/sort.ts'
export { namedStruct, structOf } from './expressions/functions/structs.ts'
export {
  ascii,
  btrim,
  chr,
  concat,
  concatWs,
  initcap,
  length,
  levenshtein,
  lower,
  ltrim,
  repeat,
  reverse,
  rtrim,
  soundex,
  trim,
  upper,
} from './expressions/functions/text.ts'
export { formatNumber, formatString, lpad, overlay, printf, replace, rpad, translate } from './expressions/functions/text-edit.ts'
export {
  bitLength,
  charLength,
  contains,
  endswith,
  instr,
  left,
  locate,
  octetLength,
  position,
  right,
  splitPart,
  startswith,
  substr,
  substring,
  substringIndex,
} from './expressions/functions/text-parts.ts'
export { currentDate, currentTimestamp, now } from './expressions/functions/time.ts'
export {
  addMonths,
  dateAdd,
  dateDiff,
  datediff,
  dateFromUnixDate,
  dateSub,
  lastDay,
  makeDate,
  monthsBetween,
  nextDay,
  trunc,
  unixDate,
} from './expressions/functions/time-dates.ts'
export {
  dayname,
  dayofmonth,
  dayofweek,
  dayofyear,
  hour,
  minute,
  month,
  monthname,
  quarter,
  second,
  weekday,
  weekofyear,
  year,
} from './expressions/functions/time-fields.ts'
export {
  dateTrunc,
  fromUtcTimestamp,
  makeTimestamp,
  type TimeUnit,
  timestampAdd,
  timestampDiff,
  timestampMicros,
  timestampMillis,
  timestampSeconds,
  toUtcTimestamp,
  tryMakeTimestamp,
  unixMicros,
  unixMillis,
  unixSeconds,
} from './expressions/functions/time-moments.ts'
export {
  dateFormat,
  fromUnixtime,
  toDate,
  toTimestamp,
  tryToDate,
  tryToTimestamp,
  unixTimestamp,
} from './expressions/functions/time-text.ts'
export { sessionWindow, window, windowTime } from './expressions/functions/window.ts'
export type { Interval } from './expressions/interval.ts'
export type { FromJsonOptions } from './expressions/node.ts'
export type { SortOrder } from './expressions/sort-order.ts'
export type { ArrowTable } from './formats/arrow.ts'
export type { DataFrame } from './formats/data-frame.ts'
export { type ParquetContents, readParquet } from './formats/parquet/read.ts'
export type { TextCompression } from './formats/text-file-writer.ts'
export { type ProduceTransactionsOptions, produceTransactions } from './lab/produce-transactions.ts'
export { type Chart, chart, plot } from './notebook/chart.ts'
export type { ChartSpec } from './notebook/chart-figure.ts'
export { setupPlotly } from './notebook/plotly-script.ts'
export { show } from './notebook/show.ts'
export { openWorkbook, type Workbook, type WorkbookOptions } from './notebook/workbook.ts'
export { GroupedTable } from './plan/grouped-table.ts'
export type { BothColumns, ExistenceHow, JoinHow, JoinOn, PairingHow, UsingColumns } from './plan/join-types.ts'
export type { GroupFunction, GroupMapFunction, GroupState, GroupStateOptions, MapGroupsOptions } from './plan/plan-map-groups.ts'
export type { Ordering } from './plan/plan-sort.ts'
export type { KafkaColumns, KafkaColumnsWithHeaders, ReadStream } from './plan/read-stream.ts'
export type { OutputMode, Sink, SinkBatch, SinkContext } from './plan/sink.ts'
export { staticTable, Table } from './plan/static-table.ts'
export type { CsvReadOptions } from './plan/static-table-csv.ts'
export { csvTable, jsonTable, parquetTable, type TextTableOptions } from './plan/static-table-files.ts'
export { GroupedStream, Stream } from './plan/stream.ts'
export type {
  Batch,
  Ledger,
  NextOptions,
  PartitionLedger,
  StartOptions,
  StreamingQuery,
  StreamingQueryProgress,
  WriteStreamOptions,
} from './plan/streaming-query.ts'
export type { ColumnBatch } from './schema/column-batch.ts'
export {
  type ArrayType,
  array,
  type BinaryType,
  type BooleanType,
  type ByteType,
  binary,
  boolean,
  byte,
  type DataType,
  type DateType,
  type DecimalType,
  type DoubleType,
  date,
  decimal,
  double,
  type Fields,
  type FloatType,
  float,
  type IntegerType,
  integer,
  type LongType,
  long,
  type MapType,
  map,
  type ShortType,
  type StringType,
  type StructType,
  short,
  simpleString,
  string,
  struct,
  type TimestampType,
  timestamp,
} from './schema/data-type.ts'
export type { Row, RowOf, ValueOf } from './schema/row.ts'
export { type ConsoleSinkOptions, consoleSink } from './sinks/console-sink.ts'
export { type CsvSinkOptions, csvSink } from './sinks/csv-sink.ts'
export { type BatchFrame, foreachBatchSink } from './sinks/foreach-batch-sink.ts'
export { type ForeachWriter, foreachSink } from './sinks/foreach-sink.ts'
export { type JsonSinkOptions, jsonSink } from './sinks/json-sink.ts'
export { type KafkaSinkOptions, kafkaSink } from './sinks/kafka-sink.ts'
export { type MemorySink, memorySink } from './sinks/memory-sink.ts'
export { type ParquetSinkOptions, parquetSink } from './sinks/parquet-sink.ts'
export type { KafkaConnectionOptions } from './sources/kafka/client.ts'
export type { KafkaSourceOptions } from './sources/kafka/options.ts'
export { type MemoryRecord, type MemorySource, type MemorySourceOptions, memorySource } from './sources/memory.ts'
export type { Source } from './sources/source.ts'
export { type ErrorCode, SluiceError } from './util/error.ts'
export type { WatermarkPolicy } from './windows/watermark.ts'
