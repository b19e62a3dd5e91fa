import 'reflect-metadata';
import type { ColumnRole } from '../lib/metadata/arguments';
import type { ClusteringKeyOptions, ColumnOptions, Representation, TypeSpec } from '../lib/metadata/options';
import { recordColumn } from '../lib/metadata/record';
import { classOf } from './class-of';

type AnyColumnOptions = ColumnOptions & ClusteringKeyOptions;

function isTypeSpec(value: TypeSpec | AnyColumnOptions | undefined): value is TypeSpec {
  return typeof value === 'string' || (value !== undefined && 'kind' in value);
}

/** The one body of all column decorators: sorts out the call's two shapes and records the column. */
export function columnDecorator(
  role: ColumnRole,
  typeOrOptions: TypeSpec | AnyColumnOptions | undefined,
  options: AnyColumnOptions | undefined,
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
