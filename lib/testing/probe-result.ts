/** Whether a source can be used; when not, why, in a few words. */
export type ProbeResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
