import type { Section } from './support.ts'

/** Not a function of that name: `F.filter(…)`. */
const asMethod = (name: string) => new RegExp(`(?<!\\bF)\\.${name}\\(`)
/** Also as Python writes columns: `t.a > 1`. */
const asColumnMethod = (name: string) => OPERATORS[name] ?? asMethod(name)
const OPERATORS: Readonly<Record<string, RegExp>> = {
  '==': / == /,
  '!=': / != /,
  '<': / < /,
  '<=': / <= /,
  '>': / > /,
  '>=': / >= /,
  '+': / \+ /,
  '-': / - /,
  '*': / \* /,
  '/': / \/ /,
  '%': / % /,
  '&': / & /,
  '|': / \| /,
  '~': /~/,
}

export const QUERIES: readonly Section[] = [
  {
    title: 'Streams',
    of: 'DataFrame',
    spelt: asMethod,
    families: [
      {
        title: 'Columns and rows',
        cases: 'operators unions watermark deduplication joins-tables sinks',
        same: 'select withColumn withColumnRenamed drop filter where union unionByName',
        otherwise: {
          unionAll: 'union',
          withColumns: 'select(r => ({ ...r, … }))',
          withColumnsRenamed: 'withColumnRenamed',
          toDF: 'select',
          selectExpr: 'select',
          alias: 'each side is an argument: `(l, r) => …`',
          transform: 'a call of your function',
          toJSON: 'toJson',
          fillna: 'coalesce',
          na: 'coalesce, filter',
          dropna: 'filter',
          replace: 'when',
        },
        absent: 'colRegex metadataColumn melt unpivot withMetadata to zipWithIndex observe mapInArrow mapInPandas',
      },
      { title: 'Time', cases: 'watermark windows session-windows operators operator-chains', same: 'withWatermark' },
      {
        title: 'State',
        cases: 'aggregation deduplication operators operator-chains',
        same: 'groupBy dropDuplicates dropDuplicatesWithinWatermark distinct orderBy',
        different: 'limit',
        otherwise: {
          groupby: 'groupBy',
          drop_duplicates: 'dropDuplicates',
          sort: 'orderBy',
          agg: 'groupBy().agg',
        },
        absent: 'cube rollup groupingSets',
      },
      {
        title: 'Joins',
        cases: 'joins joins-interval joins-conditions joins-chained joins-mixed joins-random joins-refused joins-tables',
        same: 'crossJoin',
        different: 'join',
        absent: 'hint lateralJoin nearestByJoin exists scalar asTable',
      },
      {
        title: 'What a stream is',
        tests: 'test/plan/output-mode.test.ts test/engines/embedded.test.ts',
        same: 'printSchema explain schema writeStream +plan',
        otherwise: {
          columns: 'Object.keys(stream.schema.fields)',
          dtypes: 'printSchema()',
          isStreaming: 'a `Stream` is, a `Table` is not',
          sparkSession: 'openWorkbook()',
        },
        absent: `sameSemantics semanticHash inputFiles isLocal executionInfo createGlobalTempView createOrReplaceGlobalTempView
          createOrReplaceTempView createTempView registerTempTable repartition repartitionById repartitionByRange coalesce
          sampleBy randomSplit`,
      },
      {
        title: 'Made for tables at rest',
        absent: `approxQuantile cache checkpoint collect corr count cov crosstab describe exceptAll first foreach
          foreachPartition freqItems head intersect intersectAll isEmpty localCheckpoint mergeInto offset pandas_api persist
          plot rdd sample show sortWithinPartitions stat storageLevel subtract summary tail take toArrow toLocalIterator
          toPandas transpose unpersist write writeTo`,
        why: 'of a batch there are `rows()`, `frame` and `arrow`',
      },
    ],
  },
  {
    title: 'Groups',
    of: 'GroupedData',
    spelt: asMethod,
    families: [
      {
        title: 'Aggregation',
        cases: 'aggregation operators joins-chained',
        same: 'agg count',
        otherwise: { avg: 'agg', max: 'agg', mean: 'agg', min: 'agg', sum: 'agg' },
        absent: 'pivot',
        why: 'Spark refuses it on a stream',
      },
      {
        title: 'State of your own',
        cases: 'keyed-state',
        same: 'applyInPandasWithState=flatMapGroupsWithState',
        absent: 'apply applyInArrow applyInPandas cogroup transformWithState transformWithStateInPandas',
      },
      {
        title: 'As in Scala, asked of it: a row a call, and `initialState` for both',
        tests: 'test/operators/map-groups-map.test.ts',
        same: '+mapGroupsWithState',
      },
    ],
  },
  {
    title: 'The state of a group',
    of: 'GroupState',
    families: [
      {
        title: 'GroupState',
        cases: 'keyed-state',
        same: `exists get getOption hasTimedOut remove setTimeoutDuration setTimeoutTimestamp update
          getCurrentProcessingTimeMs getCurrentWatermarkMs`,
        absent: 'NO_TIMESTAMP json oldTimeoutTimestamp',
        why: 'they are PySpark’s own book-keeping',
      },
    ],
  },
  {
    title: 'Operators of columns',
    of: 'operators',
    spelt: asColumnMethod,
    families: [
      {
        title: 'Comparison',
        cases: 'logic types decimals',
        same: '===eq !==notEqual <=lt <==leq >=gt >==geq',
      },
      { title: 'Logic', cases: 'logic joins-conditions', same: '&=and |=or ~=not' },
      { title: 'Arithmetic', cases: 'arithmetic types decimals', same: '+=plus -=minus *=multiply /=divide %=mod' },
    ],
  },
  {
    title: 'Methods of columns',
    of: 'Column',
    spelt: asMethod,
    families: [
      {
        title: 'All columns',
        cases: 'logic cast conditional types',
        same: 'isNull isNotNull cast try_cast eqNullSafe isin between when otherwise',
        otherwise: {
          alias: 'the key: `({ name: column })`',
          name: 'the key: `({ name: column })`',
          astype: 'cast',
          asc: 'asc(column)',
          asc_nulls_first: 'ascNullsFirst(column)',
          asc_nulls_last: 'ascNullsLast(column)',
          desc: 'desc(column)',
          desc_nulls_first: 'descNullsFirst(column)',
          desc_nulls_last: 'descNullsLast(column)',
          isNaN: 'isnan(column)',
          transform: 'a call of your function',
        },
        absent: 'over outer',
      },
      {
        title: 'Text, bits',
        cases: 'strings regexp math',
        same: 'contains endswith=endsWith startswith=startsWith substr like ilike bitwiseAND bitwiseOR bitwiseXOR',
        different: 'rlike',
      },
      {
        title: 'Arrays, maps, structs',
        cases: 'types collections-maps',
        same: 'getItem withField dropFields +field',
        otherwise: { getField: '`struct.name`, `field(name)`' },
      },
    ],
  },
  {
    title: 'Reading',
    of: 'DataStreamReader',
    families: [
      {
        title: 'Kafka',
        cases: 'kafka-source transactions',
        same: '+kafka +from',
        otherwise: {
          format: 'readStream.kafka({ … })',
          option: 'readStream.kafka({ … })',
          options: 'readStream.kafka({ … })',
          load: 'readStream.kafka({ … })',
        },
        absent: 'changes csv json name orc parquet schema table text xml',
        why: 'streams come from Kafka; `Stream` of anything else: `readStream.from(source)`',
      },
      {
        title: 'Tables to join with',
        cases: 'joins-tables',
        tests: 'test/plan/join-tables.test.ts',
        same: '+staticTable +jsonTable +parquetTable',
        different: '+csvTable',
      },
    ],
  },
  {
    title: 'Writing',
    of: 'DataStreamWriter',
    families: [
      {
        title: 'writeStream({ … })',
        cases: 'aggregation operators sinks file-sinks console kafka-sink',
        tests: 'test/plan/output-mode.test.ts',
        same: `outputMode queryName format=sink +checkpointLocation +multipleWatermarkPolicy +noDataMicroBatches`,
        otherwise: {
          option: 'options of the sink',
          options: 'options of the sink',
          partitionBy: '`partitionBy` of the sink',
          foreach: 'foreachSink',
          foreachBatch: 'foreachBatchSink',
          start: 'query.start()',
          trigger: 'query.start({ … })',
        },
        absent: 'clusterBy toTable',
      },
    ],
  },
  {
    title: 'Output modes',
    of: 'outputMode',
    families: [
      {
        title: 'outputMode',
        cases: 'aggregation operators joins-refused deduplication session-windows',
        same: 'append update complete',
      },
    ],
  },
  {
    title: 'Triggers',
    of: 'trigger',
    families: [
      {
        title: 'start({ … })',
        cases: 'facts kafka-source keyed-state',
        tests: 'test/runtime/trigger.test.ts',
        same: 'availableNow once processingTime +maxRecords',
        absent: 'continuous realTime',
        why: 'refused by `start` with INVALID_OPTION',
      },
    ],
  },
  {
    title: 'Running queries',
    of: 'StreamingQuery',
    families: [
      {
        title: 'StreamingQuery',
        tests: 'test/runtime/streaming-query.test.ts test/runtime/stopping.test.ts test/engines/embedded.test.ts',
        same: `id runId name isActive exception explain lastProgress recentProgress stop awaitTermination +start +next +drain
          +replay +ledger +why`,
        otherwise: { processAllAvailable: 'drain()', status: 'isActive, why()' },
      },
    ],
  },
  {
    title: 'Queries of a session',
    of: 'StreamingQueryManager',
    families: [
      {
        title: 'spark.streams',
        absent: 'active addListener awaitAnyTermination get removeListener resetTerminated',
        why: 'a query is a value: keep it in a variable',
      },
    ],
  },
  {
    title: 'Progress',
    of: 'progress',
    families: [
      {
        title: 'StreamingQueryProgress',
        cases: 'transactions kafka-source watermark',
        same: `batchDuration batchId durationMs eventTime id inputRowsPerSecond name processedRowsPerSecond runId
          sources stateOperators timestamp sink`,
        different: 'numInputRows',
        absent: 'observedMetrics',
      },
    ],
  },
]
