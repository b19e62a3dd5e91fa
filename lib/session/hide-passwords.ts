const PASSWORD = /password/i;
/** Up to the end of the statement when it is cut off. */
const SECRET = /(password\s*(?:=\s*)?)('(?:[^']|'')*(?:'|$)|\$\$.*?(?:\$\$|$))/gis;
const HIDDEN = "'***'";

/**
 * A statement as it may be logged. Roles are made by statements that hold their passwords as texts, for CQL takes no
 * parameter there: `CREATE ROLE r WITH PASSWORD = '***'`.
 */
export function hidePasswords(cql: string): string {
  return PASSWORD.test(cql) ? cql.replace(SECRET, `$1${HIDDEN}`) : cql;
}

/** The driver hangs the statement on its errors, and the server quotes parts of it in its messages. */
export function hidePasswordsOf(cql: string, error: unknown): void {
  if (!(error instanceof Error)) return;
  const secrets = [...cql.matchAll(SECRET)].flatMap(([, , secret]) => secret ?? []);
  for (const property of ['message', 'stack', 'query']) {
    const text: unknown = Reflect.get(error, property);
    if (typeof text !== 'string') continue;
    Reflect.set(
      error,
      property,
      secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text),
    );
  }
  const inner: unknown = Reflect.get(error, 'innerErrors');
  if (typeof inner === 'object' && inner !== null) {
    for (const each of Object.values(inner)) hidePasswordsOf(cql, each);
  }
}
