import type { Frame } from './cql-frames';

const OPCODE_BATCH = 13;
const FLAG = { values: 0x01, pageSize: 0x04, pageState: 0x08 };

/** An EXECUTE or BATCH as it came over the wire; of a batch only the first statement is read. */
export class ExecuteRequest {
  readonly #body: Buffer;
  readonly #isBatch: boolean;
  readonly id: Buffer;
  readonly cql: string;

  constructor({ body, opcode }: Frame, textOf: (id: Buffer) => string) {
    this.#body = body;
    this.#isBatch = opcode === OPCODE_BATCH;
    // A batch begins with its type, the number of statements, and the kind of the first.
    const start = this.#isBatch ? 4 : 0;
    this.id = body.subarray(start + 2, start + 2 + body.readUInt16BE(start));
    this.cql = textOf(this.id);
  }

  /** The values that were bound, as bytes; null and unset are both undefined. */
  get values(): readonly (Buffer | undefined)[] {
    return this.#read().values;
  }

  /** The state that the page before gave; undefined for the first page. */
  get pageState(): string | undefined {
    return this.#read().pageState;
  }

  #read(): { readonly values: readonly (Buffer | undefined)[]; readonly pageState: string | undefined } {
    if (this.#isBatch) return { values: [], pageState: undefined };
    const body = this.#body;
    let at = 2 + this.id.length + 2;
    const flags = body.readUInt8(at);
    at += 1;
    const values: (Buffer | undefined)[] = [];
    if ((flags & FLAG.values) !== 0) {
      const count = body.readUInt16BE(at);
      at += 2;
      for (let index = 0; index < count; index++) {
        const length = body.readInt32BE(at);
        values.push(length < 0 ? undefined : body.subarray(at + 4, at + 4 + length));
        at += 4 + Math.max(0, length);
      }
    }
    if ((flags & FLAG.pageSize) !== 0) at += 4;
    if ((flags & FLAG.pageState) === 0) return { values, pageState: undefined };
    return { values, pageState: body.subarray(at + 4, at + 4 + body.readInt32BE(at)).toString() };
  }
}
