import type { Section } from './support.ts'

/** In the Python of a case, or in the SQL of its `F.expr`. */
const asFunction = (name: string) => new RegExp(`F\\.${name}\\b|expr\\(.*\\b${name}\\(`)

export const FUNCTIONS: readonly Section[] = [
  {
    title: 'Functions',
    of: 'functions',
    spelt: asFunction,
    families: [
      {
        title: 'Values and conditions',
        cases: 'logic conditional collections-functions',
        same: 'lit when coalesce greatest ifnull isnan isnotnull isnull least nanvl nullif nullifzero nvl nvl2 zeroifnull',
        otherwise: {
          col: 't.name',
          column: 't.name',
          expr: 'the functions',
          equal_null: 'a.eqNullSafe(b)',
          typeof: 'printSchema()',
          positive: 'the column',
        },
        absent: 'assert_true raise_error',
      },
      {
        title: 'Numbers',
        cases: 'math aliases',
        same: `abs bin bround cbrt ceil ceiling conv degrees exp expm1 factorial floor hypot ln log log10 log1p log2 negate
          negative pmod pow power radians rint round sign signum sqrt try_add try_divide try_mod try_multiply try_subtract
          width_bucket bit_count bitwise_not getbit shiftleft shiftright shiftrightunsigned acos acosh asin asinh atan atan2
          atanh cosh sinh tanh +div`,
        different: 'sin cos tan cot sec csc',
        otherwise: {
          bit_get: 'getbit',
          bitwiseNOT: 'bitwiseNot',
          shiftLeft: 'shiftleft',
          shiftRight: 'shiftright',
          shiftRightUnsigned: 'shiftrightunsigned',
          toDegrees: 'degrees',
          toRadians: 'radians',
          e: 'lit(Math.E)',
          pi: 'lit(Math.PI)',
        },
        absent: 'to_number try_to_number to_char to_varchar',
      },
      {
        title: 'Text',
        cases: 'strings strings-formatted',
        same: `ascii bit_length btrim char_length chr concat concat_ws contains endswith initcap instr left length levenshtein
          locate lower lpad ltrim octet_length overlay position repeat replace reverse right rpad rtrim soundex split_part
          startswith substr substring substring_index trim upper`,
        different: 'format_number format_string printf translate',
        otherwise: { char: 'chr', character_length: 'charLength', lcase: 'lower', ucase: 'upper' },
        absent: `elt find_in_set mask quote sentences collate collation is_valid_utf8 make_valid_utf8 validate_utf8
          try_validate_utf8 parse_url try_parse_url url_decode url_encode try_url_decode`,
      },
      {
        title: 'Patterns',
        cases: 'regexp',
        same: 'like ilike',
        different: `regexp_count regexp_extract regexp_extract_all regexp_instr regexp_like regexp_replace regexp_substr
          rlike split`,
        otherwise: { regexp: 'rlike' },
      },
      {
        title: 'Bytes and hashes',
        cases: 'hash',
        same: 'base64 crc32 decode encode hash hex md5 sha1 sha2 unbase64 unhex xxhash64',
        otherwise: { sha: 'sha1' },
        absent: 'aes_decrypt aes_encrypt try_aes_decrypt to_binary try_to_binary',
      },
      {
        title: 'Dates and times',
        cases: 'datetime datetime-make datetime-text aliases windows session-windows',
        same: `add_months current_date current_timestamp date_add date_diff date_from_unix_date date_sub date_trunc datediff
          dayname dayofmonth dayofweek dayofyear from_utc_timestamp hour last_day make_date make_timestamp minute month
          monthname months_between next_day now quarter second timestamp_add timestamp_diff timestamp_micros
          timestamp_millis timestamp_seconds to_utc_timestamp trunc try_make_timestamp unix_date unix_micros unix_millis
          unix_seconds weekday weekofyear year window session_window window_time +interval`,
        different: 'date_format from_unixtime to_date to_timestamp try_to_date try_to_timestamp unix_timestamp',
        otherwise: {
          curdate: 'currentDate',
          dateadd: 'dateAdd',
          day: 'dayofmonth',
          date_part: 'hour(…), month(…), …',
          datepart: 'hour(…), month(…), …',
          extract: 'hour(…), month(…), …',
          to_unix_timestamp: 'unixTimestamp',
          make_timestamp_ltz: 'makeTimestamp',
          try_make_timestamp_ltz: 'tryMakeTimestamp',
          to_timestamp_ltz: 'toTimestamp',
          make_dt_interval: "interval('…')",
          make_interval: "interval('…')",
        },
        absent: `convert_timezone localtimestamp current_timezone current_time make_time make_timestamp_ntz make_ym_interval
          time_bucket time_diff time_from_micros time_from_millis time_from_seconds time_to_micros time_to_millis
          time_to_seconds time_trunc to_time to_timestamp_ntz try_make_interval try_make_timestamp_ntz try_to_time`,
        why: 'there are no types for a time of day, for a timestamp without a zone and for intervals',
      },
      {
        title: 'Arrays',
        cases: 'collections collections-made collections-functions',
        same: `aggregate array=arrayOf array_append array_compact array_contains array_distinct array_except array_insert
          array_intersect array_join array_max array_min array_position array_prepend array_remove array_repeat array_size
          array_sort array_union arrays_overlap arrays_zip cardinality element_at exists filter flatten forall get reduce
          sequence size slice sort_array transform try_element_at zip_with`,
        absent: 'shuffle',
        why: 'by chance, so not the same in a replay',
      },
      {
        title: 'Maps and structs',
        cases: 'collections-maps collections',
        same: `create_map map_concat map_contains_key map_entries map_filter map_from_arrays map_from_entries map_keys
          map_values named_struct str_to_map struct=structOf transform_keys transform_values`,
        absent: 'map_zip_with',
      },
      {
        title: 'Rows from arrays and maps',
        cases: 'explode explode-watermark',
        same: 'explode explode_outer inline inline_outer posexplode posexplode_outer',
        absent: 'stack',
      },
      {
        title: 'JSON',
        cases: 'from-json from-json-matrix from-json-options from-json-random from-json-times json-functions json-test-suite',
        same: 'get_json_object json_array_length json_object_keys',
        different: 'from_json to_json',
        otherwise: { json_tuple: 'getJsonObject' },
        absent: 'schema_of_json',
      },
      {
        title: 'Order',
        cases: 'operators aliases',
        same: 'asc asc_nulls_first asc_nulls_last desc desc_nulls_first desc_nulls_last',
      },
      {
        title: 'Aggregates',
        cases: 'aggregates aggregates-edges aggregates-values aliases types',
        same: `any_value approxCountDistinct approx_count_distinct approx_percentile array_agg avg bit_and bit_or bit_xor
          bool_and bool_or collect_list collect_set corr count count_if covar_pop covar_samp every kurtosis listagg max
          max_by mean median min min_by mode percentile percentile_approx product skewness some stddev stddev_pop
          stddev_samp string_agg sum try_avg try_sum var_pop var_samp variance count_distinct countDistinct sum_distinct
          sumDistinct`,
        different: 'first last',
        otherwise: { std: 'stddev', first_value: 'first', last_value: 'last' },
        absent: `histogram_numeric regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy
          regr_syy listagg_distinct string_agg_distinct grouping grouping_id`,
        why: 'a distinct aggregate is refused on a stream, here as in Spark: `countDistinct` and `sumDistinct` say so',
      },
      {
        title: 'Sketches and bitmaps',
        absent: `bitmap_and_agg bitmap_bit_position bitmap_bucket_number bitmap_construct_agg bitmap_count bitmap_or_agg
          count_min_sketch hll_sketch_agg hll_sketch_estimate hll_union hll_union_agg kll_merge_agg_bigint
          kll_merge_agg_double kll_merge_agg_float kll_sketch_agg_bigint kll_sketch_agg_double kll_sketch_agg_float
          kll_sketch_get_n_bigint kll_sketch_get_n_double kll_sketch_get_n_float kll_sketch_get_quantile_bigint
          kll_sketch_get_quantile_double kll_sketch_get_quantile_float kll_sketch_get_rank_bigint
          kll_sketch_get_rank_double kll_sketch_get_rank_float kll_sketch_merge_bigint kll_sketch_merge_double
          kll_sketch_merge_float kll_sketch_to_string_bigint kll_sketch_to_string_double kll_sketch_to_string_float
          theta_difference theta_intersection theta_intersection_agg theta_sketch_agg theta_sketch_estimate theta_union
          theta_union_agg tuple_difference_double tuple_difference_integer tuple_difference_theta_double
          tuple_difference_theta_integer tuple_intersection_agg_double tuple_intersection_agg_integer
          tuple_intersection_double tuple_intersection_integer tuple_intersection_theta_double
          tuple_intersection_theta_integer tuple_sketch_agg_double tuple_sketch_agg_integer tuple_sketch_estimate_double
          tuple_sketch_estimate_integer tuple_sketch_summary_double tuple_sketch_summary_integer tuple_sketch_theta_double
          tuple_sketch_theta_integer tuple_union_agg_double tuple_union_agg_integer tuple_union_double tuple_union_integer
          tuple_union_theta_double tuple_union_theta_integer`,
      },
      {
        title: 'CSV, XML, variants, places on earth',
        absent: `from_csv schema_of_csv to_csv from_xml schema_of_xml to_xml xpath xpath_boolean xpath_double xpath_float
          xpath_int xpath_long xpath_number xpath_short xpath_string is_valid_variant is_variant_null parse_json
          schema_of_variant schema_of_variant_agg to_variant_object try_parse_json try_variant_get variant_get st_asbinary
          st_geogfromwkb st_geomfromwkb st_setsrid st_srid`,
      },
      {
        title: 'Chance and place of a row',
        absent: `input_file_block_length input_file_block_start input_file_name monotonically_increasing_id rand randn random
          randstr spark_partition_id uniform uuid`,
        why: 'not the same in a replay, or of Spark’s partitions',
      },
      {
        title: 'Functions over a window of rows',
        absent: 'cume_dist dense_rank lag lead nth_value ntile percent_rank rank row_number',
        why: 'Spark refuses them on a stream',
      },
      {
        title: 'Session, own code, layout of tables',
        absent: `current_catalog current_database current_path current_schema current_user session_user user version
          arrow_udf arrow_udtf call_function call_udf java_method pandas_udf reflect try_reflect udf udtf unwrap_udt broadcast
          bucket days hours months years`,
        why: 'own code runs in `foreachBatchSink`, `foreachSink` and `flatMapGroupsWithState`',
      },
    ],
  },
]
