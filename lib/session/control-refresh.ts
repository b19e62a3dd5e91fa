import { errors } from 'cassandra-driver';

type Schedule = Iterator<number, unknown>;

/** What the driver's control connection has, by which it hears of changes of the cluster. None of it is in the typings. */
interface Control {
  _refresh(hosts?: unknown): Promise<void>;
  _reconnectionPolicy: { newSchedule(): Schedule };
  _reconnectionSchedule: Schedule;
  emit(event: 'newConnection', error: Error): unknown;
}

/** Thrown where the driver would set a timer of its own. */
class NotNow extends errors.NoHostAvailableError {
  constructor(readonly delay: number) {
    super({}, 'No node could be reached');
  }
}

/**
 * Keeps the driver to one search for a control connection at a time, and ends it with the client.
 *
 * After the driver has lost every connection it opens a first one again and then listens to it twice. Its loss starts two
 * searches side by side, the next loss four, and so on; each opens a connection, and those of all but one are forgotten
 * while they are open. Besides, the timer of the next search outlives the client and keeps the process alive, up to the
 * longest pause between two attempts.
 *
 * This stands in for the one method that searches: a second search while one is on its way is none. The pauses stay those
 * of the driver's policy, but the timer is kept here.
 */
export class ControlRefresh {
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  /** Without these members (another version of the driver) nothing is changed. */
  watch(control: unknown): void {
    if (!isControl(control)) return;
    const original = control._refresh.bind(control);
    // The driver goes on with the nodes that are left where one of them has failed: that is no second search.
    control._refresh = (hosts) =>
      hosts === undefined ? (this.#running ??= this.#search(control, original)) : original(hosts);
    const { _reconnectionPolicy: policy } = control;
    control._reconnectionPolicy = { newSchedule: () => refusing(policy.newSchedule()) };
    control._reconnectionSchedule = control._reconnectionPolicy.newSchedule();
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }

  async #search(control: Control, original: Control['_refresh']): Promise<void> {
    try {
      await original();
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      control.emit('newConnection', error);
      if (!this.#hasEnded) this.#searchLater(control, error.delay);
    } finally {
      this.#running = undefined;
    }
  }

  #searchLater(control: Control, delay: number): void {
    this.#timer = setTimeout(() => void control._refresh().catch(() => undefined), delay);
  }
}

/** The driver asks for the next pause only right before it would set its timer. */
function refusing(schedule: Schedule): Schedule {
  return {
    next: () => {
      throw new NotNow(Number(schedule.next().value));
    },
  };
}

function isControl(control: unknown): control is Control {
  const { _refresh, _reconnectionPolicy, _reconnectionSchedule } = control as Partial<Control>;
  return typeof _refresh === 'function' && _reconnectionPolicy !== undefined && _reconnectionSchedule !== undefined;
}
