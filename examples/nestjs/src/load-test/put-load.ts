import autocannon, { type Request, type Result } from 'autocannon';

const DAYS = ['2001-01-26', '2001-02-06', '2001-02-21', '2001-03-09'];
const AIRPORTS = ['ORD', 'DFW', 'ATL', 'LAX', 'PHX', 'DEN'];

interface Board {
  readonly items: readonly { departure: string; destination: string; sequence: number }[];
}

/** Puts load on every kind of request for some seconds: boards and their next pages, lists, single flights, changes. */
export async function putLoad(url: string, seconds: number, connections = 64): Promise<Result> {
  const boards = AIRPORTS.flatMap((airport) => DAYS.map((day) => ({ airport, day })));
  const changes = await Promise.all(boards.map((board) => changeOf(url, board)));
  const requests: Request[] = boards.flatMap(({ airport, day }, index) => [
    { path: `/api/boards/${airport}?day=${day}&size=3`, onResponse: keepToken },
    { setupRequest: (request, context) => ({ ...request, path: pageAfter(airport, day, context) }) },
    { path: `/api/flights/delays?day=${day}` },
    { path: '/api/airports' },
    ...(changes[index] ?? []),
  ]);
  return autocannon({ url, connections, duration: seconds, requests, timeout: 30 });
}

async function changeOf(url: string, { airport, day }: { airport: string; day: string }): Promise<Request[]> {
  // The API's own answer.
  const board = (await (await fetch(`${url}/api/boards/${airport}?day=${day}&size=1`)).json()) as Board;
  return board.items.flatMap(({ departure, destination, sequence }): Request[] => {
    const path = `/api/flights/${airport}/${day}/${departure}/${destination}/${sequence}`;
    const headers = { 'content-type': 'application/json' };
    return [{ path }, { path, method: 'PATCH', headers, body: JSON.stringify({ delay: 30 }) }];
  });
}

function keepToken(status: number, body: string, context: object): void {
  if (status !== 200) return;
  // The API's own answer.
  Reflect.set(context, 'next', (JSON.parse(body) as { next: string | null }).next);
}

function pageAfter(airport: string, day: string, context: object): string {
  const next: unknown = Reflect.get(context, 'next');
  return `/api/boards/${airport}?day=${day}&size=3${typeof next === 'string' ? `&after=${next}` : ''}`;
}
