import 'reflect-metadata';
import type { ColumnRole, RecordedColumnOptions } from '../lib/metadata/arguments';
import type { Representation, TypeSpec } from '../lib/metadata/options';
import { recordColumn } from '../lib/metadata/record';
import { classOf } from './class-of';

function isTypeSpec(value: TypeSpec | RecordedColumnOptions | undefined): value is TypeSpec {
  return typeof value === 'string' || typeof value === 'function' || (value !== undefined && 'kind' in value);
}

/** The one body of all column decorators: sorts out the call's two shapes and records the column. */
export function columnDecorator(
  role: ColumnRole,
  typeOrOptions: TypeSpec | RecordedColumnOptions | undefined,
  options: RecordedColumnOptions | undefined,
): PropertyDecorator {
  const typed = isTypeSpec(typeOrOptions);
  const type = typed ? typeOrOptions : undefined;
  const settings = (typed ? options : typeOrOptions) ?? {};
  return (prototype, property) => {
    const declared: unknown = Reflect.getMetadata('design:type', prototype, property);
    recordColumn(
      classOf(prototype, property),
      property,
      role,
      type,
      settings,
      // What tsc and swc emit as `design:type` is a constructor or nothing.
      typeof declared === 'function' ? (declared as Representation) : undefined,
    );
  };
}
