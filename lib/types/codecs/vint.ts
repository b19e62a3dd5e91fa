/** Bits that a vint of 1 to 8 bytes holds: each byte but the first adds 8 and costs one bit in the first. */
const BITS_PER_BYTE = 7n;
const LONGEST = 9;

/** How many bytes an unsigned number of up to 64 bits takes. */
export function unsignedVintSize(value: bigint): number {
  let size = 1;
  while (size < LONGEST && value >> (BITS_PER_BYTE * BigInt(size)) !== 0n) size += 1;
  return size;
}

/**
 * Writes Cassandra's variable-length form: as many leading ones in the first byte as bytes follow it, then the value,
 * highest byte first. Returns the offset behind it.
 */
export function writeUnsignedVint(value: bigint, bytes: Buffer, offset: number): number {
  const size = unsignedVintSize(value);
  let rest = value;
  for (let at = offset + size - 1; at >= offset; at -= 1) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  const leadingOnes = (0xff00 >> (size - 1)) & 0xff;
  bytes[offset] = (bytes[offset] ?? 0) | leadingOnes;
  return offset + size;
}

/** Folds the sign into the lowest bit, so that small negative numbers stay short. */
export function zigZag(value: bigint): bigint {
  return value < 0n ? ~value * 2n + 1n : value * 2n;
}
