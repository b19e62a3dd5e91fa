/** The key of a partition: every contender, in whatever language, finds the same rows. */
export function ownerOf(family: number, index: number): string {
  return `${family.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}
