import type { NamingStrategy } from '../../metadata/naming-strategy';
import { snakeCaseNaming } from '../../metadata/naming-strategy';
import type { KeyspaceModel, TableModel, TypeModel, ViewModel } from '../model';
import { typesUsedBy } from '../types-by-need';
import { type Catalog, catalogOf, isUnreadable } from './catalog';
import { type ClassPlace, Imports } from './imports';
import type { CodeStyle } from './literal';
import { printClass, printNotes, type PulledClass } from './print-class';
import { type PullContext, pullTable, pullView } from './pull-table';
import { pullUserType } from './pull-user-type';
import { wantedParts } from './wanted-parts';

/** Options of `pullEntities`. */
export interface PullOptions {
  /** Only these tables and views, with the types and tables that they need. */
  readonly tables?: readonly string[];
  /** The strategy of the data source: a name that it would give is not written. */
  readonly namingStrategy?: Partial<NamingStrategy>;
  /** Writes `keyspace` into each `@Table()`. */
  readonly writeKeyspace?: boolean;
  /** Prettier's `singleQuote` and `printWidth`; its defaults, false and 80, unless set. */
  readonly style?: Partial<CodeStyle>;
  /** What imports of other files end with: `'.js'` for ES modules of Node. */
  readonly importExtension?: '' | '.js';
}

/** One file of TypeScript. */
export interface PulledFile {
  /** The name of the file; never a path that leaves the folder. */
  readonly path: string;
  readonly text: string;
}

/** Something that decorators cannot say. */
export interface PullWarning {
  /** `table`, `table.column` or a user-defined type. */
  readonly subject: string;
  readonly message: string;
}

/** The files of a keyspace, and what they leave out. */
export interface PullResult {
  readonly files: readonly PulledFile[];
  readonly warnings: readonly PullWarning[];
}

/**
 * The entity classes of a keyspace as files of TypeScript, one for each table, materialized view and user-defined type.
 * They compile under `strict`, are formatted as prettier would, and declare what the keyspace has: their diff against
 * it is empty. Only options that differ from Cassandra's defaults are written.
 *
 * What decorators cannot say is left out, with a comment in the file and a warning. No text of the server becomes code:
 * names and comments are string literals, and names of classes, properties and files are letters and digits.
 *
 * @throws ConfigurationError when `tables` names one that is not there.
 * @example
 * ```ts
 * const { files, warnings } = pullEntities(keyspace, { tables: ['users'] });
 * await writePulledFiles('src/entities', files);
 * ```
 */
export function pullEntities(keyspace: KeyspaceModel, options: PullOptions = {}): PullResult {
  const catalog = catalogOf(keyspace);
  const wanted = wantedParts(keyspace, catalog, options.tables);
  const writer = new Writer(keyspace, catalog, options);
  const files = [
    ...wanted.types.map((type) => writer.userType(type)),
    ...wanted.tables.map((table) => writer.table(table)),
    ...wanted.views.map((view) => writer.view(view)),
  ];
  const used = typesUsedBy([...wanted.tables, ...wanted.views], wanted.types);
  const unused = wanted.types.filter(({ name }) => !used.has(name));
  return { files, warnings: [...writer.warnings, ...unused.map(unusedType)] };
}

/** The files of other types are found by their imports. */
function unusedType({ name }: TypeModel): PullWarning {
  const message = "is used by no table, so nothing imports its file: let 'entities' name it too ('dist/**/*.type.js').";
  return { subject: name, message };
}

type Pulled = Omit<PulledClass, 'notes'>;

type LeaveOut = PullContext['leaveOut'];

/** Gathers the warnings while the files are written. */
class Writer {
  readonly warnings: PullWarning[] = [];
  readonly #keyspace: KeyspaceModel;
  readonly #catalog: Catalog;
  readonly #naming: NamingStrategy;
  readonly #style: CodeStyle;
  readonly #options: PullOptions;

  constructor(keyspace: KeyspaceModel, catalog: Catalog, options: PullOptions) {
    this.#keyspace = keyspace;
    this.#catalog = catalog;
    this.#options = options;
    this.#naming = { ...snakeCaseNaming, ...options.namingStrategy };
    this.#style = { singleQuote: false, printWidth: 80, ...options.style };
  }

  userType(type: TypeModel): PulledFile {
    const place = this.#placeOf(this.#catalog.types, type.name);
    const fault = type.fields.map((field) => this.#catalog.read(field)).find(isUnreadable);
    if (fault !== undefined) return this.#stub(place, type.name, `The type ${type.name}`, fault.reason);
    const imports = new Imports(this.#catalog.types);
    const pulled = pullUserType(type, this.#catalog, imports, this.#naming, this.#style);
    return this.#file(place, printClass(pulled, imports, this.#style, this.#extension));
  }

  table(table: TableModel): PulledFile {
    const place = this.#placeOf(this.#catalog.entities, table.name);
    const fault = this.#keyFault(table);
    if (fault !== undefined) return this.#stub(place, table.name, `The table ${table.name}`, fault);
    return this.#entity(place, table.name, (imports, leaveOut) =>
      pullTable(table, place, imports, { ...this.#context(), leaveOut }),
    );
  }

  view(view: ViewModel): PulledFile {
    const place = this.#placeOf(this.#catalog.entities, view.name);
    const base = this.#keyspace.tables.find(({ name }) => name === view.base);
    const fault =
      base === undefined ? `there is no table ${view.base}` : (this.#keyFault(base) ?? this.#keyFault(view));
    if (fault !== undefined) return this.#stub(place, view.name, `The view ${view.name}`, fault);
    const basePlace = this.#placeOf(this.#catalog.entities, view.base);
    return this.#entity(place, view.name, (imports, leaveOut) =>
      pullView(view, place, basePlace, imports, { ...this.#context(), leaveOut }),
    );
  }

  #entity(place: ClassPlace, subject: string, pull: (imports: Imports, leaveOut: LeaveOut) => Pulled): PulledFile {
    const imports = new Imports(this.#catalog.types);
    const notes: string[] = [];
    const pulled = pull(imports, (part, reason) => {
      notes.push(`Left out: ${part}: ${reason}.`);
      this.warnings.push({ subject: `${subject}.${part}`, message: `left out: ${reason}` });
    });
    return this.#file(place, printClass({ ...pulled, notes }, imports, this.#style, this.#extension));
  }

  /** A file that only says why it has no class: nothing is left out without a word. */
  #stub(place: ClassPlace, subject: string, what: string, reason: string): PulledFile {
    this.warnings.push({ subject, message: `left out: ${reason}` });
    return this.#file(place, printNotes([`${what} is left out: ${reason}.`]));
  }

  #keyFault({ columns }: Pick<TableModel, 'columns'>): string | undefined {
    const key = columns.filter(({ kind }) => kind === 'partition' || kind === 'clustering');
    return key.map((column) => this.#catalog.read(column)).find(isUnreadable)?.reason;
  }

  #context(): Omit<PullContext, 'leaveOut'> {
    const keyspace = this.#options.writeKeyspace === true ? this.#keyspace.name : undefined;
    return { catalog: this.#catalog, naming: this.#naming, style: this.#style, keyspace };
  }

  get #extension(): string {
    return this.#options.importExtension ?? '';
  }

  #placeOf(places: ReadonlyMap<string, ClassPlace>, name: string): ClassPlace {
    // The catalog names every type, table and view of the keyspace.
    return places.get(name) ?? { className: 'Unknown', module: 'unknown' };
  }

  #file({ module }: ClassPlace, text: string): PulledFile {
    return { path: `${module}.ts`, text };
  }
}
