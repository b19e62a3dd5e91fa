/** What a soak is asked to do: the first argument of its program, as JSON. */
export interface SoakOrder {
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDataCenter: string;
  readonly keyspace: string;
  /** The address of a node, and the `address:port` at which it is reached instead. */
  readonly detour: { readonly node: string; readonly by: string };
  readonly seconds: number;
  readonly concurrency: number;
  /** Milliseconds that each client waits between two calls. */
  readonly pause: number;
  /** Statement texts that the driver keeps. */
  readonly maxPrepared: number;
}

/** How it is at one moment; bytes, after the garbage has been collected. */
export interface SoakSample {
  readonly kind: 'sample';
  /** Seconds since the load began. */
  readonly at: number;
  /** Heap, and buffers outside it. */
  readonly used: number;
  readonly resident: number;
  readonly operations: number;
  /** Texts that caspy keeps, and those that the driver keeps. */
  readonly prepared: number;
  readonly preparedByDriver: number;
}

/** What is left after `destroy()`. */
export interface SoakEnd {
  readonly kind: 'end';
  /** Calls by their outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  /** Different statement texts that were sent. */
  readonly shapes: number;
  /** What still keeps the process, beside its output. */
  readonly handles: readonly string[];
}

/** One line of its output. */
export type SoakLine = SoakSample | SoakEnd;
