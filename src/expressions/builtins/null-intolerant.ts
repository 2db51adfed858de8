/**
 * Functions of which Spark knows that a null argument makes them null. It shows: where such a call stands in a condition
 * that holds, Spark's optimizer adds that the argument is not null, and lets that pass below a watermark.
 *
 * @see Spark `NullIntolerant`; the list was read off the optimized plans of Spark 4.2.0
 */
export const NULL_INTOLERANT: ReadonlySet<string> = new Set(
  (
    'abs acos acosh add_months array_contains array_distinct array_except array_intersect array_max array_min array_position ' +
    'array_remove array_union arrays_overlap ascii asin asinh atan atan2 atanh base64 bin bit_count bit_length bitwise_and ' +
    'bitwise_not bitwise_or bitwise_xor cbrt ceil chr contains conv cos cosh cot crc32 csc date_add date_diff date_format ' +
    'date_from_unix_date date_sub dayname dayofmonth dayofweek dayofyear degrees div element_at encode endswith exp expm1 ' +
    'factorial floor format_number from_unixtime from_utc_timestamp get getbit hex hour hypot ilike initcap instr ' +
    'json_array_length json_object_keys last_day left length levenshtein like ln log log10 log1p log2 lower lpad make_date ' +
    'make_timestamp map_entries map_from_arrays map_keys map_values md5 minute month monthname months_between negative ' +
    'next_day octet_length overlay pmod power quarter radians regexp_extract regexp_extract_all regexp_instr regexp_like ' +
    'regexp_replace repeat replace reverse rint rlike rpad sec second sha1 sha2 shiftleft shiftright shiftrightunsigned ' +
    'signum sin sinh slice sort_array soundex space split split_part sqrt startswith str_to_map substring substring_index tan ' +
    'tanh timestamp_micros timestamp_millis timestamp_seconds to_json to_utc_timestamp translate try_add try_divide ' +
    'try_element_at try_make_timestamp try_mod try_multiply try_subtract unbase64 unhex unix_date unix_micros unix_millis ' +
    'unix_seconds upper weekday weekofyear year'
  ).split(' '),
)
