import type { Flight } from './flight.entity';

/** What is different about a board since it was last looked at. */
export interface BoardChanges {
  readonly changed: readonly Flight[];
  /** Flights that are gone. */
  readonly removed: readonly Flight[];
}

/** A board as it was last seen, and what was new then. */
export interface SeenBoard extends BoardChanges {
  /** Undefined until a look has succeeded. */
  readonly flights: ReadonlyMap<string, Flight> | undefined;
  /** The last look failed: nobody knows what has changed since. */
  readonly isStale: boolean;
  /** Somebody who watches wants to hear of it. */
  readonly isNews: boolean;
}

export const UNSEEN: SeenBoard = { flights: undefined, changed: [], removed: [], isStale: false, isNews: false };

/**
 * Compares a board with what was seen of it.
 *
 * @param rows undefined where they could not be read
 */
export function compareBoard(seen: SeenBoard, rows: readonly Flight[] | undefined): SeenBoard {
  if (rows === undefined) return { ...seen, changed: [], removed: [], isStale: true, isNews: !seen.isStale };
  const flights = new Map(rows.map((row) => [keyOf(row), row]));
  const known = seen.flights;
  // Who watches from here on loads the board by itself.
  if (known === undefined) return { flights, changed: [], removed: [], isStale: false, isNews: true };
  const changed = rows.filter((row) => isDifferent(row, known.get(keyOf(row))));
  const removed = [...known.values()].filter((row) => !flights.has(keyOf(row)));
  return { flights, changed, removed, isStale: false, isNews: seen.isStale || changed.length + removed.length > 0 };
}

function keyOf({ departure, destination, sequence }: Flight): string {
  return `${departure} ${destination} ${sequence}`;
}

function isDifferent(flight: Flight, before: Flight | undefined): boolean {
  return flight.delay !== before?.delay || flight.status !== before.status || flight.distance !== before.distance;
}
