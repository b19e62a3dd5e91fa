import type { CodeStyle } from './literal';
import { stringLiteral } from './literal';
import { widthOf } from './text-width';

/** A class of another pulled file. */
export interface ClassPlace {
  readonly className: string;
  /** The file beside this one, without its ending. */
  readonly module: string;
}

/** What one file imports; grows while its class is put together. */
export class Imports {
  readonly #places: ReadonlyMap<string, ClassPlace>;
  readonly #values = new Set<string>();
  readonly #types = new Set<string>();
  readonly #driver = new Set<string>();
  readonly #classes = new Map<string, ClassPlace>();

  /** @param places the classes of the user-defined types, by the names of the types */
  constructor(places: ReadonlyMap<string, ClassPlace>) {
    this.#places = places;
  }

  /** A function of caspy. */
  use(name: string): string {
    this.#values.add(name);
    return name;
  }

  /** A type of caspy: a decorated property takes it from an `import type` only. */
  useType(name: string): void {
    this.#types.add(name);
  }

  /** A type of the driver. */
  useDriver(name: string): void {
    this.#driver.add(name);
  }

  /** The class of a user-defined type. */
  classOf(typeName: string): string {
    const place = this.#places.get(typeName);
    return place === undefined ? 'never' : this.useClass(place);
  }

  /** The class of another file. */
  useClass(place: ClassPlace): string {
    this.#classes.set(place.className, place);
    return place.className;
  }

  /** The lines of the file that import all of it. */
  toLines(style: CodeStyle, extension: string): string[] {
    const lines = [
      importLine('import', [...this.#values], 'caspy', style),
      importLine('import type', [...this.#types], 'caspy', style),
      importLine('import type', [...this.#driver], 'cassandra-driver', style),
    ];
    const classes = [...this.#classes.values()].toSorted((a, b) => compare(a.module, b.module));
    for (const { className, module } of classes) {
      lines.push(importLine('import', [className], `./${module}${extension}`, style));
    }
    return lines.filter((line) => line !== '');
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function importLine(keyword: string, names: readonly string[], from: string, style: CodeStyle): string {
  if (names.length === 0) return '';
  const sorted = names.toSorted(compare);
  const end = ` from ${stringLiteral(from, style)};`;
  const line = `${keyword} { ${sorted.join(', ')} }${end}`;
  // Prettier never breaks the import of one name.
  if (sorted.length === 1 || widthOf(line) <= style.printWidth) return line;
  return [`${keyword} {`, ...sorted.map((name) => `  ${name},`), `}${end}`].join('\n');
}
