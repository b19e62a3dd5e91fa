import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import type { DataSource } from '../data-source/data-source';
import type { DataSourceName, KeyspaceRequest } from './options';

type KeyspaceOf = NonNullable<DataSourceName['keyspaceFromRequest']>;

/** Runs each handler in the keyspace of its request. Repositories are not made anew: they look at each call. */
export class KeyspaceInterceptor implements NestInterceptor {
  readonly #dataSource: DataSource;
  readonly #keyspaceOf: KeyspaceOf;

  constructor(dataSource: DataSource, keyspaceOf: KeyspaceOf) {
    this.#dataSource = dataSource;
    this.#keyspaceOf = keyspaceOf;
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.getType() === 'http';
    const request = http ? context.switchToHttp().getRequest<KeyspaceRequest>() : undefined;
    const keyspace = await this.#keyspaceOf(request, context);
    if (keyspace === undefined) return next.handle();
    // A handler runs when it is subscribed to, and what it awaits keeps the keyspace.
    return new Observable((subscriber) =>
      this.#dataSource.withKeyspace(keyspace, () => next.handle().subscribe(subscriber)),
    );
  }
}
