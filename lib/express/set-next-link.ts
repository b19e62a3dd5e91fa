import type { ServerResponse } from 'node:http';
import type { RequestUrl } from './handler-types';
import { queryOf } from './page-request';

/**
 * Adds the header `Link` with `rel="next"` (RFC 8288) when there is another page: the parameters of this request, with
 * the token of the next page in `after`.
 *
 * The target is relative to the address of the request, so it is right behind a proxy too, and no header of the client
 * decides where it leads: `new URL(target, response.url)`.
 *
 * @example
 * ```ts
 * setNextLink(request, response, page); // Link: <?limit=20&after=AbC…>; rel="next"
 * ```
 */
export function setNextLink(
  request: RequestUrl,
  response: ServerResponse,
  page: { readonly next: string | null },
): void {
  if (page.next === null) return;
  const query = queryOf(request);
  query.set('after', page.next);
  response.appendHeader('Link', `<?${query.toString()}>; rel="next"`);
}
