import { createHmac, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import { PageTokenError } from '../errors';
import type { Statement } from '../query/statement';

/** Raised when the layout of a token changes; tokens of other versions are refused. */
const VERSION = 1;
const MAC_LENGTH = 16;

/**
 * Without `pageTokenSecret` the digest is keyed with this constant: it finds changed and foreign tokens, but somebody
 * who reads this file can make one. With a secret nobody else can.
 */
const NO_SECRET = 'caspy';

/** Nothing of a parameter may be cut off, or two of them could look alike. */
const WHOLE = { depth: null, maxArrayLength: null, maxStringLength: null } as const;

/** What a token is bound to: the statement with its keyspace, the values of its conditions, and the secret. */
export interface TokenScope {
  readonly statement: Statement;
  readonly params: readonly unknown[];
  readonly secret: string | undefined;
}

/** An opaque, URL-safe token for the page that starts at a page state. */
export function sealPageState(pageState: Buffer, scope: TokenScope): string {
  return Buffer.concat([Buffer.of(VERSION), digest(pageState, scope), pageState]).toString('base64url');
}

/**
 * The page state inside a token.
 *
 * @throws PageTokenError when the token was changed, or belongs to another query, keyspace or secret.
 */
export function openPageToken(token: unknown, scope: TokenScope): Buffer {
  const pageState = openSealed(token, scope);
  if (pageState !== undefined) return pageState;
  throw new PageTokenError(
    `${scope.statement.operation}: the page token was changed, or belongs to another query. ` +
      'Pass `next` of the page before, unchanged, with the same where, order and select; or start without a token.',
  );
}

/** What a token holds; undefined when it was changed, or belongs to another query, keyspace or secret. */
export function openSealed(token: unknown, scope: TokenScope): Buffer | undefined {
  // A query string may hold lists and objects where a text is meant.
  const bytes = Buffer.from(typeof token === 'string' ? token : '', 'base64url');
  const mac = bytes.subarray(1, 1 + MAC_LENGTH);
  const pageState = bytes.subarray(1 + MAC_LENGTH);
  // Decoding skips characters that are not base64url, so only a token that encodes back to itself is unchanged.
  const intact = bytes[0] === VERSION && pageState.length > 0 && bytes.toString('base64url') === token;
  return intact && timingSafeEqual(mac, digest(pageState, scope)) ? pageState : undefined;
}

function digest(pageState: Buffer, { statement, params, secret }: TokenScope): Buffer {
  const hmac = createHmac('sha256', secret ?? NO_SECRET);
  for (const part of [statement.cql, ...params, pageState]) {
    // Only parameters of Raw() are not bytes yet; `inspect` tells any two of them apart, bigints included.
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(typeof part === 'string' ? part : inspect(part, WHOLE));
    // Lengths keep the parts apart: ('ab', 'c') and ('a', 'bc') must differ.
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest().subarray(0, MAC_LENGTH);
}
