import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { HttpException, Injectable, Optional } from '@nestjs/common';

/** How a pipe answers to what is no UUID. */
export interface ParseUuidPipeOptions {
  /** 400 unless set. */
  readonly errorHttpStatusCode?: number | undefined;
  /** The whole error, in place of the pipe's own. */
  readonly exceptionFactory?: ((message: string) => Error) | undefined;
  /** Let undefined and null through. */
  readonly optional?: boolean | undefined;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const TIME_UUID = /^[\da-f]{8}-[\da-f]{4}-1[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Parameters that are keys of type `uuid`: any version, as Cassandra takes them; Nest's own `ParseUUIDPipe` refuses
 * some. The value comes out in lower case, which is how caspy reads it.
 *
 * @throws HttpException 400 for everything else
 * @example
 * ```ts
 * @Get(':id')
 * get(@Param('id', ParseUuidPipe) id: string) {
 *   return this.users.getOrFail({ id });
 * }
 * ```
 */
@Injectable()
export class ParseUuidPipe implements PipeTransform<unknown, string> {
  protected readonly pattern: RegExp = UUID;
  protected readonly kind: string = 'a UUID';
  readonly #options: ParseUuidPipeOptions;

  constructor(@Optional() options: ParseUuidPipeOptions = {}) {
    this.#options = options;
  }

  transform(value: unknown, metadata: ArgumentMetadata): string {
    const { optional, errorHttpStatusCode = 400, exceptionFactory } = this.#options;
    // The handler's parameter is optional too then.
    if (optional === true && (value === undefined || value === null)) return value as unknown as string;
    const text = typeof value === 'string' ? value.toLowerCase() : '';
    if (this.pattern.test(text)) return text;
    const message = `${metadata.data ?? 'The value'} is not ${this.kind}`;
    throw exceptionFactory?.(message) ?? new HttpException(message, errorHttpStatusCode);
  }
}

/**
 * Parameters that are keys of type `timeuuid`: version 1 only, as Cassandra.
 *
 * @throws HttpException 400 for everything else
 */
@Injectable()
export class ParseTimeUuidPipe extends ParseUuidPipe {
  protected override readonly pattern = TIME_UUID;
  protected override readonly kind = 'a UUID of version 1';
}
