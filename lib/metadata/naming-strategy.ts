/** Makes the names in Cassandra from the names in TypeScript. */
export interface NamingStrategy {
  tableName(className: string): string;
  columnName(propertyName: string): string;
  /** The name of a user-defined type. */
  typeName(className: string): string;
  indexName(tableName: string, columnNames: readonly string[]): string;
}

/** `videoURLPath` becomes `video_url_path`, `line2Text` becomes `line2_text`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase();
}

/** The default: snake_case for tables, columns and types, `<table>_<column>_idx` for indexes as Cassandra itself does. */
export const snakeCaseNaming: NamingStrategy = {
  tableName: snakeCase,
  columnName: snakeCase,
  typeName: snakeCase,
  indexName: (tableName, columnNames) => `${tableName}_${columnNames.join('_').replace(/\W+/g, '_')}_idx`,
};
