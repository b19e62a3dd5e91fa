/**
 * A value without the blanks around it and without its quotes; quotes keep blanks, commas and `=`. Inside them a doubled
 * quote stands for one. Text that is not quoted from its first to its last character is taken as it is.
 */
export function unquote(text: string): string {
  const trimmed = text.trim();
  const quote = trimmed.charAt(0);
  if (quote !== '"' && quote !== "'") return trimmed;
  const inner = trimmed.slice(1, -1);
  const isWhole =
    trimmed.length >= 2 && trimmed.endsWith(quote) && !inner.replaceAll(quote + quote, '').includes(quote);
  return isWhole ? inner.replaceAll(quote + quote, quote) : trimmed;
}

/** The items of `a, "b,c", d`; commas inside quotes part nothing. Nothing at all has no items. */
export function splitItems(text: string): string[] {
  if (text.trim() === '') return [];
  const items: string[] = [];
  let item = '';
  let quote = '';
  for (const character of text) {
    if (quote === '' && character === ',') {
      items.push(item);
      item = '';
      continue;
    }
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'") && item.trim() === '') quote = character;
    item += character;
  }
  return [...items, item].map(unquote);
}
