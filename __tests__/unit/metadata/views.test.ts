import {
  ClusteringKey,
  Column,
  CounterColumn,
  Index,
  MaterializedView,
  PartitionKey,
  StaticColumn,
  Table,
} from '../../../lib/index';
import { buildTables } from '../../../lib/metadata/build-tables';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { createView } from '../../../lib/schema/create-view';
import { modelOf } from '../../../lib/schema/entity-model';
import { faultsOf } from '../support/models';
import type { Decorate } from '../support/sample';

@Table()
class Base {
  @PartitionKey() a!: string;
  @ClusteringKey('int') b!: number;
  @StaticColumn('text') owner!: string;
  @Column() mail!: string;
  @Column('int') level!: number;
}

/** A view of Base with what `decorate` adds. */
function view(decorate: Decorate, base: () => EntityClass = () => Base): EntityClass {
  @MaterializedView(base)
  class View {}
  decorate(View.prototype);
  return View;
}

const key: Decorate = (p) => {
  PartitionKey('text')(p, 'mail');
  ClusteringKey('text')(p, 'a');
  ClusteringKey('int')(p, 'b');
};
const with_ =
  (more: Decorate): Decorate =>
  (p) => {
    key(p);
    more(p);
  };

test.each<[string, EntityClass, RegExp]>([
  [
    'a column that the base has not',
    view(with_((p) => Column('int')(p, 'nothing'))),
    /^View\.nothing: has the column 'nothing', which Base has not/,
  ],
  ['another type', view(with_((p) => Column('bigint')(p, 'level'))), /^View\.level: is bigint, but Base\.level is int/],
  [
    'a static column',
    view(with_((p) => Column('text')(p, 'owner'))),
    /^View\.owner: is static, and a view has no static columns/,
  ],
  [
    'an index',
    view(with_((p) => [Column('int'), Index()].forEach((decorate) => decorate(p, 'level')))),
    /^View\.level: has an index/,
  ],
  [
    'two further key columns',
    view(with_((p) => ClusteringKey('int')(p, 'level'))),
    /^View: has mail, level in its primary key; a view's key takes one column/,
  ],
  [
    'a part of the key',
    view((p) => {
      PartitionKey('text')(p, 'mail');
      ClusteringKey('text')(p, 'a');
    }),
    /^View: has a primary key without b of Base/,
  ],
])('%s', (_, target, message) => {
  expect(faultsOf(Base, target)).toEqual([expect.stringMatching(message)]);
});

test('a base that is not there, that is a view, that counts, that is no class', () => {
  const first = view(key);
  @Table()
  class Hits {
    @PartitionKey() a!: string;
    @CounterColumn() hits!: bigint;
  }
  const counted = view(
    (p) => PartitionKey('text')(p, 'a'),
    () => Hits,
  );
  expect(faultsOf(first)).toEqual([
    expect.stringMatching(/^View: is a view of Base, which is no entity of this data source/),
  ]);
  expect(
    faultsOf(
      Base,
      first,
      view(key, () => first),
    ),
  ).toContainEqual(expect.stringMatching(/which is a view itself/));
  expect(faultsOf(Hits, counted)).toEqual([expect.stringMatching(/^View: is a view of a table of counters/)]);
  expect(
    faultsOf(
      Base,
      view(key, () => 'Base' as never),
    ),
  ).toEqual([expect.stringMatching(/is a view of Base, which is no entity/)]);
});

test('its table has the same name as another one', () => {
  @MaterializedView(() => Base, { name: 'base' })
  class View {}
  key(View.prototype);
  expect(faultsOf(Base, View)).toEqual([expect.stringMatching(/has the same table 'base' as Base/)]);
});

test('the statement; base and view know each other, whichever comes first', () => {
  @MaterializedView(() => Base, { where: 'b > 5', gcGraceSeconds: 10 })
  class ByMail {
    @PartitionKey() mail!: string;
    @ClusteringKey('int', { order: 'DESC' }) b!: number;
    @ClusteringKey() a!: string;
    @Column('int') level!: number;
  }
  for (const classes of [
    [Base, ByMail],
    [ByMail, Base],
  ]) {
    const tables = buildTables(classes);
    const made = tables.get(ByMail)!;
    const base = tables.get(Base)!;
    expect([made.view?.base(), base.views]).toEqual([base, [made]]);
    const [view] = modelOf(tables.values(), 'ks').keyspaces[0]!.views;
    expect(createView(view!, 'ks.by_mail', 'ks.base')).toBe(
      'CREATE MATERIALIZED VIEW IF NOT EXISTS ks.by_mail AS SELECT mail, b, a, level FROM ks.base ' +
        'WHERE mail IS NOT NULL AND b IS NOT NULL AND a IS NOT NULL AND b > 5 PRIMARY KEY ((mail), b, a) ' +
        'WITH CLUSTERING ORDER BY (b DESC, a ASC) AND gc_grace_seconds = 10',
    );
  }
});

test('readOnly on a class that is no view is a fault', () => {
  @Table()
  class NoView {
    static readonly readOnly = true;
    @PartitionKey() id!: string;
  }
  expect(faultsOf(NoView)).toEqual([expect.stringMatching(/^NoView\.readOnly: says that the class is only read, but/)]);
});

test('the name stands where that of a table does, or among the options', () => {
  @MaterializedView(() => Base, 'by_mail', { comment: 'c' })
  class ByMail {}
  @MaterializedView(() => Base, { name: 'by_mail_too' })
  class ByMailToo {}
  for (const target of [ByMail, ByMailToo]) key(target.prototype);
  const tables = buildTables([Base, ByMail, ByMailToo]);
  expect([ByMail, ByMailToo].map((target) => tables.get(target)?.tableName)).toEqual(['by_mail', 'by_mail_too']);
  expect(tables.get(ByMail)?.options.comment).toBe('c');
});

test('an unknown option is refused under the name of the decorator', () => {
  @MaterializedView(() => Base, { coment: 'c' } as object)
  class ByMail {}
  key(ByMail.prototype);
  expect(faultsOf(Base, ByMail)).toContainEqual(
    expect.stringContaining("'coment' is no option of @MaterializedView(). Did you mean 'comment'?"),
  );
});
