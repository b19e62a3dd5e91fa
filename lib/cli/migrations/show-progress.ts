import { describeHolder } from '../../schema/lock/lock-owner';
import type { MigrationEvent } from '../../schema/migrations/options';
import { shorten } from '../../schema/migrations/shorten';
import type { Io, Progress } from '../output/io';

/** Shows what a run is at: a spinner on a terminal, and lines for what must be known anywhere. */
export class MigrationProgress {
  readonly #io: Io;
  #turn: Promise<Progress | undefined> = Promise.resolve(undefined);

  constructor(io: Io) {
    this.#io = io;
  }

  readonly onEvent = (event: MigrationEvent): void => {
    switch (event.type) {
      case 'wait':
        this.#say(`Waiting for ${describeHolder(event.holder)}, which does schema work.`);
        return;
      case 'start':
        if (event.resumedAt !== undefined) this.#say(`${event.migration} goes on at statement ${event.resumedAt}.`);
        return;
      case 'statement':
        this.#spin(`${event.migration}: ${shorten(event.cql)}`);
        return;
      case 'log':
        this.#say(`${event.migration}: ${event.message}`);
        return;
      case 'done':
        this.#spin(undefined);
    }
  };

  async stop(): Promise<void> {
    this.#spin(undefined);
    await this.#turn;
  }

  #say(text: string): void {
    this.#spin(undefined);
    this.#turn = this.#turn.then((progress) => {
      this.#io.notice(text);
      return progress;
    });
  }

  /** Making a spinner takes time, so one comes after the other. */
  #spin(text: string | undefined): void {
    this.#turn = this.#turn.then(async (progress) => {
      progress?.stop();
      return text === undefined ? undefined : this.#io.progress(text);
    });
  }
}
