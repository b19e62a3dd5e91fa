import type { ValidationError as RuleError } from 'class-validator';
import type { ValidationFault } from '../errors';
import { ValidationError } from '../errors';

/** class-validator's error without the object and its values, which may be secret. */
export interface RuleFault {
  readonly property: string | undefined;
  readonly constraints: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, unknown>>;
  readonly children: readonly RuleFault[];
}

/** Messages that are told in one error; all of them are in `errors`. */
const TOLD = 5;

function withoutValues({ property, constraints = {}, children = [], contexts }: RuleError): RuleFault {
  const inner = children.map(withoutValues);
  // Its type says text, but an object without rules has no property.
  const name: string | undefined = property;
  return { property: name, constraints, children: inner, ...(contexts === undefined ? {} : { contexts }) };
}

function flatten(parent: string, { property, constraints, children }: RuleFault): readonly ValidationFault[] {
  const path = property === undefined ? parent : `${parent}.${property}`;
  const own = Object.keys(constraints).length === 0 ? [] : [{ path, constraints }];
  return [...own, ...children.flatMap((child) => flatten(path, child))];
}

/** What class-validator found, as an error of caspy: flat in `errors`, as a tree in `details.tree`. */
export function ruleError(name: string, found: readonly RuleError[]): ValidationError {
  const tree = found.map(withoutValues);
  const errors = tree.flatMap((fault) => flatten(name, fault));
  const messages = errors.flatMap(({ path, constraints }) =>
    Object.entries(constraints).map(([rule, text]) => `${path}: ${text === '' ? `breaks the rule ${rule}` : text}`),
  );
  const more = messages.length > TOLD ? `; and ${messages.length - TOLD} more` : '';
  return new ValidationError(`${messages.slice(0, TOLD).join('; ')}${more}.`, { details: { tree }, errors });
}
