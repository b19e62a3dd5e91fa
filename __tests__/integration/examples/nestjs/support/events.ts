/** One server-sent event. */
export interface ServerEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Reads server-sent events as they come; the loop ends where the server ends the stream. */
export async function* readEvents(url: string, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
  const response = await fetch(url, { headers: { accept: 'text/event-stream' }, ...(signal ? { signal } : {}) });
  if (response.body === null || !response.ok) throw new Error(`${url} answered ${response.status}.`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1];
      const data = field('data');
      if (data !== undefined) yield { type: field('event') ?? 'message', data: JSON.parse(data) };
    }
  }
}
