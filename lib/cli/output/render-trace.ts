import type { Colors } from 'picocolors/types';
import { escapeControls } from './escape';

/** What one node did, and when. */
export interface TraceEvent {
  readonly activity: string;
  /** The address of the node. */
  readonly source: string;
  /** Microseconds since the node heard of the request. */
  readonly elapsed: number;
}

/** A request as the server has traced it. */
export interface Trace {
  readonly id: string;
  readonly request: string;
  readonly coordinator: string;
  /** Microseconds; undefined while the server has not ended the trace. */
  readonly duration: number | undefined;
  readonly events: readonly TraceEvent[];
}

const LINE = 24;
const UNITS = 10;

/** A trace as a time line for each node, the coordinator's first. */
export function renderTrace({ id, request, coordinator, duration, events }: Trace, colors: Colors): string {
  const end = Math.max(1, duration ?? 0, ...events.map(({ elapsed }) => elapsed));
  const nodes = [...new Set([coordinator, ...events.map(({ source }) => source)])];
  const total = duration === undefined ? 'not ended yet' : milliseconds(duration);
  const head = `${colors.bold('Trace')} ${id}: ${escapeControls(request)}, ${total}`;
  const parts = nodes.map((node) => {
    const own = events.filter(({ source }) => source === node);
    const role = node === coordinator ? ' (coordinator)' : '';
    const lines = own.map(({ activity, elapsed }) => {
      const at = Math.min(LINE - 1, Math.floor((elapsed / end) * LINE));
      const line = `${colors.dim('─'.repeat(at))}${colors.cyan('●')}${' '.repeat(LINE - 1 - at)}`;
      return `  ${milliseconds(elapsed).padStart(UNITS)}  ${line}  ${escapeControls(activity)}`;
    });
    return [colors.bold(escapeControls(node)) + role, ...(lines.length === 0 ? ['  no events'] : lines)].join('\n');
  });
  return [head, ...parts].join('\n');
}

function milliseconds(microseconds: number): string {
  return `${(microseconds / 1000).toFixed(2)} ms`;
}
