import type { Codec } from './codec';
import type { CodecPlan } from './codec-plan';
import { mapPlan } from './codecs/map';
import { listPlan, setPlan } from './codecs/sequence';
import { tuplePlan } from './codecs/tuple';
import { userTypeCodec } from './codecs/user-type';
import { vectorPlan } from './codecs/vector';
import type { CqlType, UserDefinedType } from './cql-type';
import { formatCqlType } from './format-cql-type';
import { checkUserTypeForm, pickForm } from './representation';
import type { Representation } from './representation';
import { RepresentationFault } from './representation-fault';
import { SCALAR_PLANS } from './scalar-plans';

function planOf(type: Exclude<CqlType, UserDefinedType>): CodecPlan {
  switch (type.kind) {
    case 'scalar':
      return SCALAR_PLANS[type.name];
    case 'list':
      return listPlan(createCodec(type.element));
    case 'set':
      return setPlan(createCodec(type.element));
    case 'map':
      return mapPlan(type, createCodec(type.key), createCodec(type.value));
    case 'tuple':
      return tuplePlan(type.elements.map((element) => createCodec(element)));
    case 'vector':
      return vectorPlan(type, createCodec(type.element));
  }
}

function codecOfUserType({ definition, home }: UserDefinedType, cql: string, as: Representation | undefined): Codec {
  if (definition === undefined) {
    throw new RepresentationFault(`the user-defined type ${cql} needs a class: write () => TheClass`);
  }
  checkUserTypeForm(definition, as, cql);
  return Object.freeze({ cql, ...userTypeCodec(definition, home) });
}

/**
 * The codec of a CQL type for properties of one class. Writing takes every form that fits the type, whatever `as` says;
 * reading gives the form that `as` asks for, or the default of the type.
 *
 * @throws RepresentationFault when the type cannot be read as `as`, and for user-defined types without a class.
 */
export function createCodec(type: CqlType, as?: Representation): Codec {
  const cql = formatCqlType(type);
  if (type.kind === 'udt') return codecOfUserType(type, cql, as);
  const { encode, forms } = planOf(type);
  const { decode } = pickForm(forms, as, cql);
  return Object.freeze(decode === undefined ? { cql, encode } : { cql, encode, decode });
}
