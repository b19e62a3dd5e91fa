import { MetadataError } from '../lib/errors';

/**
 * The class whose property is decorated. A static property would come with the class itself, whose constructor is
 * `Function`, and would be lost there without a word.
 *
 * @throws MetadataError for a static property.
 */
export function classOf(target: object, property: string | symbol): { readonly name: string } & object {
  if (typeof target !== 'function') return target.constructor;
  const message = 'is static, so no row holds it. Take out the word static; @StaticColumn() makes a static column.';
  throw new MetadataError([{ path: `${target.name}.${String(property)}`, message }]);
}
