import type { Accepts } from './accepted';
import { either, isEmptyObject, isInt, isLimit, none, omitted } from './accepted';
import type { Case } from './cases';
import { slot } from './cases';
import type { Place, Target } from './model';
import { named } from './options';
import { isPageSize, whereSlots } from './slots';
import type { QuerySet, Repository } from 'caspy';
import { Count, MoreThan } from 'caspy';

export function querySetCases(targets: Repository<Target>, places: Repository<Place>): Record<string, Case> {
  const rows = (): QuerySet<Target> => targets.filter({ id: 'a' });
  return {
    'QuerySet.filter': whereSlots((where) => targets.all().filter(where).all()),
    'QuerySet.orderBy': [
      slot('column', none, (column) => rows().orderBy(column).all()),
      slot('direction', omitted, (direction) => rows().orderBy('seq', direction).all()),
    ],
    'QuerySet.limit': [slot('rows', isLimit, (limit) => rows().limit(limit).all())],
    'QuerySet.perPartitionLimit': [slot('rows', isLimit, (limit) => rows().perPartitionLimit(limit).all())],
    'QuerySet.select': [slot('column', none, (column) => rows().select(column).all())],
    'QuerySet.distinct': 'takes no input',
    'QuerySet.groupBy': [slot('column', none, (column) => rows().groupBy(column).all())],
    'QuerySet.allowFiltering': 'takes no input',
    'QuerySet.consistency': [slot('level', omitted, (level) => rows().consistency(level).all())],
    'QuerySet.profile': [slot('name', omitted, (name) => rows().profile(name).all())],
    'QuerySet.fetchSize': [slot('rows', isLimit, (size) => rows().fetchSize(size).all())],
    'QuerySet.timeout': [
      slot(
        'milliseconds',
        either(omitted, (value) => typeof value === 'number' && Number.isFinite(value) && value > 0),
        (ms) => rows().timeout(ms).all(),
      ),
    ],
    'QuerySet.tracing': [
      slot(
        'isTraced',
        either(omitted, (value) => typeof value === 'boolean'),
        (isTraced) => rows().tracing(isTraced).all(),
      ),
    ],
    'QuerySet.signal': [slot('signal', omitted, (signal) => rows().signal(signal).all())],
    'QuerySet.all': 'takes no input',
    'QuerySet.first': 'takes no input',
    'QuerySet.firstOrFail': 'takes no input',
    'QuerySet.one': 'takes no input',
    'QuerySet.count': 'takes no input',
    'QuerySet.sum': [slot('column', none, (column) => rows().sum(column))],
    'QuerySet.average': [slot('column', none, (column) => rows().average(column))],
    'QuerySet.minimum': [slot('column', none, (column) => rows().minimum(column))],
    'QuerySet.maximum': [slot('column', none, (column) => rows().maximum(column))],
    'QuerySet.aggregate': [
      slot('aggregates', none, (aggregates) => rows().aggregate(aggregates)),
      slot('an aggregate', none, (value) => rows().aggregate({ value })),
      slot('the name of an aggregate', none, (hostile) => rows().aggregate(named(hostile, 1) as never)),
    ],
    'QuerySet.aggregateBy': [
      slot('columns', none, (columns) => rows().aggregateBy(columns, { rows: Count() })),
      slot('a column', none, (column) => rows().aggregateBy([column], { rows: Count() })),
      slot('aggregates', none, (aggregates) => rows().aggregateBy(['id'], aggregates)),
    ],
    'QuerySet.annOf': [
      slot('column', none, (column) =>
        places
          .all()
          .annOf(column, [1, 2] as never)
          .limit(1)
          .all(),
      ),
      slot('vector', isVector, (vector) => places.all().annOf('at', vector).limit(1).all()),
      slot('an element', isFinite32, (element) => places.all().annOf('at', [element, 1]).limit(1).all()),
    ],
    'QuerySet.withSimilarity': 'takes no input',
    'QuerySet.clusteringRange': [
      slot('range', none, (range) => rows().clusteringRange(range).all()),
      slot('the values of a range', none, (values) => rows().clusteringRange(MoreThan(values)).all()),
      slot('a value of a range', isInt, (seq) =>
        rows()
          .clusteringRange(MoreThan({ seq } as never))
          .all(),
      ),
      slot('the name of a value', none, (hostile) =>
        rows()
          .clusteringRange(MoreThan(named(hostile, 1) as never))
          .all(),
      ),
    ],
    'QuerySet.exists': 'takes no input',
    'QuerySet.delete': 'takes no input',
    'QuerySet.page': [
      slot('request', either(omitted, isEmptyObject), (request) => rows().page(request)),
      slot('size', either(omitted, isPageSize), (size) => rows().page({ size })),
      slot(
        'after',
        either(omitted, (value) => value === null),
        (after) => rows().page({ after }),
      ),
    ],
    'QuerySet.stream': 'takes no input',
    'QuerySet.explain': 'takes no input',
    'QuerySet.toCql': 'takes no input',
  };
}

/** Beyond it a search fails on the server, and leaves the index broken. */
const isFinite32: Accepts = (value) => typeof value === 'number' && Math.abs(value) <= 1e17;
const isVector: Accepts = (value) =>
  (Array.isArray(value) || value instanceof Float32Array) && value.length === 2 && [...value].every(isFinite32);
