import type { Section } from './support.ts'

const asOption = (name: string) => new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b`)

export const SOURCES_AND_SINKS: readonly Section[] = [
  {
    title: 'Types',
    of: 'types',
    families: [
      {
        title: 'Scalars',
        cases: 'types cast cast-pairs decimals from-json-matrix file-sinks',
        same: `BinaryType=binary BooleanType=boolean ByteType=byte DateType=date DecimalType=decimal DoubleType=double
          FloatType=float IntegerType=integer LongType=long ShortType=short StringType=string TimestampType=timestamp`,
        absent: `CalendarIntervalType CharType DayTimeIntervalType GeographyType GeometryType NullType TimeType
          TimestampNTZType UserDefinedType VarcharType VariantType YearMonthIntervalType`,
      },
      {
        title: 'Nested',
        cases: 'types collections collections-maps from-json file-sinks',
        same: 'ArrayType=array MapType=map StructType=struct +simpleString',
      },
    ],
  },
  {
    title: 'Sources by format',
    of: 'sourceFormats',
    families: [
      {
        title: 'readStream',
        cases: 'kafka-source transactions',
        same: 'kafka',
        absent: 'binaryFile csv json orc parquet rate rate-micro-batch socket text xml',
        why: 'files are read as tables; records for trials: `memorySource`, `produce`',
      },
    ],
  },
  {
    title: 'Options of the Kafka source',
    of: 'kafkaOptions',
    spelt: asOption,
    families: [
      {
        title: 'What is read',
        cases: 'kafka-source transactions',
        same: `subscribe startingOffsets startingTimestamp startingOffsetsByTimestamp startingOffsetsByTimestampStrategy
          maxOffsetsPerTrigger minOffsetsPerTrigger includeHeaders`,
        different: 'kafka.isolation.level=isolationLevel endingOffsets',
      },
      {
        title: 'The same, not asked of Spark',
        tests: 'test/sources/kafka/kafka-source.test.ts test/sources/kafka/options.test.ts',
        same: 'assign subscribePattern maxTriggerDelay kafka.bootstrap.servers=brokers',
        different: 'failOnDataLoss',
      },
      {
        title: 'Not there',
        otherwise: {
          topic: '`topic` of the sink',
        },
        absent: `endingOffsetsByTimestamp endingTimestamp minPartitions maxRecordsPerPartition
          fetchOffset.numRetries fetchOffset.retryIntervalMs kafkaConsumer.pollTimeoutMs groupIdPrefix
          kafka.group.id`,
        why: 'refused with INVALID_OPTION, as any other `kafka.…`; `ssl`, `sasl` and `clientId` are options of `openWorkbook`',
      },
    ],
  },
  {
    title: 'Options of fromJson',
    of: 'jsonOptions',
    spelt: asOption,
    families: [
      {
        title: 'Known',
        cases: 'from-json from-json-options from-json-times from-json-matrix',
        same: `allowBackslashEscapingAnyCharacter allowComments allowNonNumericNumbers allowNumericLeadingZeros
          allowSingleQuotes allowUnquotedControlChars allowUnquotedFieldNames columnNameOfCorruptRecord
          enableDateTimeParsingFallback timeZone`,
        different: 'mode locale dateFormat timestampFormat',
      },
      {
        title: 'Without effect on a single record, as in Spark',
        tests: 'test/formats/json/options.test.ts',
        same: `charset compression dropFieldIfAllNull encoding ignoreNullFields inferTimestamp lineSep multiLine
          prefersDecimal pretty primitivesAsString samplingRatio sortKeys timeFormat timestampNTZFormat useUnsafeRow
          writeNonAsciiCharacterAsCodePoint`,
      },
      {
        title: 'Not there',
        absent: 'maxNestingDepth maxNumLen maxStringLen singleVariantColumn',
        why: 'refused with INVALID_OPTION',
      },
    ],
  },
  {
    title: 'Options of toJson and jsonSink',
    of: 'jsonOptions',
    spelt: asOption,
    families: [
      {
        title: 'Known',
        cases: 'json-functions file-sinks',
        same: 'dateFormat ignoreNullFields timeZone timestampFormat',
      },
      {
        title: 'Of the sink',
        cases: 'file-sinks',
        tests: 'test/sinks/json-sink.test.ts',
        otherwise: { compression: '`none` `gzip` …, see `TextCompression`' },
      },
      {
        title: 'Not there',
        absent: `allowBackslashEscapingAnyCharacter allowComments allowNonNumericNumbers allowNumericLeadingZeros
          allowSingleQuotes allowUnquotedControlChars allowUnquotedFieldNames charset columnNameOfCorruptRecord
          dropFieldIfAllNull enableDateTimeParsingFallback encoding inferTimestamp lineSep locale maxNestingDepth maxNumLen
          maxStringLen mode multiLine prefersDecimal pretty primitivesAsString samplingRatio singleVariantColumn sortKeys
          timeFormat timestampNTZFormat useUnsafeRow writeNonAsciiCharacterAsCodePoint`,
        why: 'refused with INVALID_OPTION; most of them say how to read',
      },
    ],
  },
  {
    title: 'Sinks by format',
    of: 'sinkFormats',
    families: [
      {
        title: 'writeStream({ sink })',
        cases: 'sinks file-sinks kafka-sink',
        tests: 'test/sinks/memory-sink.test.ts',
        same: 'csv=csvSink json=jsonSink kafka=kafkaSink memory=memorySink',
        different: 'console=consoleSink parquet=parquetSink',
        otherwise: { noop: 'foreachBatchSink(() => {})' },
        absent: 'orc text xml',
      },
      {
        title: 'Code of your own',
        tests: 'test/sinks/foreach-batch-sink.test.ts',
        same: '+foreachBatchSink +foreachSink',
      },
    ],
  },
  {
    title: 'Options of csvSink',
    of: 'csvOptions',
    spelt: asOption,
    families: [
      {
        title: 'Known',
        cases: 'file-sinks csv-options',
        same: `charToEscapeQuoteEscaping comment dateFormat emptyValue escape escapeQuotes header ignoreLeadingWhiteSpace ignoreTrailingWhiteSpace
          lineSep nullValue quote quoteAll sep timestampFormat`,
        otherwise: { delimiter: 'sep', codec: 'compression', timeZone: '`timeZone` of `openWorkbook`' },
      },
      {
        title: 'The same, not asked of Spark',
        tests: 'test/sinks/csv-sink.test.ts',
        same: 'compression',
      },
      {
        title: 'Not there',
        absent: `charset columnNameOfCorruptRecord columnPruning enableDateTimeParsingFallback encoding enforceSchema extension
          inferSchema inputBufferSize locale maxCharsPerColumn maxColumns mode multiLine nanValue negativeInf positiveInf
          preferDate samplingRatio singleVariantColumn timeFormat timestampNTZFormat unescapedQuoteHandling`,
        why: 'most of them say how to read',
      },
    ],
  },
  {
    title: 'Options of parquetSink',
    of: 'parquetOptions',
    families: [
      {
        title: 'Files',
        tests: 'test/sinks/parquet-sink.test.ts test/formats/parquet-writer.test.ts',
        same: 'compression',
        otherwise: { 'parquet.compression': 'compression' },
        absent: 'datetimeRebaseMode int96RebaseMode mergeSchema',
        why: 'they say how to read',
      },
    ],
  },
  {
    title: 'Options of the other sinks',
    families: [
      {
        title: 'All file sinks',
        cases: 'sinks file-sinks',
        same: '+path +partitionBy',
      },
      {
        title: 'parquetSink, of sluice alone',
        tests: 'test/sinks/parquet-sink.test.ts',
        same: '+writer +rowGroupRows',
      },
      {
        title: 'consoleSink',
        cases: 'console',
        tests: 'test/sinks/console-sink.test.ts',
        same: 'numRows truncate +timeZone +write',
      },
      {
        title: 'kafkaSink',
        cases: 'kafka-sink',
        tests: 'test/sinks/kafka-sink.test.ts',
        same: `topic kafka.bootstrap.servers=brokers kafka.acks=acks kafka.compression.type=compression +connection
          +retryForMs`,
        why: 'any other `kafka.…` is refused with INVALID_OPTION',
      },
    ],
  },
  {
    title: 'Options of tables',
    families: [
      {
        title: 'jsonTable, csvTable',
        tests: 'test/plan/join-tables.test.ts',
        same: 'timeZone',
      },
      {
        title: 'csvTable',
        cases: 'joins-tables',
        tests: 'test/plan/join-tables.test.ts test/plan/static-table-csv.test.ts',
        same: 'header sep quote escape nullValue',
        different: 'lineSep',
        absent: `charToEscapeQuoteEscaping comment dateFormat emptyValue ignoreLeadingWhiteSpace ignoreTrailingWhiteSpace
          inferSchema mode multiLine timestampFormat`,
      },
    ],
  },
  {
    title: 'Options of next and drain',
    families: [
      {
        title: 'One batch',
        tests: 'test/runtime/streaming-query.test.ts test/runtime/stopping.test.ts',
        same: '+maxRecords +timeoutMs +signal',
      },
    ],
  },
  {
    title: 'Beside queries',
    families: [
      {
        title: 'Workbook and notebook',
        tests: 'test/notebook/table.test.ts test/notebook/chart.test.ts test/engines/embedded.test.ts',
        same: '+openWorkbook +embeddedEngine +show +chart +plot +setupPlotly +SluiceError',
      },
      {
        title: 'Records and files',
        tests:
          'test/broker/producer.test.ts test/lab/transactions.test.ts test/formats/parquet-read.test.ts test/sources/contract.test.ts',
        same: '+produce +produceTransactions +memorySource +readParquet',
      },
      {
        title: 'Classes, to name types in code',
        tests: 'test/import.test.ts',
        same: `+Stream +GroupedStream +GroupedTable +Table +Column +ArrayColumn +BinaryColumn +BooleanColumn +DateColumn +MapColumn
          +NumericColumn +StringColumn +TimestampColumn`,
      },
    ],
  },
]
