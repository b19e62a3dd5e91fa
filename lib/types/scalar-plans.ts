import type { CodecPlan } from './codec-plan';
import { bigintPlan } from './codecs/bigint';
import { blobPlan } from './codecs/blob';
import { booleanPlan } from './codecs/boolean';
import { datePlan } from './codecs/date';
import { decimalPlan } from './codecs/decimal';
import { durationPlan } from './codecs/duration';
import { doublePlan, floatPlan } from './codecs/floating';
import { inetPlan } from './codecs/inet';
import { intPlan, smallintPlan, tinyintPlan } from './codecs/small-integers';
import { asciiPlan, textPlan } from './codecs/text';
import { timePlan } from './codecs/time';
import { timestampPlan } from './codecs/timestamp';
import { timeuuidPlan, uuidPlan } from './codecs/uuid';
import { varintPlan } from './codecs/varint';
import type { ScalarName } from './cql-type';

export const SCALAR_PLANS: Readonly<Record<ScalarName, CodecPlan>> = {
  ascii: asciiPlan,
  bigint: bigintPlan,
  blob: blobPlan,
  boolean: booleanPlan,
  counter: bigintPlan,
  date: datePlan,
  decimal: decimalPlan,
  double: doublePlan,
  duration: durationPlan,
  float: floatPlan,
  inet: inetPlan,
  int: intPlan,
  smallint: smallintPlan,
  text: textPlan,
  time: timePlan,
  timestamp: timestampPlan,
  timeuuid: timeuuidPlan,
  tinyint: tinyintPlan,
  uuid: uuidPlan,
  varint: varintPlan,
};
