/** Says whether an input is a legal one, which is then to be taken; anything else is to be refused. */
export type Accepts = (value: unknown) => boolean;

export const none: Accepts = () => false;
export const omitted: Accepts = (value) => value === undefined;
export const isAny: Accepts = () => true;

/** A text that UTF-8 can hold. */
export const isText: Accepts = (value) =>
  typeof value === 'string' && (value as string & { isWellFormed(): boolean }).isWellFormed();

/** A text that Cassandra takes as a whole partition key. */
export const isKeyText: Accepts = (value) => isText(value) && value !== '' && String(value).length < 65_536;

export const isInt: Accepts = (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
export const isLimit: Accepts = (value) => isInt(value) && Number(value) >= 1;

/** An object with nothing in it, which is no option and no value too many. */
export const isEmptyObject: Accepts = (value) =>
  typeof value === 'object' &&
  value !== null &&
  Object.prototype.toString.call(value) === '[object Object]' &&
  Object.keys(value).length === 0;

/** `create` and `merge` look at names only; the types are checked when something is written. */
export const namesId: Accepts = (value) =>
  Object.prototype.toString.call(value) === '[object Object]' && Object.keys(value as object).join() === 'id';

export const either =
  (...accepts: readonly Accepts[]): Accepts =>
  (value) =>
    accepts.some((accept) => accept(value));
