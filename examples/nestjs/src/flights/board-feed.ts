import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  catchError,
  defer,
  exhaustMap,
  filter,
  finalize,
  interval,
  map,
  merge,
  of,
  ReplaySubject,
  scan,
  share,
  takeUntil,
  timer,
  type Observable,
} from 'rxjs';
import type { Settings } from '../settings';
import { SETTINGS } from '../settings.module';
import { compareBoard, UNSEEN, type BoardChanges, type SeenBoard } from './board-changes';
import { FlightsService } from './flights.service';
import { RequestError } from 'caspy';

/**
 * One event of a watched board: `ready` once, then what changes; `stale` when Cassandra cannot be asked, until the next
 * event of another kind; and a heartbeat now and then.
 */
export type BoardEvent =
  | { readonly type: 'ready' | 'stale' | 'heartbeat'; readonly data: object }
  | { readonly type: 'changes'; readonly data: BoardChanges };

/** Something is sent this often, so that nobody on the way takes a quiet stream for a dead one. */
const HEARTBEAT = 15_000;

/**
 * Live boards by polling. Cassandra has no notifications; but a board is one small partition, so to read it again and
 * compare is cheap, and finds what anybody wrote, with any clock. All who watch one board share one poll.
 */
@Injectable()
export class BoardFeed implements OnModuleDestroy {
  readonly #boards = new Map<string, Observable<SeenBoard>>();
  readonly #closing = new ReplaySubject<void>(1);

  constructor(
    private readonly flights: FlightsService,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'pollInterval'>,
  ) {}

  /** Who loads the board after `ready`, and then applies each change, has missed nothing. */
  watch(origin: string, day: string): Observable<BoardEvent> {
    const events = defer(() => this.#board(origin, day).pipe(map(eventsOfWatcher())));
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

  #board(origin: string, day: string): Observable<SeenBoard> {
    const key = `${origin} ${day}`;
    const board = this.#boards.get(key) ?? this.#poll(origin, day, () => this.#boards.delete(key));
    this.#boards.set(key, board);
    return board;
  }

  #poll(origin: string, day: string, end: () => void): Observable<SeenBoard> {
    return timer(0, this.settings.pollInterval).pipe(
      // A look that takes longer than the interval is not joined by another one.
      exhaustMap(() => defer(() => this.flights.board(origin, day)).pipe(catchError(passOver))),
      scan(compareBoard, UNSEEN),
      filter(({ isNews }) => isNews),
      finalize(end),
      // A later watcher gets the last news at once, as its `ready`.
      share({ connector: () => new ReplaySubject(1) }),
    );
  }
}

/** A failure that may pass, such as a node that does not answer, is no reason to send everybody away. */
function passOver(error: unknown): Observable<undefined> {
  if (error instanceof RequestError && error.retryable) return of(undefined);
  throw error;
}

function eventsOfWatcher(): (seen: SeenBoard) => BoardEvent {
  let isReady = false;
  return ({ isStale, changed, removed }) => {
    if (isStale) return { type: 'stale', data: {} };
    if (isReady) return { type: 'changes', data: { changed, removed } };
    isReady = true;
    return { type: 'ready', data: {} };
  };
}
