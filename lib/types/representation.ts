import { types } from 'cassandra-driver';
import type { CodecForm } from './codec-plan';
import { DRIVER_CLASSES } from './driver-value';
import { RepresentationFault } from './representation-fault';
import type { UserTypeMetadata } from './user-type';

/**
 * A class that says which JavaScript form a property wants: what TypeScript emits as `design:type`, or the column
 * option `as`. Any function has this shape; `BigInt` cannot be called with `new`, so no narrower type fits all.
 */
export interface Representation {
  readonly name: string;
}

/** The name of the class; the driver's are also known by identity, since a bundler may have renamed them. */
export function representationName(as: Representation): string {
  return DRIVER_CLASSES.find((name) => types[name] === as) ?? as.name;
}

/**
 * The form that a property asks for; the default form without a wish. `Object` is what TypeScript leaves of a union
 * with null, so it means the default unless the type itself has a form of that name.
 * @throws RepresentationFault
 */
export function pickForm(
  forms: readonly [CodecForm, ...CodecForm[]],
  as: Representation | undefined,
  cql: string,
): CodecForm {
  if (as === undefined) return forms[0];
  const name = representationName(as);
  const form = forms.find((candidate) => candidate.as === name);
  if (form !== undefined) return form;
  if (name === 'Object') return forms[0];
  const possible = alternatives(new Set(forms.map((candidate) => candidate.as)));
  throw new RepresentationFault(`${cql} is read as ${possible}, not as ${name === '' ? 'this class' : name}`);
}

/**
 * A user-defined type is read as its class, so the property may be declared as that class or one of its parents;
 * `Object` is what TypeScript leaves of interfaces and unions.
 * @throws RepresentationFault
 */
export function checkUserTypeForm(
  { target, name }: UserTypeMetadata,
  as: Representation | undefined,
  cql: string,
): void {
  if (as === undefined || as === Object) return;
  // The prototype of a class is its parent.
  for (let parent: unknown = target; typeof parent === 'function'; parent = Object.getPrototypeOf(parent)) {
    if (parent === as) return;
  }
  const other = as.name === name ? `another class called ${name}` : as.name || 'this class';
  throw new RepresentationFault(`${cql} is read as ${name}, not as ${other}`);
}

/** Made for the message only: the data behind `Intl` takes longer to load than the rest of this folder. */
function alternatives(names: Iterable<string>): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
}
