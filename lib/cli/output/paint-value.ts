import type { Colors } from 'picocolors/types';

/** A text in the colour of the kind of value that it shows; plain text and collections have none. */
export function paintValue(value: unknown, text: string, colors: Colors): string {
  if (value === null || value === undefined) return colors.dim(text);
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return colors.cyan(text);
    case 'boolean':
      return colors.yellow(text);
    case 'object':
      if (value instanceof Date) return colors.magenta(text);
      return value instanceof Uint8Array ? colors.blue(text) : text;
    default:
      return text;
  }
}
