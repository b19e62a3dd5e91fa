const SIGN_BIT = 0x80;

function hexToBytes(hex: string): Buffer {
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** The shortest two's complement bytes of a bigint, highest byte first, as Cassandra stores varint. */
export function bigintToBytes(value: bigint): Buffer {
  const magnitude = hexToBytes((value < 0n ? ~value : value).toString(16));
  const hasRoom = ((magnitude[0] ?? 0) & SIGN_BIT) === 0;
  const bytes = hasRoom ? magnitude : Buffer.concat([Buffer.alloc(1), magnitude]);
  if (value >= 0n) return bytes;
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = ~(bytes[at] ?? 0);
  return bytes;
}

/** The bigint of two's complement bytes; no bytes are zero. */
export function bytesToBigint(bytes: Buffer): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
