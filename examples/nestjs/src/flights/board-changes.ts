import type { Flight } from './flight.entity';

/** What is different about a board since it was last looked at. */
export interface BoardChanges {
  readonly changed: readonly Flight[];
  /** Flights that are gone. */
  readonly removed: readonly Flight[];
}

/** A board as it was last seen, and what was new then. */
export interface SeenBoard extends BoardChanges {
  /** Undefined before the first look. */
  readonly flights: ReadonlyMap<string, Flight> | undefined;
}

export const UNSEEN: SeenBoard = { flights: undefined, changed: [], removed: [] };

/** Compares a board with what was seen of it. At the first look nothing is new. */
export function compareBoard({ flights: known }: SeenBoard, rows: readonly Flight[]): SeenBoard {
  const flights = new Map(rows.map((row) => [keyOf(row), row]));
  if (known === undefined) return { flights, changed: [], removed: [] };
  return {
    flights,
    changed: rows.filter((row) => isDifferent(row, known.get(keyOf(row)))),
    removed: [...known.values()].filter((row) => !flights.has(keyOf(row))),
  };
}

function keyOf({ departure, destination, sequence }: Flight): string {
  return `${departure} ${destination} ${sequence}`;
}

function isDifferent(flight: Flight, before: Flight | undefined): boolean {
  return flight.delay !== before?.delay || flight.status !== before.status || flight.distance !== before.distance;
}
