import type { Codec } from './codec';
import type { CodecPlan } from './codec-plan';
import type { CqlType } from './cql-type';
import { formatCqlType } from './format-cql-type';
import { pickForm } from './representation';
import type { Representation } from './representation';
import { RepresentationFault } from './representation-fault';
import { SCALAR_PLANS } from './scalar-plans';

function planOf(type: CqlType): CodecPlan {
  switch (type.kind) {
    case 'scalar':
      return SCALAR_PLANS[type.name];
    default:
      throw new RepresentationFault(`the type ${formatCqlType(type)} has no codec yet`);
  }
}

/**
 * The codec of a CQL type for properties of one class. Writing takes every form that fits the type, whatever `as` says;
 * reading gives the form that `as` asks for, or the default of the type.
 *
 * @throws RepresentationFault when the type cannot be read as `as`, and for user-defined types.
 */
export function createCodec(type: CqlType, as?: Representation): Codec {
  const cql = formatCqlType(type);
  const { encode, forms } = planOf(type);
  const { decode } = pickForm(forms, as, cql);
  return Object.freeze(decode === undefined ? { cql, encode } : { cql, encode, decode });
}
