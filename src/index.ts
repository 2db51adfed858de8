// The one door: every public name, in the order of a record's way.

export { type ProduceOptions, type ProduceRecord, type ProduceSummary, produce } from './broker/producer.ts'
export type { TopicAdmin, TopicDescription } from './broker/topics.ts'
export { type EmbeddedEngineOptions, embeddedEngine } from './engines/embedded.ts'
export {
  ArrayColumn,
  BinaryColumn,
  BooleanColumn,
  Column,
  type ColumnOf,
  type Columns,
  DateColumn,
  type DecimalColumn,
  type DoubleColumn,
  type IntegerColumn,
  type LongColumn,
  NumericColumn,
  StringColumn,
  type StructColumn,
  TimestampColumn,
} from './expressions/column.ts'
export { avg, count, max, min, sum } from './expressions/functions/aggregates.ts'
export { coalesce, when } from './expressions/functions/conditional.ts'
export { fromJson } from './expressions/functions/json.ts'
export { lit } from './expressions/functions/lit.ts'
export { concat, length, lower, trim, upper } from './expressions/functions/text.ts'
export { currentTimestamp } from './expressions/functions/time.ts'
export { window } from './expressions/functions/window.ts'
export type { FromJsonOptions } from './expressions/node.ts'
export type { ArrowTable } from './formats/arrow.ts'
export type { DataFrame } from './formats/data-frame.ts'
export { type ParquetContents, readParquet } from './formats/parquet/read.ts'
export { type ProduceTransactionsOptions, produceTransactions } from './lab/produce-transactions.ts'
export { type Chart, chart, plot } from './notebook/chart.ts'
export type { ChartSpec } from './notebook/chart-figure.ts'
export { setupPlotly } from './notebook/plotly-script.ts'
export { show } from './notebook/show.ts'
export { openWorkbook, type Workbook, type WorkbookOptions } from './notebook/workbook.ts'
export type { KafkaColumns, KafkaColumnsWithHeaders, ReadStream } from './plan/read-stream.ts'
export type { OutputMode, Sink, SinkBatch, SinkContext } from './plan/sink.ts'
export { GroupedStream, Stream } from './plan/stream.ts'
export type {
  Batch,
  Ledger,
  NextOptions,
  PartitionLedger,
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
  binary,
  boolean,
  type DataType,
  type DateType,
  type DecimalType,
  type DoubleType,
  date,
  decimal,
  double,
  type Fields,
  type IntegerType,
  integer,
  type LongType,
  long,
  type StringType,
  type StructType,
  simpleString,
  string,
  struct,
  type TimestampType,
  timestamp,
} from './schema/data-type.ts'
export type { Row, RowOf, ValueOf } from './schema/row.ts'
export { type ConsoleSinkOptions, consoleSink } from './sinks/console-sink.ts'
export { type MemorySink, memorySink } from './sinks/memory-sink.ts'
export { type ParquetSinkOptions, parquetSink } from './sinks/parquet-sink.ts'
export type { KafkaConnectionOptions } from './sources/kafka/client.ts'
export type { KafkaSourceOptions } from './sources/kafka/options.ts'
export { type MemoryRecord, type MemorySource, type MemorySourceOptions, memorySource } from './sources/memory.ts'
export type { Source } from './sources/source.ts'
export { type ErrorCode, SluiceError } from './util/error.ts'
