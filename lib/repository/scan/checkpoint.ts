import { PageTokenError } from '../../errors';
import type { TokenScope } from '../page-token';
import { openSealed, sealPageState } from '../page-token';
import type { PartState, Position } from './part';
import { AT_START } from './part';
import type { TokenRange } from './token-ranges';
import { joined } from './token-ranges';

/** How far a scan is. */
export interface Progress {
  /** Rows that were handed out, from the first start on. */
  readonly rows: number;
  /** What is not done with. */
  readonly parts: readonly PartState[];
}

/** Raised when the layout changes. */
const VERSION = 1;
const RANGED = 1;
const DIGEST_LENGTH = 16;

/** Progress as a token: opaque, URL-safe, bound to the statement with its keyspace, its values, and the secret. */
export function sealCheckpoint({ rows, parts }: Progress, scope: TokenScope): string {
  // Ranges of which nothing was read are many and alike: joined, a token stays short, and a resumed scan cuts them again.
  const untouched = parts.flatMap(({ range, position }) => (position === AT_START ? (range ?? []) : []));
  const begun = parts.filter(({ range, position }) => position !== AT_START || range === undefined);
  const all = [...joined(untouched).map((range): PartState => ({ range, position: AT_START })), ...begun];
  const head = Buffer.alloc(13);
  head.writeUInt8(VERSION);
  head.writeBigUInt64BE(BigInt(rows), 1);
  head.writeUInt32BE(all.length, 9);
  return sealPageState(Buffer.concat([head, ...all.map(encodePart)]), scope);
}

/** @throws PageTokenError when the token was changed, or belongs to another scan. */
export function openCheckpoint(token: unknown, scope: TokenScope): Progress {
  const bytes = openSealed(token, scope);
  if (bytes?.[0] === VERSION) return decode(bytes);
  throw new PageTokenError(
    `${scope.statement.operation}: the checkpoint was changed, or belongs to another scan. ` +
      'Pass what checkpoint() returned, unchanged, with the same where and select; or start without resume.',
  );
}

function encodePart({ range, position: { pageState, fetchSize, after } }: PartState): Buffer {
  const head = Buffer.alloc(25);
  head.writeUInt8(range === undefined ? 0 : RANGED);
  head.writeBigInt64BE(range?.start ?? 0n, 1);
  head.writeBigInt64BE(range?.end ?? 0n, 9);
  head.writeUInt32BE(fetchSize ?? 0, 17);
  head.writeUInt32BE(pageState?.length ?? 0, 21);
  return Buffer.concat([head, pageState ?? Buffer.alloc(0), after ?? Buffer.alloc(DIGEST_LENGTH)]);
}

function decode(bytes: Buffer): Progress {
  const rows = Number(bytes.readBigUInt64BE(1));
  const parts: PartState[] = [];
  let at = 13;
  for (let left = bytes.readUInt32BE(9); left > 0; left -= 1) {
    const isRanged = bytes.readUInt8(at) === RANGED;
    const range: TokenRange = { start: bytes.readBigInt64BE(at + 1), end: bytes.readBigInt64BE(at + 9) };
    const stateLength = bytes.readUInt32BE(at + 21);
    const stateEnd = at + 25 + stateLength;
    const position = positionOf(
      bytes.readUInt32BE(at + 17),
      bytes.subarray(at + 25, stateEnd),
      bytes.subarray(stateEnd, stateEnd + DIGEST_LENGTH),
    );
    parts.push({ range: isRanged ? range : undefined, position });
    at = stateEnd + DIGEST_LENGTH;
  }
  return { rows, parts };
}

function positionOf(fetchSize: number, pageState: Buffer, after: Buffer): Position {
  const isAfterRow = after.some((byte) => byte !== 0);
  if (fetchSize === 0 && pageState.length === 0 && !isAfterRow) return AT_START;
  return {
    pageState: pageState.length === 0 ? undefined : pageState,
    fetchSize: fetchSize === 0 ? undefined : fetchSize,
    after: isAfterRow ? after : undefined,
  };
}
