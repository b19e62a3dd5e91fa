/** One thing that `caspy doctor` looked at. */
export interface Check {
  /** What was looked at: `node`, `config`, `glob`, … */
  readonly name: string;
  /** A finding says that things work and do not fit together; a failure that something does not work. */
  readonly status: 'ok' | 'warning' | 'finding' | 'failure';
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
}

export function ok(name: string, message: string): Check {
  return { name, status: 'ok', message, hint: null };
}

export function warning(name: string, message: string, hint: string): Check {
  return { name, status: 'warning', message, hint };
}

export function finding(name: string, message: string, hint: string): Check {
  return { name, status: 'finding', message, hint };
}

export function failure(name: string, message: string, hint: string | null): Check {
  return { name, status: 'failure', message, hint };
}
