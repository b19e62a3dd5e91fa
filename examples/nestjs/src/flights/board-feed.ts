import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  exhaustMap,
  filter,
  finalize,
  interval,
  map,
  merge,
  ReplaySubject,
  retry,
  scan,
  share,
  takeUntil,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import type { Settings } from '../settings';
import { SETTINGS } from '../settings.module';
import { compareBoard, UNSEEN, type BoardChanges } from './board-changes';
import { FlightsService } from './flights.service';
import { RequestError } from 'caspy';

/** One event of a watched board: `ready` once, then what changes, and a heartbeat now and then. */
export type BoardEvent =
  | { readonly type: 'ready' | 'heartbeat'; readonly data: object }
  | { readonly type: 'changes'; readonly data: BoardChanges };

/** Something is sent this often, so that nobody on the way takes a quiet stream for a dead one. */
const HEARTBEAT = 15_000;

const PAUSE_AFTER_FAILURE = 2_000;

/**
 * Live boards by polling. Cassandra has no notifications; but a board is one small partition, so to read it again and
 * compare is cheap, and finds what anybody wrote, with any clock. All who watch one board share one poll.
 */
@Injectable()
export class BoardFeed implements OnModuleDestroy {
  readonly #boards = new Map<string, Observable<BoardChanges>>();
  readonly #closing = new ReplaySubject<void>(1);

  constructor(
    private readonly flights: FlightsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Who loads the board after `ready`, and then applies each change, has missed nothing. */
  watch(origin: string, day: string): Observable<BoardEvent> {
    const events = this.#board(origin, day).pipe(
      map(({ changed, removed }, index): BoardEvent =>
        index === 0 ? { type: 'ready', data: {} } : { type: 'changes', data: { changed, removed } },
      ),
    );
    const heartbeat = interval(HEARTBEAT).pipe(map((): BoardEvent => ({ type: 'heartbeat', data: {} })));
    return merge(events, heartbeat).pipe(takeUntil(this.#closing));
  }

  /** How many boards are polled at present. */
  get watched(): number {
    return this.#boards.size;
  }

  /** The server waits for every answer to end, and these would not. */
  onModuleDestroy(): void {
    this.#closing.next();
  }

  #board(origin: string, day: string): Observable<BoardChanges> {
    const key = `${origin} ${day}`;
    const board = this.#boards.get(key) ?? this.#poll(origin, day, () => this.#boards.delete(key));
    this.#boards.set(key, board);
    return board;
  }

  #poll(origin: string, day: string, end: () => void): Observable<BoardChanges> {
    return timer(0, this.settings.pollInterval).pipe(
      // A look that takes longer than the interval is not joined by another one.
      exhaustMap(() => this.flights.board(origin, day)),
      retry({ delay: (error) => (isPassing(error) ? timer(PAUSE_AFTER_FAILURE) : throwError(() => error)) }),
      scan(compareBoard, UNSEEN),
      filter(({ changed, removed }, index) => index === 0 || changed.length + removed.length > 0),
      finalize(end),
      // A later watcher gets the last changes at once, as its `ready`.
      share({ connector: () => new ReplaySubject(1) }),
    );
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof RequestError && error.retryable;
}
